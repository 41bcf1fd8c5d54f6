"""What is free, and what earns no tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import StoreMissingError, UnknownError
from crm.domain.prices import StepKind
from crm.services.bookings import BookingWish, quote
from crm.services.lines import LineWish
from crm.store.database import Store
from crm.store.queries.bookings import booking_card
from tests.factories import make_company, make_desk, make_issue, make_quote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_a_make_good_repairs_a_line_of_its_own_advertiser_only(
    session: Session,
) -> None:
    desk = make_desk(session, tiers=False)
    issue = make_issue(session, desk)
    first = booking_card(
        session, desk.rep, make_quote(session, desk, LineWish(issue, desk.page))
    )
    assert first is not None
    wish = LineWish(issue, desk.half, repairs_line_id=first.lines[0].id)
    free = booking_card(session, desk.rep, make_quote(session, desk, wish))
    assert free is not None
    assert free.total.cents == 0
    other = make_company(session, desk.rep, "Une autre SARL")
    with pytest.raises(UnknownError):
        quote(session, desk.rep, BookingWish(desk.title_id, other, (wish,)))


def test_barter_earns_no_frequency(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking_id = make_quote(
        session,
        desk,
        LineWish(issue, desk.half),
        LineWish(issue, desk.half, is_barter=True),
    )
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    kinds = {step.kind for line in card.lines for step in line.price.steps}
    assert StepKind.FREQUENCY not in kinds


@pytest.mark.parametrize("url", ["not a url", "mysterydb://host/name"])
def test_an_address_that_is_none_is_said_in_a_sentence(url: str) -> None:
    with pytest.raises(StoreMissingError):
        Store(url)
