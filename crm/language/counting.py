"""Small numbers in words, as sentences begin with them."""

from __future__ import annotations

from crm.domain.errors import words
from crm.language import _
from crm.language.formats import number

SMALL = (
    words("Two"),
    words("Three"),
    words("Four"),
    words("Five"),
    words("Six"),
    words("Seven"),
    words("Eight"),
    words("Nine"),
    words("Ten"),
)


def counted(value: int) -> str:
    """Write a number that begins a sentence: in words from two to ten.

    One has a gender in French: the sentence with one is written whole, by its own.
    """
    return _(SMALL[value - 2]) if 2 <= value <= 10 else number(value)
