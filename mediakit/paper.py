"""The papers made of the same pieces: amendment, report, proposal, statement, sheets.

A4 portrait, one page or many, in the frame of the booking summary.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from mediakit import (
    paper_drawings,
    paper_frame,
    paper_pieces,
    paper_tables,
    summary_end,
    summary_price,
)
from mediakit.blocks import Flow
from mediakit.metadata import Metadata
from mediakit.model.paper import (
    Agreement,
    Annex,
    Changes,
    Contacts,
    Facts,
    Figures,
    Illustration,
    Message,
    Parties,
    Piece,
    Price,
    SizedFormat,
    Table,
)
from mediakit.sheet import Sheet
from mediakit.wording import SummaryWording, wording

if TYPE_CHECKING:
    from datetime import datetime

    from mediakit.model import Lang, Look
    from mediakit.model.paper import Paper


def render_paper(paper: Paper, *, lang: Lang, issued_at: datetime, look: Look) -> bytes:
    """Draw a paper as tagged PDF/UA-1.

    ``issued_at`` (with its time zone) is the only date in the file's metadata, so the
    same words give the same bytes. Raises ``LookError`` when the look is unreadable.
    """
    words, head = wording(lang), paper.head
    named = " – ".join(part for part in (head.number, head.party) if part)
    metadata = Metadata(
        title=paper_frame.bare(f"{head.title} {named}"),
        author=paper_frame.bare(look.name),
        subject=paper_frame.bare(head.title),
        language=words.tag,
        issued_at=issued_at,
    )
    sheet = Sheet(paper_frame.GRID, look, lang, metadata)
    frame = paper_frame.Frame(sheet, head, words.summary)
    flow = Flow(sheet, 0, paper_frame.BOTTOM, frame.next_page)
    flow.y = frame.first_page()
    for n, piece in enumerate(paper.pieces):
        near = any(isinstance(each, Agreement) for each in paper.pieces[n + 1 : n + 3])
        signed = summary_end.AGREEMENT if near else 0
        if isinstance(piece, Price):
            summary_price.draw_price(flow, piece, words.summary, signed)
            continue
        if isinstance(piece, SizedFormat):
            scale = paper_drawings.scale_of(piece, paper.pieces)
            paper_drawings.draw_format(flow, piece, scale)
            continue
        if isinstance(piece, Figures) and signed:
            # Nobody signs a sheet that does not say how much.
            flow.need(paper_pieces.FIGURES + _NOTE_BETWEEN + signed)
        _draw_piece(piece, flow, words.summary)
    return sheet.canvas.finish()


_NOTE_BETWEEN = 64.0


@singledispatch
def _draw_piece(piece: Piece, flow: Flow, labels: SummaryWording) -> None:
    """Draw a piece where the flow stands; each kind has its own below."""
    raise TypeError(type(piece), flow, labels)


@_draw_piece.register
def _(piece: Parties, flow: Flow, _labels: SummaryWording) -> None:
    paper_pieces.draw_parties(flow, piece)


@_draw_piece.register
def _(piece: Message, flow: Flow, _labels: SummaryWording) -> None:
    paper_pieces.draw_message(flow, piece)


@_draw_piece.register
def _(piece: Figures, flow: Flow, _labels: SummaryWording) -> None:
    paper_pieces.draw_figures(flow, piece)


@_draw_piece.register
def _(piece: Facts, flow: Flow, _labels: SummaryWording) -> None:
    paper_pieces.draw_fact_strips(flow, piece)


@_draw_piece.register
def _(piece: Contacts, flow: Flow, _labels: SummaryWording) -> None:
    paper_pieces.draw_contact(flow, piece)


@_draw_piece.register
def _(piece: Table, flow: Flow, _labels: SummaryWording) -> None:
    paper_tables.draw_table(flow, piece)


@_draw_piece.register
def _(piece: Changes, flow: Flow, _labels: SummaryWording) -> None:
    paper_tables.draw_changes(flow, piece)


@_draw_piece.register
def _(piece: Illustration, flow: Flow, _labels: SummaryWording) -> None:
    paper_drawings.draw_picture(flow, piece)


@_draw_piece.register
def _(piece: Agreement, flow: Flow, labels: SummaryWording) -> None:
    summary_end.draw_agreement(flow, piece, labels)


@_draw_piece.register
def _(piece: Annex, flow: Flow, _labels: SummaryWording) -> None:
    summary_end.draw_annex(flow, piece.heading, piece.clauses)
