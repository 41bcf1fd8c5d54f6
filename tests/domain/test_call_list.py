from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from crm.domain.call_list import Cause, Stake, rank
from crm.domain.call_places import Place
from crm.domain.call_signals import Quiet, Signal
from crm.domain.money import Money, total
from crm.domain.seasons import Slot, seasons

TODAY = date(2027, 3, 4)
PROPOSED = [Signal.RENEWAL, Signal.THEME, Signal.UNHEARD]


def cause(signal: Signal, company: int = 1, euros: int = 0, **facts: Any) -> Cause:
    facts.setdefault("stakes", (Stake(f"{signal} {company}", Money(euros * 100)),))
    return Cause(signal, company, f"Company {company}", **facts)


def order(*causes: Cause, quiet: Quiet | None = None) -> list[int]:
    return [c.company_id for c in rank(causes, quiet or Quiet(), TODAY)]


def test_what_is_owed_comes_first_then_the_tiers_in_their_order() -> None:
    assert order(
        cause(Signal.UNHEARD, 5, 9_000),
        cause(Signal.RENEWAL, 4, 8_000),
        cause(Signal.OPTION, 3, days_late=-4),
        cause(Signal.FOLLOW_UP, 2, days_late=0),
        cause(Signal.MATERIALS, 1, days_late=2),
    ) == [1, 2, 3, 4, 5]


def test_within_a_tier_by_days_late_then_euros_then_name() -> None:
    assert order(
        cause(Signal.FOLLOW_UP, 4, 10, days_late=1),
        cause(Signal.FOLLOW_UP, 3, 10, days_late=1),
        cause(Signal.FOLLOW_UP, 2, 20, days_late=1),
        cause(Signal.FOLLOW_UP, 1, 1, days_late=2),
    ) == [1, 2, 3, 4]


def test_a_company_is_one_row_and_its_lines_are_counted_once() -> None:
    line = Stake("line 7", Money(4_000_00))
    other = Stake("line 8", Money(500_00))
    (call,) = rank(
        [
            cause(Signal.RENEWAL, euros=900),
            cause(Signal.OPTION, days_late=-1, stakes=(line,)),
            cause(Signal.FOLLOW_UP, days_late=3, stakes=(line, other), follow_up_id=9),
        ],
        Quiet(),
        TODAY,
    )
    assert [c.signal for c in call.causes] == [
        Signal.FOLLOW_UP,
        Signal.OPTION,
        Signal.RENEWAL,
    ]
    assert call.stake == Money(4_500_00)
    assert call.follow_ups == (9,)


@pytest.mark.parametrize("signal", PROPOSED)
def test_nothing_is_proposed_to_who_is_followed_spoken_to_or_opposed(
    signal: Signal,
) -> None:
    places = {62: [Place(1, "C4", Money(5_200_00))]}
    for quiet, silent in (
        (Quiet(), False),
        (Quiet(followed={1}), True),
        (Quiet(opposed={1}), True),
        (Quiet(spoken={1: TODAY - timedelta(days=6)}), True),
        (Quiet(spoken={1: TODAY - timedelta(days=7)}), False),
        (Quiet(followed={2}, opposed={2}, spoken={2: TODAY}), False),
    ):
        calls = rank([cause(signal, issue_id=62)], quiet, TODAY, places)
        assert (calls == []) is silent, quiet


@pytest.mark.parametrize("signal", [Signal.OPTION, Signal.MATERIALS])
def test_what_ends_is_silent_on_the_day_it_was_talked_about_only(
    signal: Signal,
) -> None:
    spoken = Quiet(spoken={1: TODAY})
    before = Quiet(spoken={1: TODAY - timedelta(days=1)}, followed={1}, opposed={1})
    assert order(cause(signal), quiet=spoken) == []
    assert order(cause(signal), quiet=before) == [1]


def test_what_was_put_off_comes_back_on_its_day_an_option_on_its_last() -> None:
    quiet = Quiet(put_off={1: TODAY + timedelta(days=2)})
    assert order(cause(Signal.OPTION, day=TODAY + timedelta(days=1)), quiet=quiet) == []
    assert order(cause(Signal.OPTION, day=TODAY), quiet=quiet) == [1]
    assert order(cause(Signal.MATERIALS, day=TODAY), quiet=quiet) == []
    assert order(cause(Signal.MATERIALS), quiet=Quiet(put_off={1: TODAY})) == [1]


def test_a_follow_up_is_never_silent() -> None:
    quiet = Quiet(
        followed={1}, opposed={1}, spoken={1: TODAY}, put_off={1: date(2028, 1, 1)}
    )
    assert order(cause(Signal.FOLLOW_UP), quiet=quiet) == [1]


def test_each_free_place_is_proposed_to_one_company_the_dearest_to_the_best() -> None:
    places = {62: [Place(1, "C4", Money(5_200_00)), Place(2, "C2", Money(4_600_00))]}
    themed = [
        cause(Signal.THEME, number, issue_id=62, worth=number, stakes=())
        for number in (1, 2, 3)
    ]
    calls = rank(themed, Quiet(), TODAY, places)
    assert [(c.company_id, c.main.place) for c in calls] == [(3, "C4"), (2, "C2")]
    assert total(c.stake for c in calls) == Money(9_800_00)
    assert rank(themed, Quiet(), TODAY) == []


def test_who_gets_no_place_is_called_for_the_other_reasons() -> None:
    causes = [cause(Signal.THEME, issue_id=62, stakes=()), cause(Signal.UNHEARD)]
    (call,) = rank(causes, Quiet(), TODAY)
    assert [one.signal for one in call.causes] == [Signal.UNHEARD]


def slot(id_: int, day: date, support: int = 1, theme: str = "") -> Slot:
    return Slot(id_, support, theme, day)


def test_the_same_issue_is_the_one_published_within_21_days_of_a_year_later() -> None:
    past = slot(1, date(2026, 5, 4))
    coming = [
        slot(2, date(2027, 5, 25)),
        slot(3, date(2027, 5, 26)),
        slot(4, date(2027, 5, 3)),
        slot(5, date(2027, 5, 4), support=2),
    ]
    found = seasons([past], coming)
    assert [other.id for other in found[1]] == [4, 2]


def test_the_same_theme_is_looked_for_in_fifteen_months() -> None:
    coming = [slot(9, date(2027, 5, 3), theme="water")]
    near = slot(1, date(2026, 2, 3), support=2, theme="water")
    far = slot(2, date(2026, 2, 2), support=2, theme="water")
    other = slot(3, date(2026, 9, 7), support=2, theme="light")
    assert list(seasons([near, far, other], coming)) == [1]
