"""Small things several pages of a kit are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediakit.model import Fact, Rule, Voice
    from mediakit.sheet import Sheet
    from mediakit.theme import Style, Tone

_BODY = theme.SMALL.but(size=9, lead=12.6)


def label(
    sheet: Sheet,
    at: tuple[float, float],
    words: str,
    room: float,
    tone: Tone = "accent",
    role: str = "P",
) -> None:
    """Set a few words in small capitals over what they name."""
    style = theme.LABEL.but(tone=tone)
    with sheet.tag(role):
        sheet.text(*at, sheet.words(words, 60).upper(), style, room=room)


def shrunk(
    sheet: Sheet,
    at: tuple[float, float],
    words: str,
    style: Style,
    room: float,
    least: float = 7,
) -> float:
    """Set words on one line, smaller where the room asks, and return their width."""
    sized = text.shrink(sheet.words(words, 120), style, room, least)
    return sheet.text(*at, sheet.words(words, 120), sized, room=room + 0.1)


def rule_block(
    sheet: Sheet,
    at: tuple[float, float, float],
    rule: Rule,
    most: int,
    *,
    bar: bool = True,
    body: Style = _BODY,
) -> float:
    """Set a heading and its sentence under a short bar; return where they end."""
    x, y, room = at
    if bar:
        sheet.box(x, y, 14, 2.5, fill="accent")
        y += 5
    with sheet.group("Sect"):
        with sheet.tag("H2"):
            y = sheet.paragraph(
                x, y, room, sheet.words(rule.heading, 120), theme.H3, most=2
            )
        with sheet.tag("P"):
            return sheet.paragraph(x, y + 1, room, rule.text, body, most=max(1, most))


def numbered(
    sheet: Sheet,
    at: tuple[float, float, float],
    number: int,
    rule: Rule,
    most: int = 4,
) -> float:
    """Set a numbered stage: its figure, its heading, its sentence; return the end."""
    x, y, room = at
    with sheet.group("Sect"):
        with sheet.tag("H2"):
            sheet.text(x, y + 10, str(number), theme.H2.but(size=14, tone="accent"))
            sheet.text(x + 17, y + 9.5, rule.heading, theme.H3, room=room - 17)
        with sheet.tag("P"):
            return sheet.paragraph(
                x + 17, y + 13, room - 17, rule.text, _BODY.but(size=8.5), most=most
            )


def voice(
    sheet: Sheet,
    box: tuple[float, float, float, float],
    said: Voice,
    *,
    ground: Tone | None = "sky",
    size: float = 15,
) -> None:
    """Set what somebody says in a box (x, y, width, height), and who says it."""
    x, y, wide, high = box
    if ground:
        sheet.box(x, y, wide, high, fill=ground, radius=3)
    left, room = x + 18, wide - 36
    roles = sheet.lines(said.role, theme.SMALL, room, 3) if said.role else []
    free = high - 32 - theme.SMALL.lead * len(roles)
    quote = sheet.words(said.quote, 600).strip()
    quoted = f"« {quote} »" if sheet.lang == "fr" else f"“{quote}”"
    style = theme.H2.but(size=size, lead=size * 1.28)
    while style.size > 8.5 and (
        len(sheet.lines(quoted, style, room)) * style.lead > free
    ):
        style = style.but(size=style.size - 0.75, lead=(style.size - 0.75) * 1.28)
    most = max(1, int(free // style.lead))
    with sheet.group("Sect"), sheet.tag("P"):
        end = sheet.paragraph(left, y + 13, room, quoted, style, most=most)
        small = theme.STRONG.but(size=8.5)
        sheet.text(left, end + 14, said.person, small, room=room)
        sheet.set_lines(left, end + 17, roles, theme.SMALL)


def tick(sheet: Sheet, x: float, base: float, tone: Tone = "accent") -> None:
    """Draw a tick on a baseline."""
    points = ((x, base - 3.2), (x + 2.6, base - 0.4), (x + 7.6, base - 6.6))
    sheet.polygon(points, stroke=tone, weight=1.4)


def cross(sheet: Sheet, x: float, base: float, tone: Tone = "mist") -> None:
    """Draw a cross on a baseline."""
    for start, end in ((0.0, 6.0), (6.0, 0.0)):
        points = ((x + start, base - 6.2), (x + end, base - 0.2))
        sheet.polygon(points, stroke=tone, weight=1.2)


def facts(
    sheet: Sheet,
    at: tuple[float, float, float],
    rows: Sequence[Fact],
    step: float = 16,
) -> float:
    """Set a ruled list of labels and values in a column; return where it ends."""
    x, y, wide = at
    with sheet.group("L"):
        for n, fact in enumerate(rows):
            base = y + 11 + n * step
            style = theme.FIGURE_BOLD
            told = min(wide * 0.62, sheet.width(fact.value, style))
            with sheet.group("LI"), sheet.tag("LBody"):
                small = theme.SMALL.but(size=8.5, tone="ink")
                sheet.text(x, base, fact.label, small, room=wide - told - 8)
                sheet.figure(x + wide, base, fact.value, style, room=told + 0.1)
            sheet.rule(x, base + 5, wide, "line")
    return y + len(rows) * step
