"""The flatplan: an issue's spreads on A4 landscape, then its ads in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.blocks import Column, Flow, RuledTable, Words
from mediakit.metadata import Metadata
from mediakit.sheet import Sheet, Side
from mediakit.wording import wording

if TYPE_CHECKING:
    from datetime import datetime

    from mediakit.model import Lang, Look
    from mediakit.model.flatplan import (
        PlanBox,
        PlanSpread,
        PlanSquare,
        PlanTable,
        PrintedPlan,
    )
    from mediakit.theme import Style, Tone

GRID = theme.LANDSCAPE
BOTTOM = GRID.height - GRID.bottom - 18
HEAD, FOOT = 9.0, 9.0
GAP, AIR = 11.0, 6.0
ACROSS = (5, 6, 7, 8, 9)
MARK = 3.6
NARROW, TELLS = 28, 24
_SECTION = theme.SMALL.but(face="Text-Bold", tone="accent", size=6.5)
_FOLIO = theme.TINY.but(size=6)
_NAME = theme.SMALL.but(face="Text-Bold", size=6.25, lead=7)
_UNDER = theme.TINY.but(size=5.5, lead=6.5)
_CELL = theme.BODY.but(size=8.5, lead=11.5)
_FIRST = _CELL.but(face="Text-Bold")
# (ground, type, outline) of what is drawn.
_LOOKS: dict[str, tuple[Tone, Tone, Tone | None]] = {
    "confirmed": ("accent", "white", None),
    "optioned": ("sky", "ink", "accent"),
    "ran": ("ink", "white", None),
    "free": ("lime", "ink", None),
    "editorial": ("paper", "slate", None),
    "front": ("ink", "white", None),
    "open": ("white", "slate", None),
    "clash": ("coral", "ink", None),
}


class _Plan:
    def __init__(self, words: PrintedPlan, sheet: Sheet) -> None:
        self.words, self.sheet = words, sheet
        wide, high = words.size
        self.shape = max(wide, 1) / max(high, 1)
        self.across = self._fitting()
        self.wide = (GRID.measure - GAP * (self.across - 1)) / self.across
        self.high = self.wide / self.shape
        self.step = HEAD + self.high + FOOT + AIR

    def _fitting(self) -> int:
        """Return the fewest spreads across with which all stand on one page."""
        for across in ACROSS:
            wide = (GRID.measure - GAP * (across - 1)) / across
            step = HEAD + wide / self.shape + FOOT + AIR
            rows = -(-len(self.words.spreads) // across)
            if rows * step <= BOTTOM - self._top() + AIR:
                return across
        return ACROSS[-1]

    def _top(self) -> float:
        return GRID.top + 66

    def draw(self) -> None:
        sheet = self.sheet
        self._open()
        y = self._head()
        for n, spread in enumerate(self.words.spreads):
            column = n % self.across
            if n and not column:
                y += self.step
                if y + self.step - AIR > BOTTOM:
                    self._open()
                    y = GRID.top + 14
            self._spread(GRID.left + column * (self.wide + GAP), y, spread)
        if any(table.rows for table in self.words.tables) or self.words.notes:
            flow = Flow(sheet, 0, BOTTOM, self._turn)
            flow.turn()
            self._tables(flow)

    def _open(self) -> None:
        sheet, words = self.sheet, self.words
        number = sheet.pages + 1
        sheet.begin_page(f"{words.title} {number}", f"page-{number}", "white")
        foot = GRID.height - GRID.bottom
        sheet.rule(GRID.left, foot - 11, GRID.measure)
        small = theme.TINY
        left = f"{sheet.look.name} · {words.kicker}"
        sheet.text(GRID.left, foot, left, small, room=GRID.span(5))
        middle, room = GRID.width / 2, GRID.span(2) + 40
        sheet.text(middle, foot, words.stamp, small, side="centre", room=room)
        sheet.text(GRID.edge, foot, str(number), small, side="right")

    def _turn(self) -> float:
        self._open()
        return GRID.top + 4

    def _head(self) -> float:
        sheet, words = self.sheet, self.words
        y = GRID.top
        with sheet.tag("P"):
            label = theme.LABEL.but(tone="accent")
            sheet.text(GRID.left, y + 6, words.kicker, label, room=GRID.span(8))
        with sheet.tag("H1"):
            room = GRID.span(8)
            raw = sheet.words(words.title, 160)
            style = text.shrink(raw, theme.H1.but(size=22), room, 12)
            sheet.text(GRID.left - 1, y + 30, words.title, style, room=room)
        for n, fact in enumerate(words.facts[:3]):
            with sheet.tag("P"):
                small = theme.SMALL.but(tone="ink", size=8)
                room = GRID.span(4) - 10
                sheet.text(
                    GRID.edge, y + 8 + n * 11, fact, small, side="right", room=room
                )
        self._legend(y + 48)
        return self._top()

    def _legend(self, y: float) -> None:
        sheet, x = self.sheet, GRID.left
        with sheet.tag("P"):
            for state, word in self.words.legend:
                if state == "clash":
                    self._mark(x + 4, y - 3)
                else:
                    ground, _type, outline = _LOOKS[state]
                    sheet.box(
                        *(x, y - 7, 11, 8),
                        fill=ground,
                        stroke=outline or (None if ground == "accent" else "mist"),
                    )
                room = min(110, GRID.edge - x - 15)
                x += 15 + sheet.text(x + 15, y, word, theme.SMALL, room=room) + 14

    def _spread(self, x: float, y: float, spread: PlanSpread) -> None:
        sheet, half = self.sheet, self.wide / 2
        top = y + HEAD
        whole = (x, y, self.wide, HEAD + self.high + FOOT)
        with sheet.drawing(spread.says, whole):
            for n, square in enumerate((spread.left, spread.right)):
                self._square(x + n * half, top, half, square, right=bool(n))
            for ad in spread.ads:
                self._ad(x, top, ad)
            sheet.box(x, top, self.wide, self.high, stroke="mist")

    def _square(
        self, x: float, y: float, wide: float, square: PlanSquare, *, right: bool
    ) -> None:
        sheet = self.sheet
        ground, type_, _outline = _LOOKS[square.state]
        sheet.box(x, y, wide, self.high, fill=ground, stroke="line")
        if square.state in {"open", "editorial"}:
            self._columns(x, y, wide)
        if square.section:
            sheet.text(x, y - 2.5, square.section, _SECTION, room=wide - 2)
        base = y + self.high + 7
        side: Side = "right" if right else "left"
        at = x + wide if right else x
        sheet.text(at, base, square.folio, _FOLIO, side=side, room=wide - 2)
        if square.word:
            lines = sheet.lines(square.word, _UNDER, wide - 6, 3)
            base = y + (self.high - len(lines) * _UNDER.lead) / 2 + 5
            for n, line in enumerate(lines):
                style = _UNDER.but(tone=type_)
                sheet.text(
                    *(x + wide / 2, base + n * _UNDER.lead, line.rstrip(), style),
                    side="centre",
                )

    def _columns(self, x: float, y: float, wide: float) -> None:
        """Draw the text of a page, as lines."""
        column = wide * 0.36
        for n in range(2):
            at = x + wide * 0.1 + n * (column + wide * 0.08)
            for row in range(int(self.high * 0.8 // 5)):
                self.sheet.rule(at, y + self.high * 0.1 + row * 5, column, "line")

    def _ad(self, x: float, y: float, ad: PlanBox) -> None:
        sheet = self.sheet
        scale = self.wide / max(self.words.size[0], 1)
        left, top = x + ad.x * scale, y + ad.y * scale
        wide, high = ad.width * scale, ad.height * scale
        ground, type_, outline = _LOOKS[ad.state]
        sheet.box(left, top, wide, high, fill=ground, stroke=outline or "white")
        name = _NAME.but(tone=type_)
        if wide < NARROW < high:
            x, y = left + wide / 2, top + high / 2
            sheet.upright(x, y, ad.name, name, room=high - 4)
        else:
            self._name(left, top, (wide, high), ad, name)
        if ad.clashes:
            self._mark(left + wide - 5, top + 5)

    def _name(
        self,
        left: float,
        top: float,
        size: tuple[float, float],
        ad: PlanBox,
        name: Style,
    ) -> None:
        sheet, (wide, high) = self.sheet, size
        room = wide - 4
        tells = high > TELLS < wide
        most = max(1, int(high // name.lead) - 1)
        lines = sheet.lines(ad.name, name, room, min(most, 3))
        low = len(lines) * name.lead + (_UNDER.lead if tells else 0)
        at = top + (high - low) / 2 + 5.6
        for n, line in enumerate(lines):
            middle = left + wide / 2
            sheet.text(middle, at + n * name.lead, line.rstrip(), name, side="centre")
        if tells:
            sheet.text(
                *(left + wide / 2, at + len(lines) * name.lead, ad.under),
                _UNDER.but(tone=name.tone),
                side="centre",
                room=room,
            )

    def _mark(self, x: float, y: float) -> None:
        sheet = self.sheet
        sheet.box(*(x - MARK, y - MARK, 2 * MARK, 2 * MARK), fill="coral", radius=MARK)
        bold = theme.TINY.but(face="Text-Bold", tone="ink")
        sheet.text(x, y + 2.4, "!", bold, side="centre")

    def _tables(self, flow: Flow) -> None:
        for table in self.words.tables:
            if table.rows:
                self._table(flow, table)
        if self.words.notes:
            flow.need(50)
            self._heading(flow, self.words.notes_heading, 10)
            for note in self.words.notes:
                flow.paragraph(GRID.left, GRID.span(9), note, _CELL)

    def _heading(self, flow: Flow, words: str, below: float) -> None:
        flow.y += 14
        with self.sheet.tag("H2"):
            self.sheet.text(GRID.left, flow.y, words, theme.H2, room=GRID.measure)
        flow.y += below

    def _table(self, flow: Flow, table: PlanTable) -> None:
        flow.need(70)
        self._heading(flow, table.heading, 8)
        many = len(table.columns)
        room = (GRID.measure - 70) / max(1, many - 1)
        columns = [
            Column(name, 70 + (n - 1) * room if n else 0, room - 10 if n else 60)
            for n, name in enumerate(table.columns)
        ]
        ruled = RuledTable(flow, GRID.left, columns)
        with self.sheet.group("Table"):
            ruled.head()
            for row in table.rows:
                cells = [
                    Words(((self.sheet.words(cell, 200), _CELL if n else _FIRST),), 3)
                    for n, cell in enumerate(row)
                ]
                ruled.row(cells)
        flow.y += 18


def render_flatplan(
    plan: PrintedPlan, *, lang: Lang, issued_at: datetime, look: Look
) -> bytes:
    """Draw a flatplan as tagged PDF/UA-1.

    ``issued_at`` (with its time zone) is the only date in the file's metadata. Raises
    ``LookError`` when the look is unreadable.
    """
    bare = text.clean(f"{plan.kicker} – {look.name}", 200).replace("\n", " ")
    metadata = Metadata(
        title=bare,
        author=text.clean(look.name, 200),
        subject=text.clean(plan.kicker, 200),
        language=wording(lang).tag,
        issued_at=issued_at,
    )
    sheet = Sheet(GRID, look, lang, metadata)
    _Plan(plan, sheet).draw()
    return sheet.canvas.finish()
