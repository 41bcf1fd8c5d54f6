"""The papers the shell can issue: how each is named there, and who issues it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import UnknownError
from crm.services import documents as papers
from crm.store.queries import amendments, insertion_reports
from crm.store.queries.bookings import find_booking
from crm.store.queries.companies import find_company
from crm.store.queries.issues import find_issue
from crm.store.queries.magazine import list_formats, list_titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.documents import Issued


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: of what, the year, the title, the language, the words."""

    of: str
    year: int
    language: str
    situation: str = ""
    objective: str = ""


def issue(session: Session, actor: Actor, kind: str, asked: Asked) -> Issued:
    """Issue a paper of a kind. Raises UnknownError, and what its service raises."""
    return KINDS[kind](session, actor, asked)


def _cut(reference: str, mark: str) -> tuple[str, int]:
    """Cut “BC-2027-0042-A1” into the booking and the number after the mark."""
    booking, dash, number = reference.strip().upper().rpartition(f"-{mark}")
    if not dash or not number.isdecimal():
        raise UnknownError
    return booking, int(number)


def _amendment(session: Session, actor: Actor, asked: Asked) -> Issued:
    name, number = _cut(asked.of, "A")
    booking = find_booking(session, actor, name)
    rows = amendments.list_amendments(session, actor, booking.id) if booking else []
    for row in rows:
        if row.number == number:
            return papers.issue_amendment(
                session, actor, row.id, language=asked.language
            )
    raise UnknownError


def _report(session: Session, actor: Actor, asked: Asked) -> Issued:
    name, line_id = _cut(asked.of, "R")
    booking = find_booking(session, actor, name)
    rows = insertion_reports.reports_of(session, actor, booking.id) if booking else []
    for row in rows:
        if row.line_id == line_id:
            return papers.issue_insertion_report(
                session, actor, row.id, language=asked.language
            )
    raise UnknownError


def _proposal(session: Session, actor: Actor, asked: Asked) -> Issued:
    booking = find_booking(session, actor, asked.of)
    if booking is None:
        raise UnknownError
    wish = papers.ProposalWish(asked.situation, asked.objective)
    return papers.issue_proposal(
        session, actor, booking.id, wish, language=asked.language
    )


def _statement(session: Session, actor: Actor, asked: Asked) -> Issued:
    company = find_company(session, actor, asked.of)
    if company is None:
        raise UnknownError
    return papers.issue_statement(
        session, actor, company.id, asked.year, language=asked.language
    )


def title_named(session: Session, actor: Actor, name: str) -> int:
    """Return the title of a name, the first where none is named.

    Raises UnknownError.
    """
    for row in list_titles(session, actor):
        if not name or row.name.casefold() == name.strip().casefold():
            return row.id
    raise UnknownError


def _calendar(session: Session, actor: Actor, asked: Asked) -> Issued:
    title_id = title_named(session, actor, asked.of)
    return papers.issue_calendar(
        session, actor, title_id, asked.year, language=asked.language or "fr"
    )


def _technical_sheet(session: Session, actor: Actor, asked: Asked) -> Issued:
    """Issue the sheet of a title's formats, or of the one format that is named."""
    code = asked.of.strip().casefold()
    for title in list_titles(session, actor):
        rows = list_formats(session, actor, title.id)
        named = [x.id for x in rows if code in {x.code.casefold(), x.name.casefold()}]
        if named or not code or code == title.name.casefold():
            return papers.issue_technical_sheet(
                session, actor, title.id, named, language=asked.language or "fr"
            )
    raise UnknownError


def _flatplan(session: Session, actor: Actor, asked: Asked) -> Issued:
    issue_id = find_issue(session, actor, asked.of)
    if issue_id is None:
        raise UnknownError
    return papers.issue_flatplan(session, actor, issue_id, language=asked.language)


KINDS: dict[str, Callable[[Session, Actor, Asked], Issued]] = {
    "amendment": _amendment,
    "insertion-report": _report,
    "proposal": _proposal,
    "statement": _statement,
    "calendar": _calendar,
    "technical-sheet": _technical_sheet,
    "flatplan": _flatplan,
}
