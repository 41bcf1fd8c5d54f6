"""The end of a booking summary: the box to be signed, and the annexed terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mediakit import theme
from mediakit.people import draw_person

if TYPE_CHECKING:
    from mediakit.blocks import Flow
    from mediakit.model import Clause, Person
    from mediakit.sheet import Sheet
    from mediakit.wording import SummaryWording

GRID = theme.PORTRAIT
_HIGH = 126.0
AGREEMENT = _HIGH + 8
"""What the box to be signed takes of a page."""


class Signed(Protocol):
    """What is to be agreed to, or was: by whom, and whom to ask."""

    @property
    def signatory(self) -> str:
        """Who is to sign."""

    @property
    def agreed(self) -> str:
        """Who agreed, when and how; empty until somebody did."""

    @property
    def contact(self) -> Person | None:
        """Whom to ask."""


def draw_agreement(flow: Flow, words: Signed, labels: SummaryWording) -> None:
    """Draw the box to be signed: two text fields, a signature field, who to call."""
    flow.need(_HIGH)
    sheet, y, inner = flow.sheet, flow.y, GRID.left + 14
    sheet.box(GRID.left, y, GRID.measure, _HIGH, fill="paper", radius=4)
    with sheet.group("Sect"):
        with sheet.tag("H2"):
            sheet.text(inner, y + 24, labels.agreement, theme.H2.but(size=14))
        fields = (
            ("nom", labels.agreement_name, labels.agreement_name_tip),
            ("date", labels.agreement_date, labels.agreement_date_tip),
        )
        for n, (name, label, tip) in enumerate(fields):
            top = y + 43 + n * 40
            with sheet.tag("P"):
                sheet.text(inner, top, label, theme.SMALL)
            sheet.box(inner, top + 5, 136, 22, fill="white", stroke="mist", radius=2)
            area = sheet.area(inner + 3, top + 7, 130, 18)
            sheet.canvas.text_field(name, area, tip, sheet.tones["ink"])
        x, wide = inner + 150, 152.0
        with sheet.tag("P"):
            sheet.paragraph(
                x, y + 12, wide, labels.agreement_terms, theme.TINY.but(lead=8.5)
            )
        with sheet.tag("P"):
            sheet.text(x, y + 43, labels.agreement_sign, theme.SMALL)
        sheet.box(x, y + 48, wide, 62, fill="white", stroke="mist", radius=2)
        area = sheet.area(x, y + 48, wide, 62)
        sheet.canvas.signature_field("signature", area, labels.agreement_sign_tip)
        x += wide + 16
        _who(sheet, (x, y + 19, GRID.edge - x - 12), words, labels)
    flow.y = y + _HIGH + 8


def _who(
    sheet: Sheet,
    at: tuple[float, float, float],
    words: Signed,
    labels: SummaryWording,
) -> None:
    x, y, room = at
    label, said = labels.signatory, words.signatory
    if words.agreed:
        label, said = labels.agreed, words.agreed
    if said:
        with sheet.tag("P"):
            sheet.text(x, y, label, theme.SMALL)
            strong = theme.STRONG.but(size=8.5, lead=11)
            y = sheet.paragraph(x, y + 3, room, said, strong, most=3) + 13
    if words.contact:
        with sheet.tag("P"):
            sheet.text(x, y, labels.contact, theme.SMALL)
        draw_person(sheet, (x, y + 3, room), words.contact, compact=True)


_COLUMN = GRID.span(6) - 6
_CLAUSE_HEAD = theme.STRONG.but(face="Text-Bold", size=8, lead=11)
_CLAUSE = theme.SMALL.but(size=7.5, lead=9.75, tone="ink")
_AFTER = 6.0


def annex_height(sheet: Sheet, clauses: tuple[Clause, ...]) -> float:
    """Return how high the annexed terms stand in two even columns."""
    lines = sum(
        len(sheet.lines(raw, style, _COLUMN)) * style.lead
        for clause in clauses
        for style, raw in ((_CLAUSE_HEAD, clause.heading), (_CLAUSE, clause.text))
        if raw
    )
    return (lines + _AFTER * len(clauses)) / 2 + 2 * _CLAUSE_HEAD.lead


def draw_annex(flow: Flow, heading: str, clauses: tuple[Clause, ...]) -> None:
    """Draw the annexed terms: under what stands if the page holds them, else on."""
    sheet = flow.sheet
    if flow.y + 50 + annex_height(sheet, clauses) > flow.bottom:
        flow.turn()
    else:
        flow.y += 18
    with sheet.tag("H2"):
        sheet.text(GRID.left, flow.y + 14, heading, theme.H2, room=GRID.measure)
    flow.y += 30
    draw_clauses(flow, clauses)


def draw_clauses(flow: Flow, clauses: tuple[Clause, ...]) -> None:
    """Set the annexed terms in two columns, over as many pages as they take.

    Terms that fit one page fill both columns evenly.
    """
    sheet = flow.sheet
    blocks = [
        (role, style, sheet.lines(raw, style, _COLUMN))
        for clause in clauses
        for role, style, raw in (
            ("H3", _CLAUSE_HEAD, clause.heading),
            ("P", _CLAUSE, clause.text),
        )
        if raw
    ]
    top, column = flow.y, 0
    whole = sum(len(lines) * style.lead for _, style, lines in blocks)
    whole += _AFTER * len(clauses)
    half = top + whole / 2 + 2 * _CLAUSE_HEAD.lead
    bottom = min(flow.bottom, half)
    for role, style, lines in blocks:
        spare = _CLAUSE.lead * 2 if role == "H3" else 0
        left = lines
        with sheet.group(role):
            while left:
                floor = bottom if column == 0 else flow.bottom
                fits = int((floor - flow.y - spare) // style.lead)
                if fits < min(len(left), 2):
                    column = 1 - column
                    if column == 0:
                        flow.turn()
                        top, bottom = flow.y, flow.bottom
                    flow.y = top
                    continue
                x = GRID.left if column == 0 else GRID.edge - _COLUMN
                with sheet.tag("Span"):
                    flow.y = sheet.set_lines(x, flow.y, left[:fits], style)
                left = left[fits:]
        if role == "P":
            flow.y += _AFTER
