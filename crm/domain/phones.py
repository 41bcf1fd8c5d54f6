"""Telephone numbers: what was typed, what it is, how it is shown and found.

The library knows the world; this file knows how the French type. Letters are
never turned into digits, a number that looks wrong is kept and flagged, and
what was typed always stays beside what was understood.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import phonenumbers as library

from crm.domain.phone_plan import (
    FICTIONAL,
    FRANCE,
    FRENCH_PLAN,
    SHORT,
    PhoneKind,
    kind_of,
    overseas,
)
from crm.domain.phone_showing import (
    phone_digits_for_search,
    phone_search_text,
    show_phone,
    tel_link,
)
from crm.domain.phone_typing import LONGEST, plain, without_words

__all__ = [
    "LONGEST",
    "Phone",
    "PhoneKind",
    "PhoneQuality",
    "phone_digits_for_search",
    "phone_search_text",
    "read_phone",
    "read_phones",
    "show_phone",
    "tel_link",
]


class PhoneQuality(StrEnum):
    """How far a number can be trusted; none of these refuses it."""

    VALID = "valid"
    UNUSUAL = "unusual"
    """In no known range, or one digit off: kept as it is, and flagged."""
    FICTIONAL = "fictional"
    """In a range the regulator keeps for films, books and demonstrations."""
    SHORT = "short"
    """36 39, 112, 118 218: dialled inside the country only."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as typed and as understood; a short one has no E.164 form."""

    raw: str
    e164: str | None
    extension: str | None
    kind: PhoneKind
    region: str
    quality: PhoneQuality


_SEPARATOR: Final = re.compile(
    r"\s*(?:/|;|\||\bou\b|\bor\b|\bet\b|\n|\s-\s|,(?=\s*\+?0))\s*", re.IGNORECASE
)


def read_phone(raw: str, *, region: str = "FR") -> Phone | None:
    """Read one number as it was typed; None when a person must look at it.

    A number without a country is one of `region` (ISO 3166, two letters).
    Numbers of the French overseas departments get their own country code
    whichever way they were typed. Text beyond 200 characters is not read.
    """
    return _read(raw, region.strip().upper()) if len(raw) <= LONGEST else None


@lru_cache(maxsize=4096)
def _read(raw: str, home: str) -> Phone | None:
    text, extension = without_words(plain(raw))
    digits = re.sub(r"\D", "", text)
    if any(c.isalpha() for c in text) or len(set(digits)) < 2:
        return None
    home_plan = "FR" if home in FRENCH_PLAN else home
    abroad = text.startswith("+")
    if home_plan == "FR" and not abroad and SHORT.fullmatch(digits):
        return Phone(raw, None, extension, PhoneKind.SHORT, "FR", PhoneQuality.SHORT)
    try:
        number = library.parse(text, home_plan)
    except library.NumberParseException:
        return None
    extension = extension or number.extension
    number.extension = None
    if number.country_code == FRANCE:
        return _french(raw, number, extension, home, whole=abroad or digits[0] == "0")
    return (
        _abroad(raw, number, extension, home)
        if library.is_possible_number(number)
        else None
    )


def read_phones(raw: str, *, region: str = "FR") -> tuple[Phone, ...]:
    """Read every number of one cell ("07… / 06…", "01… ou 06…"), each once.

    A piece that is not a whole number ("0687/0769 21 82 45") is left out; so is
    everything when the cell is longer than 200 characters.
    """
    whole = read_phone(raw, region=region)
    if whole is not None:
        return (whole,)
    if len(raw) > LONGEST:
        return ()
    pieces = _SEPARATOR.split(unicodedata.normalize("NFKC", raw))
    found = (read_phone(piece, region=region) for piece in pieces)
    return tuple({(p.e164 or p.raw, p.extension): p for p in found if p}.values())


def _french(
    raw: str,
    number: library.PhoneNumber,
    extension: str | None,
    home: str,
    *,
    whole: bool,
) -> Phone | None:
    """Place a number that was dialled the French way."""
    national = str(number.national_number)
    if len(national) == 9 and not FICTIONAL.fullmatch(national):
        moved = overseas(national, home)
        if moved:
            return _abroad(raw, moved, extension, home)
    number = library.PhoneNumber(FRANCE, int(national))
    kind = kind_of(number)
    if FICTIONAL.fullmatch(national):
        quality = PhoneQuality.FICTIONAL
    elif library.is_valid_number(number):
        quality = PhoneQuality.VALID
    elif len(national) == 9 or (whole and len(national) in {8, 10}):
        quality = PhoneQuality.UNUSUAL
    else:
        return None
    return Phone(raw, f"+33{national}", extension, kind, "FR", quality)


def _abroad(
    raw: str, number: library.PhoneNumber, extension: str | None, home: str
) -> Phone:
    """Describe a number outside metropolitan France; several share one code."""
    code = number.country_code or 0
    region = library.region_code_for_number(number)
    if region is None and library.country_code_for_region(home) == code:
        region = home
    return Phone(
        raw,
        library.format_number(number, library.PhoneNumberFormat.E164),
        extension,
        kind_of(number),
        region or library.region_code_for_country_code(code),
        PhoneQuality.VALID if library.is_valid_number(number) else PhoneQuality.UNUSUAL,
    )
