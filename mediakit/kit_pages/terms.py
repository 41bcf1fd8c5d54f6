"""The terms: how a price is computed, then every clause, in as many pages it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import theme
from mediakit.cascade import CascadeBlock
from mediakit.kit_pages.frame import BOTTOM

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Cascade, Terms
    from mediakit.theme import Style

GRID = theme.LANDSCAPE
_GAP = 18.0
_HEADING = theme.STRONG.but(size=7.75, lead=10)
_TEXT = theme.SMALL.but(size=7.25, lead=9.3, tone="ink")


def draw(frame: KitFrame, page: Terms) -> None:
    """Draw the cascade beside the clauses, which flow on over columns and pages."""
    sheet = frame.sheet
    own = frame.labels.kit.heads["terms"]
    lines = _lines(frame, page)
    first = True
    while first or lines:
        frame.open("terms", own[0])
        top = frame.head(page.head, own, frame.labels.kit.terms_lead) + 32
        columns = 4
        if first and page.cascade and page.cascade.steps:
            _cascade(frame, top, page.cascade)
            columns = 2
        wide = (GRID.measure - _GAP * 3) / 4
        x = GRID.left + (4 - columns) * (wide + _GAP)
        if first and page.version:
            with sheet.tag("H2"):
                room = GRID.edge - x
                title = theme.H2.but(size=14)
                sheet.text(x, top + 4, page.version, title, room=room)
        y = top + (14 if first and page.version else 0)
        with sheet.group("Sect"):
            for n in range(columns):
                at = (x + n * (wide + _GAP), y)
                lines = _column(frame, at, lines)
        frame.foot()
        first = False


def _cascade(frame: KitFrame, top: float, cascade: Cascade) -> None:
    sheet = frame.sheet
    wide = (GRID.measure - _GAP * 3) / 2 + _GAP / 2
    with sheet.tag("H2"):
        title = theme.H2.but(size=14)
        sheet.text(GRID.left, top + 4, frame.labels.kit.example, title, room=wide)
    y = top + 14
    most = 3
    block = CascadeBlock(sheet, cascade, wide)
    if block.height > BOTTOM - y - 8:
        most = 1
        block = CascadeBlock(sheet, cascade, wide, most=1)
    air = (BOTTOM - 12 - y - block.height) / max(1, len(cascade.steps))
    air = min(7.5, max(1.0, 4.5 + air))
    CascadeBlock(sheet, cascade, wide, air=air, most=most).draw(GRID.left, y)


def _lines(frame: KitFrame, page: Terms) -> list[tuple[str, Style, float]]:
    """Break the clauses into lines with the air over each."""
    wide = (GRID.measure - _GAP * 3) / 4
    sheet = frame.sheet
    out: list[tuple[str, Style, float]] = []
    for clause in page.clauses[:200]:
        if clause.heading:
            heading = sheet.lines(clause.heading, _HEADING, wide, 3)
            out += [
                (line, _HEADING, 0.0 if n else 5.0) for n, line in enumerate(heading)
            ]
        text_lines = sheet.lines(clause.text, _TEXT, wide)
        air = 0.0 if clause.heading else 5.0
        out += [(line, _TEXT, 0.0 if n else air) for n, line in enumerate(text_lines)]
    return out


def _column(
    frame: KitFrame,
    at: tuple[float, float],
    lines: list[tuple[str, Style, float]],
) -> list[tuple[str, Style, float]]:
    """Set lines down to the foot of a column; return those left over."""
    sheet = frame.sheet
    x, y = at
    while lines:
        run = [lines[0]]
        while len(run) < len(lines) and lines[len(run)][1] is run[0][1]:
            run.append(lines[len(run)])
        style = run[0][1]
        fits = int((BOTTOM + 2 - y - run[0][2]) // style.lead)
        heading = style is _HEADING
        if fits < (len(run) + 2 if heading else 1):
            return lines
        shown = run[:fits]
        y += 0 if y == at[1] else run[0][2]
        with sheet.tag("H3" if heading else "P"):
            y = sheet.set_lines(x, y, [line for line, *_rest in shown], style)
        lines = lines[len(shown) :]
        if len(shown) < len(run):
            return lines
    return lines
