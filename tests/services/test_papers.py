"""What each paper says, in both languages; how it is kept; who is refused one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from sqlalchemy import select

from crm.domain.approvals import ApprovalError
from crm.domain.booking_errors import PastProposingError
from crm.domain.errors import (
    DeskError,
    MissingError,
    NotYoursError,
    RangeError,
    UnknownError,
)
from crm.domain.insertion_figures import (
    click_rate,
    price_per_insertion,
    price_per_thousand,
)
from crm.domain.magazine import DocumentKind
from crm.domain.money import Money
from crm.language import use_language
from crm.language.formats import tell
from crm.services import amendments, bookings, documents, one_more
from crm.services.agreements import Agreed
from crm.services.amending import AmendmentWish, LineChange
from crm.services.documents.proposal import LONGEST, told_before
from crm.services.insertion_reports import Ran, fill
from crm.services.lines import LineWish
from crm.services.papers import Paper
from crm.services.preflight.reading import read_facts
from crm.store.models import Document, InsertionReport, Issue, Line
from crm.store.queries.documents import Asked, companies_sent, list_kept
from tests.ads import make_picture
from tests.factories import (
    MORNING,
    Desk,
    make_desk,
    make_issue,
    make_mandate,
    make_quote,
)
from tests.mediakit.reading import failures, images

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from crm.services.documents import Issued

TODAY = MORNING.date()
TOLD = documents.ProposalWish(
    "Vous équipez les villes de l’Ouest.", "Quarante rendez-vous avant l’été."
)


def read(issued: Issued) -> str:
    opened = pypdfium2.PdfDocument(issued.content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in opened)
    opened.close()
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def confirmed(session: Session, desk: Desk, **wish: object) -> int:
    issue = make_issue(session, desk)
    line = LineWish(issue, desk.page)
    booking = make_quote(session, desk, line, **wish)
    bookings.confirm(session, desk.rep, booking, Agreed("A. Lefèvre", TODAY, "mail"))
    return booking


def proposed(session: Session, desk: Desk, booking: int) -> int:
    line = session.scalars(select(Line.id).filter_by(booking_id=booking)).one()
    wish = AmendmentWish("lancement avancé", (LineChange(line, format_id=desk.half),))
    return amendments.propose_amendment(session, desk.rep, booking, wish)


def owed(session: Session, desk: Desk, ran: Ran | None = None) -> int:
    """Let a page run; return the report it owes, filled in unless nothing ran."""
    booking = confirmed(session, desk)
    line = session.scalars(select(Line).filter_by(booking_id=booking)).one()
    issue = session.get_one(Issue, line.issue_id)
    issue.published_on = issue.closes_on = issue.materials_due_on = date(2027, 2, 15)
    session.flush()
    bookings.run_issue(session, desk.manager, issue.id)
    report = session.scalars(
        select(InsertionReport.id).filter_by(line_id=line.id)
    ).one()
    if ran is not None:
        fill(session, desk.rep, report, ran)
    return report


def every_paper(session: Session, desk: Desk, language: str) -> dict[str, Issued]:
    booking = confirmed(session, desk, campaign="Halo")
    amended = proposed(session, desk, booking)
    quote = make_quote(
        session, desk, LineWish(make_issue(session, desk, "65"), desk.page)
    )
    issue = make_issue(session, desk, "67")
    rep, title = desk.rep, desk.title_id
    return {
        "amendment": documents.issue_amendment(
            session, rep, amended, language=language
        ),
        "proposal": documents.issue_proposal(
            session, rep, quote, TOLD, language=language
        ),
        "statement": documents.issue_statement(
            session, rep, desk.advertiser_id, 2027, language=language
        ),
        "calendar": documents.issue_calendar(
            session, rep, title, 2027, language=language
        ),
        "sheet": documents.issue_technical_sheet(
            session, rep, title, language=language
        ),
        "flatplan": documents.issue_flatplan(
            session, desk.manager, issue, language=language
        ),
    }


HEADED = {
    "fr": {
        "amendment": "Avenant n° 1",
        "proposal": "Proposition",
        "statement": "Relevé de campagne",
        "calendar": "Calendrier",
        "sheet": "Fiche technique",
        "flatplan": "Chemin de fer",
    },
    "en": {
        "amendment": "Amendment no. 1",
        "proposal": "Proposal",
        "statement": "Campaign statement",
        "calendar": "Calendar",
        "sheet": "Technical sheet",
        "flatplan": "Flatplan",
    },
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_paper_is_pdf_ua_in_its_language_and_kept(
    session: Session, language: str, tmp_path: Path
) -> None:
    issued = every_paper(session, make_desk(session), language)
    for name, paper in issued.items():
        assert failures(paper.content, tmp_path) == [], name
        assert HEADED[language][name] in read(paper), name
        kept = session.get_one(Document, paper.id)
        assert (kept.content, kept.language) == (paper.content, language)


def test_the_same_words_are_the_same_document(session: Session) -> None:
    desk = make_desk(session)
    booking = confirmed(session, desk)
    amended = proposed(session, desk, booking)
    first = documents.issue_amendment(session, desk.rep, amended)
    assert documents.issue_amendment(session, desk.rep, amended) == first
    agreed = Agreed("A. Lefèvre", TODAY, "mail")
    amendments.agree_amendment(session, desk.rep, amended, agreed)
    second = documents.issue_amendment(session, desk.rep, amended)
    assert second.edition == 2


def test_an_amendment_says_before_and_after_and_where_it_ended(
    session: Session,
) -> None:
    desk = make_desk(session)
    amended = proposed(session, desk, confirmed(session, desk))
    said = read(documents.issue_amendment(session, desk.rep, amended, language="fr"))
    for words in ("Motif : lancement avancé", "Avant Après", "À SIGNER", "HT de moins"):
        assert words in said
    assert "Bon pour accord" in said
    amendments.refuse_amendment(session, desk.rep, amended, "trop tard")
    said = read(documents.issue_amendment(session, desk.rep, amended, language="en"))
    assert "REFUSED" in said
    assert "the booking stays as it was" in said
    assert "Agreed and accepted" not in said


def test_a_report_says_page_copies_and_both_prices(session: Session) -> None:
    desk = make_desk(session)
    report = owed(session, desk, Ran("12", 24_000, note="vue par les élus"))
    issued = documents.issue_insertion_report(session, desk.rep, report, language="fr")
    said = read(issued)
    for words in ("page 12", "24 000", "prix global", "prix unitaire", "vue par les"):
        assert words in said
    assert session.get_one(InsertionReport, report).document_id == issued.id


def test_a_report_shows_its_tear_sheet(session: Session, tmp_path: Path) -> None:
    desk = make_desk(session)
    report = owed(session, desk)
    content = make_picture(600, 400)
    paper = Paper("une.png", content)
    fill(session, desk.rep, report, Ran("12"), paper, read_facts(content))
    issued = documents.issue_insertion_report(session, desk.rep, report)
    assert images(issued.content) == 1
    assert failures(issued.content, tmp_path) == []
    row = session.get_one(InsertionReport, report)
    session.get_one(Document, row.tear_sheet_id).content = b"\x89PNG broken"
    session.flush()
    assert not images(
        documents.issue_insertion_report(session, desk.rep, report).content
    )


def test_a_report_that_lacks_what_ran_is_not_issued(session: Session) -> None:
    desk = make_desk(session)
    report = owed(session, desk)
    line_id = session.get_one(InsertionReport, report).line_id
    issue_id = session.get_one(Line, line_id).issue_id
    with pytest.raises(MissingError):
        documents.issue_insertion_report(session, desk.rep, report)
    every = documents.issue_reports_of(session, desk.rep, issue_id or 0)
    assert (every.issued, every.lacking) == ((), 1)
    fill(session, desk.rep, report, Ran("12"))
    every = documents.issue_reports_of(session, desk.rep, issue_id or 0)
    assert (len(every.issued), every.lacking) == (1, 0)


def test_unit_prices_and_clicks_are_exact() -> None:
    assert price_per_thousand(Money(46_920), 5_016) == Money(9_354)
    assert price_per_thousand(Money(46_920), None) is None
    assert price_per_thousand(Money(46_920), 0) is None
    assert price_per_insertion(Money(10_001), 2) == Money(5_001)
    assert click_rate(95, 5_016) == 189
    assert click_rate(None, 5_016) is None
    assert click_rate(1, 0) is None


def test_a_proposal_begins_with_their_words_and_keeps_them(session: Session) -> None:
    desk = make_desk(session)
    quote = make_quote(session, desk, LineWish(make_issue(session, desk), desk.page))
    said = read(documents.issue_proposal(session, desk.rep, quote, TOLD, language="fr"))
    places = [
        said.index(words)
        for words in (
            "Vous équipez les villes",
            "Quarante rendez-vous",
            "Le plan",
            "votre investissement",
            "Le prix, étape par étape",
            "Ce que change une insertion de plus",
        )
    ]
    assert places == sorted(places)
    assert "pas encore" in said
    assert told_before(session, desk.rep, quote) == TOLD
    bookings.option(session, desk.rep, quote)
    said = read(documents.issue_proposal(session, desk.rep, quote, TOLD, language="en"))
    assert "yes, on option" in said


def test_one_more_insertion_saves_on_the_lines_that_are_there(
    session: Session,
) -> None:
    desk = make_desk(session)
    numbers = [str(number) for number in range(62, 70)]
    lines = [LineWish(make_issue(session, desk, x), desk.half) for x in numbers]
    found = [
        one_more.one_more(session, desk.rep, make_quote(session, desk, *lines[:many]))
        for many in range(1, 8)
    ]
    assert all(more and more.added.cents > 0 for more in found)
    savings = [more.saving.cents for more in found if more]
    assert any(savings)
    for many, saving in enumerate(savings, 1):
        quotes = [make_quote(session, desk, *lines[:n]) for n in (many, many + 1)]
        now, then = (
            [
                line.net_net_cents + line.fees_cents
                for line in session.scalars(select(Line).filter_by(booking_id=quote))
            ]
            for quote in quotes
        )
        assert saving == sum(now) - sum(then[:many])
    assert one_more.one_more(session, desk.rep, 0) is None


def test_a_proposal_is_refused_without_words_or_past_its_time(
    session: Session,
) -> None:
    desk = make_desk(session)
    quote = make_quote(session, desk, LineWish(make_issue(session, desk), desk.page))
    for empty in (
        documents.ProposalWish("", "x"),
        documents.ProposalWish("x", " \n\u200b"),
    ):
        with pytest.raises(MissingError):
            documents.issue_proposal(session, desk.rep, quote, empty)
    long = documents.ProposalWish("mot " * 900, "x")
    documents.issue_proposal(session, desk.rep, quote, long)
    assert len(told_before(session, desk.rep, quote).situation) <= LONGEST
    agreed = Agreed("A. L.", TODAY, "mail")
    bookings.confirm(session, desk.rep, quote, agreed)
    with pytest.raises(PastProposingError):
        documents.issue_proposal(session, desk.rep, quote, TOLD)
    over = LineWish(
        make_issue(session, desk, "65"), desk.page, exceptional=2_000, reason="geste"
    )
    waiting = make_quote(session, desk, over)
    with pytest.raises(ApprovalError):
        documents.issue_proposal(session, desk.rep, waiting, TOLD)


def test_a_statement_adds_up_and_tells_an_empty_year(session: Session) -> None:
    desk = make_desk(session)
    confirmed(session, desk)
    line = session.scalars(select(Line)).one()
    company = desk.advertiser_id
    said = read(
        documents.issue_statement(session, desk.rep, company, 2027, language="en")
    )
    amount = f"€{line.net_net_cents // 100:,}.{line.net_net_cents % 100:02}"
    assert said.count(amount) >= 4
    assert "What is still to come" in said
    said = read(
        documents.issue_statement(session, desk.rep, company, 2031, language="fr")
    )
    assert "Aucune insertion cette année" in said
    for year in (1889, 3000):
        with pytest.raises(RangeError):
            documents.issue_statement(session, desk.rep, company, year)


def test_the_calendar_has_three_dates_and_leaves_out_what_is_cancelled(
    session: Session,
) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    title = desk.title_id
    said = read(documents.issue_calendar(session, desk.rep, title, 2027, language="en"))
    assert "no. 62" in said
    assert "3 May 2027" in said
    said = read(documents.issue_calendar(session, desk.rep, title, 2033, language="en"))
    assert "No issue of 2033 is planned yet." in said


def test_a_technical_sheet_names_the_label_of_an_advertorial(session: Session) -> None:
    desk = make_desk(session)
    said = read(
        documents.issue_technical_sheet(
            session, desk.rep, desk.title_id, (desk.advertorial,), language="fr"
        )
    )
    assert "« Publicité » ou « Communiqué »" in said
    with pytest.raises(UnknownError):
        documents.issue_technical_sheet(session, desk.rep, desk.title_id, (10**9,))


def test_papers_of_what_is_not_there_are_refused(session: Session) -> None:
    desk = make_desk(session)
    rep = desk.rep
    for call in (
        lambda: documents.issue_amendment(session, rep, 10**9),
        lambda: documents.issue_insertion_report(session, rep, 10**9),
        lambda: documents.issue_proposal(session, rep, 10**9, TOLD),
        lambda: documents.issue_statement(session, rep, 10**9, 2027),
        lambda: documents.issue_calendar(session, rep, 10**9, 2027),
        lambda: documents.issue_technical_sheet(session, rep, 10**9),
        lambda: documents.issue_flatplan(session, desk.manager, 10**9),
    ):
        with pytest.raises(UnknownError):
            call()


def test_a_flatplan_is_kept_by_who_sees_the_whole_desk(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    kept = documents.issue_flatplan(session, desk.manager, issue)
    assert session.get_one(Document, kept.id).kind is DocumentKind.FLATPLAN
    with pytest.raises(NotYoursError):
        documents.issue_flatplan(session, desk.rep, issue)


def test_what_was_sent_to_whom_on_which_day(session: Session) -> None:
    desk = make_desk(session)
    company = desk.advertiser_id
    issued = documents.issue_statement(session, desk.rep, company, 2027)
    documents.issue_calendar(session, desk.rep, desk.title_id, 2027)
    for asked, many in (
        (Asked(company_id=company), 1),
        (Asked(day=TODAY), 2),
        (Asked(company_id=company, day=TODAY), 1),
        (Asked(day=date(2027, 3, 3)), 0),
        (Asked(company_id=desk.agency_id), 0),
    ):
        assert len(list_kept(session, desk.rep, asked)) == many, asked
    [row] = list_kept(session, desk.rep, Asked(company_id=company, day=TODAY))
    assert row.id == issued.id
    assert list(companies_sent(session, desk.rep)) == [company]


def test_a_summary_names_who_agreed_and_a_cancelled_one_is_not_signed(
    session: Session,
) -> None:
    desk = make_desk(session)
    make_mandate(session, desk)
    booking = confirmed(session, desk)
    said = read(
        documents.issue_booking_summary(session, desk.rep, booking, language="fr")
    )
    assert "Accord de" in said
    assert "A. Lefèvre, 4 mars 2027, courriel" in said
    quote = make_quote(
        session, desk, LineWish(make_issue(session, desk, "65"), desk.page)
    )
    bookings.cancel(session, desk.rep, quote, "budget")
    issued = documents.issue_booking_summary(session, desk.rep, quote, language="fr")
    said = read(issued)
    assert "ANNULÉ" in said
    assert "Devis" in said
    assert "Bon pour accord" not in said
    assert session.get_one(Document, issued.id).kind is DocumentKind.QUOTE


def test_every_refusal_is_said_in_both_languages() -> None:
    refusal: DeskError = PastProposingError(number="BC-2027-0001")
    with use_language("fr"):
        assert "n’en est plus là" in tell(refusal)
    with use_language("en"):
        assert "is past that" in tell(refusal)
