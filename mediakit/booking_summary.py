"""The booking summary: a quote or an insertion order, A4 portrait, one page or many.

What it must say is the law's (93-122, art. 20): the invoice in the advertiser's name,
the agency and its mandate apart, every discount printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import paper_frame, summary_end, summary_head, summary_price, theme
from mediakit.blocks import Column, Figure, Flow, RuledTable, Words
from mediakit.metadata import Metadata
from mediakit.model.paper import PaperHead
from mediakit.sheet import Sheet
from mediakit.wording import wording

if TYPE_CHECKING:
    from datetime import datetime

    from mediakit.model import BookingSummary, Lang, Line, Look
    from mediakit.wording import SummaryWording

GRID = theme.PORTRAIT
_WHAT = theme.STRONG
_PLAIN = theme.BODY.but(size=9, lead=12)
_NOTE = theme.SMALL.but(lead=10)
_PRICE = theme.FIGURE.but(size=9.25)
_AMOUNT = theme.FIGURE_BOLD.but(size=9.25)


class _Summary:
    def __init__(self, words: BookingSummary, sheet: Sheet, lang: Lang) -> None:
        self.words, self.sheet = words, sheet
        self.labels = wording(lang).summary
        head = _head(words, self.labels)
        self.frame = paper_frame.Frame(sheet, head, self.labels)
        self.flow = Flow(sheet, 0, paper_frame.BOTTOM, self.frame.next_page)

    def draw(self) -> None:
        flow = self.flow
        flow.y = self.frame.first_page()
        summary_head.draw_parties(flow, self.words, self.labels)
        summary_head.draw_references(flow, self.words.references, self.labels)
        self._campaign(self.words.campaign)
        self._lines()
        if self.words.notes:
            self._prose(self.labels.notes, self.words.notes)
        signed = summary_end.AGREEMENT if self.words.may_be_signed else 0
        summary_price.draw_price(flow, self.words, self.labels, signed)
        if self.words.may_be_signed:
            summary_end.draw_agreement(flow, self.words, self.labels)
        if self.words.annex:
            heading = self.words.annex_heading or self.labels.annex
            summary_end.draw_annex(flow, heading, self.words.annex)

    def _campaign(self, campaign: str) -> None:
        """Draw what it is all for: a name stands large, a text is set as one."""
        sheet, flow = self.sheet, self.flow
        style = theme.H2.but(size=14)
        if not campaign:
            return
        if sheet.width(campaign, style) > GRID.measure or "\n" in campaign:
            self._prose(self.labels.campaign, (campaign,))
            return
        with sheet.tag("P"):
            label = theme.SMALL.but(face="Text-Bold", tone="accent", size=8)
            sheet.text(GRID.left, flow.y + 9, self.labels.campaign, label)
        with sheet.tag("H2"):
            sheet.text(GRID.left, flow.y + 26, campaign, style, room=GRID.measure)
        flow.y += 38

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
        vat = (Column(labels.vat, 412, 26, "right"),) if rates else ()
        # Without a column of rates the format has its room: its facts on one line each.
        given = 0 if rates else 32
        columns = (
            Column(labels.issue, 0, 80),
            Column(labels.what, 88, 152 + given),
            Column(labels.position, 250 + given, 74),
            Column(labels.quantity, 322 + given, 24, "right"),
            Column(labels.unit_price, 350 + given, 58, "right"),
            *vat,
            Column(labels.amount, 444, GRID.measure - 444, "right"),
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
            labels.size.format(sheet.words(line.size, 160)) if line.size else "",
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


def _head(words: BookingSummary, labels: SummaryWording) -> PaperHead:
    dates = [labels.issued.format(words.issued_on)]
    if words.valid_until:
        dates.append(labels.valid.format(words.valid_until))
    return PaperHead(
        title=labels.headings[words.kind],
        number=words.number,
        dates=tuple(dates),
        party=words.advertiser.lines[0] if words.advertiser.lines else "",
        watermark=words.watermark,
        notice=words.notice,
    )


def render_booking_summary(
    summary: BookingSummary, *, lang: Lang, issued_at: datetime, look: Look
) -> bytes:
    """Draw a quote or an insertion order as tagged PDF/UA-1.

    ``issued_at`` (with its time zone) is the only date in the file's metadata, so the
    same words give the same bytes. Raises ``LookError`` when the look is unreadable.
    """
    words = wording(lang)
    heading = words.summary.headings[summary.kind]
    name = summary.advertiser.lines[0] if summary.advertiser.lines else ""
    metadata = Metadata(
        title=paper_frame.bare(f"{heading} {summary.number} – {name}"),
        author=paper_frame.bare(look.name),
        subject=heading,
        language=words.tag,
        issued_at=issued_at,
    )
    sheet = Sheet(GRID, look, lang, metadata)
    _Summary(summary, sheet, lang).draw()
    return sheet.canvas.finish()
