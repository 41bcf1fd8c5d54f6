"""The price of a booking summary: every step, VAT per rate, totals, deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mediakit import text, theme
from mediakit.cascade import CascadeBlock

if TYPE_CHECKING:
    from mediakit.blocks import Flow
    from mediakit.model import Cascade, Vat
    from mediakit.sheet import Sheet
    from mediakit.wording import SummaryWording

GRID = theme.PORTRAIT
# What a page holds under its head, heading of the section included.
_PAGE = 680.0
_TERMS = theme.SMALL.but(size=8, lead=11.25)


class Priced(Protocol):
    """What has a price to be explained: its steps, VAT, totals and terms."""

    @property
    def cascades(self) -> tuple[Cascade, ...]:
        """The steps of each price."""

    @property
    def vat(self) -> tuple[Vat, ...]:
        """VAT, rate by rate."""

    @property
    def total_excl(self) -> str:
        """The total without VAT."""

    @property
    def total_incl(self) -> str:
        """The total with VAT."""

    @property
    def cancellation(self) -> str:
        """Until when it can be cancelled, and at what cost."""

    @property
    def payment(self) -> str:
        """When it is paid."""

    @property
    def terms(self) -> str:
        """Which terms it stands under."""


def draw_price(
    flow: Flow, words: Priced, labels: SummaryWording, after: float = 0
) -> None:
    """Draw every step of every price, then the totals, kept whole.

    Totals stand on the page where the ``after`` points below them still fit: nobody
    signs a sheet that does not say how much.
    """
    sheet = flow.sheet
    one = len(words.cascades) == 1
    wide = GRID.span(7) - 12 if one else GRID.span(6) - 6
    blocks = [_block(sheet, cascade, wide) for cascade in words.cascades]
    if blocks:
        if one:
            room = _beside_height(sheet, words, blocks[0]) + 22
            flow.need(room + after if room + after < _PAGE else room)
        else:
            flow.need(22 + max(block.height for block in blocks[:2]))
        with sheet.tag("H2"):
            sheet.text(GRID.left, flow.y + 12, labels.cascade, theme.H2.but(size=14))
        flow.y += 22
    if one:
        _beside(flow, words, labels, blocks[0])
        return
    for start in range(0, len(blocks), 2):
        pair = blocks[start : start + 2]
        flow.need(max(block.height for block in pair))
        places = (GRID.left, GRID.edge - wide)
        ends = [b.draw(x, flow.y) for b, x in zip(pair, places, strict=False)]
        flow.y = max(ends) + 16
    totals_high = _totals_height(sheet, words, wide)
    flow.need(max(totals_high, _terms_height(sheet, words, wide - 24)) + 14 + after)
    totals = _draw_totals(sheet, words, labels, (GRID.edge - wide, flow.y, wide))
    terms = _draw_terms(sheet, words, labels, (GRID.left, flow.y, wide - 24))
    flow.y = max(totals, terms) + 14


def _block(sheet: Sheet, cascade: Cascade, wide: float) -> CascadeBlock:
    """Return a block that a page can hold: its labels on one line if need be."""
    block = CascadeBlock(sheet, cascade, wide)
    if block.height > _PAGE:
        block = CascadeBlock(sheet, cascade, wide, most=1)
    return block


def _beside_height(sheet: Sheet, words: Priced, block: CascadeBlock) -> float:
    wide = GRID.span(5)
    high = _totals_height(sheet, words, wide) + _terms_height(sheet, words, wide)
    return max(high + 14, block.height) + 14


def _beside(
    flow: Flow, words: Priced, labels: SummaryWording, block: CascadeBlock
) -> None:
    sheet, wide = flow.sheet, GRID.span(5)
    x = GRID.edge - wide
    ends = block.draw(GRID.left, flow.y)
    y = _draw_totals(sheet, words, labels, (x, flow.y - 4, wide))
    y = _draw_terms(sheet, words, labels, (x, y + 12, wide))
    flow.y = max(ends, y) + 14


_SENTENCE = theme.TINY


def _totals_height(sheet: Sheet, words: Priced, wide: float) -> float:
    sentences = sum(
        len(sheet.lines(rate.sentence, _SENTENCE, wide, 4)) * _SENTENCE.lead + 3
        for rate in words.vat
        if rate.sentence
    )
    return 17 * (1 + len(words.vat)) + sentences + 40


def _draw_totals(
    sheet: Sheet,
    words: Priced,
    labels: SummaryWording,
    at: tuple[float, float, float],
) -> float:
    x, y, wide = at
    plain = theme.BODY.but(size=9)
    with sheet.group("Table"):
        rows = [(labels.total_excl, words.total_excl, "")]
        rows += [
            (labels.vat_on.format(rate.label, rate.base), rate.amount, rate.sentence)
            for rate in words.vat
        ]
        for label, amount, sentence in rows:
            with sheet.group("TR"):
                with sheet.tag("TH", Scope="Row"):
                    style = text.shrink(sheet.words(label), plain, wide - 70)
                    sheet.text(x, y + 12, label, style, room=wide - 70)
                    end = y + 17
                    if sentence:
                        end = sheet.paragraph(
                            x, y + 16, wide, sentence, _SENTENCE, most=4
                        )
                        end += 3
                with sheet.tag("TD"):
                    sheet.figure(x + wide, y + 12, amount, _figure(), room=66)
            y = end
        y += 4
        sheet.box(x - 12, y, wide + 12, 32, fill="lime", radius=3)
        with sheet.group("TR"):
            with sheet.tag("TH", Scope="Row"):
                sheet.text(x, y + 20.5, labels.total_incl, theme.H3.but(size=11))
            with sheet.tag("TD"):
                big = theme.FIGURE_BOLD.but(size=15)
                room = wide - 90
                sheet.figure(x + wide - 10, y + 21, words.total_incl, big, room=room)
    return y + 36


def _figure() -> theme.Style:
    return theme.FIGURE_BOLD.but(size=9.5)


def _terms(sheet: Sheet, words: Priced) -> list[tuple[str, theme.Style]]:
    strong = _TERMS.but(face="Text-Bold", tone="ink")
    given = (
        (words.cancellation, strong),
        (words.payment, _TERMS),
        (words.terms, _TERMS),
    )
    return [(sheet.words(raw, 700), style) for raw, style in given if raw]


def _terms_height(sheet: Sheet, words: Priced, wide: float) -> float:
    terms = _terms(sheet, words)
    if not terms:
        return 0
    lines = sum(len(sheet.lines(raw, style, wide)) for raw, style in terms)
    return 19 + lines * _TERMS.lead + 3 * len(terms)


def _draw_terms(
    sheet: Sheet,
    words: Priced,
    labels: SummaryWording,
    at: tuple[float, float, float],
) -> float:
    x, y, wide = at
    terms = _terms(sheet, words)
    if not terms:
        return y
    with sheet.group("Sect"):
        with sheet.tag("H3"):
            sheet.text(x, y + 12, labels.conditions, theme.H3.but(size=9.5))
        y += 19
        for raw, style in terms:
            with sheet.tag("P"):
                y = sheet.paragraph(x, y, wide, raw, style) + 3
    return y
