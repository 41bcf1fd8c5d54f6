"""The fixed words of the documents, in French and in English.

Sentences name their source of law where there is one; ``{}`` fields are filled with
words that arrive already formatted.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mediakit.wording.english import ENGLISH
from mediakit.wording.french import FRENCH
from mediakit.wording.labels import KitWording, SummaryWording, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediakit.model import Lang

__all__ = ["KitWording", "SummaryWording", "Wording", "wording"]

_TABLE: Mapping[Lang, Wording] = MappingProxyType({"fr": FRENCH, "en": ENGLISH})


def wording(lang: Lang) -> Wording:
    """Return the fixed words of a language; raise ``KeyError`` for another one."""
    return _TABLE[lang]
