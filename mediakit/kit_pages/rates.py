"""The rates: a table by frequency, then premiums, discounts, newsletter and web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.kit_pages.frame import BOTTOM

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import PriceList, RateRow, Rates, RateTable

GRID = theme.LANDSCAPE
_TOP = 172.0
_LIST_STEP = 16.0


def draw(frame: KitFrame, page: Rates) -> None:
    """Draw the table, its rows as high as the page allows, then the lists."""
    labels = frame.labels.kit
    rows = list(page.table.rows)
    lists = page.lists[:8]
    below = _lists_high(lists[:4]) if lists else 0.0
    while True:
        frame.open("rates", labels.rates[0])
        frame.head(page.head, labels.rates)
        free = BOTTOM - _TOP - 18
        step = min(26.0, max(18.0, (free - below) / max(1, len(rows))))
        fits = max(1, int(free // step))
        shown, rows = rows[:fits], rows[fits:]
        y = _table(frame, page.table, shown, step)
        if not rows:
            break
        frame.foot()
    for start in range(0, len(lists), 4):
        part = lists[start : start + 4]
        if y + _lists_high(part) > BOTTOM + 4:
            frame.foot()
            frame.open("rates", labels.rates[0])
            y = frame.head(page.head, labels.rates)
        y = _lists(frame, y + 36, part)
    frame.foot()


def _columns(table: RateTable) -> tuple[list[float], float]:
    """Return where each price column ends, and how wide it is."""
    count = max(1, len(table.columns))
    first = 350.0 if table.detail_heading or count < 4 else 290.0
    room = (GRID.measure - 10 - first) / count
    return [first + room * (n + 1) for n in range(count)], room


def _table(
    frame: KitFrame, table: RateTable, rows: list[RateRow], step: float
) -> float:
    sheet, labels = frame.sheet, frame.labels.kit
    ends, room = _columns(table)
    high = 18 + step * len(rows)
    lit = table.highlighted
    if lit is not None and 0 <= lit < len(ends):
        x = GRID.left + ends[lit] - room + 14
        sheet.box(x, _TOP - 22, room - 2, high + 22, fill="lime", radius=3)
        badge = theme.LABEL.but(size=6.2, tone="ink")
        words = sheet.words(table.badge, 40).upper()
        middle = x + room / 2 - 1
        sheet.text(middle, _TOP - 9, words, badge, side="centre", room=room - 6)
    head = theme.H3.but(size=8.75)
    with sheet.group("Table"):
        with sheet.group("TR"):
            for x, words in (
                (0.0, table.heading or labels.format),
                (190.0, table.detail_heading),
            ):
                with sheet.tag("TH", Scope="Column"):
                    sheet.text(GRID.left + x, _TOP + 10, words, head, room=180)
            for end, words in zip(ends, table.columns, strict=False):
                with sheet.tag("TH", Scope="Column"):
                    style = text.shrink(sheet.words(words, 60), head, room - 10)
                    sheet.text(
                        GRID.left + end,
                        _TOP + 10,
                        words,
                        style,
                        side="right",
                        room=room - 9,
                    )
        y = _TOP + 18
        sheet.rule(GRID.left, y, GRID.measure, weight=1)
        for n, row in enumerate(rows):
            with sheet.group("TR"):
                _row(frame, y + step / 2 + 3.5, row, table)
            y += step
            last = n == len(rows) - 1
            sheet.rule(
                GRID.left,
                y,
                GRID.measure,
                "ink" if last else "line",
                weight=1 if last else 0.5,
            )
    return y


def _row(frame: KitFrame, base: float, row: RateRow, table: RateTable) -> None:
    sheet = frame.sheet
    ends, room = _columns(table)
    with sheet.tag("TH", Scope="Row"):
        bold = theme.H3.but(size=10)
        sized = text.shrink(sheet.words(row.name, 120), bold, 182, 7.5)
        sheet.text(GRID.left, base, row.name, sized, room=182)
    with sheet.tag("TD"):
        slate = theme.FIGURE.but(tone="slate")
        wide = ends[0] - room - 190 + 12
        sized = text.shrink(sheet.words(row.detail, 120), slate, wide, 7)
        sheet.text(GRID.left + 190, base, row.detail, sized, room=wide)
    prices = (*row.prices, *("",) * len(ends))[: len(ends)]
    for n, (end, price) in enumerate(zip(ends, prices, strict=True)):
        style = theme.FIGURE_BOLD if n == table.highlighted else theme.FIGURE
        with sheet.tag("TD"):
            sheet.figure(GRID.left + end, base, price, style, room=room - 12)


def _lists_high(lists: tuple[PriceList, ...]) -> float:
    longest = max((len(each.facts) for each in lists), default=0)
    return 36 + 8 + min(longest, 14) * _LIST_STEP + 6


def _lists(frame: KitFrame, y: float, lists: tuple[PriceList, ...]) -> float:
    sheet = frame.sheet
    across = max(3, len(lists))
    gap = 24.0
    wide = (GRID.measure - gap * (across - 1)) / across
    longest = 0
    for n, each in enumerate(lists):
        x = GRID.left + n * (wide + gap)
        with sheet.group("Sect"):
            with sheet.tag("H2"):
                sheet.text(x, y, each.heading, theme.H2.but(size=14), room=wide)
            with sheet.group("L"):
                for k, fact in enumerate(each.facts[:14]):
                    base = y + 19 + k * _LIST_STEP
                    style = theme.FIGURE_BOLD
                    told = min(wide * 0.6, sheet.width(fact.value, style))
                    with sheet.group("LI"), sheet.tag("LBody"):
                        small = theme.SMALL.but(size=8.5, tone="ink")
                        room = wide - told - 8
                        sheet.text(x, base, fact.label, small, room=room)
                        sheet.figure(x + wide, base, fact.value, style, room=told)
                    sheet.rule(x, base + 5, wide, "line")
        longest = max(longest, len(each.facts[:14]))
    return y + 8 + longest * _LIST_STEP
