"""The only place where a status meets a colour; a colour never goes without its word.

The theme's slots carry meaning: violet is quoted (slate), orange optioned (amber),
blue confirmed (cobalt), green ran, grey over, red overdue.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from crm.domain.errors import words
from crm.language import _
from crm.language.vocabulary import word as word_of
from crm.ui.escape import Marked, md


class Look(NamedTuple):
    """The colour slot of the theme, and the icon, of a status."""

    colour: str
    icon: str


STATUS = {
    "quoted": Look("violet", "edit_note"),
    "optioned": Look("orange", "hourglass_top"),
    "confirmed": Look("blue", "check"),
    "ran": Look("green", "done_all"),
    "closed": Look("gray", "lock"),
    "cancelled": Look("gray", "close"),
    "expired": Look("gray", "timer_off"),
    words("overdue"): Look("red", "priority_high"),
    "free": Look("gray", "radio_button_unchecked"),
    "sold": Look("blue", "check"),
    "prospect": Look("gray", "person_search"),
    "new": Look("green", "fiber_new"),
    "renewed": Look("blue", "autorenew"),
    "active": Look("gray", "storefront"),
    "expiring": Look("orange", "hourglass_bottom"),
    "lapsed": Look("gray", "history"),
    "awaited": Look("gray", "hourglass_empty"),
    "received": Look("violet", "inbox"),
    "checked": Look("blue", "fact_check"),
    "proof_sent": Look("orange", "outgoing_mail"),
    "approved": Look("green", "verified"),
    "reason": Look("gray", "info"),
}


def badge(status: str, precisely: str = "", icon: str = "") -> Marked:
    """Mark a status: its colour, its icon, and its word in the current language.

    `precisely` says more (“option until Monday”); an unknown status is grey.
    """
    look = STATUS.get(str(status), STATUS["reason"])
    said = precisely or (word_of(status) if isinstance(status, StrEnum) else _(status))
    shown = said[:1].upper() + said[1:]
    return Marked(f":{look.colour}-badge[:material/{icon or look.icon}: {md(shown)}]")
