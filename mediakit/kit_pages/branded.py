"""Branded content: how its label stands, what is offered, how a piece is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.kit_pages.frame import BOTTOM
from mediakit.kit_pages.pieces import numbered

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Branded, Offer, Rule
    from mediakit.sheet import Sheet

GRID = theme.LANDSCAPE
_STAGES = 78.0
_PAGE_WIDE = 186.0


def draw(frame: KitFrame, page: Branded) -> None:
    """Draw a page with its label in place, the offers beside it, the stages under."""
    own = frame.labels.kit.heads["branded"]
    offers: list[Offer | None] = list(page.offers) or [None]
    first = True
    while offers:
        frame.open("branded", own[0])
        top = frame.head(page.head, own) + 34
        bottom = BOTTOM - (_STAGES if page.stages else 0)
        _specimen(frame, (GRID.left, top, bottom - top - 14), page)
        x = GRID.left + _PAGE_WIDE + 44
        fits = max(1, int((bottom - top) // 66))
        shown, offers = offers[:fits], offers[fits:]
        step = min(96.0, (bottom - top - 4) / len(shown))
        for n, offer in enumerate(shown):
            if offer is not None:
                box = (x, top + n * step, GRID.edge - x, step)
                _offer(frame.sheet, box, offer, first=first and n == 0)
        if page.stages:
            _stages(frame.sheet, bottom + 10, page.stages)
        frame.foot()
        first = False


def _specimen(frame: KitFrame, box: tuple[float, float, float], page: Branded) -> None:
    """Draw a page of grey text under the label that the law asks for."""
    sheet = frame.sheet
    x, y, room = box
    high = min(room - 26, 236.0)
    wide = min(_PAGE_WIDE, high * 0.78)
    says = frame.labels.kit.label_alt.format(page.label)
    with sheet.drawing(says, (x, y, wide, high)):
        sheet.box(x + 2, y + 2, wide, high, fill="line", alpha=0.6)
        sheet.box(x, y, wide, high, fill="white", stroke="mist", weight=0.5)
        style = theme.LABEL.but(size=9.5, tone="ink")
        label = sheet.words(page.label, 40).upper()
        sized = text.shrink(label, style, wide - 36, 5)
        told = text.width(label, sized)
        sheet.box(x + 12, y + 12, told + 14, 17, fill="lime", radius=2)
        sheet.text(x + 19, y + 24, label, sized)
        sheet.box(x + 12, y + 38, wide - 24, high * 0.3, fill="sky")
        cursor = y + 38 + high * 0.3 + 12
        for part in (0.92, 0.66):
            sheet.box(x + 12, cursor, (wide - 24) * part, 6, fill="ink")
            cursor += 10
        _greys(sheet, (x + 12, cursor + 6, wide - 24), y + high - 12)
    with sheet.tag("P"):
        small = theme.SMALL.but(size=8, lead=10.5)
        sheet.paragraph(
            x, y + high + 8, _PAGE_WIDE + 20, page.label_says, small, most=3
        )


def _greys(sheet: Sheet, at: tuple[float, float, float], bottom: float) -> None:
    x, y, wide = at
    column = (wide - 8) / 2
    for n in range(2):
        base, line = y, 0
        while base < bottom:
            room = column if line % 6 != 5 else column * 0.5
            sheet.rule(x + n * (column + 8), base, room, "line", weight=1.1)
            base += 5
            line += 1


def _offer(
    sheet: Sheet, box: tuple[float, float, float, float], offer: Offer, *, first: bool
) -> None:
    x, y, wide, high = box
    sheet.rule(x, y, wide, weight=1 if first else 0.5)
    told = wide * 0.3
    room = wide - told - 20
    with sheet.group("Sect"):
        with sheet.tag("H2"):
            name = text.shrink(sheet.words(offer.name, 120), theme.H2, room, 10)
            sheet.text(x, y + 23, offer.name, name, room=room + 0.1)
        with sheet.tag("P"):
            end = y + 29
            if offer.support:
                support = theme.STRONG.but(size=8.5, tone="accent")
                sheet.text(x, end + 9, offer.support, support, room=room)
                end += 13
            most = max(1, int((y + high - end - 4) // 12))
            body = theme.SMALL.but(size=9, lead=12)
            if offer.text:
                sheet.paragraph(x, end, room, offer.text, body, most=min(3, most))
        if offer.price:
            with sheet.tag("P"):
                style = theme.KPI.but(size=25, tone="accent" if first else "ink")
                sheet.figure(x + wide, y + 29, offer.price, style, room=told)
                small = theme.SMALL.but(size=8.5)
                base = y + 42
                sheet.text(x + wide, base, offer.unit, small, side="right", room=told)


def _stages(sheet: Sheet, y: float, stages: tuple[Rule, ...]) -> None:
    shown = stages[:4]
    across = max(3, len(shown))
    wide = (GRID.measure - 22 * (across - 1)) / across
    sheet.rule(GRID.left, y - 4, GRID.measure, "line")
    for n, stage in enumerate(shown):
        at = (GRID.left + n * (wide + 22), y + 6, wide)
        numbered(sheet, at, n + 1, stage, most=3)
