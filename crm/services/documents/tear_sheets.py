"""The picture of a tear sheet: the first page of a PDF, or the screen as it came."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from mediakit import page_pictures

WIDEST = 1_400
MOST_PIXELS = 80_000_000
PDF = "application/pdf"


def picture_of(content: bytes, media_type: str) -> bytes | None:
    """Return a kept tear sheet as a JPEG to be printed; None where it is not readable.

    It was looked at when it came; what fails all the same is left out, not the report.
    """
    try:
        if media_type == PDF:
            [content] = page_pictures(content, width=WIDEST, pages=(0,))
        with Image.open(BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            opened.load()
            flat = Image.new("RGB", opened.size, "white")
            shown = opened.convert("RGBA")
            flat.paste(shown, mask=shown.getchannel("A"))
        flat.thumbnail((WIDEST, WIDEST * 2))
        out = BytesIO()
        flat.save(out, "JPEG", quality=82)
    except (OSError, ValueError, IndexError, RuntimeError, UnidentifiedImageError):
        return None
    return out.getvalue()
