"""The issues that can still be taken, and those of last year they compare to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import case, select

from crm.domain.call_signals import RENEWAL_DAYS, THEME_DAYS
from crm.domain.clock import add_months, in_days
from crm.domain.magazine import IssueStatus
from crm.domain.names import fold
from crm.domain.seasons import SAME_ISSUE_DAYS, SAME_THEME_MONTHS, Slot, seasons
from crm.language import current_language
from crm.store.models import Issue

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class ComparedIssue:
    """An issue of this year or of last, in the reader's language."""

    id: int
    support_id: int
    name: str
    theme: str
    closes_on: date
    is_open: bool


@dataclass(frozen=True, slots=True)
class ComparedIssues:
    """Issues of both years; `seasons` leads from last year's to this year's.

    Each season holds an issue that is still open, its nearest first; `themed` are the
    open issues about to close, with the codes of the sectors in their theme.
    """

    rows: dict[int, ComparedIssue]
    seasons: dict[int, list[int]]
    themed: dict[int, list[str]]


def compared_issues(session: Session, asker: Actor) -> ComparedIssues:
    """Return the issues that close within `RENEWAL_DAYS`, and what they compare to."""
    today = asker.today
    french = current_language() == "fr"
    last_closing = in_days(today, RENEWAL_DAYS)
    found = session.execute(_issues(today, french=french)).all()
    rows, slots, themed = {}, [], {}
    for row in found:
        id_, support_id, name, theme_fr, theme_en, closes_on, published_on = row[:7]
        planned = row.status is IssueStatus.PLANNED
        is_open = planned and today <= closes_on <= last_closing
        theme = theme_fr if french else theme_en
        rows[id_] = ComparedIssue(id_, support_id, name, theme, closes_on, is_open)
        slots.append(Slot(id_, support_id, fold(theme_fr or theme_en), published_on))
        codes = (row[-1] or {}).get("codes", [])
        if is_open and codes and closes_on <= in_days(today, THEME_DAYS):
            themed[id_] = codes
    since = in_days(today, -2 * SAME_ISSUE_DAYS)
    compared = seasons(
        [slot for slot in slots if slot.published_on < today],
        [slot for slot in slots if slot.published_on >= since],
    )
    return ComparedIssues(
        rows,
        {
            id_: [slot.id for slot in season]
            for id_, season in compared.items()
            if any(rows[slot.id].is_open for slot in season)
        },
        dict(sorted(themed.items())),
    )


@lru_cache(maxsize=16)
def _issues(today: date, *, french: bool) -> Executable:
    return select(
        Issue.id,
        Issue.support_id,
        Issue.name_fr if french else Issue.name_en,
        Issue.theme_fr,
        Issue.theme_en,
        Issue.closes_on,
        Issue.published_on,
        Issue.status,
        case((Issue.closes_on >= today, Issue.theme_sectors)),
    ).where(
        Issue.published_on >= add_months(today, -SAME_THEME_MONTHS),
        Issue.closes_on <= in_days(today, RENEWAL_DAYS + SAME_ISSUE_DAYS),
        Issue.status != IssueStatus.CANCELLED,
        Issue.archived_at.is_(None),
    )
