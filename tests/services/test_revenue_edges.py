"""Revenue at its edges: page and report hold where the books are thin or odd."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from crm.domain.revenue import Against, Basis, Cut, Period, year
from crm.language import use_language
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.documents import draw_revenue_report
from crm.services.lines import LineWish
from crm.store import rollups
from crm.store.models import User
from crm.store.queries.revenue_page import revenue_page
from tests import factories
from tests.factories import MORNING
from tests.mediakit.reading import failures
from tests.services.test_documents import words_of

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

from crm.store.queries.revenue_page import RevenuePage

AGREED = Agreed("Anaïs Lefèvre", MORNING.date(), "mail")
MADE = year(2027, basis=Basis.POSTED)


@pytest.fixture
def desk(session: Session) -> factories.Desk:
    """One booking, of one line."""
    made = factories.make_desk(session)
    issue = factories.make_issue(session, made)
    booking = factories.make_quote(session, made, LineWish(issue, made.page, made.c4))
    bookings.confirm(session, made.rep, booking, AGREED)
    session.flush()
    return made


def change(session: Session, statement: str) -> None:
    """Change the ledger behind the desk's back, and add its sums up anew."""
    session.connection().execute(text(statement))
    session.expire_all()
    rollups.rebuild(session.connection())


def drawn(
    session: Session, desk: factories.Desk, period: Period, folder: Path
) -> tuple[RevenuePage, str]:
    """Read the page and draw the report of a period; the report is accessible."""
    page = revenue_page(session, desk.manager, period)
    pdf = draw_revenue_report(session, desk.manager, period, language="en")
    assert failures(pdf, folder) == []
    return page, words_of(pdf)


def test_one_booking_is_the_whole_of_every_cut(
    session: Session, desk: factories.Desk, tmp_path: Path
) -> None:
    page, said = drawn(session, desk, year(2027), tmp_path)
    assert page.standing.net
    for cut in (Cut.TITLE, Cut.SUPPORT, Cut.ISSUE, Cut.SECTOR, Cut.AGENCY):
        assert [part.net_net for part in page.parts[cut]] == [page.standing.net]
    assert page.top.share == 10_000
    assert page.standing.growth is None
    assert page.retention.share is None
    assert "No advertiser ran in 2026: nobody to come back yet." in said
    assert "no target set" in said


def test_a_month_below_nought_is_told_with_its_sign(
    session: Session, desk: factories.Desk, tmp_path: Path
) -> None:
    """What an earlier year booked is taken back in a month that has booked nothing."""
    change(session, "UPDATE ledger_entry SET net_net_cents = -net_net_cents")
    page, said = drawn(session, desk, MADE, tmp_path)
    assert page.standing.net.cents < 0
    assert sum(part.net_net.cents < 0 for part in page.months) == 1
    with use_language("en"):
        assert "−€" in said
    assert page.top.share is None
    assert page.sums.yield_ is not None
    assert page.sums.yield_ < 0


def test_a_line_without_an_issue_counts_on_the_day_it_was_booked(
    session: Session, desk: factories.Desk, tmp_path: Path
) -> None:
    change(session, "UPDATE ledger_entry SET issue_id = NULL, support_id = NULL")
    page, said = drawn(session, desk, year(2027), tmp_path)
    assert page.standing.net
    assert [part.key for part in page.months if part.net_net] == [202703]
    assert [part.key for part in page.parts[Cut.ISSUE]] == [0]
    assert "None" in said


def test_a_rep_who_left_keeps_their_row(
    session: Session, desk: factories.Desk, tmp_path: Path
) -> None:
    session.get_one(User, desk.rep.user_id).ended_on = MORNING.date()
    session.flush()
    page, said = drawn(session, desk, year(2027), tmp_path)
    assert [part.net_net for part in page.reps] == [page.standing.net]
    assert page.reps[0].name in said


@pytest.mark.parametrize(
    "period",
    [
        Period(date(2028, 2, 29), date(2028, 2, 29)),
        Period(date(2028, 2, 1), date(2028, 2, 29), Basis.POSTED),
        year(2035),
        replace(year(2027), title_id=0),
    ],
)
@pytest.mark.parametrize("against", Against)
def test_a_period_without_a_row_divides_by_nothing(
    session: Session, desk: factories.Desk, period: Period, against: Against
) -> None:
    page = revenue_page(session, desk.manager, period, against=against)
    assert not page.standing.net
    pdf = draw_revenue_report(
        session, desk.manager, period, language="en", against=against
    )
    said = words_of(pdf)
    assert "No month has a row yet." in said
    assert "Nothing is booked here: nothing can leak." in said
