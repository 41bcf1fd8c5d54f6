"""The words of a media kit's calendar: the dates, and what is still free."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crm.domain.pools import PAGES
from crm.domain.space import UNITS_PER_PAGE, SpaceState
from crm.language import _, ngettext
from crm.language.formats import clock_time, date_long, date_short, day_short
from mediakit import model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.services.documents.kit_pages import KitFacts
    from crm.store.queries.magazine import IssueRow, SpaceRow

CHIPS_SHOWN = 4


def calendar(facts: KitFacts) -> list[model.KitPage]:
    """Say when, and what is still free, stamped with the day and the hour."""
    if not facts.issues:
        return []
    today = facts.actor.today
    stamp = _("on {day} at {hour}")
    return [
        model.Calendar(
            issues=tuple(
                model.IssueRow(
                    issue.name,
                    issue.theme,
                    date_short(issue.closes_on),
                    date_short(issue.materials_due_on),
                    date_long(issue.published_on),
                    _("Bonus circulation: {event}").format(event=issue.bonus)
                    if issue.bonus
                    else "",
                    tuple(_chips(facts.spaces.get(issue.id, []))),
                )
                for issue in facts.issues
            ),
            stamp=stamp.format(day=date_long(today), hour=clock_time(facts.at)),
            rhythms=tuple(_rhythms(facts.others)),
        )
    ]


def _chips(rows: Iterable[SpaceRow]) -> Iterable[model.Space]:
    pools = list(rows)
    named = [row for row in pools if row.position_id is not None]
    for row in named[: CHIPS_SHOWN - 1]:
        yield model.Space(_short(row), _state(row), row.space.state.value)
    for row in pools:
        if row.code == PAGES:
            left = row.space.left // UNITS_PER_PAGE
            words = _("{left} free of {capacity}").format(
                left=left, capacity=row.space.capacity // UNITS_PER_PAGE
            )
            yield model.Space(_("Pages"), words, row.space.state.value)


def _short(row: SpaceRow) -> str:
    """Name a cover by its code, C4, as the trade does; any other place in full."""
    return row.code.upper() if re.fullmatch(r"[cC][1-4]", row.code) else row.name


def _state(row: SpaceRow) -> str:
    match row.space.state:
        case SpaceState.FREE:
            return _("free")
        case SpaceState.OPTIONED if row.space.until:
            return _("on option until {day}").format(day=date_short(row.space.until))
        case SpaceState.CLOSED:
            return _("closed")
        case _:
            return _("sold")


def _rhythms(issues: tuple[IssueRow, ...]) -> Iterable[model.Fact]:
    by_support: dict[str, list[IssueRow]] = {}
    for issue in issues:
        by_support.setdefault(issue.support, []).append(issue)
    for support, rows in list(by_support.items())[:4]:
        sentence = ngettext(
            "{number} date ahead, the next on {day}",
            "{number} dates ahead, the next on {day}",
            len(rows),
        )
        yield model.Fact(
            support,
            sentence.format(number=len(rows), day=day_short(rows[0].published_on)),
        )
