"""A follow-up lies ahead; an issue's dates stand in their order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.domain.activities import check_due
from crm.domain.errors import DateOrderError, PastError
from crm.domain.magazine import check_dates

TODAY = date(2027, 3, 4)


def test_a_follow_up_is_due_today_or_later() -> None:
    assert check_due(TODAY, TODAY) == TODAY
    assert check_due(TODAY + timedelta(days=1), TODAY) > TODAY
    with pytest.raises(PastError) as refused:
        check_due(TODAY - timedelta(days=1), TODAY)
    assert (refused.value.field, refused.value.facts["day"]) == (
        "due_on",
        date(2027, 3, 3),
    )


def test_an_issue_closes_and_takes_materials_before_it_is_published() -> None:
    check_dates(TODAY, TODAY, TODAY)
    after = TODAY + timedelta(days=1)
    with pytest.raises(DateOrderError, match="closing date"):
        check_dates(after, TODAY, TODAY)
    with pytest.raises(DateOrderError, match="materials date"):
        check_dates(TODAY, after, TODAY)
