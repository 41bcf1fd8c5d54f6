"""The pieces of a paper that are words: parties, messages, figures, facts, people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.people import compact_height, draw_person
from mediakit.summary_head import draw_columns, draw_facts, draw_warning

if TYPE_CHECKING:
    from mediakit.blocks import Flow
    from mediakit.model.paper import Contacts, Facts, Figures, Message, Parties

GRID = theme.PORTRAIT
LABEL = theme.SMALL.but(face="Text-Bold", tone="accent", size=8)
HEADING = theme.H2.but(size=14, lead=18)
_TITLE = theme.H2.but(face="Display-XBold", size=21, lead=25, track=-10)
_PROSE = theme.LEAD.but(size=9.75, lead=14.5)
_SPOKEN = theme.LEAD.but(face="Text-Medium", size=12, lead=17.5)
FIGURES = 82.0
"""What a row of figures takes of a page."""
_FIGURE = theme.KPI.but(size=25, lead=28)


def draw_parties(flow: Flow, piece: Parties) -> None:
    """Draw who the paper is from and for, and what they must not miss."""
    notes = [*piece.notes, *([""] * len(piece.parties))]
    columns = zip(piece.parties, notes, strict=False)
    draw_columns(flow, [(party.heading, party, note) for party, note in columns])
    if piece.warning:
        draw_warning(flow, piece.warning)
    flow.y += 4


def draw_heading(flow: Flow, heading: str, room: float = 60) -> None:
    """Draw the heading of a section, never at the foot of a page."""
    if not heading:
        return
    sheet = flow.sheet
    lines = sheet.lines(heading, HEADING, GRID.measure, 3, even=True)
    flow.need(room + len(lines) * HEADING.lead)
    with sheet.tag("H2"):
        flow.y = sheet.set_lines(GRID.left, flow.y, lines, HEADING)
    flow.y += 5


def draw_message(flow: Flow, piece: Message) -> None:
    """Draw a message under its label, then its prose, over pages if it must."""
    sheet = flow.sheet
    title = sheet.lines(piece.title, _TITLE, GRID.span(10), 4, even=True)
    flow.need(14 + (len(title) * _TITLE.lead if piece.title else 0) + 34)
    heading = "P" if piece.title else "H2"
    with sheet.group("Sect"):
        if piece.label:
            with sheet.tag(heading):
                sheet.text(GRID.left, flow.y + 9, piece.label, LABEL, room=GRID.measure)
            flow.y += 15
        if piece.title:
            with sheet.tag("H2"):
                flow.y = sheet.set_lines(GRID.left - 0.5, flow.y, title, _TITLE)
            flow.y += 4
        told = _SPOKEN if piece.label and not piece.title else _PROSE
        for paragraph in piece.text:
            if paragraph:
                flow.paragraph(GRID.left, GRID.span(11), paragraph, told)
                flow.y += 4
    flow.y += 8


def draw_figures(flow: Flow, piece: Figures) -> None:
    """Draw the figures a paper is read for, four to a row, each under a rule."""
    sheet = flow.sheet
    span = 12 // min(max(len(piece.figures), 3), 4)
    room = GRID.span(span)
    for start in range(0, len(piece.figures), 4):
        row = piece.figures[start : start + 4]
        noted = any(figure.note for figure in row)
        high = 72 if noted else 62
        flow.need(high)
        top = flow.y
        # One size for a row; kerned, a figure is drawn a little narrower than measured.
        sizes = [
            text.shrink(sheet.words(x.figure, 60), _FIGURE, room - 10, 7) for x in row
        ]
        style = min(sizes, key=lambda each: each.size)
        for n, figure in enumerate(row):
            x = GRID.x(n * span)
            sheet.rule(x, top, room, weight=1)
            with sheet.tag("P"):
                sheet.text(x - 0.5, top + 29, figure.figure, style, room=room)
                label = theme.STRONG.but(size=8.75, lead=11.5)
                y = sheet.paragraph(x, top + 37, room, figure.label, label, most=2)
                if figure.note:
                    sheet.paragraph(x, y + 1, room, figure.note, theme.SMALL, most=2)
        flow.y = top + high
    flow.y += 10


def draw_fact_strips(flow: Flow, piece: Facts) -> None:
    """Draw facts in ruled strips, under their heading."""
    if not any(fact.value for fact in piece.facts):
        return
    draw_heading(flow, piece.heading, 50)
    draw_facts(flow, [(fact.label, fact.value) for fact in piece.facts])


def draw_contact(flow: Flow, piece: Contacts) -> None:
    """Draw whom to call, on a ground, what to call about beside them."""
    sheet, inner = flow.sheet, GRID.left + 14
    people = piece.people[:2]
    begins = GRID.x(5) + 6 if len(people) > 1 else GRID.x(6) + 8
    wide = (GRID.edge - begins) / max(1, len(people))
    room = GRID.span(5) - 24
    lines = sheet.lines(piece.heading, HEADING, room, 2, even=True)
    said = sheet.lines(piece.text, theme.SMALL, room, 4) if piece.text else []
    told = len(lines) * HEADING.lead + 3 + len(said) * theme.SMALL.lead
    cards = (compact_height(sheet, wide - 12, person) for person in people)
    high = max(told, *cards, 0) + 26
    flow.need(high)
    y = flow.y
    sheet.box(GRID.left, y, GRID.measure, high, fill="paper", radius=4)
    with sheet.group("Sect"):
        with sheet.tag("H2"):
            end = sheet.set_lines(inner, y + 12, lines, HEADING)
        if said:
            with sheet.tag("P"):
                sheet.set_lines(inner, end + 3, said, theme.SMALL)
        for n, person in enumerate(people):
            at = (begins + n * wide, y + 12, wide - 12)
            draw_person(sheet, at, person, compact=True)
    flow.y = y + high + 12
