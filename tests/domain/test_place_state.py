"""The calendar's one look at a place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.domain.space import Holding, PlaceState, availability, place_state

TODAY = date(2027, 3, 4)


def seen(days: int, *holdings: Holding) -> PlaceState:
    closes_on = TODAY + timedelta(days=days)
    space = availability(1, holdings, closes_on=closes_on, today=TODAY)
    return place_state(space, closes_on=closes_on, today=TODAY)


def holding(until: date | None = None, *, ran: bool = False) -> Holding:
    return Holding(1, "Lumicité", "Camille Roussel", 1, until, ran)


@pytest.mark.parametrize(
    ("days", "held", "state"),
    [
        (31, (), PlaceState.FREE),
        (30, (), PlaceState.SELL_NOW),
        (0, (), PlaceState.SELL_NOW),
        (-1, (), PlaceState.CLOSED),
        (30, (holding(TODAY),), PlaceState.OPTIONED),
        (30, (holding(),), PlaceState.SOLD),
        (-1, (holding(),), PlaceState.SOLD),
        (-1, (holding(ran=True),), PlaceState.RAN),
    ],
)
def test_a_place_is_said_in_one_word(
    days: int, held: tuple[Holding, ...], state: PlaceState
) -> None:
    assert seen(days, *held) is state
