"""Changing an issue that is planned: its names, its days, its page budget."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import LineStatus
from crm.domain.errors import (
    AlreadyThereError,
    MissingError,
    NotUnderstoodError,
    RanError,
    RangeError,
    UnknownError,
    words,
)
from crm.domain.issue_errors import PostponeInsteadError
from crm.domain.magazine import IssueStatus, check_dates
from crm.domain.roles import Right
from crm.domain.space import UNITS_PER_PAGE
from crm.domain.text import clean_line
from crm.services.editing import keep, settle
from crm.services.issue_bonus import read_bonus, read_copies, set_bonus
from crm.services.issues import MOST_PAGES
from crm.store.models import Event, Issue, Line
from crm.store.queries.editable import issue_values, page_budget
from crm.store.queries.issue_events import bonus_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor
    from crm.services.editing import Changes
    from crm.store.models import Pool

ISSUE_FIELDS: Mapping[str, str] = {
    "code": words("Code"),
    "name_fr": words("Name in French"),
    "name_en": words("Name in English"),
    "theme_fr": words("Theme in French"),
    "theme_en": words("Theme in English"),
    "dossiers_fr": words("Dossiers in French"),
    "dossiers_en": words("Dossiers in English"),
    "closes_on": words("Closes on"),
    "materials_due_on": words("Materials due"),
    "published_on": words("Published on"),
    "ad_pages": words("Pages of advertising"),
    "circulation": words("Circulation"),
    "sectors": words("Sectors of the theme"),
    "bonus": words("Bonus circulation"),
}
"""The fields of an issue's form, with their labels."""

LINES = {
    "code": 40,
    "name_fr": 200,
    "name_en": 200,
    **dict.fromkeys(("theme_fr", "theme_en", "dossiers_fr", "dossiers_en"), 400),
}
NAMES = ("code", "name_fr", "name_en")
SETTLED = frozenset({"code", "closes_on", "materials_due_on", "published_on"})
"""What stays as it is once an issue was published: its bookings are dated by it."""


def change_issue(session: Session, actor: Actor, issue_id: int, edit: Edit) -> None:
    """Change an issue; `ad_pages` is typed as text, and never less than is taken.

    Raises NotYoursError, UnknownError, MissingError, AlreadyThereError for a code of
    the same support, DateOrderError, NotUnderstoodError, RangeError, RanError for an
    issue that is published or cancelled, PostponeInsteadError for the publication of
    one with confirmed lines, ConflictError, UnchangedError.
    """
    actor.require(Right.MANAGE_TITLES)
    issue = session.get(Issue, issue_id, with_for_update=True, populate_existing=True)
    if issue is None:
        raise UnknownError
    pages = page_budget(session, issue_id, lock=True)
    theirs = issue_values(issue, pages, bonus_values(session, issue_id))
    mine = _read(edit)
    changes = settle(session, actor, "issue", issue, edit, mine, theirs, ISSUE_FIELDS)
    if issue.status is not IssueStatus.PLANNED and SETTLED & set(changes):
        field = next(name for name in ISSUE_FIELDS if name in SETTLED & set(changes))
        raise RanError(field=field, issue=issue.code)
    _check(session, issue, {**theirs, **mine}, changes)
    if "published_on" in changes:
        _check_unbooked(session, issue)
    for field, (_before, after) in changes.items():
        if field == "ad_pages":
            _set_pages(pages, after)
        elif field == "sectors" and isinstance(after, tuple):
            issue.theme_sectors = {"codes": list(after)}
        elif field == "bonus" and isinstance(after, tuple):
            set_bonus(session, issue_id, after)
        else:
            setattr(issue, field, after)
    if "closes_on" in changes:
        shorten_options(session, issue_id, issue.closes_on)
    if told := changes.get("bonus"):
        changes["bonus"] = (_places(session, told[0]), _places(session, told[1]))
    keep(session, actor, "issue", issue, changes)


