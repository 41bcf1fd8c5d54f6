from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from crm.domain.clock import in_days
from crm.domain.money import Money
from crm.domain.pacing import FARTHEST, Pace, Pacing, steps_of

CLOSES = date(2028, 3, 1)
days = st.integers(-40, 400)
posted = st.lists(st.tuples(days, st.integers(-500_00, 9_000_00)), max_size=12)


@given(posted, st.integers(0, FARTHEST))
def test_a_curve_tells_what_was_posted_by_that_day(
    rows: list[tuple[int, int]], distance: int
) -> None:
    """Across 29 February too: distances are days, not months."""
    dated = [(in_days(CLOSES, -ago), cents) for ago, cents in rows]
    pace = Pace(1, "n° 62", CLOSES, steps_of(dated, CLOSES))
    assert pace.at(distance) == sum(cents for ago, cents in rows if ago >= distance)
    assert pace.whole == sum(cents for ago, cents in rows if ago >= 0)


def test_an_issue_without_any_before_it_has_nothing_to_lead() -> None:
    alone = Pacing(Pace(1, "n° 1", CLOSES, steps_of([], CLOSES)), (), 29)
    assert (alone.booked, alone.lead, alone.still_to_come) == (Money(0), None, None)


def test_an_issue_is_behind_the_average_of_those_before_it() -> None:
    def pace(number: int, *rows: tuple[int, int]) -> Pace:
        dated = [(in_days(CLOSES, -ago), cents) for ago, cents in rows]
        return Pace(number, f"n° {number}", CLOSES, steps_of(dated, CLOSES))

    before = (pace(61, (60, 10_000_00), (5, 4_000_00)), pace(60, (31, 6_000_00)))
    pacing = Pacing(pace(62, (45, 5_000_00)), before, 29)
    assert pacing.lead == Money(-3_000_00)
    assert pacing.still_to_come == Money(2_000_00)
    far = Pacing(pace(63, (300, 1_000_00)), before, 200)
    assert far.lead == Money(1_000_00)
