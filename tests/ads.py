"""Advertisers' files, good and bad, made in one line."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pikepdf
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import mediakit

MM = 72 / 25.4
FACE = "Held"
PAGE = (210, 297)


def held_face() -> str:
    if FACE not in pdfmetrics.getRegisteredFontNames():
        folder = mediakit.__path__[0]
        pdfmetrics.registerFont(TTFont(FACE, f"{folder}/fonts/Text-Regular.ttf"))
    return FACE


def make_picture(
    width: int = 600,
    height: int = 200,
    kind: str = "PNG",
    mode: str = "RGB",
    *,
    frames: tuple[int, ...] = (),
) -> bytes:
    """Return a picture; `frames` are the milliseconds each of a GIF's stands."""
    out = BytesIO()
    picture = Image.new(mode, (width, height))
    more = [
        Image.new(mode, (width, height), (n, 200, 0)) for n in range(1, len(frames))
    ]
    if frames:
        picture.save(
            out, kind, save_all=True, append_images=more, duration=list(frames)
        )
    else:
        picture.save(out, kind)
    return out.getvalue()


def make_ad(
    size: tuple[float, float] = PAGE,
    *,
    bleed: float = 5,
    boxes: bool = True,
    pages: int = 1,
    words: str = "Lumicité",
    font: str = "",
    ppi: int = 0,
    mode: str = "CMYK",
    in_form: bool = False,
    password: str = "",
    owner: str = "",
) -> bytes:
    """Return a PDF as an advertiser would give it, right unless said otherwise.

    `size` is the trim in mm; `ppi` the resolution of a picture 50 mm wide.
    """
    out = BytesIO()
    width, height = ((side + 2 * bleed) * MM for side in size)
    locked = StandardEncryption(password, owner, canPrint=0) if owner else None
    canvas = Canvas(out, (width, height), invariant=1, encrypt=locked)
    edge = bleed * MM
    for _number in range(pages):
        if boxes:
            canvas.setTrimBox((edge, edge, width - edge, height - edge))
            canvas.setBleedBox((0, 0, width, height))
        canvas.setFont(font or held_face(), 20)
        canvas.drawString(40, 40, words)
        if ppi:
            side = round(50 / 25.4 * ppi)
            picture = ImageReader(Image.new(mode, (side, side)))
            if in_form:
                canvas.beginForm("ad")
                canvas.drawImage(picture, 0, 0, 100 * MM, 100 * MM)
                canvas.endForm()
                canvas.translate(20, 20)
                canvas.scale(0.5, 0.5)
                canvas.doForm("ad")
            else:
                canvas.drawImage(picture, 20, 20, 50 * MM, 50 * MM)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def turned(pdf: bytes) -> bytes:
    """Return a PDF whose pages are to be turned by a quarter before they are read."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            page.rotate(90, relative=True)
        opened.save(out)
    return out.getvalue()


def make_text(words: str) -> bytes:
    """Return a Word file of a paragraph."""
    out = BytesIO()
    with ZipFile(out, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", f"<w:p><w:t>{words}</w:t></w:p>")
    return out.getvalue()