def _places(session: Session, bonus: Value) -> tuple[str, ...]:
    """Name the events of a bonus circulation, for whoever reads the audit."""
    pairs = [pair.partition(":") for pair in bonus] if isinstance(bonus, tuple) else []
    query = select(Event.id, Event.name)
    found = session.execute(
        query.where(Event.id.in_([int(event) for event, _colon, _copies in pairs]))
    )
    names = {str(id_): name for id_, name in found}
    return tuple(
        f"{names.get(event, event)} ({copies})" if copies else names.get(event, event)
        for event, _colon, copies in pairs
    )


def shorten_options(session: Session, issue_id: int, closes_on: date) -> None:
    """Let no option outlive its issue's closing, but what was booked after it."""
    for line in session.scalars(
        select(Line).where(
            Line.issue_id == issue_id,
            Line.status == LineStatus.OPTIONED,
            Line.option_until > closes_on,
            Line.override_reason == "",
        )
    ):
        line.option_until = closes_on
    session.flush()


def _check_unbooked(session: Session, issue: Issue) -> None:
    """Refuse to move a publication that advertisers have confirmed."""
    query = select(func.count(Line.id)).where(
        Line.issue_id == issue.id, Line.status == LineStatus.CONFIRMED
    )
    if many := session.scalar(query):
        raise PostponeInsteadError(
            field="published_on", issue=issue.name_fr, number=many
        )


def _read(edit: Edit) -> dict[str, Value]:
    mine: dict[str, Value] = {**edit.base, **edit.typed}
    for field in edit.typed:
        if field == "ad_pages":
            mine[field] = _pages(edit)
        elif field == "circulation":
            label = words("The circulation")
            mine[field] = read_copies(edit.typed[field], field=field, label=label)
        elif field == "bonus":
            mine[field] = read_bonus(_texts(edit.typed[field]))
        elif field == "sectors":
            mine[field] = tuple(sorted(_texts(edit.typed[field])))
        elif not edit.touched(field):
            mine[field] = edit.base.get(field)
        elif longest := LINES.get(field):
            mine[field] = clean_line(str(mine[field] or ""), longest=longest)
    for field in NAMES:
        if not mine.get(field):
            raise MissingError(field=field, label=ISSUE_FIELDS[field])
    return mine


def _texts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _pages(edit: Edit) -> int | None:
    typed = str(edit.typed["ad_pages"] if edit.typed["ad_pages"] is not None else "")
    if not typed.strip():
        return None
    if not typed.strip().isdecimal() or len(typed) > 8:
        raise NotUnderstoodError(
            field="ad_pages",
            typed=typed[:40],
            label=words("a number of pages"),
            example="24",
        )
    return int(typed)


def _check(
    session: Session, issue: Issue, wanted: Mapping[str, Value], changes: Changes
) -> None:
    closes, materials, published = (
        wanted[name] for name in ("closes_on", "materials_due_on", "published_on")
    )
    if not (
        isinstance(closes, date)
        and isinstance(materials, date)
        and isinstance(published, date)
    ):
        raise MissingError(field="closes_on", label=ISSUE_FIELDS["closes_on"])
    check_dates(closes, materials, published)
    if (
        "code" in changes
        and session.scalars(
            select(Issue.id).where(
                Issue.support_id == issue.support_id,
                Issue.code == wanted["code"],
                Issue.id != issue.id,
            )
        ).first()
    ):
        raise AlreadyThereError(field="code", value=wanted["code"])


def _set_pages(pages: Pool | None, wanted: Value) -> None:
    if pages is None:
        return
    lowest = -(-pages.taken // UNITS_PER_PAGE)
    if not isinstance(wanted, int) or not lowest <= wanted <= MOST_PAGES:
        raise RangeError(
            field="ad_pages",
            label=words("The advertising pages"),
            lowest=lowest,
            highest=MOST_PAGES,
        )
    pages.capacity = wanted * UNITS_PER_PAGE
