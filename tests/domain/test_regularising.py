"""When a year has brought another discount, and when the difference is proposed."""

from __future__ import annotations

import pytest

from crm.domain.rate_cards import Cumulation
from crm.domain.regularising import Granted, is_due, is_to_propose


@pytest.mark.parametrize(
    ("given", "reached", "rule", "due"),
    [
        (Granted(500, 0), Granted(500, 500), Cumulation.BETTER, False),
        (Granted(500, 0), Granted(500, 1_000), Cumulation.BETTER, True),
        (Granted(0, 1_000), Granted(1_000, 500), Cumulation.BETTER, False),
        (Granted(0, 1_000), Granted(0, 500), Cumulation.BETTER, True),
        (Granted(500, 500), Granted(500, 1_000), Cumulation.BOTH, True),
        (Granted(500, 500), Granted(500, 500, 300), Cumulation.BOTH, False),
        (Granted(0, 0, 1_500), Granted(0, 1_000), Cumulation.ONE, False),
        (Granted(0, 0, 500), Granted(0, 1_000), Cumulation.ONE, True),
    ],
)
def test_due_where_the_year_reached_another_discount(
    given: Granted, reached: Granted, rule: Cumulation, *, due: bool
) -> None:
    assert is_due(given, reached, rule) is due


def test_less_to_pay_is_proposed_at_once_more_once_the_year_is_over() -> None:
    assert is_to_propose(-1, year_is_over=False)
    assert is_to_propose(-1, year_is_over=True)
    assert not is_to_propose(1, year_is_over=False)
    assert is_to_propose(1, year_is_over=True)
    assert not is_to_propose(0, year_is_over=True)
