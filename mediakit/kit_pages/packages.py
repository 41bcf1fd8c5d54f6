"""The packages: what each costs, what is in it, and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.kit_pages.frame import BOTTOM
from mediakit.kit_pages.pieces import cross, label, tick

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Bundle, Packages
    from mediakit.theme import Tone

GRID = theme.LANDSCAPE
_GAP = 20.0
_PAD = 18.0


def draw(frame: KitFrame, page: Packages) -> None:
    """Draw the packages side by side, three to a page; the lit one on lime."""
    own = frame.labels.kit.heads["packages"]
    bundles = list(enumerate(page.packages))
    while bundles:
        frame.open("packages", own[0])
        top = frame.head(page.head, own) + 30
        shown, bundles = bundles[:3], bundles[3:]
        across = max(2, len(shown))
        wide = (GRID.measure - _GAP * (across - 1)) / across
        bottom = BOTTOM - (20 if page.note else 2)
        for n, (number, bundle) in enumerate(shown):
            lit = number == page.highlighted
            x = GRID.left + n * (wide + _GAP)
            _bundle(frame, (x, top, wide, bottom - top), bundle, lit=lit)
        if page.note:
            with frame.sheet.tag("P"):
                frame.sheet.text(
                    GRID.left, BOTTOM - 4, page.note, theme.SMALL, room=GRID.measure
                )
        frame.foot()


def _bundle(
    frame: KitFrame,
    box: tuple[float, float, float, float],
    bundle: Bundle,
    *,
    lit: bool,
) -> None:
    sheet, labels = frame.sheet, frame.labels.kit
    x, y, wide, high = box
    sheet.box(x, y, wide, high, fill="lime" if lit else "paper", radius=4)
    left, room, bottom = x + _PAD, wide - 2 * _PAD, y + high - 12
    quiet: Tone = "ink" if lit else "slate"
    with sheet.group("Sect"):
        with sheet.tag("H2"):
            name = text.shrink(sheet.words(bundle.name, 80), theme.H2, room, 9)
            sheet.text(left, y + 30, bundle.name, name, room=room + 0.1)
        with sheet.tag("P"):
            body = theme.SMALL.but(size=9, lead=12, tone=quiet)
            sheet.paragraph(left, y + 37, room, bundle.text, body, most=2)
        with sheet.tag("P"):
            price = theme.KPI.but(size=34)
            saved = min(70.0, sheet.width(bundle.saving, theme.H3) + 22)
            told = room - saved
            sized = text.shrink(sheet.words(bundle.price, 30), price, told, 9)
            sheet.text(left - 1, y + 98, bundle.price, sized, room=told + 0.1)
            if bundle.saving:
                _saving(frame, left + room, y + 98, bundle.saving, lit=lit)
            small = theme.SMALL.but(size=8.5, tone=quiet)
            sheet.text(left, y + 112, bundle.instead, small, room=room)
        cursor = y + 126
        sheet.rule(left, cursor, room, "ink")
        without = min(6, len(bundle.not_included))
        kept = without * 15.0 + 30 if without else 0.0
        fits = max(1, int((bottom - kept - cursor - 26) // 20))
        label(sheet, (left, cursor + 15), labels.included, room, quiet, "H3")
        cursor += 24
        with sheet.group("L"):
            for fact in bundle.included[:fits]:
                with sheet.group("LI"), sheet.tag("LBody"):
                    tick(sheet, left, cursor + 10, "ink" if lit else "accent")
                    many = theme.FIGURE_BOLD.but(size=10.5)
                    told = sheet.text(left + 14, cursor + 10, fact.label, many, room=60)
                    what = theme.SMALL.but(size=10, tone="ink")
                    at, rest = left + 18 + told, room - 18 - told
                    sheet.text(at, cursor + 10, fact.value, what, room=rest)
                cursor += 20
        if not without:
            return
        cursor = max(cursor + 8, bottom - kept + 4)
        sheet.rule(left, cursor, room, "ink" if lit else "line")
        label(sheet, (left, cursor + 15), labels.not_included, room, quiet, "H3")
        cursor += 22
        with sheet.group("L"):
            for said in bundle.not_included[:without]:
                with sheet.group("LI"), sheet.tag("LBody"):
                    cross(sheet, left + 1, cursor + 9, "ink" if lit else "mist")
                    what = theme.SMALL.but(size=9.5, tone=quiet)
                    sheet.text(left + 14, cursor + 9, said, what, room=room - 14)
                cursor += 15


def _saving(
    frame: KitFrame, edge: float, base: float, words: str, *, lit: bool
) -> None:
    sheet = frame.sheet
    style = theme.H3.but(size=10, tone="white" if lit else "ink")
    told = min(48.0, sheet.width(words, style))
    sheet.box(
        edge - told - 14,
        base - 15,
        told + 14,
        19,
        fill="ink" if lit else "lime",
        radius=3,
    )
    sheet.text(edge - told - 7, base - 2, words, style, room=told + 0.1)
