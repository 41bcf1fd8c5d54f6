"""Calls of the actions that issue papers, for the audit's test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.services import amendments, bookings, documents, insertion_reports
from crm.services.amending import AmendmentWish, LineChange
from crm.store.models import InsertionReport, Issue, Line
from tests.factories import MORNING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

TOLD = documents.ProposalWish("Vous équipez les villes.", "Quarante rendez-vous.")


def proposes(session: Session, x: Any) -> int:
    line = session.scalars(select(Line.id).filter_by(booking_id=x.confirmed)).one()
    wish = AmendmentWish("lancement", (LineChange(line, format_id=x.desk.half),))
    return amendments.propose_amendment(session, x.desk.rep, x.confirmed, wish)


def amendment(session: Session, x: Any) -> Callable[[], object]:
    proposed = proposes(session, x)
    return lambda: documents.issue_amendment(session, x.desk.rep, proposed)


def runs(session: Session, x: Any) -> int:
    """Let the small desk's issue run; return the report it owes, filled in."""
    issue = session.get_one(Issue, x.issue)
    issue.published_on = issue.closes_on = issue.materials_due_on = MORNING.date()
    session.flush()
    bookings.run_issue(session, x.desk.manager, x.issue)
    [report] = session.scalars(select(InsertionReport.id))
    ran = insertion_reports.Ran("12", 24_000)
    insertion_reports.fill(session, x.desk.rep, report, ran)
    return int(report)


def report(session: Session, x: Any) -> Callable[[], object]:
    owed = runs(session, x)
    return lambda: documents.issue_insertion_report(session, x.desk.rep, owed)


def reports(session: Session, x: Any) -> Callable[[], object]:
    runs(session, x)
    return lambda: documents.issue_reports_of(session, x.desk.rep, x.issue)


PAPERS: dict[str, Any] = {
    "documents.amendment.issue_amendment": amendment,
    "documents.insertion_report.issue_insertion_report": report,
    "documents.insertion_report.issue_reports_of": reports,
    "documents.proposal.issue_proposal": lambda s, x: documents.issue_proposal(
        s, x.desk.rep, x.quoted, TOLD
    ),
    "documents.statement.issue_statement": lambda s, x: documents.issue_statement(
        s, x.desk.rep, x.desk.advertiser_id, 2027
    ),
    "documents.calendar.issue_calendar": lambda s, x: documents.issue_calendar(
        s, x.desk.rep, x.desk.title_id, 2027
    ),
    "documents.technical_sheet.issue_technical_sheet": lambda s, x: (
        documents.issue_technical_sheet(s, x.desk.rep, x.desk.title_id)
    ),
    "documents.flatplan.issue_flatplan": lambda s, x: documents.issue_flatplan(
        s, x.desk.manager, x.issue
    ),
}
PAPER_PIECES = {
    "documents.amendment.amendment_words": "reads",
    "documents.insertion_report.report_words": "reads",
    "documents.proposal.proposal_words": "reads",
    "documents.one_more_table.one_more_table": "reads",
    "documents.statement.statement_words": "reads",
    "documents.renewals.renewals": "reads",
    "documents.calendar.calendar_words": "reads",
    "documents.technical_sheet.sheet_words": "reads",
    "documents.parties.parties_of": "reads",
    "documents.parties.signatory_of": "reads",
    "documents.issuing.issue_paper": "keeps by documents.keeping.keep",
    "one_more.one_more": "reads",
}
