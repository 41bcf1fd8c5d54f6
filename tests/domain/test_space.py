"""What is left, and why; and which pools a line takes."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.pools import PAGES, Need, PoolFacts, needs
from crm.domain.space import Holding, SpaceState, availability

CLOSES = date(2027, 4, 2)
BEFORE = date(2027, 3, 4)


def sold(units: int) -> Holding:
    return Holding(units, "Lumicité", "Camille Roussel", 1)


def option(units: int, day: int = 9) -> Holding:
    return Holding(units, "Mobélys", "Camille Roussel", 2, until=date(2027, 3, day))


@pytest.mark.parametrize(
    ("capacity", "holdings", "state", "left"),
    [
        (1, (), SpaceState.FREE, 1),
        (1, (sold(1),), SpaceState.SOLD, 0),
        (1, (option(1),), SpaceState.OPTIONED, 0),
        (12, (sold(6), option(6)), SpaceState.OPTIONED, 0),
        (12, (sold(6),), SpaceState.FREE, 6),
        (12, (option(6),), SpaceState.FREE, 6),
        (12, (sold(6), sold(6)), SpaceState.SOLD, 0),
        (0, (), SpaceState.SOLD, 0),
    ],
)
def test_a_pool_says_what_is_left_and_why(
    capacity: int, holdings: tuple[Holding, ...], state: SpaceState, left: int
) -> None:
    found = availability(capacity, holdings, closes_on=CLOSES, today=BEFORE)
    assert (found.state, found.left) == (state, left)
    assert found.holdings == holdings


def test_an_issue_is_open_until_the_end_of_its_closing_day() -> None:
    on_the_day = availability(1, (), closes_on=CLOSES, today=CLOSES)
    assert on_the_day.state is SpaceState.FREE
    after = availability(1, (), closes_on=CLOSES, today=date(2027, 4, 3))
    assert (after.state, after.left) == (SpaceState.CLOSED, 1)


def test_the_first_option_to_fall_is_named() -> None:
    held = (option(2, 9), option(3, 7), sold(1))
    found = availability(6, held, closes_on=CLOSES, today=BEFORE)
    assert found.until == date(2027, 3, 7)
    assert found.optioned == 5
    assert availability(1, (sold(1),), closes_on=CLOSES, today=BEFORE).until is None


BUDGET = PoolFacts(10, PAGES, 288, None, None)
COVER = PoolFacts(11, "C4", 1, 40, None)
BANNER = PoolFacts(12, "banner", 3, None, 7)
OTHER = PoolFacts(13, "partners", 3, None, None)
POOLS = (OTHER, BANNER, COVER, BUDGET)


def of(
    *, position: int | None = None, page: bool = True, format_: int = 5, many: int = 1
) -> list[Need]:
    return needs(
        POOLS,
        format_id=format_,
        format_units=6,
        position_id=position,
        takes_page=page,
        quantity=many,
    )


def test_an_ad_takes_its_twelfths_of_the_pages() -> None:
    assert of() == [Need(10, 6, None)]
    assert of(many=3) == [Need(10, 18, None)]


def test_a_cover_takes_its_place_and_no_page() -> None:
    assert of(position=40, page=False) == [Need(11, 1, 1)]


def test_a_position_inside_takes_both_in_the_order_of_their_ids() -> None:
    assert of(position=40) == [Need(10, 6, None), Need(11, 1, 1)]


def test_a_format_with_a_pool_of_its_own_takes_its_quantity() -> None:
    assert of(format_=7, page=False, many=2) == [Need(12, 2, None)]


def test_a_line_outside_every_pool_takes_nothing() -> None:
    assert of(page=False) == []
