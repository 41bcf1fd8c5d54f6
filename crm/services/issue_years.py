"""Planning a year of issues at once, as its table was read and corrected."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.clock import in_days
from crm.domain.errors import (
    AlreadyThereError,
    DateOrderError,
    MissingError,
    PastError,
    UnknownError,
    words,
)
from crm.domain.issue_errors import (
    ManyIssuesError,
    MonthTakenError,
    NoDayError,
    NoMonthError,
    TwiceError,
)
from crm.domain.magazine import SupportKind, check_dates
from crm.domain.roles import Right
from crm.language.formats import month
from crm.services.audit import record
from crm.services.issues import IssueWish, plan_issue
from crm.store.models import Issue, Support
from crm.store.queries.issue_habits import issues_of_year, support_habit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.issue_names import Dated
    from crm.domain.issue_pattern import Planned
    from crm.domain.roles import Actor

MOST_ISSUES = 60
"""A weekly year and some; more is a slip of the hand."""


def plan_year(
    session: Session,
    actor: Actor,
    support_id: int,
    issues: Sequence[Planned],
    *,
    ad_pages: int = 0,
) -> list[int]:
    """Plan every issue of a table, or none; return their ids.

    Each gets its support's own space and the circulation of the last issue. Raises
    NotYoursError, UnknownError, NoMonthError, ManyIssuesError, and for the first line
    that cannot be: MissingError, NoDayError, DateOrderError, PastError, TwiceError,
    AlreadyThereError, MonthTakenError, whose `field` is “issue_” and its place.
    """
    actor.require(Right.MANAGE_TITLES)
    # Two people who plan the same year wait for each other here.
    support = session.get(Support, support_id, with_for_update=True)
    if support is None:
        raise UnknownError(field="support")
    if not issues:
        raise NoMonthError(field="months")
    if len(issues) > MOST_ISSUES:
        raise ManyIssuesError(field="months", number=len(issues), most=MOST_ISSUES)
    _check_table(session, actor, support, issues)
    last = support_habit(session, actor, support_id).last
    planned = [
        plan_issue(
            *(session, actor, _wish(support_id, place, issue, last)),
            ad_pages=ad_pages,
        )
        for place, issue in enumerate(issues)
    ]
    record(
        session,
        actor,
        "plan_year",
        "support",
        support_id,
        codes=[issue.code.strip() for issue in issues],
    )
    session.flush()
    return planned


def _check_table(
    session: Session, actor: Actor, support: Support, issues: Sequence[Planned]
) -> None:
    counted = Counter(issue.code.strip() for issue in issues)
    there = set(
        session.scalars(select(Issue.code).where(Issue.support_id == support.id))
    )
    taken: dict[tuple[int, int], str] = {}
    years: set[int] = set()
    for place, issue in enumerate(issues):
        field, code = f"issue_{place}", issue.code.strip()
        if not code:
            raise MissingError(field=field, label=words("Number"))
        wish = _wish(support.id, place, issue)
        _check_days(actor, wish, field)
        if counted[code] > 1:
            raise TwiceError(field=field, code=code)
        if code in there:
            raise AlreadyThereError(field=field, value=code)
        if support.kind is not SupportKind.PRINT:
            continue
        published = wish.published_on
        if published.year not in years:
            years.add(published.year)
            old = issues_of_year(session, actor, support.id, published.year)
            taken.update(
                {(o.published_on.year, o.published_on.month): o.name_fr for o in old}
            )
        spot = (published.year, published.month)
        if spot in taken:
            raise MonthTakenError(
                field=field, issue=taken[spot], month=month(published), code=code
            )
        taken[spot] = issue.name_fr or code


def _wish(
    support_id: int, place: int, issue: Planned, last: Dated | None = None
) -> IssueWish:
    """Return the issue of a line of the table. Raises NoDayError."""
    if not (issue.closes_on and issue.materials_due_on and issue.published_on):
        raise NoDayError(field=f"issue_{place}", issue=issue.name_fr or issue.code)
    lasts = last.lasts if last else None
    return IssueWish(
        support_id,
        issue.code,
        issue.name_fr,
        issue.name_en,
        closes_on=issue.closes_on,
        materials_due_on=issue.materials_due_on,
        published_on=issue.published_on,
        ends_on=None if lasts is None else in_days(issue.published_on, lasts),
        theme_fr=issue.theme_fr,
        theme_en=issue.theme_en,
        dossiers_fr=issue.dossiers_fr,
        dossiers_en=issue.dossiers_en,
        circulation=last.circulation if last else None,
    )


def _check_days(actor: Actor, wish: IssueWish, field: str) -> None:
    try:
        check_dates(wish.closes_on, wish.materials_due_on, wish.published_on)
    except DateOrderError as refusal:
        refusal.field = field
        raise
    if wish.closes_on < actor.today:
        label = words("The closing date")
        raise PastError(field=field, label=label, day=wish.closes_on)
