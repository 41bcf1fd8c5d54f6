"""Pictures on a page, and a person's face: a photo, or their initials drawn."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.lib.utils import ImageReader

from mediakit import text, theme

if TYPE_CHECKING:
    from mediakit.model import Person, Picture
    from mediakit.sheet import Sheet


@lru_cache(maxsize=32)
def _reader(content: bytes) -> Any:  # noqa: ANN401 # ReportLab is untyped
    return ImageReader(BytesIO(content))


def fitted(picture: Picture, wide: float, high: float) -> tuple[float, float]:
    """Return the size a picture takes in a box without being cut."""
    ratio = min(wide / picture.width, high / picture.height)
    return picture.width * ratio, picture.height * ratio


def draw_picture(
    sheet: Sheet,
    box: tuple[float, float, float, float],
    picture: Picture,
    *,
    cut: bool = False,
) -> None:
    """Draw a picture in a box, whole at its left, or filling it (``cut``)."""
    x, y, wide, high = box
    drawn = fitted(picture, wide, high)
    left, low = x, sheet.grid.height - y - (high + drawn[1]) / 2
    if cut:
        ratio = max(wide / picture.width, high / picture.height)
        drawn = picture.width * ratio, picture.height * ratio
        left = x + (wide - drawn[0]) / 2
        low = sheet.grid.height - y - high - (drawn[1] - high) / 2
    canvas = sheet.canvas
    with sheet.drawing(picture.alt or sheet.look.name, box):
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(x, sheet.grid.height - y - high, wide, high)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawImage(_reader(picture.content), left, low, *drawn, mask="auto")
        canvas.restoreState()


def initials(name: str) -> str:
    """Return the first letters of a name's first and last words."""
    parts = [part for part in name.replace("-", " ").split() if part[:1].isalpha()]
    chosen = parts[:1] + parts[-1:] if len(parts) > 1 else parts[:1]
    return "".join(part[0] for part in chosen).upper()


def draw_face(
    sheet: Sheet, at: tuple[float, float], side: float, person: Person
) -> None:
    """Draw a person in a disc: their photo, or their initials."""
    x, y = at
    canvas = sheet.canvas
    centre = (x + side / 2, sheet.grid.height - y - side / 2)
    if person.photo is not None:
        with sheet.drawing(person.photo.alt or person.name, (x, y, side, side)):
            canvas.saveState()
            path = canvas.beginPath()
            path.circle(*centre, side / 2)
            canvas.clipPath(path, stroke=0, fill=0)
            ratio = max(side / person.photo.width, side / person.photo.height)
            wide, high = person.photo.width * ratio, person.photo.height * ratio
            left, low = centre[0] - wide / 2, centre[1] - high / 2
            image = _reader(person.photo.content)
            canvas.drawImage(image, left, low, wide, high, mask="auto")
            canvas.restoreState()
        return
    canvas.setFillColor(sheet.tones["sky"])
    canvas.circle(*centre, side / 2, stroke=0, fill=1)
    letters = initials(text.clean(person.name, 120))
    style = theme.H2.but(size=side * 0.36, tone="accent", kern=False)
    base = y + side / 2 + style.size * 0.35
    sheet.text(x + side / 2, base, letters, style, side="centre")
