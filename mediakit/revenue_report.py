"""The revenue report, A4 portrait: where a period stands, its charts and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.blocks import Flow
from mediakit.metadata import Metadata
from mediakit.paper_frame import bare, draw_foot
from mediakit.report_parts import HEAD, draw_part, part_high
from mediakit.report_tables import draw_table, table_high
from mediakit.sheet import Sheet
from mediakit.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mediakit.model import Lang, Look
    from mediakit.model.parts import Fact
    from mediakit.model.report import Kpi, ReportPart, RevenueReport

GRID = theme.PORTRAIT
BOTTOM = GRID.height - GRID.bottom - 22


class _Report:
    def __init__(self, words: RevenueReport, sheet: Sheet) -> None:
        self.words, self.sheet = words, sheet
        self.flow = Flow(sheet, 0, BOTTOM, self._next_page)

    def draw(self) -> None:
        self.flow.y = self._first_page()
        self._conclusion()
        self._band(self.words.kpis)
        parts = list(self.words.parts)
        while parts:
            part = parts.pop(0)
            if part.is_half and parts and parts[0].is_half:
                self._halves(part, parts.pop(0))
            else:
                self._part(part)
        if self.words.definitions:
            self._definitions(self.words.definitions)

    # -- pages -------------------------------------------------------------------------

    def _first_page(self) -> float:
        sheet, words = self.sheet, self.words
        name = f"{words.heading} {sheet.words(words.subject, 60)}"
        sheet.begin_page(name, "page-1", "white")
        sheet.box(0, 0, GRID.width, 112, fill="accent")
        with sheet.tag("P"):
            brand = theme.H2.but(size=15, tone="white")
            sheet.text(GRID.left, 46, sheet.look.name, brand, room=GRID.span(7))
        with sheet.tag("H1"):
            style = theme.H1.but(size=32, tone="white")
            style = text.shrink(sheet.words(words.heading, 40), style, GRID.span(8))
            sheet.text(GRID.left - 1, 88, words.heading, style, room=GRID.span(8) + 1)
        with sheet.tag("P"):
            number = theme.H2.but(size=15, tone="lime")
            number = text.shrink(sheet.words(words.subject, 80), number, 270, 8)
            sheet.text(GRID.edge, 46, words.subject, number, side="right", room=271)
        small = theme.SMALL.but(size=8.5, tone="white")
        for n, line in enumerate(words.stamps[:3]):
            y = 88 - 12 * (len(words.stamps[:3]) - 1 - n)
            with sheet.tag("P"):
                sheet.text(GRID.edge, y, line, small, side="right", room=150)
        self._foot()
        return 132

    def _next_page(self) -> float:
        sheet, words = self.sheet, self.words
        number = sheet.pages + 1
        sheet.begin_page(
            words.page.replace("{}", str(number)), f"page-{number}", "white"
        )
        sheet.box(0, 0, GRID.width, 32, fill="accent")
        small = theme.SMALL.but(size=8.5, tone="white")
        title = f"{words.heading}, {words.continued}"
        sheet.text(GRID.left, 20, title, small.but(face="Text-Bold"), room=280)
        lime = theme.H2.but(size=10, tone="lime")
        sheet.text(GRID.edge, 20, words.subject, lime, side="right", room=180)
        self._foot()
        return 52

    def _foot(self) -> None:
        words = self.words
        title = f"{words.heading} {words.subject}"
        draw_foot(self.sheet, title, words.notice, room=240)

    # -- what it comes to --------------------------------------------------------------

    def _conclusion(self) -> None:
        sheet, flow, words = self.sheet, self.flow, self.words
        style = theme.H1.but(size=21, lead=24)
        with sheet.tag("P"):
            lines = sheet.lines(words.conclusion, style, GRID.measure, 4, even=True)
            flow.y = sheet.set_lines(GRID.left, flow.y, lines, style) + 7
        told = [fact for fact in words.facts if fact.value]
        if told:
            said = " · ".join(f"{fact.label} {fact.value}" for fact in told)
            with sheet.tag("P"):
                small = theme.SMALL.but(size=8.5, lead=11.5)
                flow.y = sheet.paragraph(
                    GRID.left, flow.y, GRID.measure, said, small, most=4
                )
        flow.y += 12

    def _band(self, kpis: Sequence[Kpi]) -> None:
        if not kpis:
            return
        sheet, y = self.sheet, self.flow.y
        high, pad = 70.0, 14.0
        sheet.box(GRID.left, y, GRID.measure, high, fill="paper", radius=6)
        step = (GRID.measure - 2 * pad) / len(kpis)
        with sheet.group("L"):
            for n, kpi in enumerate(kpis):
                x, room = GRID.left + pad + n * step, step - 10
                with sheet.group("LI"), sheet.tag("LBody"):
                    style = theme.KPI.but(size=19, lead=22)
                    style = text.shrink(sheet.words(kpi.value, 30), style, room, 7)
                    sheet.text(x, y + 28, kpi.value, style, room=room + 0.1)
                    label = theme.STRONG.but(face="Text-Bold", size=8.25)
                    sheet.text(x, y + 42, kpi.label, label, room=room)
                    note = theme.SMALL.but(size=7.25, lead=9)
                    sheet.paragraph(x, y + 46, room, kpi.note, note, most=2)
        self.flow.y = y + high + 20

    # -- parts -------------------------------------------------------------------------

    def _part(self, part: ReportPart) -> None:
        flow = self.flow
        follows = part.table is not None and part.chart is None
        more = table_high(part.table) if follows and part.table else 0
        flow.need(part_high(self.sheet, part, GRID.measure) + more)
        with self.sheet.group("Sect"):
            flow.y = draw_part(self.sheet, part, (GRID.left, flow.y, GRID.measure))
            if part.table:
                flow.y += 8 if part.chart else 0
                draw_table(self.flow, part.table)
        flow.y += 16

    def _halves(self, left: ReportPart, right: ReportPart) -> None:
        flow, room = self.flow, GRID.span(6)
        flow.need(
            max(part_high(self.sheet, left, room), part_high(self.sheet, right, room))
        )
        top, ends = flow.y, []
        for part, x in ((left, GRID.left), (right, GRID.x(6))):
            with self.sheet.group("Sect"):
                ends.append(draw_part(self.sheet, part, (x, top, room)))
        flow.y = max(ends) + 16
        for part in (left, right):
            if part.table:
                with self.sheet.group("Sect"):
                    draw_table(self.flow, part.table)
                flow.y += 16

    def _definitions(self, facts: Sequence[Fact]) -> None:
        flow, sheet = self.flow, self.sheet
        flow.need(80)
        with sheet.group("Sect"):
            with sheet.tag("H2"):
                heading = self.words.definitions_heading
                sheet.text(GRID.left, flow.y + 13, heading, HEAD, room=GRID.measure)
            sheet.rule(GRID.left, flow.y + 19, GRID.measure, weight=1)
            flow.y += 26
            small = theme.SMALL.but(size=8, lead=11)
            for fact in facts:
                lines = sheet.lines(fact.value, small, GRID.span(9), 6)
                flow.need(len(lines) * small.lead + 4)
                with sheet.tag("P"):
                    bold = small.but(face="Text-Bold", tone="ink")
                    base = flow.y + small.lead - 2.6
                    sheet.text(GRID.left, base, fact.label, bold, room=GRID.span(3) - 6)
                    flow.y = sheet.set_lines(GRID.x(3), flow.y, lines, small) + 4


def render_revenue_report(
    words: RevenueReport, *, lang: Lang, issued_at: datetime, look: Look
) -> bytes:
    """Draw a revenue report as tagged PDF/UA-1.

    ``issued_at`` (with its time zone) is the only date in the file's metadata, so the
    same words give the same bytes. Raises ``LookError`` when the look is unreadable.
    """
    metadata = Metadata(
        title=bare(f"{words.heading} {words.subject} – {look.name}"),
        author=bare(look.name),
        subject=bare(words.heading),
        language=wording(lang).tag,
        issued_at=issued_at,
    )
    sheet = Sheet(GRID, look, lang, metadata)
    _Report(words, sheet).draw()
    return sheet.canvas.finish()
