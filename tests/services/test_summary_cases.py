"""The booking summary in every case the trade knows, to the word and the cent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.booking_errors import SeveralCurrenciesError
from crm.domain.vat import VatCategory, VatPlace
from crm.services import bookings, documents
from crm.services.agreements import Agreed
from crm.services.cancelling import Notice, cancel_lines
from crm.services.documents.cancellation import MOST_DATES, cancellation
from crm.services.lines import LineWish
from crm.store.models import Booking, Line, PriceStep, TermsOfSale, VatRule
from crm.store.queries.bookings import booking_card
from crm.store.queries.publishing import terms
from tests.factories import MORNING, Desk, make_desk, make_issue, make_quote
from tests.mediakit.reading import failures
from tests.services.test_papers import read

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

TODAY = MORNING.date()
SCALE = {
    "steps": [
        {"from_days": 42, "penalty_bp": 0},
        {"from_days": 14, "penalty_bp": 5_000},
        {"from_days": 0, "penalty_bp": 10_000},
    ]
}


def scaled(session: Session) -> None:
    """Have the terms of sale ask for a part by the days left."""
    session.scalars(select(TermsOfSale)).one().penalty_rule = SCALE


def summary(session: Session, desk: Desk, booking: int, language: str = "en") -> str:
    return read(
        documents.issue_booking_summary(session, desk.rep, booking, language=language)
    )


def many(session: Session, desk: Desk, count: int) -> int:
    lines = [
        LineWish(
            make_issue(
                session,
                desk,
                str(100 + n),
                closes_on=date(2027, 5 + n // 28, 1 + n % 28),
                published_on=date(2027, 12, 1),
            ),
            desk.half,
        )
        for n in range(count)
    ]
    return make_quote(session, desk, *lines)


def test_each_step_of_the_scale_is_a_date(session: Session) -> None:
    desk = make_desk(session)
    scaled(session)
    issue = make_issue(
        session, desk, closes_on=date(2027, 5, 3), published_on=date(2027, 6, 1)
    )
    booking = make_quote(session, desk, LineWish(issue, desk.page))
    said = summary(session, desk, booking, "fr")
    assert "sans frais jusqu’au 22 mars 2027 inclus" in said
    assert "50 % de son net net jusqu’au 19 avril 2027 inclus ; 100 % ensuite" in said


def test_a_day_that_has_passed_is_not_promised(session: Session) -> None:
    desk = make_desk(session)
    scaled(session)
    issue = make_issue(
        session, desk, closes_on=date(2027, 4, 2), published_on=date(2027, 5, 3)
    )
    booking = make_quote(session, desk, LineWish(issue, desk.page))
    said = summary(session, desk, booking)
    assert "free of charge" not in said
    assert "50% of its net net until 19 March 2027 inclusive; 100% after that" in said
    card = booking_card(session, desk.rep, booking)
    assert card is not None
    late = cancellation(card.live, terms(session, card.terms_id), date(2027, 4, 1))
    assert "100" in late.sentence
    assert "until" not in late.sentence


def test_a_few_dates_stand_in_one_sentence(session: Session) -> None:
    desk = make_desk(session)
    booking = many(session, desk, MOST_DATES)
    assert "Cancellation of a line:" in summary(session, desk, booking)


def test_many_dates_stand_with_their_lines(session: Session, tmp_path: Path) -> None:
    desk = make_desk(session)
    booking = many(session, desk, 40)
    card = booking_card(session, desk.rep, booking)
    assert card is not None
    issued = documents.issue_booking_summary(session, desk.rep, booking, language="en")
    said = read(issued)
    assert said.count("Materials due") == 40
    assert said.count("free of charge until") == 40
    assert "until the days printed with each line" in said
    assert failures(issued.content, tmp_path) == []


def test_a_penalty_is_told_and_nothing_is_left_to_sign(session: Session) -> None:
    desk = make_desk(session)
    scaled(session)
    issue = make_issue(session, desk, closes_on=date(2027, 3, 30))
    booking = make_quote(session, desk, LineWish(issue, desk.page))
    bookings.confirm(session, desk.rep, booking, Agreed("A. L.", TODAY, "mail"))
    owed = cancel_lines(session, desk.rep, booking, Notice("budget", TODAY))
    assert owed.cents > 0
    said = summary(session, desk, booking)
    assert "CANCELLED" in said
    assert f"€{owed.cents // 100:,}.{owed.cents % 100:02}" in said
    assert "Agreed and accepted" not in said


def test_the_rate_of_vat_stands_by_line_where_several_do(session: Session) -> None:
    desk = make_desk(session)
    lines = [LineWish(make_issue(session, desk, x), desk.half) for x in ("71", "72")]
    booking = make_quote(session, desk, *lines)
    assert "VAT Excl. VAT" not in summary(session, desk, booking)
    rule = session.scalars(
        select(VatRule).filter_by(place=VatPlace.FRANCE, category=VatCategory.STANDARD)
    ).one()
    session.add(
        VatRule(
            publisher_id=rule.publisher_id,
            place=VatPlace.FRANCE,
            category=VatCategory.REDUCED,
            rate=550,
            sentence_fr="Taux réduit, article d’essai.",
            sentence_en="Reduced rate, by a trial article.",
        )
    )
    line = session.scalars(select(Line).filter_by(booking_id=booking)).first()
    assert line is not None
    line.vat_category = VatCategory.REDUCED
    session.flush()
    said = summary(session, desk, booking)
    assert "VAT Excl. VAT" in said
    assert "5.5%" in said
    assert "Reduced rate, by a trial article." in said


def test_several_currencies_are_refused_with_their_names(session: Session) -> None:
    desk = make_desk(session)
    lines = [LineWish(make_issue(session, desk, x), desk.half) for x in ("71", "72")]
    booking = make_quote(session, desk, *lines)
    line = session.scalars(select(Line).filter_by(booking_id=booking)).first()
    assert line is not None
    line.currency = "CHF"
    session.flush()
    session.expire_all()
    with pytest.raises(SeveralCurrenciesError):
        documents.issue_booking_summary(session, desk.rep, booking)
    told = documents.ProposalWish("a", "b")
    with pytest.raises(SeveralCurrenciesError):
        documents.issue_proposal(session, desk.rep, booking, told)


def test_amounts_of_nine_digits_are_whole(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking = make_quote(session, desk, LineWish(issue, desk.page))
    line = session.scalars(select(Line).filter_by(booking_id=booking)).one()
    for step in session.scalars(select(PriceStep).filter_by(line_id=line.id)):
        step.amount_cents = 123_456_789_00 if step.kind.value == "card" else 0
    session.flush()
    session.expire_all()
    said = summary(session, desk, booking)
    assert said.count("€123,456,789.00") >= 4
    assert "€148,148,146.80" in said


def test_an_option_says_until_when_it_holds(session: Session) -> None:
    desk = make_desk(session)
    booking = make_quote(session, desk, LineWish(make_issue(session, desk), desk.page))
    bookings.option(session, desk.rep, booking)
    said = summary(session, desk, booking, "fr")
    until = session.scalars(select(Line.option_until)).one()
    assert until is not None
    assert "OPTION" in said
    assert f"Valable jusqu’au {until.day}" in said
    session.get_one(Booking, booking).campaign = "Halo\nvague 2"
    session.flush()
    assert "Halo vague 2" in summary(session, desk, booking, "fr")
