"""The French numbering plan: fiction, short numbers, overseas, kinds.

What the library cannot know, or lags behind on. Source: ARCEP's national
numbering plan.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

import phonenumbers as library


class PhoneKind(StrEnum):
    """What answers at the other end, and who pays."""

    MOBILE = "mobile"
    FIXED = "fixed"
    VOIP = "voip"
    TOLL_FREE = "toll_free"
    SHARED_COST = "shared_cost"
    PREMIUM = "premium"
    SHORT = "short"
    OTHER = "other"
    UNKNOWN = "unknown"


FRANCE: Final = 33
FRENCH_PLAN: Final = frozenset({"FR", "GP", "BL", "MF", "MQ", "GF", "RE", "YT"})
"""Regions that share the ten-digit plan: 0590… or 01… is dialled alike in all."""

FICTIONAL: Final = re.compile(r"(?:19900|26191|35301|46571|53649|63998)\d{4}")
"""ARCEP's numbering plan: numbers for audiovisual works, never allotted."""

SHORT: Final = re.compile(r"3\d{3}|1\d{2}|10\d{2}|118\d{3}|116\d{3}")

_OVERSEAS: Final = (("GP", 590), ("GF", 594), ("MQ", 596), ("RE", 262), ("YT", 262))
_OVERSEAS_LEADS: Final = ("26", "59", "69", "639", "709")
_OVERSEAS_ONLY: Final = {
    **dict.fromkeys(("590", "690", "691"), 590),
    **dict.fromkeys(("594", "694"), 594),
    **dict.fromkeys(("596", "696", "697"), 596),
    **dict.fromkeys(("262", "263", "269", "692", "693"), 262),
}

_KINDS: Final = {
    library.PhoneNumberType.MOBILE: PhoneKind.MOBILE,
    library.PhoneNumberType.FIXED_LINE: PhoneKind.FIXED,
    library.PhoneNumberType.VOIP: PhoneKind.VOIP,
    library.PhoneNumberType.TOLL_FREE: PhoneKind.TOLL_FREE,
    library.PhoneNumberType.SHARED_COST: PhoneKind.SHARED_COST,
    library.PhoneNumberType.PREMIUM_RATE: PhoneKind.PREMIUM,
}
_KIND_BY_FIRST_DIGIT: Final = {
    **dict.fromkeys("12345", PhoneKind.FIXED),
    **dict.fromkeys("67", PhoneKind.MOBILE),
    "9": PhoneKind.VOIP,
}


def overseas(national: str, home: str) -> library.PhoneNumber | None:
    """Give a number of the overseas departments its own country code."""
    if national.startswith("508"):
        return library.PhoneNumber(508, int(national[3:]))
    if national.startswith("708"):
        candidate = library.PhoneNumber(508, int(national))
        return candidate if library.is_valid_number(candidate) else None
    if not national.startswith(_OVERSEAS_LEADS):
        return None
    for region, code in _OVERSEAS:
        candidate = library.PhoneNumber(code, int(national))
        if library.is_valid_number_for_region(candidate, region):
            return candidate
    code = _OVERSEAS_ONLY.get(national[:3], 0)
    if national.startswith("639") and home == "YT":
        code = 262
    return library.PhoneNumber(code, int(national)) if code else None


def kind_of(number: library.PhoneNumber) -> PhoneKind:
    """Ask the library; where it does not know, the French plan's first digit."""
    kind = library.number_type(number)
    if kind != library.PhoneNumberType.UNKNOWN:
        return _KINDS.get(kind, PhoneKind.OTHER)
    if number.country_code in {FRANCE, 590, 594, 596, 262}:
        first = str(number.national_number)[0]
        return _KIND_BY_FIRST_DIGIT.get(first, PhoneKind.UNKNOWN)
    return PhoneKind.UNKNOWN
