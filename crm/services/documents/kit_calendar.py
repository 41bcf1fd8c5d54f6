"""The words of a kit's days: the calendar, what is free, the events, the deadlines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crm.domain.magazine import SupportKind
from crm.domain.pools import PAGES
from crm.domain.space import UNITS_PER_PAGE, SpaceState
from crm.language import _, ngettext
from crm.language.formats import (
    clock_time,
    date_long,
    date_short,
    day_short,
    number,
)
from mediakit import model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.services.documents.kit_facts import KitFacts
    from crm.store.queries.magazine import IssueRow, SpaceRow
    from crm.store.queries.profile import HandedOut

CHIPS_SHOWN = 4
POSITIONS_SHOWN = 6


def calendar(facts: KitFacts) -> list[model.KitPage]:
    """Say when; and what is still free, where no page of its own says it."""
    if not facts.issues:
        return []
    apart = "free" in facts.shown
    marked = [issue for issue in facts.issues if facts.matches(issue)]
    return [
        model.Calendar(
            issues=tuple(_issue(facts, issue, apart=apart) for issue in facts.issues),
            stamp="" if apart else stamp(facts),
            rhythms=tuple(_rhythms(facts.others)),
            head=model.Head(title=_marked_title(len(marked)) if marked else ""),
        )
    ]


def free(facts: KitFacts) -> list[model.KitPage]:
    """Say what is still free, position by position, stamped with day and hour."""
    spaces = {issue.id: facts.spaces.get(issue.id, []) for issue in facts.issues}
    names: dict[str, str] = {}
    for issue in facts.issues:
        for row in spaces[issue.id]:
            if row.position_id is not None:
                names.setdefault(row.code, short_name(row))
    codes = list(names)[:POSITIONS_SHOWN]
    others = _others(facts)
    if not codes and not others:
        return []
    left = sum(
        row.space.state is SpaceState.FREE and row.code in codes
        for issue in facts.issues
        for row in spaces[issue.id]
    )
    title = ngettext(
        "{number} position\nstill free.", "{number} positions\nstill free.", left
    )
    return [
        model.Free(
            columns=tuple(names[code] for code in codes),
            issues=tuple(
                free_issue(facts, issue, codes=tuple(codes)) for issue in facts.issues
            ),
            stamp=stamp(facts),
            others=tuple(others),
            head=model.Head(title=title.format(number=number(left)) if left else ""),
        )
    ]


def free_issue(
    facts: KitFacts, issue: IssueRow, *, codes: tuple[str, ...] = ()
) -> model.FreeIssue:
    """Say what is left of one issue, in the positions of a board."""
    rows = {row.code: row for row in facts.spaces.get(issue.id, [])}
    pages = rows.get(PAGES)
    left = pages.space.left // UNITS_PER_PAGE if pages else 0
    capacity = pages.space.capacity if pages else 0
    return model.FreeIssue(
        number=issue.name,
        theme=issue.theme,
        closing=_("closes on {day}").format(day=date_short(issue.closes_on)),
        spaces=tuple(
            model.Space(
                short_name(rows[code]), _state(rows[code]), rows[code].space.state.value
            )
            if code in rows
            else None
            for code in codes
        ),
        pages=number(left) if pages else "",
        proportion=pages.space.left / capacity if pages and capacity else 0,
        mark=_("your sector") if facts.matches(issue) else "",
    )


def stamp(facts: KitFacts) -> str:
    """Say at which moment space was counted: “on 4 January 2027 at 9:00”."""
    said = _("on {day} at {hour}")
    return said.format(day=date_long(facts.today), hour=clock_time(facts.at))


def _marked_title(many: int) -> str:
    said = ngettext(
        "{number} issue\non your subject.", "{number} issues\non your subject.", many
    )
    return said.format(number=number(many))


def _issue(facts: KitFacts, issue: IssueRow, *, apart: bool) -> model.IssueRow:
    bonus = issue.bonus
    if apart:
        where = facts.handed_out.get(issue.id, [])
        bonus = "; ".join(_handed_out(row) for row in where)
    elif bonus:
        bonus = _("Bonus circulation: {event}").format(event=bonus)
    return model.IssueRow(
        issue.name,
        issue.theme,
        date_short(issue.closes_on),
        date_short(issue.materials_due_on),
        date_short(issue.published_on)
        if issue.published_on.year == facts.year
        else date_long(issue.published_on),
        bonus,
        () if apart else tuple(_chips(facts.spaces.get(issue.id, []))),
        mark=_("your sector") if facts.matches(issue) else "",
    )


def _handed_out(row: HandedOut) -> str:
    """Say at which event, where and when; and how many copies, where it is known."""
    said = [row.event]
    if row.place and row.place not in row.event:
        said.append(row.place)
    said.append(date_short(row.starts_on))
    if row.copies:
        copies = ngettext("{number} copy", "{number} copies", row.copies)
        said.append(copies.format(number=number(row.copies)))
    return ", ".join(said)


def _chips(rows: Iterable[SpaceRow]) -> Iterable[model.Space]:
    pools = list(rows)
    named = [row for row in pools if row.position_id is not None]
    for row in named[: CHIPS_SHOWN - 1]:
        yield model.Space(short_name(row), _state(row), row.space.state.value)
    for row in pools:
        if row.code == PAGES:
            left = row.space.left // UNITS_PER_PAGE
            words = _("{left} free of {capacity}").format(
                left=left, capacity=row.space.capacity // UNITS_PER_PAGE
            )
            yield model.Space(_("Pages"), words, row.space.state.value)


def short_name(row: SpaceRow) -> str:
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


def _others(facts: KitFacts) -> list[model.Fact]:
    """Count, of each format that can run out, how many of the next dates are free."""
    counted: dict[tuple[str, str], list[bool]] = {}
    for issue in facts.others:
        if issue.support_kind not in {SupportKind.NEWSLETTER, SupportKind.WEB}:
            continue
        for row in facts.spaces.get(issue.id, []):
            if row.format_id is not None:
                dates = counted.setdefault((issue.support, row.name), [])
                dates.append(row.space.state is SpaceState.FREE)
    said = _("free on {left} of the next {dates} dates")
    return [
        model.Fact(
            f"{support}, {name[:1].lower()}{name[1:]}",
            said.format(left=number(sum(dates)), dates=number(len(dates))),
        )
        for (support, name), dates in counted.items()
    ]
