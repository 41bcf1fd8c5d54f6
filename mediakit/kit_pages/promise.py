"""The promise: the message set large, the subjects, the reasons, one voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.kit_pages.frame import BOTTOM
from mediakit.kit_pages.pieces import label, rule_block, voice

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Promise

GRID = theme.LANDSCAPE
_GROUND = 318.0
_TOPICS = GRID.x(9)


def draw(frame: KitFrame, page: Promise) -> None:
    """Draw the message on a coloured ground, then the reasons under it."""
    sheet = frame.sheet
    own = frame.labels.kit.heads["promise"]
    frame.open("promise", own[0])
    sheet.box(0, 0, GRID.width, _GROUND, fill="accent")
    label(sheet, (GRID.left, GRID.top + 8), page.head.kicker or own[0], 300, "sky")
    room = (GRID.span(8) if page.topics else GRID.measure) - 10
    _message(frame, page, page.head.title or own[1], room)
    if page.topics:
        _topics(frame, page.topics)
    y = _GROUND + 34
    points = page.points[:4]
    across = max(3, len(points))
    wide = (GRID.measure - 24 * (across - 1)) / across
    said = 82.0 if page.voice else 0.0
    most = int((BOTTOM - said - y - 40) // 12.6)
    for n, point in enumerate(points):
        rule_block(sheet, (GRID.left + n * (wide + 24), y, wide), point, most)
    if page.voice:
        box = (GRID.left, BOTTOM - 76, GRID.measure, 76)
        voice(sheet, box, page.voice, ground="paper")
    frame.foot()


def _message(frame: KitFrame, page: Promise, title: str, room: float) -> None:
    sheet = frame.sheet
    lead = theme.LEAD.but(size=12.5, lead=18.5, tone="white")
    leads = sheet.lines(page.head.lead, lead, min(room, 470), 4)
    base = _GROUND - 30 - len(leads) * lead.lead
    high = base - 18 - GRID.top - 22
    words = sheet.words(title, 160)
    for size in (64, 58, 52, 46, 40, 34, 28, 22, 18):
        style = theme.MEGA.but(size=size, lead=size * 0.98, tone="white")
        lines = [
            line
            for given in words.split("\n")[:4]
            for line in sheet.lines(given, style, room, even=True)
        ]
        wide = max((text.width(line.rstrip(), style) for line in lines), default=0)
        if len(lines) * style.lead <= high and wide <= room:
            break
    lines = lines[: max(1, int(high // style.lead))]
    top = base - 16 - (len(lines) - 1) * style.lead
    with sheet.tag("H1"):
        for n, line in enumerate(lines):
            spaced = line if n == len(lines) - 1 else line.rstrip() + " "
            sheet.text(GRID.left - 2, top + n * style.lead - 4, spaced, style)
    if leads:
        with sheet.tag("P"):
            sheet.set_lines(GRID.left, base, leads, lead)


def _topics(frame: KitFrame, topics: tuple[str, ...]) -> None:
    sheet = frame.sheet
    room = GRID.edge - _TOPICS
    shown = topics[:8]
    step = min(31.0, (_GROUND - 60 - GRID.top) / len(shown))
    y = _GROUND - 30 - step * len(shown)
    words = frame.labels.kit.topics
    with sheet.group("Sect"):
        label(sheet, (_TOPICS, y - 10), words, room, "sky", "H2")
        with sheet.group("L"):
            for n, topic in enumerate(shown):
                sheet.rule(_TOPICS, y + n * step, room, "sky")
                style = theme.H2.but(size=14, tone="white")
                sized = text.shrink(sheet.words(topic, 80), style, room, 8)
                with sheet.group("LI"), sheet.tag("LBody"):
                    base = y + n * step + step / 2 + 5
                    sheet.text(_TOPICS, base, topic, sized, room=room + 0.1)
        sheet.rule(_TOPICS, y + len(shown) * step, room, "sky")
