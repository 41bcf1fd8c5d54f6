"""The words for how somebody agreed."""

from __future__ import annotations

from crm.domain.errors import words
from crm.language import _

MEANS = (
    words("signed file"),
    words("mail"),
    words("telephone"),
    words("meeting"),
    words("on line"),
)
"""How somebody may agree; each word is also its code."""


def means_word(code: str) -> str:
    """Return the word for how somebody agreed; an unknown code stands as it is."""
    return _(code) if code in MEANS else code
