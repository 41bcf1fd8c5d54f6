"""Papers issued where their user is: one click, a language, the file as kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.magazine import DocumentKind
from crm.services import amendments, bookings, documents
from crm.services.agreements import Agreed
from crm.services.amending import AmendmentWish, LineChange
from crm.services.insertion_reports import Ran, fill
from crm.services.lines import LineWish
from crm.store.models import Document, InsertionReport, Issue, Line, Role
from tests import factories

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

TODAY = factories.MORNING.date()


def kept(desk: RealDesk) -> list[tuple[DocumentKind, str]]:
    with desk.reading() as session:
        rows = session.execute(
            select(Document.kind, Document.language).order_by(Document.id)
        )
        return [(kind, language) for kind, language in rows]


def quoted(desk: RealDesk, code: str = "62") -> int:
    made: list[int] = []

    def quote(session: Session) -> None:
        issue = factories.make_issue(session, desk.ids, code)
        line = LineWish(issue, desk.ids.page)
        made.append(factories.make_quote(session, desk.ids, line))

    desk.writing(quote)
    return made[0]


def confirmed(desk: RealDesk) -> int:
    booking = quoted(desk)
    agreed = Agreed("A. Lefèvre", TODAY, "mail")
    desk.writing(lambda s: bookings.confirm(s, desk.ids.rep, booking, agreed))
    return booking


def keys(page: AppTest) -> set[str]:
    return {str(one.key) for one in page.button}


def text_area(page: AppTest, name: str) -> AppTest:
    return next(one for one in page.text_area if (one.key or "").startswith(name))


def test_a_proposal_is_worded_issued_and_worded_again(real_desk: RealDesk) -> None:
    booking = quoted(real_desk)
    page = real_desk.open("booking", id=booking)
    assert "booking_propose" in keys(page)
    drawn = real_desk.drawer("proposal", booking)
    text_area(drawn, "proposal_situation").set_value("<b>Vous</b> équipez.").run()
    drawn.button(key="proposal_save").click().run()
    assert drawn.error
    assert kept(real_desk) == []
    assert text_area(drawn, "proposal_situation").value == "<b>Vous</b> équipez."
    text_area(drawn, "proposal_objective").set_value("Quarante rendez-vous.").run()
    drawn.button(key="proposal_save").click().run()
    assert not drawn.exception
    assert kept(real_desk) == [(DocumentKind.PROPOSAL, "fr")]
    again = real_desk.drawer("proposal", booking)
    assert text_area(again, "proposal_objective").value == "Quarante rendez-vous."


def test_a_booked_one_is_not_proposed_any_more(real_desk: RealDesk) -> None:
    page = real_desk.open("booking", id=confirmed(real_desk))
    assert "booking_propose" not in keys(page)


def test_an_amendment_is_issued_from_its_booking(real_desk: RealDesk) -> None:
    booking = confirmed(real_desk)
    made: list[int] = []

    def amend(session: Session) -> None:
        line = session.scalars(select(Line.id).filter_by(booking_id=booking)).one()
        wish = AmendmentWish(
            "format", (LineChange(line, format_id=real_desk.ids.half),)
        )
        made.append(
            amendments.propose_amendment(session, real_desk.ids.rep, booking, wish)
        )

    real_desk.writing(amend)
    page = real_desk.open("booking", id=booking)
    page.button(key=f"amendment_{made[0]}_issue_en").click().run()
    assert not page.exception
    assert kept(real_desk) == [(DocumentKind.AMENDMENT, "en")]


def test_the_year_of_an_advertiser_is_issued_from_its_page(real_desk: RealDesk) -> None:
    company = real_desk.ids.advertiser_id
    page = real_desk.open("advertiser", id=company)
    page.button(key=f"statement_{company}_issue_fr").click().run()
    page.button(key=f"statement_{company}_issue_fr").click().run()
    assert not page.exception
    assert kept(real_desk) == [(DocumentKind.STATEMENT, "fr")]


def test_the_calendar_and_the_sheets_are_issued_from_theirs(
    real_desk: RealDesk,
) -> None:
    quoted(real_desk)
    title = real_desk.ids.title_id
    page = real_desk.open("calendar")
    page.button(key=f"calendar_{title}_2027_issue_en").click().run()
    page = real_desk.open("rate_cards")
    page.button(key=f"formats_{title}_issue_fr").click().run()
    assert not page.exception
    assert kept(real_desk) == [
        (DocumentKind.CALENDAR, "en"),
        (DocumentKind.TECHNICAL_SHEET, "fr"),
    ]


def test_the_reports_of_an_issue_are_issued_at_once(real_desk: RealDesk) -> None:
    booking = confirmed(real_desk)
    issues: list[int] = []

    def run(session: Session) -> None:
        line = session.scalars(select(Line).filter_by(booking_id=booking)).one()
        issue = session.get_one(Issue, line.issue_id)
        issue.published_on = issue.closes_on = issue.materials_due_on = TODAY
        session.flush()
        bookings.run_issue(session, real_desk.ids.manager, issue.id)
        report = session.scalars(select(InsertionReport.id)).one()
        fill(session, real_desk.ids.rep, report, Ran("12"))
        issues.append(issue.id)

    real_desk.writing(run)
    page = real_desk.open("insertion_reports", issue=issues[0])
    page.button(key="reports_issue_all").click().run()
    assert not page.exception
    assert kept(real_desk) == [(DocumentKind.INSERTION_REPORT, "fr")]


def test_what_was_sent_is_narrowed_by_company_and_day(real_desk: RealDesk) -> None:
    company = real_desk.ids.advertiser_id

    def issue(session: Session) -> None:
        rep, title = real_desk.ids.rep, real_desk.ids.title_id
        documents.issue_statement(session, rep, company, 2027)
        documents.issue_calendar(session, rep, title, 2027)

    real_desk.writing(issue)
    everything = real_desk.open("documents")
    assert len(papers_of(everything)) == 2
    narrowed = real_desk.open("documents", company=company)
    assert len(papers_of(narrowed)) == 1
    narrowed.date_input(key="documents_day").set_value(date(2027, 3, 3)).run()
    assert papers_of(narrowed) == []


def papers_of(page: AppTest) -> list[str]:
    """Return the papers a page lists, by what it says of their bytes."""
    return [one.value for one in page.markdown if "SHA" in one.value]


def test_a_reader_issues_nothing(real_desk: RealDesk) -> None:
    booking = quoted(real_desk)

    def closes(session: Session) -> None:
        for role in session.query(Role):
            role.may_write = False

    real_desk.writing(closes)
    for page in (
        real_desk.open("booking", id=booking),
        real_desk.open("advertiser", id=real_desk.ids.advertiser_id),
        real_desk.open("calendar"),
        real_desk.open("rate_cards"),
    ):
        assert not [key for key in keys(page) if "issue_fr" in key or "propose" in key]
