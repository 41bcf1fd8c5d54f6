"""How likely an opportunity is, what of it is still to book, and when it stalls."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from crm.domain.money import Money
from crm.domain.opportunities import (
    PATH,
    Days,
    Horizon,
    LostReason,
    Stage,
    Stall,
    chance,
    days_of,
    next_stage,
    previous_stage,
    read_reason,
    stalls,
    to_book,
    write_reason,
)

TODAY = date(2027, 3, 4)
LATER = date(2027, 6, 1)


def found(
    expected_close: date = LATER,
    closes_on: date | None = None,
    next_step_on: date | None = TODAY,
    *,
    is_booked: bool = False,
) -> tuple[Stall, ...]:
    return stalls(
        TODAY,
        expected_close=expected_close,
        closes_on=closes_on,
        next_step_on=next_step_on,
        is_booked=is_booked,
    )


@pytest.mark.parametrize(
    ("closes_on", "presses"),
    [
        (None, False),
        (date(2027, 3, 19), False),
        (date(2027, 3, 18), True),
        (TODAY, True),
        (date(2027, 2, 1), True),
    ],
)
def test_an_issue_presses_a_fortnight_before_it_closes(
    closes_on: date | None,
    presses: bool,  # noqa: FBT001  a case
) -> None:
    assert (Stall.CLOSING in found(closes_on=closes_on)) is presses


def test_what_is_planned_and_not_yet_due_does_not_stall() -> None:
    assert found() == ()
    assert found(expected_close=TODAY) == ()


def test_the_day_before_is_late_and_nothing_planned_is_idle() -> None:
    yesterday = date(2027, 3, 3)
    assert found(expected_close=yesterday) == (Stall.LATE,)
    assert found(next_step_on=None) == (Stall.IDLE,)
    everything = found(yesterday, TODAY, None)
    assert everything == (Stall.LATE, Stall.CLOSING, Stall.IDLE)


def test_what_is_wholly_booked_waits_for_nothing_but_its_end() -> None:
    assert found(closes_on=TODAY, next_step_on=None, is_booked=True) == ()
    assert found(date(2027, 3, 3), TODAY, None, is_booked=True) == (Stall.LATE,)


def test_its_own_chance_holds_while_it_is_open() -> None:
    assert chance(Stage.PROPOSED, None) == 5_000
    assert chance(Stage.PROPOSED, 0) == 0
    assert chance(Stage.PROPOSED, 6_000) == 6_000
    assert chance(Stage.WON, 6_000) == 10_000
    assert chance(Stage.LOST, 6_000) == 0


def test_an_intent_is_never_less_than_nothing() -> None:
    assert to_book(Money(5_00), Money(2_00)) == Money(3_00)
    assert to_book(Money(5_00), Money(7_00)) == Money(0)


def test_the_path_goes_both_ways_and_ends() -> None:
    for before, after in pairwise(PATH):
        assert next_stage(before) is after
        assert previous_stage(after) is before
    assert next_stage(PATH[-1]) is previous_stage(PATH[0]) is None
    for closed in (Stage.WON, Stage.LOST):
        assert next_stage(closed) is previous_stage(closed) is None


@pytest.mark.parametrize(
    ("horizon", "days"),
    [
        (Horizon.EVER, Days()),
        (Horizon.PAST, Days(None, date(2027, 3, 3))),
        (Horizon.MONTH, Days(date(2027, 3, 1), date(2027, 3, 31))),
        (Horizon.QUARTER, Days(date(2027, 1, 1), date(2027, 3, 31))),
        (Horizon.NEXT_QUARTER, Days(date(2027, 4, 1), date(2027, 6, 30))),
        (Horizon.YEAR, Days(date(2027, 1, 1), date(2027, 12, 31))),
    ],
)
def test_a_horizon_is_whole_months(horizon: Horizon, days: Days) -> None:
    assert days_of(horizon, TODAY) == days


def test_the_last_quarter_is_followed_by_the_next_year() -> None:
    december = date(2027, 12, 31)
    assert days_of(Horizon.NEXT_QUARTER, december).until == date(2028, 3, 31)


@pytest.mark.parametrize("reason", [None, *LostReason])
@pytest.mark.parametrize("words", ["", "reporté: à l’automne", "budget"])
def test_a_reason_is_read_as_it_was_kept(reason: LostReason | None, words: str) -> None:
    if reason is None and words == "budget":
        return  # words that are a code are the code
    assert read_reason(write_reason(reason, words)) == (reason, words)
