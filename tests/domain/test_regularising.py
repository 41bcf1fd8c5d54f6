"""When a year has brought another discount, and when the difference is proposed."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.rate_cards import Cumulation
from crm.domain.regularising import Granted, change, is_settled, is_to_propose


@pytest.mark.parametrize(
    ("given", "reached", "rule", "added"),
    [
        (Granted(500, 0), Granted(500, 500), Cumulation.BETTER, 0),
        (Granted(500, 0), Granted(500, 1_000), Cumulation.BETTER, 500),
        (Granted(0, 1_000), Granted(1_000, 500), Cumulation.BETTER, 0),
        (Granted(0, 1_000), Granted(0, 500), Cumulation.BETTER, -500),
        (Granted(500, 500), Granted(500, 1_000), Cumulation.BOTH, 500),
        (Granted(500, 500), Granted(500, 500, 300), Cumulation.BOTH, 0),
        (Granted(0, 0, 1_500), Granted(0, 1_000), Cumulation.ONE, 0),
        (Granted(0, 0, 500), Granted(0, 1_000), Cumulation.ONE, 1_000),
    ],
)
def test_what_a_year_adds_to_the_discounts(
    given: Granted, reached: Granted, rule: Cumulation, added: int
) -> None:
    assert change(given, reached, rule) == added


def test_less_to_pay_is_proposed_at_once_more_once_the_year_is_over() -> None:
    assert is_to_propose(1, year_is_over=False)
    assert is_to_propose(1, year_is_over=True)
    assert not is_to_propose(-1, year_is_over=False)
    assert is_to_propose(-1, year_is_over=True)
    assert not is_to_propose(0, year_is_over=True)


def test_a_year_is_settled_from_april_of_the_next() -> None:
    assert not is_settled(2026, date(2027, 3, 31))
    assert is_settled(2026, date(2027, 4, 1))
    assert not is_settled(2027, date(2027, 4, 1))
