"""The faces, embedded and subset, and two corrections without which PDF/UA fails.

ReportLab 5.1 writes a ToUnicode map whose first code means U+0000, and streams whose
``endstream`` has no line of its own; both are put right here, once, for the process.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics, ttfonts

if TYPE_CHECKING:
    from collections.abc import Sequence

FONTS = Path(__file__).parent / "fonts"
FALLBACK = {
    "Display-XBold": "Fallback-Bold",
    "Display-SBold": "Fallback-Bold",
    "Text-Bold": "Fallback-Bold",
    "Tab-Bold": "Fallback-Bold",
}
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
            pdfmetrics.registerFont(ttfonts.TTFont(file.stem, str(file)))
        _ready = True


@lru_cache(maxsize=32)
def coverage(face: str) -> frozenset[str]:
    """Return the characters a face can draw."""
    return frozenset(map(chr, pdfmetrics.getFont(face).face.charToGlyph)) - {"\ufeff"}


def fallback(face: str) -> str:
    """Return the face that draws what this one cannot (Greek, Cyrillic, marks)."""
    return FALLBACK.get(face, "Fallback-Regular")
