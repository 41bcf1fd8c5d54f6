"""The calendar: three dates for each issue, and what of it is still free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.kit_pages.frame import BOTTOM

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Calendar, Fact, IssueRow, Space, SpaceState
    from mediakit.theme import Style, Tone

GRID = theme.LANDSCAPE
_FREE = 548.0
_NARROW = ((0.0, 66.0, 300.0, 376.0, 452.0), (58.0, 222.0, 68.0, 68.0, 78.0))
_WIDE = ((0.0, 66.0, 520.0, 596.0, 672.0), (58.0, 232.0, 68.0, 68.0, 90.0))
_EVENT, _EVENT_ROOM = 312.0, 192.0
_CHIP = theme.SMALL.but(size=7.75, lead=10)
_CHIP_HIGH, _CHIP_STEP = 14.0, 17.0
_THEME = theme.H3.but(size=10, lead=12.5)
_BONUS = theme.SMALL.but(lead=10)
_STATES: dict[SpaceState, tuple[Tone | None, Tone | None, Tone]] = {
    "free": ("lime", None, "ink"),
    "optioned": ("sky", None, "accent"),
    "sold": (None, "mist", "slate"),
    "closed": (None, "mist", "slate"),
}


def draw(frame: KitFrame, page: Calendar) -> None:
    """Draw the year's issues in a ruled table, over as many pages as it takes."""
    labels = frame.labels.kit
    told = bool(page.stamp)
    rows = [_Row(frame, issue, told=told) for issue in page.issues]
    travels = any(row.bonus for row in rows)
    rhythms = 40.0 if page.rhythms else 0.0
    while True:
        frame.open("calendar", labels.calendar[0])
        lead = labels.calendar_lead if told else labels.calendar_dates
        lead = lead if told or travels else labels.calendar_days
        top = frame.head(page.head, labels.calendar, lead) + 50
        room = BOTTOM - top - 18 - rhythms
        fits, high = 0, 0.0
        while fits < len(rows) and high + rows[fits].high <= room:
            high += rows[fits].high
            fits += 1
        fits = max(1, fits)
        shown, rows = rows[:fits], rows[fits:]
        _even(shown, room)
        _table(frame, top, shown, page.stamp, travels=travels)
        if not rows:
            _rhythms(frame, page.rhythms)
        frame.foot()
        if not rows:
            return


def _even(rows: list[_Row], room: float) -> None:
    """Give every row one height when the page has room for it, and some air."""
    tallest = max((row.high for row in rows), default=0)
    if not rows or tallest * len(rows) > room:
        return
    air = min(8.0, room / len(rows) - tallest)
    for row in rows:
        row.high, row.pad = tallest + air, air / 2


class _Row:
    pad = 0.0

    def __init__(self, frame: KitFrame, issue: IssueRow, *, told: bool) -> None:
        sheet = frame.sheet
        self.issue = issue
        self.columns, rooms = _NARROW if told else _WIDE
        self.rooms = rooms
        self.theme = sheet.lines(sheet.words(issue.theme, 200), _THEME, rooms[1], 2)
        bonus = sheet.words(issue.bonus, 240)
        apart = rooms[1] if told else _EVENT_ROOM
        self.bonus = sheet.lines(bonus, _BONUS, apart, 2) if issue.bonus else []
        self.chips = _chip_lines(frame, issue.spaces) if told else []
        mark = 13.0 if issue.mark else 0.0
        words = len(self.theme) * _THEME.lead + mark
        bonuses = len(self.bonus) * _BONUS.lead
        words = words + bonuses if told else max(words, bonuses)
        chips = len(self.chips) * _CHIP_STEP
        self.high = max(words, chips, 20) + 13


def _chip_lines(
    frame: KitFrame, spaces: tuple[Space, ...]
) -> list[list[tuple[Space, float]]]:
    room = GRID.measure - _FREE - 20
    lines: list[list[tuple[Space, float]]] = [[]]
    used = 0.0
    for space in spaces[:12]:
        wide = min(room, _chip_width(frame, space))
        if lines[-1] and used + wide > room:
            lines.append([])
            used = 0.0
        lines[-1].append((space, wide))
        used += wide + 4
    return lines if lines[0] else []


def _chip_width(frame: KitFrame, space: Space) -> float:
    bold = _CHIP.but(face="Text-Bold")
    sheet = frame.sheet
    return (
        sheet.width(space.position, bold) + sheet.width(" " + space.words, _CHIP) + 12
    )


def _table(
    frame: KitFrame, top: float, rows: list[_Row], stamp: str, *, travels: bool
) -> None:
    sheet = frame.sheet
    if stamp:
        _stamp(frame, top, 18 + sum(row.high for row in rows), stamp)
    with sheet.group("Table"):
        with sheet.group("TR"):
            for head, x in _heads(frame, told=bool(stamp), travels=travels):
                with sheet.tag("TH", Scope="Column"):
                    sheet.text(GRID.left + x, top + 10, head, theme.H3.but(size=8.75))
        y = top + 18
        sheet.rule(GRID.left, y, GRID.measure, weight=1)
        for n, row in enumerate(rows):
            with sheet.group("TR"):
                _row(frame, y + row.pad, row, told=bool(stamp), travels=travels)
            y += row.high
            last = n == len(rows) - 1
            weight = 1 if last else 0.5
            sheet.rule(
                GRID.left, y, GRID.measure, "ink" if last else "line", weight=weight
            )


