"""The head of a booking summary: its parties and its references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme

if TYPE_CHECKING:
    from mediakit.blocks import Flow
    from mediakit.model import BookingSummary, Party, References
    from mediakit.sheet import Sheet
    from mediakit.theme import Style
    from mediakit.wording import SummaryWording

GRID = theme.PORTRAIT
_BODY = theme.BODY.but(size=9, lead=12.5)
_BOLD = _BODY.but(face="Text-Bold")
_HEADING = theme.SMALL.but(face="Text-Bold", tone="accent", size=8)


def draw_parties(flow: Flow, words: BookingSummary, labels: SummaryWording) -> None:
    """Draw the parties side by side, four to a row at most, and the mandate."""
    note = "" if words.bill_to else labels.billed_in_name
    columns: list[tuple[str, Party, str]] = [
        (labels.seller, words.seller, ""),
        (labels.advertiser, words.advertiser, note),
    ]
    if words.bill_to:
        columns.append((labels.bill_to, words.bill_to, ""))
    if words.agency:
        columns.append((labels.agency, words.agency, words.mandate))
    if words.payer:
        columns.append((labels.payer, words.payer, ""))
    draw_columns(flow, columns)
    if words.mandate_missing:
        draw_warning(flow, words.mandate_missing)
    flow.y += 4


def draw_columns(flow: Flow, columns: list[tuple[str, Party, str]]) -> None:
    """Draw parties side by side: the role of each, the party, a note under it."""
    row = len(columns) if len(columns) < 5 else 3
    for start in range(0, len(columns), max(row, 1)):
        _party_row(flow, columns[start : start + row], GRID.columns // max(row, 2))


_ROLE_HIGH, _LINES = 15.0, 10


def _set(sheet: Sheet, party: Party, room: float) -> list[tuple[Style, list[str]]]:
    """Break a party's lines; one that is a little too wide is set smaller."""
    out = []
    for n, line in enumerate(party.lines[:_LINES]):
        style = _BODY if n else _BOLD
        wide = sheet.width(line, style)
        if room < wide < room * 1.2:
            style = text.shrink(sheet.words(line), style, room)
        out.append((style, sheet.lines(line, style, room, 2 if n else 6)))
    return out


def _party_row(flow: Flow, columns: list[tuple[str, Party, str]], span: int) -> None:
    sheet, room = flow.sheet, GRID.span(span) - 4
    small = theme.SMALL.but(face="Text-Medium", tone="accent")
    rows = [
        (role, party, _set(sheet, party, room), sheet.lines(note, small, room, 4))
        for role, party, note in columns
    ]
    high = max(
        _ROLE_HIGH
        + sum(len(lines) * style.lead for style, lines in told)
        + (len(note) * small.lead + 2 if columns[n][2] else 0)
        for n, (_role, _party, told, note) in enumerate(rows)
    )
    flow.need(high + 12)
    top = flow.y
    for n, (role, party, told, note) in enumerate(rows):
        x, y = GRID.x(n * span), top + 10
        with sheet.group("Sect"):
            with sheet.tag("H2"):
                sheet.text(x, y, party.heading or role, _HEADING, room=room)
            y += 5
            with sheet.tag("P"):
                for style, lines in told:
                    y = sheet.set_lines(x, y, lines, style)
            if columns[n][2]:
                with sheet.tag("P"):
                    sheet.set_lines(x, y + 2, note, small)
    flow.y = top + high + 12


def draw_warning(flow: Flow, warning: str) -> None:
    """Draw a sentence that must not be missed, on a ground, marked at its edge."""
    sheet = flow.sheet
    style = theme.STRONG.but(size=8.75)
    lines = sheet.lines(warning, style, GRID.measure - 26, 6)
    high = len(lines) * style.lead + 12
    flow.need(high)
    sheet.box(GRID.left, flow.y, GRID.measure, high, fill="paper")
    sheet.box(GRID.left, flow.y, 4, high, fill="coral")
    with sheet.tag("P"):
        sheet.set_lines(GRID.left + 14, flow.y + 6, lines, style)
    flow.y += high + 10


def draw_references(flow: Flow, references: References, labels: SummaryWording) -> None:
    """Draw the references a payer asks for."""
    draw_facts(
        flow,
        [
            (labels.purchase_order, references.purchase_order),
            (labels.engagement, references.engagement),
            (labels.service_code, references.service_code),
            *((fact.label, fact.value) for fact in references.others[:9]),
        ],
    )


def draw_facts(flow: Flow, facts: list[tuple[str, str]]) -> None:
    """Draw what is known of facts in ruled strips, four to a row."""
    facts = [fact for fact in facts if fact[1]]
    sheet, room = flow.sheet, GRID.span(3)
    for start in range(0, len(facts), 4):
        flow.need(40)
        sheet.rule(GRID.left, flow.y, GRID.measure, "line")
        for n, (label, value) in enumerate(facts[start : start + 4]):
            x = GRID.x(n * 3)
            with sheet.tag("P"):
                sheet.text(x, flow.y + 13, label, theme.SMALL, room=room)
                style = text.shrink(
                    sheet.words(value, 60), theme.FIGURE_BOLD.but(size=9), room
                )
                sheet.text(x, flow.y + 25, value, style, room=room)
        flow.y += 33
    if facts:
        sheet.rule(GRID.left, flow.y, GRID.measure, "line")
        flow.y += 14
