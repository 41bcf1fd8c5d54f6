"""Issues over a real store: a year planned from a pattern, an issue published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.domain.issue_pattern import Rhythm
from crm.domain.magazine import IssueStatus
from crm.services import issues
from crm.store.models import Issue
from tests import factories

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

HOSTILE = "R&D *[x](http://e.example)* ![i](http://e.example/b.png) $a$"


def found(page: AppTest, kind: str, start: str, end: str = "") -> Any:
    return next(
        widget
        for widget in getattr(page, kind)
        if (widget.key or "").startswith(start) and (end in widget.key)
    )


@pytest.fixture
def managed(real_desk: RealDesk) -> RealDesk:
    real_desk.seat = real_desk.ids.manager.user_id
    real_desk.writing(lambda s: factories.make_issue(s, real_desk.ids) and None)
    return real_desk


def count(desk: RealDesk) -> int:
    with desk.reading() as session:
        return session.scalar(select(func.count(Issue.id))) or 0


def test_a_year_is_planned_and_a_month_left_out(managed: RealDesk) -> None:
    page = managed.drawer("issue_year", managed.ids.title_id)
    assert not page.exception
    found(page, "button_group", "issue_year_rhythm_").set_value(Rhythm.QUARTERLY)
    page.run()
    kept = [box for box in page.checkbox if (box.key or "").endswith("_kept")]
    assert len(kept) == 4
    kept[0].uncheck()
    page.run()
    page = page.button(key="issue_year_save").click().run()
    assert not page.exception
    assert count(managed) == 4


def test_a_year_with_a_bad_line_is_refused_and_keeps_what_was_typed(
    managed: RealDesk,
) -> None:
    page = managed.drawer("issue_year", managed.ids.title_id)
    found(page, "date_input", "issue_year_0_", "_closes").set_value(date(2029, 1, 1))
    found(page, "text_input", "issue_year_0_", "_theme").set_value(HOSTILE)
    page = page.button(key="issue_year_save").click().run()
    assert not page.exception
    told = " ".join(box.value for box in page.error)
    assert "1 January 2029" in told.replace("\u00a0", " ")
    assert found(page, "text_input", "issue_year_0_", "_theme").value == HOSTILE
    assert count(managed) == 1


def test_a_newsletter_s_year_is_one_of_weeks_each_called_by_its_day(
    managed: RealDesk,
) -> None:
    ids = managed.ids

    def plan(session: Session) -> None:
        for week in range(14):
            day = date.fromordinal(date(2027, 3, 9).toordinal() + 7 * week)
            wish = issues.IssueWish(ids.newsletter_id, f"{day}", "", "", day, day, day)
            issues.add_issue(session, ids.manager, wish)

    managed.writing(plan)
    before = count(managed)
    page = managed.drawer("issue_year", ids.title_id)
    found(page, "selectbox", "issue_year_support_").set_value(ids.newsletter_id)
    page.run()
    days = found(page, "button_group", "issue_year_", "_days")
    assert len(days.value) > 12
    days.set_value(days.value[1:])
    page.run()
    page = page.button(key="issue_year_save").click().run()
    assert not page.exception
    assert not page.error
    with managed.reading() as session:
        codes = set(session.scalars(select(Issue.code)))
    assert "2028-03-07" not in codes
    assert "2028-03-14" in codes
    assert count(managed) == before + len(days.value)


def test_a_due_issue_is_published_from_its_row(managed: RealDesk) -> None:
    def fall_due(session: Session) -> None:
        issue = session.get_one(Issue, 1)
        issue.closes_on = issue.materials_due_on = date(2027, 2, 1)
        issue.published_on = date(2027, 3, 1)

    managed.writing(fall_due)
    page = managed.open("issues").button(key="issue_publish_1").click().run()
    page = page.button(key="issue_publish_save").click().run()
    assert not page.exception
    with managed.reading() as session:
        assert session.get_one(Issue, 1).status is IssueStatus.PUBLISHED


def test_a_rep_plans_and_moves_nothing(managed: RealDesk) -> None:
    managed.seat = managed.ids.rep.user_id
    for name in ("issues", "calendar"):
        page = managed.open(name)
        assert not page.exception
        keys = [button.key or "" for button in page.button]
        assert not [key for key in keys if "plan" in key or "publish" in key]
