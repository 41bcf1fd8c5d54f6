"""Reading the facts of one file: to be called in a process of its own."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from io import BytesIO
from math import hypot
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pypdfium2
from PIL import Image, ImageSequence
from pypdfium2 import raw

from crm.domain.names import fold
from crm.domain.preflight import Box, FileFacts, FileKind, PdfPage
from crm.services.preflight.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES_READ = 4
"""No place takes more pages than two: of more, the count is enough."""
MOST_PIXELS = 160_000_000
MOST_WORDS_BYTES = 30_000_000
NESTED = 12
"""How deep pictures and texts are looked for in forms within forms."""
SMALLEST = 32
"""Pictures of fewer pixels a side are dots and rules: their resolution says nothing."""
_TENTHS_PER_POINT = Decimal(254) / Decimal(72)
_LABEL = re.compile(r"\b(publicite|communique)\b")
_LABELS = {"publicite": "Publicité", "communique": "Communiqué"}
_TAG = re.compile(r"<[^>]*>")
_SCREEN_COLOURS = {raw.FPDF_COLORSPACE_DEVICERGB, raw.FPDF_COLORSPACE_CALRGB}


class LockedError(Exception):
    """The file opens to a password alone."""


def read_facts(content: bytes) -> FileFacts:
    """Read a file whole. Raises LockedError, and whatever its readers raise."""
    kind = kind_of(content)
    if kind is None:
        raise ValueError("nothing an ad is made of")
    known: dict[str, Any] = {}
    if kind is FileKind.PDF:
        known = _pdf(content)
    elif kind is FileKind.DOCX:
        known = {"label": _label(_words_of(content))}
    elif kind is not FileKind.SVG:
        known = _picture(content)
    return FileFacts(kind, len(content), sha256(content).hexdigest(), **known)


def _label(text: str) -> str:
    """Return the word the law asks an advertorial for, where a text has it."""
    found = _LABEL.search(fold(text))
    return _LABELS[found[1]] if found else ""


def _words_of(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as parts:
        if broken := parts.testzip():
            raise ValueError(broken)
        with parts.open("word/document.xml") as words:
            text = words.read(MOST_WORDS_BYTES).decode("utf-8", "replace")
    return _TAG.sub("", text.replace("</w:p>", "\n"))


# --- Pictures ----------------------------------------------------------------


def _picture(content: bytes) -> dict[str, Any]:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(BytesIO(content)) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise ValueError("more pixels than a double page has")
        colours = {"CMYK": "CMYK", "L": "GRAY", "1": "GRAY", "LA": "GRAY"}
        mode = colours.get(picture.mode, "RGB")
        lasts = 0
        for frame in ImageSequence.Iterator(picture):
            frame.load()  # a file that was cut off ends here
            lasts += int(frame.info.get("duration") or 0)
    moves = getattr(picture, "n_frames", 1) > 1
    return {
        "width": width,
        "height": height,
        "colours": mode,
        "milliseconds": lasts if moves else 0,
    }


# --- PDF ---------------------------------------------------------------------


def _pdf(content: bytes) -> dict[str, Any]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as refusal:
        if refusal.err_code == raw.FPDF_ERR_PASSWORD:
            raise LockedError from None
        raise
    if raw.FPDF_GetSecurityHandlerRevision(document) >= 0:
        raise LockedError  # it opens, but forbids printing or copying
    count = len(document)
    if not count:
        raise ValueError("no page")
    pages, fonts, loose, screen, pictures = [], set[str](), set[str](), 0, list[int]()
    words = []
    for number in range(min(count, PAGES_READ)):
        page = document[number]
        pages.append(_boxes(page))
        for font, is_held in _fonts(page):
            (fonts if is_held else loose).add(font)
        for ppi, is_for_screens in _pictures(page):
            pictures.append(ppi)
            screen += is_for_screens
        words.append(page.get_textpage().get_text_bounded())
    return {
        "page_count": count,
        "pages": tuple(pages),
        "fonts": len(fonts),
        "loose_fonts": tuple(sorted(loose)),
        "pictures": len(pictures),
        "lowest_ppi": min(pictures, default=None),
        "screen_colours": screen,
        "label": _label("\n".join(words)),
    }


def _boxes(page: pypdfium2.PdfPage) -> PdfPage:
    turns = page.get_rotation() % 180 != 0

    def box(points: tuple[float, ...] | None) -> Box | None:
        if points is None:
            return None
        left, bottom, right, top = (_tenths(point) for point in points)
        return Box(bottom, left, top, right) if turns else Box(left, bottom, right, top)

    media = box(page.get_mediabox())
    if media is None or min(media.size) <= 0:
        raise ValueError("a page without a size")
    return PdfPage(
        media, box(page.get_trimbox(fallback_ok=False)), _bleed(page, box, media)
    )


def _bleed(page: pypdfium2.PdfPage, box: Any, media: Box) -> Box | None:  # noqa: ANN401  a function
    found: Box | None = box(page.get_bleedbox(fallback_ok=False))
    if found is None:
        return None
    return Box(
        max(found.left, media.left),
        max(found.bottom, media.bottom),
        min(found.right, media.right),
        min(found.top, media.top),
    )


def _tenths(points: float) -> int:
    exact = Decimal(str(points)) * _TENTHS_PER_POINT
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def _fonts(page: pypdfium2.PdfPage) -> Iterator[tuple[str, bool]]:
    """Yield the name of each font a page's texts use, and whether the file holds it."""
    for text in page.get_objects([raw.FPDF_PAGEOBJ_TEXT], max_depth=NESTED):
        font = text.get_font()
        name = font.get_base_name().rpartition("+")[2]
        yield name[:60], bool(font.is_embedded)


def _pictures(page: pypdfium2.PdfPage) -> Iterator[tuple[int, bool]]:
    """Yield the resolution each picture has at its size, and whether it is RGB."""
    for picture in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=NESTED):
        width, height = picture.get_px_size()
        across, up = _placed(picture)
        if min(width, height) < SMALLEST or not across or not up:
            continue
        ppi = min(Decimal(width * 72) / across, Decimal(height * 72) / up)
        colours = picture.get_metadata().colorspace
        yield int(ppi), colours in _SCREEN_COLOURS


def _placed(picture: pypdfium2.PdfImage) -> tuple[Decimal, Decimal]:
    """Return how wide and how high a picture stands on its page, in points.

    Of one that stands in a form, the forms around it turn and stretch it as well.
    """
    matrix, around = picture.get_matrix(), picture.container
    while around is not None:
        matrix, around = matrix.multiply(around.get_matrix()), around.container
    return _length(matrix.a, matrix.b), _length(matrix.c, matrix.d)


def _length(across: float, up: float) -> Decimal:
    return Decimal(str(hypot(across, up)))
