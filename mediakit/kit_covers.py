"""One kit for many names: its pages drawn once, and each name's cover put before them.

A cover is drawn on its own in a document of one page whose faces begin with the same
letters in the same order, so that its content means the same in the whole kit; there it
takes the place of the cover drawn for nobody. Names with letters outside ``LETTERS``
are left to be drawn whole.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mediakit.media_kit import draw_media_kit
from mediakit.model import Cover

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mediakit.model import Lang, Look, MediaKit

NOBODY = "\u2013"
LETTERS = "".join(
    [
        *map(chr, range(0x20, 0x7F)),
        *map(chr, range(0xA0, 0x100)),
        *"ŒœŠšŽžŸ’‘“”–—…€\u202f",
    ]
)
_KNOWN = frozenset(LETTERS)
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) n")


def can_share(kit: MediaKit, name: str) -> bool:
    """Whether a name can be put on the cover of a kit that is drawn once."""
    starts = bool(kit.pages) and isinstance(kit.pages[0], Cover)
    return starts and _KNOWN.issuperset(name)


def draw_for_each(
    kit: MediaKit,
    names: Sequence[str] | None,
    *,
    lang: Lang,
    issued_at: datetime,
    look: Look,
) -> list[bytes]:
    """Draw a kit for each of several names; the bytes depend on the words alone.

    Each reads as what ``draw_media_kit`` draws for that name. Without names the kit
    is drawn as it is, for whom it says. Raises ``ValueError`` where ``can_share`` says
    no.
    """
    if names is None:
        drawn = draw_media_kit(kit, lang=lang, issued_at=issued_at, look=look)
        return [drawn.content]
    if not all(can_share(kit, name) for name in names):
        msg = "a name that cannot share its kit's pages"
        raise ValueError(msg)
    bare = replace(kit, prepared_for=NOBODY)
    alone = replace(bare, pages=kit.pages[:1])

    def draw(words: MediaKit) -> bytes:
        return draw_media_kit(
            words, lang=lang, issued_at=issued_at, look=look, letters=LETTERS
        ).content

    whole, cover = draw(bare), _stream(draw(alone))
    begins = whole.find(cover)
    if begins < 0 or whole.find(cover, begins + 1) >= 0:
        msg = "the cover is not where it was drawn"
        raise RuntimeError(msg)
    return [
        _put(whole, begins, cover, _stream(draw(replace(alone, prepared_for=name))))
        for name in names
    ]


def _stream(pdf: bytes) -> bytes:
    """Return the content of the first page, with its length and its end."""
    found = _CONTENTS.search(pdf)
    if found is None:
        msg = "a document without a page"
        raise RuntimeError(msg)
    head = b"\n%s 0 obj\n" % found[1]
    begins = pdf.index(head) + len(head)
    return pdf[begins : pdf.index(b"endobj", begins)]


def _put(whole: bytes, begins: int, old: bytes, new: bytes) -> bytes:
    """Put a content in the place of another, and say anew where what follows is."""
    moved = len(new) - len(old)
    at = whole.rindex(b"\nxref\n") + 1
    table, _word, rest = whole[at:].partition(b"startxref")

    def entry(found: re.Match[bytes]) -> bytes:
        offset = int(found[1])
        return b"%010d %s n" % (offset + moved * (offset > begins), found[2])

    table = _ENTRY.sub(entry, table)
    _old, _line, end = rest.lstrip().partition(b"\n")
    body = whole[:begins] + new + whole[begins + len(old) : at]
    return body + table + b"startxref\n%d\n" % len(body) + end
