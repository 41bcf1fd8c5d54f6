"""The technical rules around a page drawn with its measures, and the next deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.formats import number
from mediakit.kit_pages.frame import BOTTOM
from mediakit.kit_pages.pieces import label

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Deadline, Rule, RuleGroup, Technical

GRID = theme.LANDSCAPE
_DRAWN = 210.0
_DATES = 66.0
_BODY = theme.SMALL.but(size=8.5, lead=11.5)


def draw(frame: KitFrame, page: Technical) -> None:
    """Draw the page, the rules by kind beside it, the deadlines under them."""
    own = frame.labels.kit.heads["technical"]
    groups = _kept(page.groups)
    first = True
    while first or groups:
        frame.open("technical", own[0])
        top = frame.head(page.head, own) + 34
        drawn = first and page.page_width > 0 and page.page_height > 0
        dates = page.deadlines[:4] if first else ()
        bottom = BOTTOM - (_DATES + 10 if dates else 0)
        x = GRID.left
        if drawn:
            _page(frame, (x, top, bottom - top), page)
            x += _DRAWN + 40
        groups = _groups(frame, (x, top, bottom), groups)
        if dates:
            _deadlines(frame, BOTTOM - _DATES + 4, dates, page.delivery)
        frame.foot()
        first = False


def _kept(groups: tuple[RuleGroup, ...]) -> list[tuple[str, list[Rule]]]:
    return [(group.heading, list(group.rules)) for group in groups if group.rules]


def _page(frame: KitFrame, box: tuple[float, float, float], page: Technical) -> None:
    """Draw trim, bleed and safe area to scale, each with its measure."""
    sheet, labels = frame.sheet, frame.labels.kit
    x, y, high = box
    words = 46.0
    ratio = min(
        (_DRAWN - 20) / (page.page_width + 2 * page.bleed),
        (high - words - 8) / (page.page_height + 2 * page.bleed),
    )
    out, inside = page.bleed * ratio, page.safe * ratio
    wide, tall = page.page_width * ratio, page.page_height * ratio
    left, top = x + out, y + out
    size = f"{number(page.page_width, sheet.lang)} × "
    size += f"{number(page.page_height, sheet.lang)}"
    says = labels.format_alt.format(
        name=labels.trim,
        size=size,
        bleed=labels.format_bleed.format(number(page.bleed, sheet.lang)),
    )
    with sheet.drawing(says, (x, y, wide + 2 * out, tall + 2 * out)):
        whole = (left - out, top - out, wide + 2 * out, tall + 2 * out)
        if out:
            sheet.box(*whole, fill="coral", alpha=0.18)
            sheet.box(*whole, stroke="coral", weight=0.7, dash=(2, 1.6))
        sheet.box(left, top, wide, tall, fill="white", stroke="accent", weight=1)
        if inside:
            area = (left + inside, top + inside, wide - 2 * inside, tall - 2 * inside)
            sheet.box(*area, stroke="accent", weight=0.6, dash=(0.8, 1.8))
        figure = theme.KPI.but(size=21, tone="accent")
        room = wide - 2 * inside - 12
        middle = (left + wide / 2, top + tall / 2)
        sized = text.shrink(size, figure, room, 6)
        sheet.text(*middle, size, sized, side="centre")
        small = theme.SMALL
        at = (middle[0], middle[1] + 14)
        sheet.text(*at, f"{labels.trim}, mm", small, side="centre", room=room)
    base = y + tall + 2 * out + 16
    marks = []
    if page.bleed:
        marks.append(("bleed", labels.bleed, page.bleed))
    if page.safe:
        marks.append(("safe", labels.safe, page.safe))
    for kind, said, length in marks:
        if kind == "bleed":
            sheet.box(x, base - 7, 11, 8, fill="coral", alpha=0.18)
            sheet.box(x, base - 7, 11, 8, stroke="coral", weight=0.6, dash=(2, 1.6))
        else:
            sheet.box(x, base - 7, 11, 8, stroke="accent", dash=(0.8, 1.4))
        with sheet.tag("P"):
            told = said.format(f"{number(length, sheet.lang)} mm")
            sheet.text(x + 17, base, told, theme.SMALL.but(tone="ink"), room=_DRAWN)
        base += 13


def _groups(
    frame: KitFrame,
    at: tuple[float, float, float],
    groups: list[tuple[str, list[Rule]]],
) -> list[tuple[str, list[Rule]]]:
    """Set the rules in two columns, kind after kind; return those left over.

    A kind that fits in a column is not cut over two.
    """
    x, top, bottom = at
    wide = (GRID.edge - x - 30) / 2
    column, y = 0, top
    rest = [(heading, list(rules)) for heading, rules in groups]
    while rest:
        heading, rules = rest[0]
        highs = [_high(frame, rule, wide) for rule in rules]
        whole = _TITLED + sum(highs)
        starts = y > top
        fits = y + (6 if starts else 0) + _TITLED + highs[0] <= bottom
        if starts and (not fits or (whole <= bottom - top and y + whole > bottom)):
            column, y = column + 1, top
            continue
        if column > 1:
            break
        left = x + column * (wide + 30)
        y = _heading(frame, (left, y + (6 if starts else 0), wide), heading)
        many = 0
        for rule, high in zip(rules, highs, strict=True):
            if many and y + high > bottom:
                break
            role = "H3" if heading else "H2"
            y = _rule(frame, (left, y, wide), rule, role)
            many += 1
        rest[0] = (heading, rules[many:])
        if rest[0][1]:
            column, y = column + 1, top
            if column > 1:
                break
        else:
            del rest[0]
    return rest


_TITLED = 20.0


def _high(frame: KitFrame, rule: Rule, wide: float) -> float:
    lines = frame.sheet.lines(rule.text, _BODY, wide, 9)
    return 24 + len(lines) * _BODY.lead


def _heading(frame: KitFrame, at: tuple[float, float, float], words: str) -> float:
    x, y, wide = at
    if not words:
        return y
    label(frame.sheet, (x, y + 8), words, wide, "accent", "H2")
    frame.sheet.rule(x, y + 13, wide, weight=1)
    return y + _TITLED


def _rule(
    frame: KitFrame, at: tuple[float, float, float], rule: Rule, role: str
) -> float:
    sheet = frame.sheet
    x, y, wide = at
    with sheet.group("Sect"):
        with sheet.tag(role):
            sheet.text(x, y + 10, rule.heading, theme.H3, room=wide)
        with sheet.tag("P"):
            lines = sheet.lines(rule.text, _BODY, wide, 9)
            return sheet.set_lines(x, y + 14, lines, _BODY) + 9


def _deadlines(
    frame: KitFrame, y: float, dates: tuple[Deadline, ...], delivery: str
) -> None:
    sheet, labels = frame.sheet, frame.labels.kit
    sheet.box(0, y - 10, GRID.width, _DATES + 10, fill="paper")
    blocks = len(dates) + (1 if delivery else 0)
    wide = (GRID.measure - 20 * (blocks - 1)) / blocks
    x = GRID.left
    with sheet.group("Sect"):
        label(sheet, (x, y + 7), labels.deadlines, wide * 2, "accent", "H2")
        for date in dates:
            with sheet.tag("P"):
                style = theme.H2.but(size=16)
                sized = text.shrink(sheet.words(date.day, 40), style, wide, 8)
                sheet.text(x, y + 29, date.day, sized, room=wide + 0.1)
                small = theme.STRONG.but(size=8.5)
                sheet.text(x, y + 41, date.issue, small, room=wide)
                sheet.text(x, y + 51, date.publication, theme.SMALL, room=wide)
            x += wide + 20
    if delivery:
        with sheet.tag("P"):
            sheet.paragraph(x, y + 14, wide, delivery, _BODY.but(tone="ink"), most=4)
