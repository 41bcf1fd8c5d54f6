"""The code and the names an issue is proposed with, after the last one's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

DATED = ("%Y-%m-%d", "%Y-%m")
"""How a code that is a day, or a month, is written."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An issue as far as the next ones are learnt from it."""

    code: str
    name_fr: str
    name_en: str
    closes_on: date
    materials_due_on: date
    published_on: date
    pages: int | None = None
    circulation: int | None = None
    lasts: int | None = None


def named(last: Dated | None, place: int, day: date) -> tuple[str, str, str]:
    """Return the code and names of the `place`-th issue after the last one.

    Only the last number of a code counts on, as wide as it is written; a name that
    holds the old code holds the new one. A code that is a day or a month stays one,
    and its names are left to whoever writes days in words.
    """
    for written in DATED:
        if last and last.code == last.published_on.strftime(written):
            return day.strftime(written), "", ""
    if last is None:
        return str(place), f"n° {place}", f"no. {place}"
    found = re.search(r"\d+(?=\D*$)", last.code)
    if found is None:
        code = f"{last.code}-{place}"
        return code, code, code
    counted = str(int(found[0]) + place).zfill(len(found[0]))
    code = last.code[: found.start()] + counted + last.code[found.end() :]
    return (
        code,
        renamed(last.name_fr, last.code, code),
        renamed(last.name_en, last.code, code),
    )


def renamed(name: str, old: str, new: str) -> str:
    """Put a new code in a name where the old one stands, else name it by the code."""
    pattern = rf"(?<!\w){re.escape(old)}(?!\w)"
    if not old or not re.search(pattern, name):
        return new
    return re.sub(pattern, lambda _found: new, name, count=1)
