"""How the desk speaks: English source sentences, a complete French catalogue.

The catalogue is read from its .po file once per process and language, so that what
a translator edits is what runs.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("fr", "en")
LOCALES = Path(__file__).parents[1] / "locale"

_KIND_ENDS = "\x04"
"""What gettext puts between a message's context and the message."""

_current: ContextVar[str] = ContextVar("language", default="en")


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    source = LOCALES / language / "LC_MESSAGES" / "regie.po"
    if not source.exists():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _(message: str) -> str:
    """Say a sentence in the current language."""
    if not message:
        return ""
    return _catalogue(_current.get()).gettext(message).rpartition(_KIND_ENDS)[2]


def words_of(kind: str, text: str) -> str:
    """Mark a word that French says differently of different kinds of things.

    What comes back is for `_`; the kind is the message's context in the catalogue.
    """
    return f"{kind}{_KIND_ENDS}{text}"


def ngettext(one: str, many: str, number: int) -> str:
    """Say a sentence that depends on a number."""
    return _catalogue(_current.get()).ngettext(one, many, number)


def current_language() -> str:
    """Return the language being spoken: one of LANGUAGES."""
    return _current.get()


def set_language(language: str) -> None:
    """Speak a language from here on in this thread or task; unknown ones: English."""
    _current.set(language if language in LANGUAGES else "en")


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Speak a language for a while."""
    token = _current.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _current.reset(token)


def preferred(accept_language: str) -> str:
    """Choose among LANGUAGES by an Accept-Language header; French where none fits.

    The header is a list of ranges with weights (RFC 9110, 12.5.4).
    """
    ranges = []
    for position, part in enumerate(accept_language.split(",")[:20]):
        tag, _sep, weight = (piece.strip() for piece in part.partition(";"))
        quality = _thousandths(weight)
        if quality:
            code = tag.partition("-")[0].lower()
            ranges.append((-quality, position, code))
    for _quality, _position, code in sorted(ranges):
        if code in LANGUAGES:
            return code
    return "fr"


def _thousandths(weight: str) -> int:
    """Read “q=0.8” as 800; no weight is 1 000, a wrong one nothing."""
    if not weight:
        return 1_000
    read = re.fullmatch(r"q\s*=\s*([01])(?:\.(\d{0,3}))?", weight, re.IGNORECASE)
    if read is None:
        return 0
    whole, decimals = read.groups()
    return min(1_000, int(whole) * 1_000 + int((decimals or "").ljust(3, "0")))
