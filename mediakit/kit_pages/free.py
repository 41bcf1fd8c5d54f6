"""What is still free at this moment: issues by position, on one board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.kit_pages.frame import BOTTOM
from mediakit.kit_pages.pieces import facts

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Free, FreeIssue, Space, SpaceState
    from mediakit.theme import Tone

GRID = theme.LANDSCAPE
_NAMES = 190.0
_PAGES = 92.0
_HEAD = 26.0
_STATES: dict[SpaceState, tuple[Tone | None, Tone | None, Tone]] = {
    "free": ("lime", None, "ink"),
    "optioned": ("sky", None, "accent"),
    "sold": (None, "line", "slate"),
    "closed": (None, "line", "slate"),
}


def draw(frame: KitFrame, page: Free) -> None:
    """Draw the board, over as many pages as it takes, then the other supports."""
    own = frame.labels.kit.heads["free"]
    issues = list(page.issues)
    columns = page.columns[:7]
    others = page.others[:8]
    under = 26 + 16.0 * -(-len(others) // 2) if others else 0.0
    while True:
        frame.open("free", own[0])
        top = frame.head(page.head, own) + 44
        _stamp(frame, top - 12, page.stamp)
        room = BOTTOM - top - _HEAD - under
        fits = max(1, int(room // 34)) if issues else 0
        shown, issues = issues[:fits], issues[fits:]
        if shown:
            step = min(52.0, room / len(shown))
            _board(frame, top, columns, shown, step)
        if not issues:
            if others:
                _others(frame, page, BOTTOM - under + 14)
            frame.foot()
            return
        frame.foot()


def _stamp(frame: KitFrame, y: float, stamp: str) -> None:
    sheet = frame.sheet
    if not stamp:
        return
    words = frame.labels.kit.stamped.format(stamp)
    style = theme.STRONG.but(tone="accent")
    with sheet.tag("P"):
        sheet.text(GRID.left, y, words, style, room=GRID.measure)


def _board(
    frame: KitFrame,
    top: float,
    columns: tuple[str, ...],
    issues: list[FreeIssue],
    step: float,
) -> None:
    sheet, labels = frame.sheet, frame.labels.kit
    wide = (GRID.measure - _NAMES - _PAGES) / max(1, len(columns))
    head = theme.H3.but(size=8.75)
    with sheet.group("Table"):
        with sheet.group("TR"):
            with sheet.tag("TH", Scope="Column"):
                sheet.text(GRID.left, top + 18, labels.issue, head, room=_NAMES - 8)
            for n, name in enumerate(columns):
                x = GRID.left + _NAMES + n * wide
                with sheet.tag("TH", Scope="Column"):
                    sized = text.shrink(sheet.words(name, 60), head, wide - 8, 6.5)
                    sheet.text(x + 2, top + 18, name, sized, room=wide - 7)
            with sheet.tag("TH", Scope="Column"):
                sheet.text(GRID.edge, top + 18, labels.pages, head, side="right")
        y = top + _HEAD
        sheet.rule(GRID.left, y, GRID.measure, weight=1)
        for issue in issues:
            with sheet.group("TR"):
                _issue(frame, (y, step, wide), issue, len(columns))
            y += step
            sheet.rule(GRID.left, y, GRID.measure, "line")


def _issue(
    frame: KitFrame, at: tuple[float, float, float], issue: FreeIssue, many: int
) -> None:
    sheet = frame.sheet
    y, step, wide = at
    middle = y + step / 2 - (4 if step >= 40 else 0)
    with sheet.tag("TH", Scope="Row"):
        number = theme.H2.but(size=14, tone="accent")
        sized = text.shrink(sheet.words(issue.number, 40), number, 56, 7)
        told = sheet.text(GRID.left, middle - 1, issue.number, sized, room=56.1)
        if issue.mark:
            mark = theme.LABEL.but(size=5.8, tone="accent")
            words = sheet.words(issue.mark, 40).upper()
            sheet.text(GRID.left + told + 7, middle - 3, words, mark, room=110)
        bold = theme.H3.but(size=8.75)
        room = _NAMES - 14
        sheet.text(GRID.left, middle + 10, issue.theme, bold, room=room)
    states = (*issue.spaces, *(None,) * many)[:many]
    for n, space in enumerate(states):
        x = GRID.left + _NAMES + n * wide
        with sheet.tag("TD"):
            _cell(frame, (x, y + 4, wide - 5, step - 8), space)
    with sheet.tag("TD"):
        figure = theme.KPI.but(size=19)
        sized = text.shrink(sheet.words(issue.pages, 20), figure, _PAGES - 16, 7)
        room = _PAGES - 16.0
        sheet.text(GRID.edge, middle + 1, issue.pages, sized, side="right", room=room)
        bar = _PAGES - 16
        at_x = GRID.edge - bar
        sheet.box(at_x, middle + 7, bar, 4, fill="line")
        left = bar * min(1.0, max(0.0, issue.proportion))
        if left:
            sheet.box(GRID.edge - left, middle + 7, left, 4, fill="accent")
        if issue.closing and step >= 40:
            under = middle + 20
            words = issue.closing
            sheet.text(GRID.edge, under, words, theme.TINY, side="right", room=_PAGES)


def _cell(
    frame: KitFrame, box: tuple[float, float, float, float], space: Space | None
) -> None:
    sheet = frame.sheet
    x, y, wide, high = box
    if space is None:
        return
    fill, stroke, tone = _STATES[space.state]
    sheet.box(x, y, wide, high, fill=fill, stroke=stroke, radius=3)
    face = "Text-Bold" if space.state == "free" else "Text-Medium"
    style = theme.SMALL.but(face=face, size=8, lead=9.5, tone=tone)
    lines = sheet.lines(space.words, style, wide - 12, max(1, int((high - 4) // 9.5)))
    top = y + (high - len(lines) * style.lead) / 2
    sheet.set_lines(x + 7, top, lines, style)


def _others(frame: KitFrame, page: Free, y: float) -> None:
    half = (len(page.others[:8]) + 1) // 2
    wide = (GRID.measure - 28) / 2
    for n in range(2):
        rows = page.others[:8][n * half : (n + 1) * half]
        if rows:
            facts(frame.sheet, (GRID.left + n * (wide + 28), y, wide), rows)
