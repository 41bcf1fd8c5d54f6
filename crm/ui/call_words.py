"""Why a company is called, in words: a badge, and a sentence with its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.call_signals import Signal
from crm.language import _, ngettext
from crm.language.formats import date_long, day_short, number
from crm.ui.follow_ups import due_badge
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from datetime import date

    from crm.domain.call_list import Cause
    from crm.ui.escape import Marked


def cause_badge(cause: Cause, today: date) -> Marked:
    """Mark a reason: what it is and how urgent, in its colour."""
    match cause.signal:
        case Signal.FOLLOW_UP:
            return due_badge(cause.day or today, cause.hour, today)
        case Signal.OPTION:
            return badge("optioned", _option_left(-cause.days_late))
        case Signal.MATERIALS:
            said = ngettext(
                "materials {days} day late",
                "materials {days} days late",
                cause.days_late,
            )
            return badge("overdue", said.format(days=number(cause.days_late)))
        case Signal.RENEWAL:
            return badge("lapsed", _("not renewed"))
        case Signal.THEME:
            return badge("reason", _("in the theme"), "menu_book")
        case Signal.UNHEARD:
            return badge("reason", _silence(cause, today), "schedule")


def cause_words(cause: Cause) -> str:
    """Tell a reason in a sentence, as plain text."""
    closing = day_short(cause.day) if cause.day else ""
    match cause.signal:
        case Signal.FOLLOW_UP:
            return cause.reason
        case Signal.OPTION:
            said = _("The option falls on {day} ({what}).")
            return said.format(day=closing, what=_place_and_issue(cause))
        case Signal.MATERIALS:
            said = _("The materials were due on {day} ({what}).")
            return said.format(day=closing, what=_place_and_issue(cause))
        case Signal.RENEWAL:
            said = _("Ran last year ({ran}); nothing booked: {issue} closes on {day}.")
            return said.format(ran=_ran(cause), issue=cause.issue, day=closing)
        case Signal.THEME:
            said = _("Their sector is in the theme {theme}: {issue} closes on {day}.")
            theme = _("“{theme}”").format(theme=cause.theme or cause.issue)
            words = said.format(theme=theme, issue=cause.issue, day=closing)
            return f"{words} {_free(cause)}"
        case Signal.UNHEARD:
            return _unheard(cause)


def _unheard(cause: Cause) -> str:
    if cause.day is None:
        return _("Active advertiser, no exchange noted so far.")
    said = _("Active advertiser, nothing exchanged since {day}.")
    return said.format(day=date_long(cause.day))


def _option_left(days: int) -> str:
    if days <= 0:
        return _("option: last day")
    said = ngettext("option: {days} day left", "option: {days} days left", days)
    return said.format(days=number(days))


def _silence(cause: Cause, today: date) -> str:
    if cause.day is None:
        return _("no exchange")
    days = (today - cause.day).days
    said = ngettext(
        "{days} day without an exchange", "{days} days without an exchange", days
    )
    return said.format(days=number(days))


def _place_and_issue(cause: Cause) -> str:
    return ", ".join(part for part in (cause.place, cause.issue) if part)


def _ran(cause: Cause) -> str:
    theme = _("“{theme}”").format(theme=cause.theme) if cause.theme else ""
    more = ngettext("{number} more", "{number} more", cause.others)
    others = more.format(number=number(cause.others)) if cause.others else ""
    return ", ".join(part for part in (cause.before, theme, others) if part)


def _free(cause: Cause) -> str:
    free = number(cause.places)
    if not cause.place:
        said = ngettext(
            "{number} premium position is free.",
            "{number} premium positions are free.",
            cause.places,
        )
        return said.format(number=free)
    if cause.places == 1:
        return _("A premium position is free: {place}.").format(place=cause.place)
    said = _("{number} premium positions are free, one of them: {place}.")
    return said.format(number=free, place=cause.place)
