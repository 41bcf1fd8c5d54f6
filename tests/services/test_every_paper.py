"""Every document the desk issues, sealed and not, in both languages, of any data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.revenue import year
from crm.domain.roles import RoleCode
from crm.services import amendments, bookings, documents
from crm.services.agreements import Agreed
from crm.services.amending import AmendmentWish, LineChange
from crm.services.cancelling import Notice, cancel_lines
from crm.services.documents.media_kit import KitWish
from crm.services.insertion_reports import Ran, fill
from crm.services.lines import LineWish
from crm.services.sealing.certificates import import_seal
from crm.store.models import (
    Address,
    Booking,
    Company,
    Contact,
    Format,
    InsertionReport,
    Issue,
    Line,
    PriceStep,
    Publisher,
    Title,
)
from tests.certificates import PASSWORD, certificate
from tests.factories import (
    MORNING,
    Desk,
    make_actor,
    make_desk,
    make_issue,
    make_mandate,
    make_quote,
)
from tests.mediakit.reading import check_structure, failures, fonts, strays, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from crm.services.documents import Issued

TODAY = MORNING.date()
AGREED = Agreed("A. Lefèvre", TODAY, "mail")
TOLD = documents.ProposalWish(
    "Vous équipez les villes de l’Ouest.", "Quarante rendez-vous avant l’été."
)
NAMES = "Δήμος Θεσσαλονίκης, Łódź Świętokrzyskie ąćęłńóśźż, Щука "
NAUGHTY = '<b>gras & <img src="/etc/passwd"/> \u202egpj\u2066 😀 ((\\) {0} %s </para> '
DATA = {"small": "", "names": (NAMES * 3)[:120], "naughty": (NAUGHTY * 3)[:120]}


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIE_SECRET_KEY", "a key of the tests, long enough to be one")


def have_sealed(session: Session) -> None:
    publisher = session.scalars(select(Publisher.id)).one()
    chief = make_actor(role=RoleCode.ADMINISTRATOR)
    import_seal(session, chief, publisher, certificate(), PASSWORD)


def rename(session: Session, words: str) -> None:
    """Have everything that documents print carry words of 120 characters."""
    named: dict[type, tuple[str, ...]] = {
        Address: ("street", "town"),
        Company: ("name", "trade_name"),
        Contact: ("first_name", "last_name", "job"),
        Format: ("name_fr", "name_en"),
        Publisher: ("name", "street", "town", "capital", "legal_form"),
        Title: ("name", "tagline_fr", "tagline_en"),
        Issue: ("name_fr", "name_en", "theme_fr", "theme_en"),
        Booking: ("campaign", "purchase_order", "engagement_number", "service_code"),
    }
    for model, names in named.items():
        for row in session.scalars(select(model)):
            for name in names:
                assert hasattr(model, name)
                setattr(row, name, words)
    session.flush()
    session.expire_all()


@dataclass(frozen=True, slots=True)
class Situation:
    """The ids of a desk where every document has something to tell."""

    desk: Desk
    states: dict[str, int]
    amendment: int
    report: int
    issue: int


def quoted(session: Session, desk: Desk, code: str, **wish: object) -> int:
    line = LineWish(make_issue(session, desk, code), desk.page)
    return make_quote(session, desk, line, **wish)


def situation(session: Session) -> Situation:
    desk = make_desk(session)
    make_mandate(session, desk)
    rep = desk.rep
    states = {
        "quoted": quoted(session, desk, "61"),
        "optioned": quoted(session, desk, "62"),
        "confirmed": quoted(session, desk, "63", agency_id=desk.agency_id),
        "cancelled": quoted(session, desk, "64"),
        "ran": quoted(session, desk, "65"),
    }
    bookings.option(session, rep, states["optioned"])
    for name in ("confirmed", "cancelled", "ran"):
        bookings.confirm(session, rep, states[name], AGREED)
    cancel_lines(session, rep, states["cancelled"], Notice("budget", TODAY))
    line = session.scalars(select(Line).filter_by(booking_id=states["confirmed"])).one()
    wish = AmendmentWish("lancement", (LineChange(line.id, format_id=desk.half),))
    amended = amendments.propose_amendment(session, rep, states["confirmed"], wish)
    ran = session.scalars(select(Line).filter_by(booking_id=states["ran"])).one()
    issue = session.get_one(Issue, ran.issue_id)
    issue.published_on = issue.closes_on = issue.materials_due_on = date(2027, 2, 15)
    session.flush()
    bookings.run_issue(session, desk.manager, issue.id)
    owed = session.scalars(select(InsertionReport.id).filter_by(line_id=ran.id)).one()
    fill(session, rep, owed, Ran("12", circulation=12_400))
    return Situation(desk, states, amended, owed, issue.id)


def issued(
    session: Session, there: Situation, language: str
) -> Iterator[tuple[str, Issued]]:
    """Issue every document of a desk."""
    desk, spoken = there.desk, {"language": language}
    rep, manager, title = desk.rep, desk.manager, desk.title_id
    for state, booking in there.states.items():
        paper = documents.issue_booking_summary(session, rep, booking, **spoken)
        yield f"summary, {state}", paper
    quote, advertiser = there.states["quoted"], desk.advertiser_id
    yield from {
        "amendment": documents.issue_amendment(session, rep, there.amendment, **spoken),
        "report": documents.issue_insertion_report(
            session, rep, there.report, **spoken
        ),
        "proposal": documents.issue_proposal(session, rep, quote, TOLD, **spoken),
        "statement": documents.issue_statement(
            session, rep, advertiser, 2027, **spoken
        ),
        "calendar": documents.issue_calendar(session, rep, title, 2027, **spoken),
        "sheet": documents.issue_technical_sheet(session, rep, title, **spoken),
        "flatplan": documents.issue_flatplan(session, manager, there.issue, **spoken),
        "kit": documents.issue_media_kit(
            session, manager, KitWish(advertiser, language)
        ),
        "revenue": documents.issue_revenue_report(
            session, manager, year(2027), **spoken
        ),
    }.items()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
@pytest.mark.parametrize("data", DATA)
def test_every_document_is_pdf_ua(
    session: Session, tmp_path: Path, *, data: str, sealed: bool, language: str
) -> None:
    there = situation(session)
    if DATA[data]:
        rename(session, DATA[data])
    if sealed:
        have_sealed(session)
    found = dict(issued(session, there, language))
    assert len(found) == 14
    for name, paper in found.items():
        assert (b"/ByteRange" in paper.content) is sealed, name
        assert failures(paper.content, tmp_path) == [], name
        if not sealed:  # the seal's own field is seen by nobody, and in no tree
            assert check_structure(paper.content) > 10, name
            assert all(fonts(paper.content).values()), name
        assert strays(paper.content) == [], name
        if data == "names":
            assert "Łódź" in "".join(texts(paper.content)), name


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
def test_an_empty_desk_issues_what_it_can(
    session: Session, tmp_path: Path, *, sealed: bool, language: str
) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    if sealed:
        have_sealed(session)
    rep, manager = desk.rep, desk.manager
    spoken = {"language": language}
    papers = (
        documents.issue_statement(session, rep, desk.advertiser_id, 2031, **spoken),
        documents.issue_calendar(session, rep, desk.title_id, 2031, **spoken),
        documents.issue_technical_sheet(session, rep, desk.title_id, **spoken),
        documents.issue_flatplan(session, manager, issue, **spoken),
        documents.issue_media_kit(session, manager, KitWish(language=language)),
        documents.issue_revenue_report(session, manager, year(2031), **spoken),
    )
    for paper in papers:
        assert failures(paper.content, tmp_path) == [], paper.file_name
        assert strays(paper.content) == [], paper.file_name


def test_the_reports_of_an_issue_are_each_pdf_ua(
    session: Session, tmp_path: Path
) -> None:
    there = situation(session)
    have_sealed(session)
    made = documents.issue_reports_of(session, there.desk.rep, there.issue)
    assert len(made.issued) == 1
    for paper in made.issued:
        assert failures(paper.content, tmp_path) == []


LINES = 200


def long_booking(session: Session, desk: Desk) -> int:
    """Quote 200 half pages, one an issue, at nine digits each."""
    first = date(2027, 3, 20)
    lines = tuple(
        LineWish(
            make_issue(
                *(session, desk, str(1_000 + n)),
                closes_on=first + timedelta(days=n),
                published_on=first + timedelta(days=n + 20),
            ),
            desk.half,
        )
        for n in range(LINES)
    )
    booking = make_quote(session, desk, *lines)
    dear = select(PriceStep).join(Line).where(Line.booking_id == booking)
    for step in session.scalars(dear):
        step.amount_cents = 1_234_567_89 if step.kind.value == "card" else 0
    session.flush()
    session.expire_all()
    return booking


def test_two_hundred_lines_are_told_whole(session: Session, tmp_path: Path) -> None:
    """As the desk issues them: each line once, the heads again, the totals whole."""
    desk = make_desk(session)
    booking = long_booking(session, desk)
    rep, spoken = desk.rep, {"language": "en"}
    summary = documents.issue_booking_summary(session, rep, booking, **spoken)
    proposal = documents.issue_proposal(session, rep, booking, TOLD, **spoken)
    year_long = documents.issue_statement(
        session, rep, desk.advertiser_id, 2027, **spoken
    )
    calendar = documents.issue_calendar(session, rep, desk.title_id, 2027, **spoken)
    for paper in (summary, proposal, year_long, calendar):
        assert failures(paper.content, tmp_path) == [], paper.file_name
        assert strays(paper.content) == [], paper.file_name
    pages = texts(summary.content)
    for number, page in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in page
    printed = "\n".join(pages)
    named = [int(n) for n in re.findall(r"no\.\s(1\d{3})\s+Half page", printed)]
    assert named == list(range(1_000, 1_000 + LINES))
    listed = [page for page in pages if "Half page\nTrim" in page]
    assert len(listed) > 10
    assert all("Card rate" in page and "Position" in page for page in listed)
    (totals,) = [page for page in pages if "Total incl. VAT" in page]
    assert "€246,913,578.00" in totals
    assert "Agreed and accepted" in totals
    assert set(re.findall(r"no\.\s(1\d{3})", "\n".join(texts(proposal.content)))) >= {
        str(1_000 + n) for n in range(LINES)
    }
