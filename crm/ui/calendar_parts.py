"""The calendar's drawings: the strip of the year, the magazine's grid, the letter's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm.domain.space import SELL_NOW_DAYS, PlaceState
from crm.language import _, ngettext
from crm.language.formats import (
    date_long,
    date_short,
    day_short,
    money,
    month_short,
    number,
)
from crm.ui.calendar_pages import pages_cell
from crm.ui.escape import html
from crm.ui.space_words import days_left

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.store.queries.calendar import (
        Calendar,
        Place,
        PrintIssue,
    )


def conclusion(calendar: Calendar, today: date) -> str:
    """Say how many premium places are free, and how many are to be sold now."""
    free = len(calendar.premium(PlaceState.FREE, PlaceState.SELL_NOW))
    soon = len(calendar.premium(PlaceState.SELL_NOW))
    if not calendar.issues:
        return _("No issue is planned in {year}.").format(year=calendar.year)
    open_still = any(issue.issue.closes_on >= today for issue in calendar.issues)
    if calendar.year <= today.year and not open_still:
        sold = len(calendar.premium(PlaceState.RAN, PlaceState.SOLD))
        said = ngettext(
            "{number} premium position ran in {year}.",
            "{number} premium positions ran in {year}.",
            sold,
        )
        return said.format(number=number(sold), year=calendar.year)
    if not free:
        return _("Every premium position is taken.")
    until = calendar.sell_before
    if until is None or not soon:
        said = ngettext(
            "{number} premium position free, none to sell this month.",
            "{number} premium positions free, none to sell this month.",
            free,
        )
        return said.format(number=number(free))
    said = ngettext(
        "{number} premium position free, {soon} to sell before {day}.",
        "{number} premium positions free, {soon} to sell before {day}.",
        free,
    )
    return said.format(number=number(free), soon=number(soon), day=date_long(until))


def state_word(place: Place) -> str:
    """Say what a place is: free, until when it is held, sold, ran, closed."""
    match place.state:
        case PlaceState.OPTIONED:
            until = place.pool.space.until
            return _("opt. → {day}").format(day=date_short(until)) if until else ""
        case PlaceState.SOLD:
            return _("sold")
        case PlaceState.RAN:
            return _("ran")
        case PlaceState.CLOSED:
            return _("closed, unsold")
        case _:
            return _("free")


def strip(calendar: Calendar, today: date) -> str:
    """Draw the year: closing, materials, publication of each issue, and today."""
    first = date(calendar.year, 1, 1)
    length = (date(calendar.year + 1, 1, 1) - first).days

    def at(day: date) -> str:
        """Return a day's place in hundredths of a percent of the year, as CSS."""
        part = min(max((day - first).days * 10_000 // length, 0), 10_000)
        return f"{part // 100}.{part % 100:02d}%"

    drawn = [
        f'<span class="m" style="left:{at(date(calendar.year, month, 1))}">'
        f"{html(month_short(date(calendar.year, month, 1)))}</span>"
        for month in range(1, 13)
    ]
    for row in calendar.issues:
        issue = row.issue
        done = "done" if issue.closes_on < today else ""
        soon = 0 <= (issue.closes_on - today).days <= SELL_NOW_DAYS
        near = "next" if soon else ""
        told = _("{issue}: closes {closes}, materials {due}, published {day}").format(
            issue=issue.name,
            closes=day_short(issue.closes_on),
            due=day_short(issue.materials_due_on),
            day=day_short(issue.published_on),
        )
        left, right = at(issue.closes_on), at(issue.published_on)
        side = "start" if issue.published_on.month == 1 else "end"
        day = "" if side == "start" else f" {html(date_short(issue.published_on))}"
        drawn.append(
            f'<div class="iss {done} {near}" title="{html(told)}" '
            f'style="left:{left};right:calc(100% - {right})"></div>'
            f'<i class="dot d1 {done}" style="left:{left}"></i>'
            f'<i class="dot d2 {done}" style="left:{at(issue.materials_due_on)}"></i>'
            f'<i class="dot d3 {done}" style="left:{right}"></i>'
            f'<span class="lab {side}" style="left:{right}"><b>{html(issue.name)}</b>'
            f"{day}</span>"
        )
    if today.year == calendar.year:
        said = html(_("today"))
        drawn.append(f'<span class="now" style="left:{at(today)}"><b>{said}</b></span>')
    key = "".join(
        f'<span><i class="dot {name}"></i>{html(word)}</span>'
        for name, word in (
            ("d1", _("closing")),
            ("d2", _("materials due")),
            ("d3", _("publication")),
        )
    )
    return (
        f'<div class="scroll"><div class="strip">{"".join(drawn)}</div></div>'
        f'<div class="legend">{key}</div>'
    )


def grid(calendar: Calendar, today: date) -> str:
    """Draw issues by premium positions, with their dates and their page budget."""
    titles = (
        _("Issue"),
        _("Closing"),
        _("Materials"),
        _("Publication"),
        *(position.name for position in calendar.positions),
    )
    head = "".join(f"<th>{html(title)}</th>" for title in titles)
    rows = "".join(_row(calendar, row, today) for row in calendar.issues)
    columns = '<col class="a"><col class="d"><col class="d"><col class="d">'
    columns += "<col>" * len(calendar.positions) + '<col class="z">'
    pages = html(_("Pages"))
    return (
        f'<div class="scroll"><table class="grid"><colgroup>{columns}</colgroup>'
        f'<thead><tr>{head}<th class="r">{pages}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{legend()}"
    )


def _row(calendar: Calendar, row: PrintIssue, today: date) -> str:
    issue = row.issue
    past = "past" if issue.closes_on < today else ""
    dates = "".join(
        day_cell(label, day, today, hot=label == _("Closing"))
        for label, day in (
            (_("Closing"), issue.closes_on),
            (_("Materials"), issue.materials_due_on),
            (_("Publication"), issue.published_on),
        )
    )
    cells = "".join(
        _cell(place, position.name)
        for position, place in zip(calendar.positions, row.places, strict=True)
    )
    return (
        f'<tr class="{past}"><th><b>{html(issue.name)}</b>'
        f"<span>{html(issue.theme)}</span></th>{dates}{cells}"
        f"{pages_cell(row.pages, issue, past=bool(past))}</tr>"
    )


def day_cell(label: str, day: date, today: date, *, hot: bool) -> str:
    """Draw a day and how far it is; a `hot` one is told in red when it is near."""
    left = (day - today).days
    tone = "past" if left < 0 else "hot" if hot and left <= SELL_NOW_DAYS else ""
    return (
        f'<td data-l="{html(label)}" class="dt {tone}">{html(day_short(day))}'
        f"<span>{html(days_left(day, today))}</span></td>"
    )


def _cell(place: Place | None, position: str) -> str:
    if place is None:
        return f'<td class="cc" data-l="{html(position)}"></td>'
    free = place.state in {PlaceState.FREE, PlaceState.SELL_NOW}
    price = money(place.price, cents=False) if place.price else ""
    unsold = place.state is PlaceState.CLOSED
    first = state_word(place) if free else price if unsold else place.holder
    second = price if free else state_word(place)
    name = f"{position}, {place.issue.name}, {first}, {second}"
    return (
        f'<td class="cc" data-l="{html(position)}"><button class="c {place.state}" '
        f'data-id="{place.id}" aria-label="{html(name)}"><b>{html(first)}</b>'
        f"<span>{html(second)}</span></button></td>"
    )


def legend() -> str:
    """Draw what each colour says; every cell says it in a word too."""
    words = (
        (PlaceState.SELL_NOW, _("free, closing within 30 days")),
        (PlaceState.FREE, _("free")),
        (PlaceState.OPTIONED, _("option until…")),
        (PlaceState.SOLD, _("sold")),
        (PlaceState.RAN, _("ran")),
        (PlaceState.CLOSED, _("closed")),
    )
    return colours(words)


def colours(rows: Iterable[tuple[PlaceState, str]], tone: str = "") -> str:
    """Draw what each colour says."""
    said = "".join(
        f'<span><i class="sw {state}"></i>{html(word)}</span>' for state, word in rows
    )
    return f'<div class="legend {tone}">{said}</div>'
