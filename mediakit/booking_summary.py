"""The booking summary: a quote or an insertion order, A4 portrait, one page or many.

What it must say is the law's (93-122, art. 20): the invoice in the advertiser's name,
the agency and its mandate apart, every discount printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import summary_end, summary_head, summary_price, theme
from mediakit.blocks import Column, Figure, Flow, RuledTable, Words
from mediakit.metadata import Metadata
from mediakit.sheet import Sheet
from mediakit.wording import wording

if TYPE_CHECKING:
    from datetime import datetime

    from mediakit.model import BookingSummary, Clause, Lang, Line, Look

GRID = theme.PORTRAIT
BOTTOM = GRID.height - GRID.bottom - 16
_WHAT = theme.STRONG
_PLAIN = theme.BODY.but(size=9, lead=12)
_NOTE = theme.SMALL.but(lead=10)
_PRICE = theme.FIGURE.but(size=9.25)
_AMOUNT = theme.FIGURE_BOLD.but(size=9.25)


class _Summary:
    def __init__(
        self, words: BookingSummary, sheet: Sheet, lang: Lang, total: int
    ) -> None:
        self.words, self.sheet, self.total = words, sheet, total
        self.labels = wording(lang).summary
        self.heading = self.labels.headings[words.kind]
        self.frame = summary_head.Frame(sheet, words, self.labels, total)
        self.flow = Flow(sheet, 0, BOTTOM, self.frame.next_page)

    def draw(self) -> None:
        flow = self.flow
        flow.y = self.frame.first_page()
        summary_head.draw_parties(flow, self.words, self.labels)
        summary_head.draw_references(flow, self.words.references, self.labels)
        if self.words.campaign:
            self._prose(self.labels.campaign, (self.words.campaign,))
        self._lines()
        summary_price.draw_price(flow, self.words, self.labels)
        if self.words.notes:
            flow.y += 8
            self._prose(self.labels.notes, self.words.notes)
        summary_end.draw_agreement(flow, self.words, self.labels)
        if self.words.annex:
            self._annex(self.words.annex)

    def _prose(self, heading: str, paragraphs: tuple[str, ...]) -> None:
        flow = self.flow
        flow.need(60)
        with self.sheet.group("Sect"):
            with self.sheet.tag("H2"):
                self.sheet.text(GRID.left, flow.y + 12, heading, theme.H2.but(size=14))
            flow.y += 19
            for paragraph in paragraphs:
                style = theme.BODY.but(size=9.25, lead=13.5)
                flow.paragraph(GRID.left, GRID.measure, paragraph, style)
                flow.y += 3
        flow.y += 9

    def _lines(self) -> None:
        labels, flow = self.labels, self.flow
        rates = any(line.vat for line in self.words.lines)
        vat = (Column(labels.vat, 420, 26, "right"),) if rates else ()
        columns = (
            Column(labels.issue, 0, 84),
            Column(labels.what, 94, 140),
            Column(labels.position, 244, 80),
            Column(labels.quantity, 328, 24, "right"),
            Column(labels.unit_price, 358, 58, "right"),
            *vat,
            Column(labels.amount, 450, GRID.measure - 450, "right"),
        )
        table = RuledTable(flow, GRID.left, columns)
        flow.need(70)
        with self.sheet.group("Table"):
            table.head()
            for line in self.words.lines:
                table.row(self._cells(line, rates=rates))
        flow.y += 20

    def _cells(self, line: Line, *, rates: bool) -> tuple[Words | Figure, ...]:
        labels, sheet = self.labels, self.sheet
        facts = [
            labels.trim.format(sheet.words(line.trim, 160)) if line.trim else "",
            labels.materials.format(sheet.words(line.materials_due, 60))
            if line.materials_due
            else "",
            sheet.words(line.detail, 1200),
        ]
        held = labels.rigueur_yes if line.de_rigueur else labels.rigueur_no
        if not (line.position or line.de_rigueur):
            held = ""
        mark = _NOTE.but(face="Text-Bold", tone="accent") if line.de_rigueur else _NOTE
        return (
            Words(((sheet.words(line.issue, 240), _PLAIN),), 4),
            Words(
                (
                    (sheet.words(line.what, 240), _WHAT),
                    *((fact, _NOTE) for fact in facts),
                ),
            ),
            Words(((sheet.words(line.position, 240), _PLAIN), (held, mark)), 4),
            Figure(line.quantity, _PRICE),
            Figure(line.unit_price, _PRICE),
            *((Figure(line.vat, _PRICE),) if rates else ()),
            Figure(line.amount, _AMOUNT),
        )

    def _annex(self, clauses: tuple[Clause, ...]) -> None:
        flow, sheet = self.flow, self.sheet
        flow.turn()
        with sheet.tag("H2"):
            heading = self.words.annex_heading or self.labels.annex
            sheet.text(GRID.left, flow.y + 14, heading, theme.H2, room=GRID.measure)
        flow.y += 30
        summary_end.draw_clauses(flow, clauses)


def render_booking_summary(
    summary: BookingSummary, *, lang: Lang, issued_at: datetime, look: Look
) -> bytes:
    """Draw a quote or an insertion order as tagged PDF/UA-1.

    ``issued_at`` (with its time zone) is the only date in the file's metadata, so the
    same words give the same bytes. Raises ``LookError`` when the look is unreadable.
    """
    sheet = _draw(summary, lang, issued_at, look, 1)
    if sheet.pages > 1:
        # Each foot says "2/3", and a page is closed before the last one is known.
        sheet = _draw(summary, lang, issued_at, look, sheet.pages)
    return sheet.canvas.finish()


def _draw(
    summary: BookingSummary, lang: Lang, issued_at: datetime, look: Look, total: int
) -> Sheet:
    words = wording(lang)
    heading = words.summary.headings[summary.kind]
    name = summary.advertiser.lines[0] if summary.advertiser.lines else ""
    metadata = Metadata(
        title=summary_head.bare(f"{heading} {summary.number} – {name}"),
        author=summary_head.bare(look.name),
        subject=heading,
        language=words.tag,
        issued_at=issued_at,
    )
    sheet = Sheet(GRID, look, lang, metadata)
    _Summary(summary, sheet, lang, total).draw()
    return sheet
