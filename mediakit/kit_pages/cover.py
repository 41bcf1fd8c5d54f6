"""The cover: the kit's name, for whom, and a city drawn for this title and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.cover import draw_city
from mediakit.portraits import draw_picture

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Cover

GRID = theme.LANDSCAPE


def draw(frame: KitFrame, page: Cover) -> None:
    """Draw the cover."""
    sheet, kit, labels = frame.sheet, frame.kit, frame.labels.kit
    sheet.begin_page(labels.cover, "cover", "accent")
    side = GRID.height / 6
    left = GRID.width - 4 * side
    room = left - GRID.left - 24
    box = (left, 0.0, 4 * side, GRID.height)
    if kit.picture:
        draw_picture(sheet, box, kit.picture, cut=True)
    else:
        with sheet.drawing(labels.cover_alt, box):
            draw_city(sheet, (left, 0, side), 4, 6, frame.seed)
    if kit.logo:
        draw_picture(sheet, (GRID.left, 26, min(room, 200), 34), kit.logo)
    else:
        with sheet.tag("P"):
            brand = theme.H2.but(size=20, tone="white")
            style = text.shrink(sheet.words(sheet.look.name, 60), brand, room, 10)
            sheet.text(GRID.left, 52, sheet.look.name, style, room=room)
    sheet.box(GRID.left, 66, 28, 4, fill="lime")
    _title(frame, page.title or frame.title, room)
    if kit.tagline:
        with sheet.tag("P"):
            lead = theme.LEAD.but(size=13, lead=19.25, tone="white")
            sheet.paragraph(GRID.left, 470, 372, kit.tagline, lead, most=3)
    _foot(frame, left - 24)


def _title(frame: KitFrame, title: str, room: float) -> None:
    sheet = frame.sheet
    style = theme.MEGA.but(tone="white")
    words = sheet.words(title, 60)
    lines = [
        line
        for given in words.split("\n")
        for line in sheet.lines(given, style.but(size=64), room, even=True)
    ][:3]
    if frame.kit.year:
        lines.append(sheet.words(frame.kit.year, 12))
    size = min(text.shrink(line, style, room, 20).size for line in lines)
    if len(lines) > 3:
        size = min(size, 72)
    style = style.but(size=size)
    step = size * 0.89
    base = 440 - step * (len(lines) - 1)
    with sheet.tag("H1"):
        for n, line in enumerate(lines):
            year = frame.kit.year and n == len(lines) - 1
            spaced = line if n == len(lines) - 1 else line.rstrip() + " "
            sheet.text(
                GRID.left - 4,
                base + n * step,
                spaced,
                style,
                tone="lime" if year else "white",
            )


def _foot(frame: KitFrame, edge: float) -> None:
    sheet, kit = frame.sheet, frame.kit
    y = GRID.height - 32
    small = theme.SMALL.but(size=9.5, tone="sky")
    if kit.greeting:
        with sheet.tag("P"):
            lead = theme.LEAD.but(size=10.5, lead=14, tone="lime")
            lines = sheet.lines(kit.greeting, lead, edge - GRID.left, 2)
            sheet.set_lines(GRID.left, y - 22 - 14 * (len(lines) - 1), lines, lead)
            y += 4
    dated = min(130.0, sheet.width(kit.dated, small)) if kit.dated else 0
    if kit.prepared_for:
        with sheet.tag("P"):
            words = frame.labels.kit.prepared_for
            told = sheet.text(GRID.left, y, words, small)
            room = edge - GRID.left - told - dated - 20
            bold = small.but(face="Text-Bold", tone="white")
            sheet.text(GRID.left + told, y, kit.prepared_for, bold, room=room)
    if kit.dated:
        with sheet.tag("P"):
            sheet.text(edge, y, kit.dated, small, side="right", room=131)
    if kit.notice:
        with sheet.tag("P"):
            tiny = theme.TINY.but(tone="sky")
            room = edge - GRID.left
            sheet.text(GRID.left, y + 15, sheet.words(kit.notice, 300), tiny, room=room)
