"""The steps of a price, drawn: signs in a column of their own, sums on a ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import theme

if TYPE_CHECKING:
    from mediakit.model import Cascade, Step
    from mediakit.sheet import Sheet

_STEP = theme.BODY.but(size=8.5, lead=11)
_SUM = theme.H3.but(size=8.5, lead=11)
_AMOUNT = theme.FIGURE.but(size=9)
_AMOUNT_SUM = theme.FIGURE_BOLD.but(size=9)
_BASE = theme.FIGURE.but(size=8.5, tone="slate")
_HEADING = theme.STRONG.but(tone="accent")
_SIGNS = {"step": "+", "minus": "−", "sum": "="}
_SIGN, _GAP, _LEAST = 11.0, 12.0, 84.0


class CascadeBlock:
    """Measure, then draw, the steps of one price in a given width.

    The columns of amounts and of bases are as wide as what they hold, up to a third.
    ``air`` stands between rows; ``most`` bounds the lines of a label (1 drops notes).
    """

    def __init__(
        self,
        sheet: Sheet,
        cascade: Cascade,
        wide: float,
        *,
        air: float = 4.5,
        most: int = 3,
    ) -> None:
        self.sheet, self.wide, self.steps = sheet, wide, cascade.steps
        self.heading = sheet.lines(cascade.heading, _HEADING, wide, 2)
        self.air, self.most = air, most
        third = wide / 3
        self.amount = min(third, self._widest([s.amount for s in self.steps]))
        self.base = min(third, self._widest([_computed(s) for s in self.steps]))
        # Too narrow for three columns: what a step is computed from goes under it.
        self.stacked = wide - _SIGN - self.amount - self.base - 2 * _GAP < _LEAST
        self.labels = [self._label(step) for step in self.steps]
        self.notes = [self._note(step) for step in self.steps]

    @property
    def height(self) -> float:
        """Return how high the block stands, heading included."""
        rows = sum(self._row(n) for n in range(len(self.steps)))
        return len(self.heading) * _HEADING.lead + 5 + rows

    def draw(self, x: float, y: float) -> float:
        """Draw the block from its upper left corner; return where it ends."""
        sheet = self.sheet
        with sheet.tag("P"):
            y = sheet.set_lines(x, y, self.heading, _HEADING) + 3
        sheet.rule(x, y, self.wide, weight=1)
        y += 2
        with sheet.group("Table"):
            for n in range(len(self.steps)):
                with sheet.group("TR"):
                    self._draw_row(x, y, n)
                y += self._row(n)
        sheet.rule(x, y, self.wide, weight=1)
        return y

    def _widest(self, figures: list[str]) -> float:
        wide = max((self.sheet.width(f, _AMOUNT_SUM) for f in figures), default=0)
        return wide + 3 if wide else 0

    def _label(self, step: Step) -> list[str]:
        room = self.wide - _SIGN - self.amount - _GAP
        if _computed(step) and not self.stacked:
            room -= self.base + _GAP
        return self.sheet.lines(
            step.label, _SUM if step.kind == "sum" else _STEP, room, self.most
        )

    def _note(self, step: Step) -> list[str]:
        room = self.wide - _SIGN - self.amount - _GAP
        notes = [step.note, _computed(step) if self.stacked else ""]
        if self.most == 1:
            notes = notes[1:]
        return [
            line
            for note in notes
            if note
            for line in self.sheet.lines(note, theme.TINY, room, self.most)
        ]

    def _row(self, n: int) -> float:
        notes = len(self.notes[n]) * theme.TINY.lead
        return len(self.labels[n]) * _STEP.lead + notes + self.air

    def _draw_row(self, x: float, y: float, n: int) -> None:
        sheet, step, high = self.sheet, self.steps[n], self._row(n)
        total = step.kind == "sum"
        if total:
            sheet.box(x, y, self.wide, high, fill="paper")
        if n:
            sheet.rule(x, y, self.wide, "line")
        base = y + self.air / 2 + 0.25 + (_STEP.lead + _STEP.size * 0.72) / 2
        with sheet.tag("TH", Scope="Row"):
            if n:
                sheet.text(x + 2, base, _SIGNS[step.kind], _SUM, tone="accent")
            style = _SUM if total else _STEP
            under = sheet.set_lines(
                x + _SIGN, y + self.air / 2 + 0.25, self.labels[n], style
            )
            sheet.set_lines(x + _SIGN, under - 1, self.notes[n], theme.TINY)
        right = x + self.wide - 3
        with sheet.tag("TD"):
            at = right - self.amount - _GAP
            if not self.stacked:
                sheet.figure(at, base, _computed(step), _BASE, room=self.base)
        with sheet.tag("TD"):
            style = _AMOUNT_SUM if total else _AMOUNT
            sheet.figure(right, base, step.amount, style, room=self.amount)


def _computed(step: Step) -> str:
    return " × ".join(part for part in (step.base, step.rate) if part)
