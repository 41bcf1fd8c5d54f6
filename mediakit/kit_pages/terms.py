"""The terms: how a price is computed, then every clause, in as many pages it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from mediakit import theme
from mediakit.cascade import CascadeBlock
from mediakit.kit_pages.frame import BOTTOM

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Cascade, Terms
    from mediakit.theme import Style

GRID = theme.LANDSCAPE
_GAP = 18.0
_COLUMN = (GRID.measure - _GAP * 3) / 4
_HALF = GRID.left + 2 * (_COLUMN + _GAP)
_HEADING = theme.STRONG.but(size=7.75, lead=9.8)
_TEXT = theme.SMALL.but(size=7.1, lead=9, tone="ink")
_AIR = 4.5
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class _Run:
    """A heading or a paragraph, broken into lines, and the air over it."""

    lines: tuple[str, ...]
    is_heading: bool
    air: float

    @property
    def style(self) -> Style:
        return _HEADING if self.is_heading else _TEXT


# Where a run goes in a column: its top, and how many of its lines.
_Placed: TypeAlias = list[tuple[float, _Run]]


def draw(frame: KitFrame, page: Terms) -> None:
    """Draw the clauses in columns, the cascade over the last two of the first page."""
    sheet = frame.sheet
    own = frame.labels.kit.heads["terms"]
    runs = _runs(frame, page)
    first = True
    while first or runs:
        frame.open("terms", own[0])
        top = frame.head(page.head, own, frame.labels.kit.terms_lead) + 32
        tops = [top] * 4
        if first and page.cascade and page.cascade.steps:
            tops[2:] = [_cascade(frame, top, page.cascade) + 16] * 2
        if first and page.version:
            with sheet.tag("H2"):
                title = theme.H2.but(size=14)
                room = _HALF - GRID.left - _GAP
                sheet.text(GRID.left, top + 4, page.version, title, room=room)
            tops[:2] = [y + 14 for y in tops[:2]]
        columns, runs = _even(runs, tops)
        with sheet.group("Sect"):
            for n, column in enumerate(columns):
                heading = "H3" if page.version else "H2"
                _set(frame, GRID.left + n * (_COLUMN + _GAP), column, heading)
        frame.foot()
        first = False


def _cascade(frame: KitFrame, top: float, cascade: Cascade) -> float:
    """Draw the steps of a price; return where they end."""
    sheet = frame.sheet
    wide = GRID.edge - _HALF
    with sheet.tag("H2"):
        title = theme.H2.but(size=14)
        sheet.text(_HALF, top + 4, frame.labels.kit.example, title, room=wide)
    most = 3
    block = CascadeBlock(sheet, cascade, wide, air=2.5)
    if block.height > BOTTOM - top - 22:
        most = 1
        block = CascadeBlock(sheet, cascade, wide, air=1, most=1)
    air = 2.5 if most > 1 else 1
    CascadeBlock(sheet, cascade, wide, air=air, most=most).draw(_HALF, top + 14)
    return top + 14 + block.height


def _runs(frame: KitFrame, page: Terms) -> list[_Run]:
    sheet = frame.sheet
    found: list[_Run] = []
    for clause in page.clauses[:200]:
        if clause.heading:
            lines = sheet.lines(clause.heading, _HEADING, _COLUMN, 3)
            found.append(_Run(tuple(lines), is_heading=True, air=_AIR))
        air = 0.0 if clause.heading else _AIR
        for part in _parts(clause.text):
            lines = sheet.lines(part, _TEXT, _COLUMN)
            found.append(_Run(tuple(lines), is_heading=False, air=air))
            air = 0.0
    return found


def _parts(words: str) -> list[str]:
    """Cut a clause, at spaces, into parts that are set whole however long it is."""
    found = []
    while len(words) > _LONGEST:
        at = words.rfind(" ", 0, _LONGEST)
        at = at if at > 0 else _LONGEST
        found.append(words[:at])
        words = words[at:].lstrip()
    return [*found, words]


def _even(runs: list[_Run], tops: list[float]) -> tuple[list[_Placed], list[_Run]]:
    """Fill columns to the foot, or to one height where everything fits."""
    filled = _fill(runs, tops, BOTTOM + 2)
    if filled[1] or len(set(tops)) > 1:
        return filled
    foot = tops[0] + sum(
        run.style.lead * len(run.lines) + run.air for run in runs
    ) / len(tops)
    while foot < BOTTOM:
        tried = _fill(runs, tops, foot)
        if not tried[1]:
            return tried
        foot += _TEXT.lead
    return filled


def _fill(
    runs: list[_Run], tops: list[float], foot: float
) -> tuple[list[_Placed], list[_Run]]:
    """Place runs in columns down to ``foot``; return them, and those left over."""
    left = list(runs)
    columns: list[_Placed] = []
    for top in tops:
        placed: _Placed = []
        y = top
        while left:
            run = left[0]
            air = run.air if placed else 0.0
            fits = int((foot - y - air) // run.style.lead)
            if fits < (len(run.lines) + 2 if run.is_heading else 1):
                break
            shown = run.lines[:fits]
            part = _Run(shown, run.is_heading, run.air)
            placed.append((y + air, part))
            y += air + len(shown) * run.style.lead
            rest = run.lines[fits:]
            left[0:1] = [_Run(rest, run.is_heading, 0.0)] if rest else []
        columns.append(placed)
    return columns, left


def _set(frame: KitFrame, x: float, column: _Placed, heading: str) -> None:
    sheet = frame.sheet
    for y, run in column:
        with sheet.tag(heading if run.is_heading else "P"):
            sheet.set_lines(x, y, run.lines, run.style)
