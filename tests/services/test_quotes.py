"""A price shown before saving is the price saved; an option may last longer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import DateOrderError, NothingToDoError, PastError
from crm.domain.money import Money
from crm.language import use_language
from crm.services import bookings
from crm.services.booking_wishes import BookingWish
from crm.services.documents.booking_summary import summary_words
from crm.services.lines import LineWish
from crm.services.quotes import preview
from crm.services.vat import booking_vat, preview_vat
from crm.store.models import Booking, Line, PriceStep
from crm.store.queries.advice import booking_advice
from crm.store.queries.availability import booking_space
from crm.store.queries.booking_figures import booking_figures
from crm.store.queries.bookings import booking_card
from crm.store.queries.publishing import seller
from tests.factories import (
    Desk,
    make_desk,
    make_issue,
    make_mandate,
    make_quote,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def example(session: Session, desk: Desk) -> BookingWish:
    line = LineWish(
        make_issue(session, desk),
        desk.advertorial,
        desk.facing,
        fee_codes=("layout",),
        exceptional=500,
        reason="lancement « Halo »",
    )
    return BookingWish(
        desk.title_id, desk.advertiser_id, (line,), agency_id=desk.agency_id
    )


def test_a_preview_is_the_price_and_saves_nothing(session: Session) -> None:
    desk = make_desk(session)
    make_mandate(session, desk)
    wish = example(session, desk)
    with use_language("fr"):
        [shown] = preview(session, desk.rep, wish)
        vat = preview_vat(
            session,
            desk.rep,
            [shown],
            title_id=desk.title_id,
            advertiser_id=desk.advertiser_id,
        )
        session.flush()
        assert [session.query(t).count() for t in (Booking, Line, PriceStep)] == [0] * 3
        assert (vat.excl, vat.amount) == (Money(3_347_70), Money(669_54))
        assert vat.incl == Money(4_017_24)

        booking_id = bookings.quote(session, desk.rep, wish)
        card = booking_card(session, desk.rep, booking_id)
        assert card is not None
        kept = [(s.kind, s.detail, s.amount) for s in card.lines[0].price.steps]
        assert kept == [(s.kind, s.detail, s.amount) for s in shown.price.steps]


def test_paper_and_screen_tell_one_vat(session: Session) -> None:
    desk = make_desk(session)
    make_mandate(session, desk)
    booking_id = bookings.quote(session, desk.rep, example(session, desk))
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    with use_language("fr"):
        publisher = seller(session, desk.title_id)
        printed = summary_words(session, desk.rep, card, publisher)
    assert booking_vat(session, desk.rep, card).incl == Money(4_017_24)
    assert printed.total_incl == "4\u202f017,24\u202f€"
    assert [row.amount for row in printed.vat] == ["669,54\u202f€"]


def test_an_option_lasts_longer_but_not_past_the_closing(session: Session) -> None:
    desk = make_desk(session)
    booking_id = make_quote(
        session, desk, LineWish(make_issue(session, desk), desk.page, desk.c4)
    )
    with pytest.raises(NothingToDoError):
        bookings.extend(session, desk.rep, booking_id, date(2027, 3, 20))
    bookings.option(session, desk.rep, booking_id)
    bookings.extend(session, desk.rep, booking_id, date(2027, 4, 2))
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert card.lines[0].option_until == date(2027, 4, 2)
    with pytest.raises(DateOrderError):
        bookings.extend(session, desk.rep, booking_id, date(2027, 4, 3))
    with pytest.raises(PastError):
        bookings.extend(session, desk.rep, booking_id, date(2027, 3, 3))


def test_the_advice_counts_what_the_advertiser_has_booked(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking_id = make_quote(session, desk, LineWish(issue, desk.half))
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    # One half page at 2 400: 3 000 of gross brings 10 %, a second insertion 5 %.
    volume, frequency = booking_advice(session, desk.rep, card)
    assert (volume.missing, volume.saving) == (600_00, Money(240_00))
    assert (frequency.missing, frequency.saving) == (1, Money(120_00))


def test_space_says_who_else_holds_it_and_figures_add_up(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    first = make_quote(session, desk, LineWish(issue, desk.page, desk.c4))
    second = make_quote(session, desk, LineWish(issue, desk.page, desk.c4))
    bookings.option(session, desk.rep, first)
    card = booking_card(session, desk.rep, second)
    assert card is not None
    [held] = booking_space(session, desk.rep, card)
    assert [h.booking_id for h in held.pool.space.holdings] == [first]
    assert (held.needed, held.pool.space.left) == (1, 0)
    figures = booking_figures(session, desk.rep)
    counts = {status.value: f.count for status, f in figures.items() if f.count}
    assert counts == {"quoted": 1, "optioned": 1}
    assert not any(
        f.count for f in booking_figures(session, desk.rep, search="zz").values()
    )
