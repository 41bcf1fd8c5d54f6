"""The calendar of a year's issues: what each is about, and its three dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm.domain.errors import RangeError, UnknownError, words
from crm.domain.magazine import DocumentKind, IssueStatus, SupportKind
from crm.language import _, ngettext, use_language
from crm.language.formats import date_long, date_short, day_short, month, number
from crm.services.documents.issuing import Under, at_dawn, issue_paper
from crm.services.documents.words import person
from crm.store.queries.magazine import list_issues, list_titles
from crm.store.queries.publishing import seller
from mediakit.model import (
    Contacts,
    Figure,
    Figures,
    Message,
    Paper,
    PaperHead,
    Piece,
    Table,
    TableCell,
    TableColumn,
    TableRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.documents.keeping import Issued
    from crm.store.queries.magazine import IssueRow
    from crm.store.queries.publishing import SellerCard

FIRST_YEAR, LAST_YEAR = 1990, 2100
OFTEN = 13
"""A support with as many dates a year is told month by month."""


def issue_calendar(
    session: Session, actor: Actor, title_id: int, year: int, *, language: str = "fr"
) -> Issued:
    """Issue the calendar of a title's year as PDF, and keep it as issued.

    Raises UnknownError, RangeError.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RangeError(
            field="year", label=words("A year"), lowest=FIRST_YEAR, highest=LAST_YEAR
        )
    if title_id not in {title.id for title in list_titles(session, actor)}:
        raise UnknownError
    with use_language(language):
        publisher = seller(session, title_id)
        paper = calendar_words(session, actor, publisher, year)
        return issue_paper(
            session,
            actor,
            paper,
            publisher,
            language,
            Under(
                DocumentKind.CALENDAR,
                f"CAL-{year}-{title_id}",
                at_dawn(actor.today),
            ),
        )


def calendar_words(
    session: Session, actor: Actor, publisher: SellerCard, year: int
) -> Paper:
    """Put a year of issues into the words of its calendar, in the current language."""
    issues = [
        issue
        for issue in list_issues(
            session,
            actor,
            publisher.title_id,
            since=date(year, 1, 1),
            until=date(year, 12, 31),
        )
        if issue.status is not IssueStatus.CANCELLED
    ]
    rare, often = _by_rhythm(issues)
    people = [one for one in (person(session, publisher.contact_user_id),) if one]
    pieces: list[Piece] = [
        Message(publisher.tagline, _conclusion(rare, year)),
        Figures(tuple(_figures(issues, actor.today, year))),
    ]
    pieces += [_dated(rows, year) for rows in rare]
    if not issues:
        pieces.append(
            Message(
                "", "", (_("No issue of {year} is planned yet.").format(year=year),)
            )
        )
    pieces += [_monthly(rows) for rows in often]
    if people:
        said = _("Closing dates are good until 23:59, Paris time, of their day.")
        pieces.append(Contacts(_("Choose your issue with us"), tuple(people), said))
    told = _("As of {day}").format(day=date_long(actor.today))
    return Paper(
        PaperHead(
            _("Calendar"),
            str(year),
            dates=(told,),
            party=publisher.title,
            notice=publisher.notice,
        ),
        tuple(pieces),
    )


def _by_rhythm(
    issues: Sequence[IssueRow],
) -> tuple[list[list[IssueRow]], list[list[IssueRow]]]:
    """Set apart the supports that have few dates, the magazine first, and many."""
    found: dict[int, list[IssueRow]] = {}
    for issue in sorted(issues, key=lambda one: one.support_rank):
        found.setdefault(issue.support_id, []).append(issue)
    rows = list(found.values())
    return (
        [one for one in rows if len(one) < OFTEN],
        [one for one in rows if len(one) >= OFTEN],
    )


def _conclusion(rare: list[list[IssueRow]], year: int) -> str:
    printed = [
        issue
        for rows in rare
        for issue in rows
        if issue.support_kind is SupportKind.PRINT
    ]
    if not printed:
        return ""
    said = ngettext(
        "{number} issue in {year}, three dates to keep.",
        "{number} issues in {year}, three dates for each.",
        len(printed),
    )
    return said.format(number=number(len(printed)), year=year)


def _figures(issues: Sequence[IssueRow], today: date, year: int) -> Iterator[Figure]:
    ahead = sorted(
        (issue for issue in issues if issue.closes_on >= today),
        key=lambda one: one.closes_on,
    )
    printed = [one for one in ahead if one.support_kind is SupportKind.PRINT]
    if printed:
        first = printed[0]
        yield Figure(
            _day(first.closes_on, year), _("next closing of bookings"), first.name
        )
        yield Figure(
            _day(first.materials_due_on, year), _("its materials due"), first.name
        )
    if ahead:
        yield Figure(number(len(ahead)), _("dates still to be booked"))


def _day(day: date, year: int) -> str:
    """Write a day of the calendar's year; another year is named."""
    said = date_short(day)
    return said if day.year == year else f"{said} {day.year}"


def _dated(rows: list[IssueRow], year: int) -> Table:
    """List the issues of a support, each with its three dates."""
    themed = any(row.theme or row.dossiers or row.bonus for row in rows)
    theme = (TableColumn(_("Theme"), 8),) if themed else ()
    return Table(
        (
            TableColumn(_("Issue"), 5 if themed else 11),
            *theme,
            TableColumn(_("Closing"), 4),
            TableColumn(_("Materials due"), 5),
            TableColumn(_("Date of publication"), 5),
        ),
        tuple(
            TableRow(
                (
                    TableCell(_named(issue)),
                    *((_theme(issue),) if themed else ()),
                    TableCell(_day(issue.closes_on, year)),
                    TableCell(_day(issue.materials_due_on, year)),
                    TableCell(date_long(issue.published_on)),
                )
            )
            for issue in rows
        ),
        heading=rows[0].support,
    )


def _named(issue: IssueRow) -> str:
    """Name an issue under the heading of its support, which is not said again."""
    name = issue.name.removeprefix(issue.support).lstrip(" ,\u00a0")
    return (
        f"{name[:1].upper()}{name[1:]}" if name and name != issue.name else issue.name
    )


def _theme(issue: IssueRow) -> TableCell:
    return TableCell(issue.theme, issue.dossiers, _bonus(issue))


def _bonus(issue: IssueRow) -> str:
    if not issue.bonus:
        return ""
    return _("Bonus circulation: {event}").format(event=issue.bonus)


def _monthly(rows: list[IssueRow]) -> Table:
    """Tell a support with many dates month by month."""
    months: dict[date, list[IssueRow]] = {}
    for issue in rows:
        months.setdefault(issue.published_on.replace(day=1), []).append(issue)
    days = [(issue.published_on - issue.closes_on).days for issue in rows]
    closes = ngettext(
        "Bookings close {number} day before.",
        "Bookings close {number} days before.",
        min(days),
    )
    due = [(issue.published_on - issue.materials_due_on).days for issue in rows]
    hand_in = ngettext(
        "Materials are due {number} day before.",
        "Materials are due {number} days before.",
        min(due),
    )
    lead = (closes.format(number=min(days)), hand_in.format(number=min(due)))
    return Table(
        (
            TableColumn(_("Month"), 3),
            TableColumn(_("Dates"), 12),
            TableColumn(_("How many"), 2, "right"),
        ),
        tuple(
            TableRow(
                (
                    TableCell(month(first)),
                    TableCell(", ".join(day_short(x.published_on) for x in there)),
                    TableCell(number(len(there))),
                )
            )
            for first, there in months.items()
        ),
        heading=rows[0].support,
        lead=" ".join(lead),
    )
