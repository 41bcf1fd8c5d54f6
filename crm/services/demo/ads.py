"""A few advertisers' files for what is still to appear: small, and not all right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from crm.domain.preflight import Box, FileFacts, FileKind, PdfPage
from crm.services.demo.chance import happens, pick
from crm.services.demo.desk import FORMATS

FILED, FAULTY = 85, 40
"""Of a hundred ads for print, those whose file is kept; of these, those with faults."""
LOOSE = "Helvetica"
GROUNDS = (
    (0.85, 0.78, 0, 0.1),
    (0.1, 0, 0.75, 0),
    (0, 0.7, 0.65, 0),
    (0.9, 0.6, 0.3, 0.5),
)


@dataclass(frozen=True, slots=True)
class Ad:
    """A file, and what preflight reads in it."""

    content: bytes
    read: FileFacts


def drawn(format_key: str, names: tuple[object, ...]) -> Ad | None:
    """Draw a line's ad, None for those that came another way."""
    row = FORMATS[format_key]
    is_page = row["support"] == "print" and row["labelled"] != "yes"
    if not is_page or not happens(FILED, *names, "filed"):
        return None
    width, height = int(row["width"]), int(row["height"])
    ground = pick(GROUNDS, *names, "ground")
    bleed = int(row["bleed_mm"])
    return _drawn(width, height, bleed, ground, is_faulty=happens(FAULTY, *names, "x"))


@lru_cache(maxsize=64)
def _drawn(
    width: int,
    height: int,
    bleed: int,
    ground: tuple[float, ...],
    *,
    is_faulty: bool,
) -> Ad:
    """Draw two grounds; a faulty one has less bleed, and a text without its font."""
    around = 2 if is_faulty and bleed else bleed
    out = BytesIO()
    size = (width + 2 * around) * mm, (height + 2 * around) * mm
    canvas = Canvas(out, size, invariant=1)
    edge = around * mm
    canvas.setTrimBox((edge, edge, size[0] - edge, size[1] - edge))
    canvas.setBleedBox((0, 0, *size))
    canvas.setFillColorCMYK(*ground)
    canvas.rect(0, 0, *size, stroke=0, fill=1)
    canvas.setFillColorCMYK(0, 0, 0, 0)
    canvas.circle(size[0] * 0.7, size[1] * 0.6, size[0] * 0.2, stroke=0, fill=1)
    if is_faulty:
        canvas.setFont(LOOSE, 24)
        canvas.drawString(3 * edge, 3 * edge, "Démonstration")
    canvas.showPage()
    canvas.save()
    content = out.getvalue()
    outer = Box(0, 0, 10 * (width + 2 * around), 10 * (height + 2 * around))
    inner = Box(10 * around, 10 * around, 10 * (width + around), 10 * (height + around))
    read = FileFacts(
        FileKind.PDF,
        len(content),
        sha256(content).hexdigest(),
        page_count=1,
        pages=(PdfPage(outer, inner, outer),),
        loose_fonts=(LOOSE,) if is_faulty else (),
    )
    return Ad(content, read)
