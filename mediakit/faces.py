"""The faces, embedded and subset, and two corrections without which PDF/UA fails.

ReportLab 5.1 writes a ToUnicode map whose first code means U+0000, and streams whose
``endstream`` has no line of its own; both are put right here, once, for the process.
"""

from __future__ import annotations

import threading
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics, ttfonts

if TYPE_CHECKING:
    from collections.abc import Sequence

FONTS = Path(__file__).parent / "fonts"
SETS: dict[str, dict[str, str]] = {
    "grotesque": {},
    "serif": {
        "Display-XBold": "Serif-Display-XBold",
        "Display-SBold": "Serif-Display-SBold",
        "Text-Regular": "Serif-Text-Regular",
        "Text-Medium": "Serif-Text-Medium",
        "Text-Bold": "Serif-Text-Bold",
        "Text-Italic": "Serif-Text-Italic",
        # Its figures all have one width already.
        "Tab-Regular": "Serif-Text-Regular",
        "Tab-Bold": "Serif-Text-Bold",
    },
}
"""The sets of faces a look may name: for each part a face plays, which one plays it.

A part that is not named is played by the face of that name.
"""

TIGHTNESS = {"serif": 0.3}
"""How much of a style's tightening a set bears; all of it unless it is named here."""

_playing: ContextVar[str] = ContextVar("faces", default="grotesque")
_lock = threading.Lock()
_ready = False


def _to_unicode(_font: str, subset: Sequence[int]) -> str:
    """Write a ToUnicode map: no code 0, no private use, UTF-16BE, blocks of 100."""
    entries = [
        f"<{code:02X}> <{chr(value).encode('utf-16-be').hex().upper()}>"
        for code, value in enumerate(subset)
        if value and not 0xE000 <= value <= 0xF8FF
    ]
    out = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        out += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    out += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(out)


def _correct_reportlab() -> None:
    plain = pdfdoc.PDFStream.format

    def format_stream(self: Any, document: Any) -> bytes:  # noqa: ANN401 # untyped
        written: bytes = plain(self, document)
        tail = b"endstream\n"
        if not written.endswith(tail):
            return written
        return written[: -len(tail)] + b"\n" + tail

    pdfdoc.PDFStream.format = format_stream
    ttfonts.makeToUnicodeCMap = _to_unicode
    # The names of a dictionary's entries come back in each; one letter costs a turn.
    pdfdoc.PDFName = lru_cache(maxsize=2048)(pdfdoc.PDFName)
    rl_config.useA85 = 0
    # A ligature's glyph has no code point: search and screen readers would lose it.
    shaping = ttfonts.shapeFragWord.__defaults__[0]
    shaping.update(liga=False, dlig=False, clig=False, calt=False)


def load() -> None:
    """Register the faces and correct ReportLab, once in the life of the process."""
    global _ready  # noqa: PLW0603 # registering twice would cut a drawing in two
    if _ready:
        return
    with _lock:
        if _ready:
            return
        _correct_reportlab()
        for file in sorted(FONTS.glob("*.ttf")):
            # Cut to the letters drawn: all of ASCII would come along otherwise.
            face = ttfonts.TTFont(file.stem, str(file), asciiReadable=False)
            pdfmetrics.registerFont(face)
        _ready = True


@lru_cache(maxsize=64)
def coverage(face: str) -> frozenset[str]:
    """Return the characters a face can draw."""
    return frozenset(map(chr, pdfmetrics.getFont(face).face.charToGlyph)) - {"\ufeff"}


def fallback(face: str) -> str:
    """Return the face that draws what this one cannot (Greek, Cyrillic, marks)."""
    return "Fallback-Bold" if face.endswith("Bold") else "Fallback-Regular"


def play(faces: str) -> None:
    """Let a set of faces draw what follows in this thread; an unknown one is refused.

    Whoever draws a document says so first. Raises ``ValueError``.
    """
    if faces not in SETS:
        msg = f"{faces!r} is no set of faces: {', '.join(SETS)}"
        raise ValueError(msg)
    _playing.set(faces)


def tracked(track: float) -> float:
    """Return a style's tracking as the set that is drawing bears it."""
    return track if track >= 0 else track * TIGHTNESS.get(_playing.get(), 1)


def played(part: str) -> str:
    """Return the face that plays a part in the set that is drawing."""
    return SETS[_playing.get()].get(part, part)
