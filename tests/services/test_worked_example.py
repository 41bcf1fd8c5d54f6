"""DOMAIN: the worked example, from a rate card through the services, to the cent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.bookings import BookingStatus, LineStatus
from crm.domain.errors import MandateError
from crm.domain.money import Money
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.lines import LineWish
from crm.store.models import LedgerEntry
from crm.store.queries.booking_rows import list_bookings
from crm.store.queries.bookings import booking_card
from tests.factories import (
    MORNING,
    Desk,
    make_desk,
    make_issue,
    make_mandate,
    make_quote,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def quote_the_example(session: Session, desk: Desk) -> int:
    return make_quote(
        session,
        desk,
        LineWish(
            make_issue(session, desk),
            desk.advertorial,
            desk.facing,
            fee_codes=("layout",),
            exceptional=500,
            reason="lancement « Halo »",
        ),
        agency_id=desk.agency_id,
    )


def test_the_price_holds_to_the_cent(session: Session) -> None:
    desk = make_desk(session)
    make_mandate(session, desk)
    booking_id = quote_the_example(session, desk)
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    price = card.lines[0].price
    assert [step.amount.cents for step in price.steps] == [
        4_000_00,
        400_00,
        -440_00,
        -198_00,
        -564_30,
        150_00,
    ]
    assert price.gross == Money(4_400_00)
    assert price.net == Money(3_762_00)
    assert price.net_net == Money(3_197_70)
    assert price.total == Money(3_347_70)
    assert card.status is BookingStatus.QUOTED
    assert card.number == "D-2027-0001"


def test_confirming_posts_the_net_net_to_the_ledger(session: Session) -> None:
    desk = make_desk(session)
    make_mandate(session, desk)
    booking_id = quote_the_example(session, desk)
    bookings.option(session, desk.rep, booking_id)
    agreed = Agreed("Anaïs Lefèvre-Dubosc", MORNING.date(), "mail")
    bookings.confirm(session, desk.rep, booking_id, agreed)
    posted = session.query(LedgerEntry).all()
    assert [row.net_net_cents for row in posted] == [3_197_70]
    assert [row.fees_cents for row in posted] == [150_00]
    [row] = list_bookings(session, desk.rep)
    assert row.number == "BC-2027-0001"
    assert row.status is BookingStatus.CONFIRMED

    bookings.cancel(session, desk.manager, booking_id, "budget gelé")
    posted = session.query(LedgerEntry).all()
    assert sum(row.net_net_cents for row in posted) == 0
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert card.lines[0].status is LineStatus.CANCELLED


def test_no_professional_discount_without_a_mandate(session: Session) -> None:
    desk = make_desk(session)
    booking_id = quote_the_example(session, desk)
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert card.mandate_missing
    assert card.lines[0].price.net_net == card.lines[0].price.net


def test_a_mandate_revoked_since_the_quote_stops_the_confirmation(
    session: Session,
) -> None:
    from crm.store.models import Mandate

    desk = make_desk(session)
    mandate_id = make_mandate(session, desk)
    booking_id = quote_the_example(session, desk)
    session.get_one(Mandate, mandate_id).revoked_on = MORNING.date()
    session.flush()
    with pytest.raises(MandateError):
        bookings.confirm(
            session, desk.rep, booking_id, Agreed("A. L.", MORNING.date(), "mail")
        )
