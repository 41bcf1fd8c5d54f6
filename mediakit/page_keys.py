"""What a page's picture depends on, as a key: the same key, the same picture."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from mediakit.model import Cover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediakit.model import Lang, Look, MediaKit


def page_keys(
    kit: MediaKit, shows: Sequence[int], *, lang: Lang, look: Look
) -> tuple[str, ...]:
    """Return a key for each sheet of a drawn kit; ``shows`` is ``DrawnKit.shows``.

    A sheet shows its page's words, its folio, and what every page shares: the look,
    the foot, the names of the sections. What only the cover says is in its key alone.
    """
    words = (kit.prepared_for, kit.greeting, kit.dated, kit.tagline)
    said = (*words, repr(kit.logo), repr(kit.picture))
    bare = replace(kit, pages=(), prepared_for="", greeting="", dated="", tagline="")
    shared = replace(bare, logo=None, picture=None, reference="")
    sections = [type(page).__name__ for page in kit.pages]
    base = repr((shared, sections, lang, look))
    keys = []
    for folio, number in enumerate(shows):
        page = kit.pages[number]
        own = (folio, page, said if isinstance(page, Cover) else ())
        keys.append(sha256(f"{base}{own!r}".encode()).hexdigest())
    return tuple(keys)
