"""How the next issues fill up beside those before them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.magazine import IssueStatus, SupportKind
from crm.domain.pacing import COMPARED, FARTHEST, Pace, Pacing, steps_of
from crm.language import current_language
from crm.store.models import Issue, LedgerEntry, Support
from crm.store.scope import credited, team_totals

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.revenue import Period
    from crm.domain.roles import Actor

OFFERED = 3
"""As many open issues can be looked at."""


def open_issues(
    session: Session, asker: Actor, period: Period
) -> list[tuple[int, str]]:
    """List the printed issues that close next: ids and names.

    Of the title or support a period keeps to; of whatever closes next where nothing
    is printed.
    """
    french = current_language() == "fr"
    query = (
        select(Issue.id, Issue.name_fr if french else Issue.name_en, Support.kind)
        .join(Support, Support.id == Issue.support_id)
        .where(
            Issue.closes_on >= asker.today,
            Issue.status != IssueStatus.CANCELLED,
            Issue.archived_at.is_(None),
        )
        .order_by(Issue.closes_on, Support.rank, Issue.id)
    )
    if period.title_id is not None:
        query = query.where(Support.title_id == period.title_id)
    if period.support_id is not None:
        query = query.where(Support.id == period.support_id)
    for kinds in ([SupportKind.PRINT], list(SupportKind)):
        found = session.execute(query.where(Support.kind.in_(kinds)).limit(OFFERED))
        rows = [(row[0], str(row[1])) for row in found]
        if rows:
            return rows
    return []


def pacing(
    session: Session, asker: Actor, period: Period, issue_id: int
) -> Pacing | None:
    """Hold an issue's bookings against those of the issues of its support before it.

    The team's, or the rep's a period keeps to. None where there is no such issue.
    """
    french = current_language() == "fr"
    name = Issue.name_fr if french else Issue.name_en
    facts = select(Issue.id, name, Issue.closes_on, Issue.support_id)
    issue = session.execute(facts.where(Issue.id == issue_id)).first()
    if issue is None:
        return None
    earlier = session.execute(
        facts.where(
            Issue.support_id == issue[3],
            Issue.closes_on < min(issue[2], asker.today),
            Issue.status != IssueStatus.CANCELLED,
            Issue.id != issue_id,
        )
        .order_by(Issue.closes_on.desc(), Issue.id.desc())
        .limit(COMPARED)
    ).all()
    posted = _posted(session, period, [issue_id, *(row[0] for row in earlier)])
    paces = [
        Pace(row[0], str(row[1]), row[2], steps_of(posted[row[0]], row[2]))
        for row in (issue, *earlier)
    ]
    # An issue that has held nothing at all is no measure.
    before = tuple(one for one in paces[1:] if one.whole)
    distance = min((issue[2] - asker.today).days, 10 * FARTHEST)
    return Pacing(paces[0], before, distance, period.currency)


def _posted(
    session: Session, period: Period, issue_ids: Collection[int]
) -> dict[int, list[tuple[date, int]]]:
    with team_totals(session, period.rep_id):
        query = (
            select(
                LedgerEntry.issue_id,
                LedgerEntry.posted_on,
                func.sum(LedgerEntry.net_net_cents),
            )
            .where(
                LedgerEntry.issue_id.in_(issue_ids),
                LedgerEntry.is_barter.is_(False),
                LedgerEntry.currency == period.currency,
                credited(session, LedgerEntry.user_id),
            )
            .group_by(LedgerEntry.issue_id, LedgerEntry.posted_on)
        )
        if period.rep_id is not None:
            query = query.where(LedgerEntry.user_id == period.rep_id)
        found: dict[int, list[tuple[date, int]]] = defaultdict(list)
        for issue_id, day, cents in session.execute(query):
            if issue_id is not None:
                found[issue_id].append((day, int(cents)))
        return found