def _heads(frame: KitFrame, *, told: bool, travels: bool) -> list[tuple[str, float]]:
    labels = frame.labels.kit
    columns, _rooms = _NARROW if told else _WIDE
    dates = (labels.closing, labels.materials, labels.publication)
    heads = [*zip((labels.issue, labels.theme), columns[:2], strict=True)]
    if travels and not told:
        heads.append((labels.handed_out, _EVENT))
    heads += zip(dates, columns[2:], strict=True)
    if told:
        heads.append((labels.still_free, _FREE))
    return heads


def _stamp(frame: KitFrame, top: float, high: float, stamp: str) -> None:
    """Set the ground of what is free, and the moment it was counted at."""
    sheet = frame.sheet
    ground = GRID.left + _FREE - 12
    sheet.box(ground, top - 24, GRID.edge - ground, high + 24, fill="paper", radius=3)
    with sheet.tag("P"):
        stamped = frame.labels.kit.stamped.format(stamp)
        style = text.shrink(
            sheet.words(stamped, 120),
            theme.SMALL.but(face="Text-Medium", tone="accent"),
            GRID.edge - ground - 24,
        )
        sheet.text(ground + 12, top - 9, stamped, style, room=GRID.edge - ground - 24)


def _row(frame: KitFrame, y: float, row: _Row, *, told: bool, travels: bool) -> None:
    sheet, issue = frame.sheet, row.issue
    dates = (issue.closing, issue.materials, issue.publication)
    with sheet.tag("TH", Scope="Row"):
        number = theme.H2.but(size=14, tone="accent")
        room = row.rooms[0]
        sized = text.shrink(sheet.words(issue.number, 40), number, room, 7)
        sheet.text(GRID.left, y + 17.5, issue.number, sized, room=room + 0.1)
    x = GRID.left + row.columns[1]
    with sheet.tag("TD"):
        end = sheet.set_lines(x, y + 7.6, row.theme, _THEME)
        if issue.mark:
            mark = theme.LABEL.but(size=6.2, tone="ink")
            words = text.fit(sheet.words(issue.mark, 60).upper(), mark, 150)
            wide = text.width(words, mark)
            sheet.box(x, end + 1, wide + 10, 11, fill="lime", radius=2)
            sheet.text(x + 5, end + 8.7, words, mark)
            end += 13
        if told:
            sheet.set_lines(x, end, row.bonus, _BONUS)
    if travels and not told:
        with sheet.tag("TD"):
            sheet.set_lines(GRID.left + _EVENT, y + 8.4, row.bonus, _BONUS)
    for n, date in enumerate(dates):
        style = theme.FIGURE_BOLD if n == 2 else theme.FIGURE
        with sheet.tag("TD"):
            x, room = GRID.left + row.columns[n + 2], row.rooms[n + 2]
            sized = text.shrink(sheet.words(date, 40), style, room)
            sheet.text(x, y + 17.5, date, sized, room=room + 0.1)
    if told:
        _chips(frame, y, row)


def _chips(frame: KitFrame, y: float, row: _Row) -> None:
    with frame.sheet.tag("TD"):
        for n, line in enumerate(row.chips):
            x = GRID.left + _FREE
            for space, wide in line:
                _chip(frame, (x, y + 7.6 + n * _CHIP_STEP), space, wide)
                x += wide + 4


def _chip(frame: KitFrame, at: tuple[float, float], space: Space, wide: float) -> None:
    sheet, (x, y) = frame.sheet, at
    fill, stroke, tone = _STATES[space.state]
    sheet.box(x, y, wide, _CHIP_HIGH, fill=fill, stroke=stroke, radius=3)
    bold: Style = _CHIP.but(face="Text-Bold", tone=tone)
    told = sheet.text(x + 6, y + 9.9, space.position, bold, room=wide - 12)
    room = wide - 12 - told
    if room > 8:
        words = " " + sheet.words(space.words, 80)
        sheet.text(x + 6 + told, y + 9.9, words, _CHIP.but(tone=tone), room=room + 0.1)


def _rhythms(frame: KitFrame, rhythms: tuple[Fact, ...]) -> None:
    sheet = frame.sheet
    y = BOTTOM - 22
    for n, fact in enumerate(rhythms[:4]):
        x, room = GRID.x(n * 3), GRID.span(3)
        with sheet.tag("P"):
            sheet.text(x, y + 4, fact.label, theme.H3.but(size=9), room=room)
            sheet.text(x, y + 16, fact.value, theme.SMALL, room=room)
