from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.companies import CompanyStatus
from crm.domain.comparing import attained, change, still_missing
from crm.domain.follow_ups import Later, later_days
from crm.domain.money import Money
from crm.domain.statuses import company_status, runs_of

TODAY = date(2027, 3, 4)


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("published", "status"),
    [
        ([], "prospect"),
        (["2027-02-01"], "new"),
        (["2027-05-03"], "new"),
        (["2026-03-04"], "lapsed"),
        (["2026-03-05"], "expiring"),
        (["2026-09-03"], "expiring"),
        (["2026-09-04"], "new"),
        (["2025-10-01", "2026-10-01"], "renewed"),
        (["2025-03-04", "2026-10-01"], "active"),
        (["2025-03-05", "2026-10-01"], "renewed"),
        (["2025-10-01", "2026-05-01"], "expiring"),
        (["2024-01-01", "2027-05-03"], "active"),
        (["2024-01-01"], "lapsed"),
    ],
)
def test_an_advertiser_stands_where_its_publication_days_say(
    published: list[str], status: str
) -> None:
    runs = runs_of(days(*published), TODAY)
    assert company_status(runs, TODAY) == CompanyStatus(status)


@given(st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=6))
def test_a_line_to_come_is_never_expiring_nor_lapsed(published: list[date]) -> None:
    runs = runs_of([*published, TODAY + timedelta(days=1)], TODAY)
    assert company_status(runs, TODAY) in {
        CompanyStatus.NEW,
        CompanyStatus.RENEWED,
        CompanyStatus.ACTIVE,
    }


@pytest.mark.parametrize(
    ("now", "before", "gain"),
    [(121, 100, 2_100), (50, 100, -5_000), (100, 0, None), (0, 100, -10_000)],
)
def test_a_gain_is_told_in_whole_percents(
    now: int, before: int, gain: int | None
) -> None:
    assert change(Money(now), Money(before)) == gain


def test_a_target_is_reached_in_part_or_passed() -> None:
    target = Money(10_000_00)
    assert attained(Money(5_760_00), target) == 5_800
    assert attained(Money(-100), target) == 0
    assert attained(Money(100), Money(0)) is None
    assert still_missing(Money(4_000_00), target) == Money(6_000_00)
    assert still_missing(Money(12_000_00), target) == Money(0)


@pytest.mark.parametrize(
    ("today", "offered"),
    [
        ("2027-03-04", {"tomorrow": 5, "monday": 8, "week": 11, "fortnight": 18}),
        ("2027-03-05", {"monday": 8, "week": 12, "fortnight": 19}),
        ("2027-03-07", {"tomorrow": 8, "week": 14, "fortnight": 21}),
        ("2027-03-08", {"tomorrow": 9, "week": 15, "fortnight": 22}),
    ],
)
def test_the_days_offered_are_each_once_and_tomorrow_is_no_weekend(
    today: str, offered: dict[str, int]
) -> None:
    found = later_days(date.fromisoformat(today))
    assert found == {Later(name): date(2027, 3, day) for name, day in offered.items()}
