"""When what an advertiser had this year closes next time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from crm.domain.clock import add_months
from crm.domain.magazine import SupportKind
from crm.domain.places import SLACK_DAYS
from crm.language import _
from crm.language.formats import date_long, month
from crm.store.queries.magazine import list_issues
from mediakit.model import Table, TableCell, TableColumn, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.bookings import BookingCard, LineCard
    from crm.store.queries.magazine import IssueRow

RENEWED = (SupportKind.PRINT, SupportKind.EVENT)


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the year, with the booking it belongs to."""

    booking: BookingCard
    line: LineCard
    day: date


def renewals(session: Session, actor: Actor, told: Sequence[Told]) -> Iterator[Table]:
    """Say when what ran would close next time: the issue nearest to a year later.

    Sends and weeks come round by themselves: only dated places are renewed.
    """
    ahead = {
        title_id: [
            issue
            for issue in list_issues(session, actor, title_id, since=actor.today)
            if issue.closes_on >= actor.today and issue.support_kind in RENEWED
        ]
        for title_id in {x.booking.title_id for x in told}
    }
    rows: dict[tuple[str, str], TableRow] = {}
    for x in told:
        later = add_months(x.day, 12)
        near = [
            issue
            for issue in ahead[x.booking.title_id]
            if issue.support == x.line.support and issue.published_on > x.day
        ]
        if not near:
            continue
        found = min(near, key=partial(_days_from, later))
        if _days_from(later, found) > SLACK_DAYS:
            continue
        what = x.line.format or x.line.package
        rows.setdefault(
            (found.name, what),
            TableRow(
                (
                    TableCell(what, x.line.position),
                    TableCell(f"{x.line.issue}, {month(x.day)}"),
                    TableCell(found.name, found.theme.rstrip(".")),
                    TableCell(date_long(found.closes_on)),
                    TableCell(date_long(found.published_on)),
                )
            ),
        )
    if rows:
        yield Table(
            (
                TableColumn(_("What you had"), 5),
                TableColumn(_("It ran in"), 5),
                TableColumn(_("The next one"), 5),
                TableColumn(_("To renew before"), 5),
                TableColumn(_("Publication day"), 5),
            ),
            tuple(rows.values()),
            heading=_("Dates to renew by"),
        )


def _days_from(day: date, issue: IssueRow) -> int:
    return abs((issue.published_on - day).days)
