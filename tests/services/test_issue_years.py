"""A year of issues is planned whole, from how the last one was kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.domain.errors import (
    AlreadyThereError,
    DateOrderError,
    DeskError,
    MissingError,
    NotUnderstoodError,
    NotYoursError,
    PastError,
    RangeError,
    UnknownError,
)
from crm.domain.issue_errors import (
    ManyIssuesError,
    MonthTakenError,
    NoDayError,
    NoMonthError,
    TwiceError,
)
from crm.domain.issue_pattern import Planned, year_of_issues
from crm.language.formats import tell
from crm.services.issue_bonus import plan_event
from crm.services.issue_edits import change_issue
from crm.services.issue_years import plan_year
from crm.store.models import Issue, Pool
from crm.store.queries.editable import open_issue
from crm.store.queries.issue_events import list_events
from crm.store.queries.issue_habits import issues_of_year, support_habit
from tests.factories import ITSELF, make_desk, make_issue
from tests.postgres import both_engines
from tests.services.test_editing import last_audit, over

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.database import Store

MAY = date(2028, 5, 2)


def row(code: str = "63", published: date | None = MAY) -> Planned:
    april = date(2028, 4, 3)
    return Planned(code, f"n° {code}", f"no. {code}", april, april, published)


@both_engines
def test_a_year_is_learnt_and_planned(session: Session) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    found = support_habit(session, desk.manager, desk.print_id)
    assert (found.habit.closes, found.habit.months) == (31, (5,))
    assert (found.year, found.ad_pages) == (2028, 24)
    table = year_of_issues(found.year, (1, 5, 9), found.habit, found.last)
    made = plan_year(session, desk.manager, desk.print_id, table, ad_pages=24)
    there = issues_of_year(session, desk.rep, desk.print_id, 2028)
    assert [issue.code for issue in there] == ["63", "64", "65"]
    assert session.scalar(select(func.count(Pool.id)).where(Pool.issue_id == made[0]))


@pytest.mark.parametrize(
    ("table", "refusal", "field"),
    [
        ([], NoMonthError, "months"),
        ([row(str(n)) for n in range(400)], ManyIssuesError, "months"),
        ([row(" ")], MissingError, "issue_0"),
        ([row(published=None)], NoDayError, "issue_0"),
        ([row("62")], AlreadyThereError, "issue_0"),
        ([row(), row(published=date(2028, 7, 3))], TwiceError, "issue_0"),
        ([row(), row("64")], MonthTakenError, "issue_1"),
        ([row(published=date(2027, 5, 31))], DateOrderError, "issue_0"),
        ([row(published=date(2028, 4, 2))], DateOrderError, "issue_0"),
        (
            [replace(row(), closes_on=date(2027, 3, 3))],
            PastError,
            "issue_0",
        ),
        (
            [
                replace(
                    row(published=date(2027, 5, 31)),
                    closes_on=date(2027, 5, 3),
                    materials_due_on=date(2027, 5, 3),
                )
            ],
            MonthTakenError,
            "issue_0",
        ),
    ],
)
def test_a_table_that_cannot_be_is_refused_whole(
    table: list[Planned], refusal: type[DeskError], field: str, session: Session
) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    with pytest.raises(refusal) as refused:
        plan_year(session, desk.manager, desk.print_id, table)
    assert refused.value.field == field
    assert session.scalar(select(func.count(Issue.id))) == 1


def test_only_who_manages_titles_plans_them(session: Session) -> None:
    desk = make_desk(session)
    with pytest.raises(NotYoursError):
        plan_year(session, desk.rep, desk.print_id, [row()])
    with pytest.raises(UnknownError):
        plan_year(session, desk.manager, 999, [row()])


def test_the_month_is_named_in_the_refusal(session: Session) -> None:
    desk = make_desk(session)
    with pytest.raises(MonthTakenError) as refused:
        plan_year(session, desk.manager, desk.print_id, [row(), row("64")])
    assert tell(refused.value) == (
        "n° 63 is already published in May 2028. Take 64 out, or give it another month."
    )


@both_engines
def test_two_who_plan_one_year_at_once_plan_it_once(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with store.writing(ITSELF) as session:
        desk = make_desk(session)

    def plan(_who: int) -> str:
        try:
            store.write(
                lambda s: plan_year(s, desk.manager, desk.print_id, [row()]),
                desk.manager,
            )
        except AlreadyThereError:
            return "refused"
        return "planned"

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(plan, range(2))) == ["planned", "refused"]


@both_engines
def test_an_issue_is_handed_out_at_its_events(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    day = date(2027, 5, 28)
    fair = plan_event(session, desk.manager, " Salon de l’AMIF ", "Paris", day, day)
    opened = open_issue(session, desk.manager, issue)
    edit = over(
        opened, bonus=(f"{fair}:2 500",), circulation="12 400", sectors=("eau", "air")
    )
    change_issue(session, desk.manager, issue, edit)
    assert last_audit(session).changes == {
        "circulation": [None, 12_400],
        "sectors": [[], ["air", "eau"]],
        "bonus": [[], ["Salon de l’AMIF (2500)"]],
    }
    again = open_issue(session, desk.manager, issue)
    assert again is not None
    assert again.values["bonus"] == (f"{fair}:2500",)
    [row] = list_events(session, desk.rep, day)
    assert row.name == "Salon de l’AMIF"
    assert list_events(session, desk.rep, date(2027, 5, 29)) == []
    with pytest.raises(UnknownError):
        change_issue(session, desk.manager, issue, over(again, bonus=("999:",)))
    for typed, refusal in (("beaucoup", NotUnderstoodError), ("9" * 9, RangeError)):
        wrong = over(again, bonus=(f"{fair}:{typed}",))
        with pytest.raises(refusal):
            change_issue(session, desk.manager, issue, wrong)
    change_issue(session, desk.manager, issue, over(again, bonus=()))
    last = open_issue(session, desk.manager, issue)
    assert last is not None
    assert last.values["bonus"] == ()


def test_an_event_has_a_name_and_days_in_order(session: Session) -> None:
    desk = make_desk(session)
    with pytest.raises(MissingError):
        plan_event(session, desk.manager, " ", "", MAY, MAY)
    with pytest.raises(DateOrderError):
        plan_event(session, desk.manager, "Salon", "", MAY, date(2028, 5, 1))
    with pytest.raises(NotYoursError):
        plan_event(session, desk.rep, "Salon", "", MAY, MAY)
