"""The calendar's drawings of what is not printed: sends, weeks, events, packages."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from crm.domain.magazine import SupportKind
from crm.domain.space import PlaceState
from crm.language import _, ngettext
from crm.language.formats import day_short, money, month_short, number
from crm.ui.calendar_parts import colours, day_cell, legend, state_word
from crm.ui.escape import html
from crm.ui.space_words import left_of

if TYPE_CHECKING:
    from datetime import date

    from crm.store.queries.calendar import Place, PlaceYear, SupportYear

FREE = (PlaceState.FREE, PlaceState.SELL_NOW)


def count_sentence(year: SupportYear) -> str:
    """Say how often the support comes out in the year."""
    many = len(year.issues)
    match year.kind:
        case SupportKind.NEWSLETTER:
            said = ngettext("{number} send", "{number} sends", many)
        case SupportKind.WEB:
            said = ngettext("{number} week", "{number} weeks", many)
        case SupportKind.EVENT:
            said = ngettext("{number} meeting", "{number} meetings", many)
        case _:
            said = ngettext("{number} slot", "{number} slots", many)
    return said.format(number=number(many))


def conclusion(year: SupportYear) -> str:
    """Say how much of a support is to be sold now, and later."""
    soon = sum(row.count(PlaceState.SELL_NOW) for row in year.rows)
    later = sum(row.count(PlaceState.FREE) for row in year.rows)
    if not soon:
        said = _("Nothing closes within 30 days with a place free; {later} free later.")
        return said.format(later=number(later))
    said = ngettext(
        "{soon} place is free where it closes within 30 days, {later} later.",
        "{soon} places are free where it closes within 30 days, {later} later.",
        soon,
    )
    return said.format(soon=number(soon), later=number(later))


def drawing(year: SupportYear, today: date) -> str:
    """Draw a support's year: a strip where it comes out by the week, else a table."""
    return _strip(year) if year.is_frequent else _table(year, today)


def share_of_voice(kind: SupportKind, capacity: int) -> str:
    """Say what one place of a week on the site is: its share of the views."""
    if kind is not SupportKind.WEB or capacity < 2:
        return ""
    return _("one view in {number} each").format(number=number(capacity))


def _strip(year: SupportYear) -> str:
    months = groupby(year.issues, key=lambda issue: issue.published_on.month)
    heads = "".join(
        f'<span style="flex:{len(group)}">'
        f"{html(month_short(group[0].published_on))}</span>"
        for group in (list(found) for _month, found in months)
    )
    lines = "".join(
        f'<div class="ln"><b>{html(row.name)}</b><div>'
        + "".join(_mark(year, place) for place in row.places)
        + f"</div><em>{number(row.count(*FREE))}</em></div>"
        for row in year.rows
    )
    words = (
        (PlaceState.SELL_NOW, _("free, closing within 30 days")),
        (PlaceState.FREE, _("free, later")),
        (PlaceState.OPTIONED, _("option")),
        (PlaceState.SOLD, _("sold")),
        (PlaceState.RAN, _("ran")),
        (PlaceState.CLOSED, _("gone unsold")),
    )
    told, free = _("{label}: {value}"), _("free")
    counted = (
        (s, told.format(label=word, value=number(sum(x.count(s) for x in year.rows))))
        for s, word in words
    )
    return (
        f'<div class="scroll"><div class="nl"><div class="ln hd"><b></b>'
        f"<div>{heads}</div><em>{html(free)}</em></div>{lines}</div></div>"
        + colours(counted, "fill")
    )


def _mark(year: SupportYear, place: Place) -> str:
    space = place.pool.space
    said = [place.pool.name, day_short(place.issue.published_on), state_word(place)]
    part = ""
    if space.capacity > 1:
        said.append(left_of(place.pool))
        share = share_of_voice(year.kind, space.capacity)
        said += [share] if share else []
        held = (space.capacity - space.left) * 100 // space.capacity
        if held and place.state in FREE:
            part = f'<i style="height:{held}%"></i>'
    names = dict.fromkeys(one.advertiser or one.rep for one in space.holdings)
    told = html(", ".join([*said, *names]))
    return (
        f'<button class="w {place.state}" data-id="{place.id}" title="{told}" '
        f'aria-label="{told}">{part}</button>'
    )


def _table(year: SupportYear, today: date) -> str:
    titles = (year.name, _("Closing"), *(row.name for row in year.rows))
    head = "".join(f"<th>{html(title)}</th>" for title in titles)
    places = {
        (place.issue.id, row.name): place for row in year.rows for place in row.places
    }
    lines = []
    for issue in year.issues:
        past = "past" if issue.closes_on < today else ""
        cells = "".join(
            _cell(places.get((issue.id, row.name)), row) for row in year.rows
        )
        closing = day_cell(_("Closing"), issue.closes_on, today, hot=True)
        lines.append(
            f'<tr class="{past}"><th><b>{html(issue.name)}</b>'
            f"<span>{html(day_short(issue.published_on))}</span></th>{closing}{cells}</tr>"
        )
    columns = '<col class="o"><col class="d">' + "<col>" * len(year.rows)
    return (
        f'<div class="scroll"><table class="grid few"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
        + legend()
    )


def _cell(place: Place | None, row: PlaceYear) -> str:
    if place is None:
        return f'<td class="cc" data-l="{html(row.name)}"></td>'
    space = place.pool.space
    price = money(place.price, cents=False) if place.price else ""
    first = left_of(place.pool) if space.capacity > 1 else state_word(place)
    if place.state not in FREE:
        first = place.holder if space.capacity == 1 else state_word(place)
    names = ", ".join(dict.fromkeys(x.advertiser or x.rep for x in space.holdings))
    second = price if place.state in FREE and not names else names
    if place.state not in FREE and space.capacity == 1:
        second = state_word(place)
    told = html(", ".join(part for part in (row.name, place.issue.name, first) if part))
    return (
        f'<td class="cc" data-l="{html(row.name)}"><button class="c {place.state}" '
        f'data-id="{place.id}" title="{html(names)}" aria-label="{told}">'
        f"<b>{html(first)}</b><span>{html(second)}</span></button></td>"
    )
