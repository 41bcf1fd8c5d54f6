"""The advertiser's own page: what it ran, what it reached, the issues made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.kit_pages.frame import BOTTOM
from mediakit.kit_pages.pieces import label

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Appearance, Claim, FreeIssue, Yours

GRID = theme.LANDSCAPE
_BAND = 92.0
_ROW = 20.0
_LEFT = GRID.span(7) - 14


def draw(frame: KitFrame, page: Yours) -> None:
    """Draw the figures in a band, the insertions, then the issues to come."""
    own = frame.labels.kit.heads["yours"]
    rows = list(page.appearances)
    first = True
    while first or rows:
        frame.open("yours", own[0])
        y = frame.head(page.head, own) + 30
        if first and page.figures:
            _figures(frame, y, page.figures[:4])
            y += _BAND + 26
        if first and page.issues:
            _issues(frame, y, page)
        fits = max(1, int((BOTTOM - y - 26) // _ROW))
        shown, rows = rows[:fits], rows[fits:]
        if shown:
            _table(frame, y, shown)
        frame.foot()
        first = False


def _figures(frame: KitFrame, y: float, figures: tuple[Claim, ...]) -> None:
    sheet = frame.sheet
    sheet.box(0, y, GRID.width, _BAND, fill="paper")
    span = GRID.columns // max(3, len(figures))
    room = GRID.span(span) - 8
    for n, claim in enumerate(figures):
        x = GRID.x(n * span)
        with sheet.tag("P"):
            style = theme.KPI.but(size=34, tone="ink" if n else "accent")
            sized = text.shrink(sheet.words(claim.value, 40), style, room, 12)
            sheet.text(x - 1, y + 43, claim.value, sized, room=room + 1)
            sheet.text(x, y + 59, claim.label, theme.H3, room=room)
            if claim.note:
                sheet.paragraph(x, y + 64, room, claim.note, theme.SMALL, most=2)


def _table(frame: KitFrame, y: float, rows: list[Appearance]) -> None:
    sheet, labels = frame.sheet, frame.labels.kit
    columns = ((0.0, 168.0), (176.0, 160.0), (_LEFT - 88, 88.0))
    with sheet.group("Table"):
        with sheet.group("TR"):
            for (x, room), head in zip(columns, labels.yours_columns, strict=True):
                with sheet.tag("TH", Scope="Column"):
                    style = theme.H3.but(size=8.75)
                    sheet.text(GRID.left + x, y + 8, head, style, room=room)
        sheet.rule(GRID.left, y + 15, _LEFT, weight=1)
        for n, row in enumerate(rows):
            base = y + 15 + n * _ROW + 13.5
            with sheet.group("TR"):
                ahead = row.state == "to come"
                cells = (row.issue, row.what, row.when)
                for k, ((x, room), words) in enumerate(
                    zip(columns, cells, strict=True)
                ):
                    style = theme.BODY.but(size=9) if k else theme.H3.but(size=9.5)
                    tone = "accent" if ahead else style.tone
                    with sheet.tag("TD" if k else "TH", **_scope(k)):
                        sheet.text(
                            GRID.left + x, base, words, style, tone=tone, room=room
                        )
            sheet.rule(GRID.left, base + 6.5, _LEFT, "line")


def _scope(column: int) -> dict[str, str]:
    return {} if column else {"Scope": "Row"}


def _issues(frame: KitFrame, y: float, page: Yours) -> None:
    sheet = frame.sheet
    x = GRID.x(7) + 8
    wide = GRID.edge - x
    with sheet.group("Sect"):
        label(sheet, (x, y + 8), page.heading, wide, "accent", "H2")
        y += 18
        for issue in page.issues[:4]:
            if y > BOTTOM - 52:
                break
            y = _issue(frame, (x, y, wide), issue)
        if page.note and y < BOTTOM - 14:
            with sheet.tag("P"):
                most = int((BOTTOM - y - 4) // 11.5)
                body = theme.SMALL.but(size=8.5, lead=11.5)
                sheet.paragraph(x, y + 4, wide, page.note, body, most=most)


def _issue(frame: KitFrame, at: tuple[float, float, float], issue: FreeIssue) -> float:
    sheet = frame.sheet
    x, y, wide = at
    sheet.box(x, y, wide, 58, fill="lime", radius=3)
    with sheet.tag("P"):
        number = theme.H2.but(size=15)
        sized = text.shrink(sheet.words(issue.number, 40), number, 70, 8)
        told = sheet.text(x + 12, y + 21, issue.number, sized, room=70.1)
        bold = theme.H3.but(size=10)
        room = wide - told - 32
        sized = text.shrink(sheet.words(issue.theme, 120), bold, room, 7)
        sheet.text(x + 20 + told, y + 20.5, issue.theme, sized, room=room)
        small = theme.SMALL.but(size=8.5, tone="ink")
        sheet.text(x + 12, y + 36, issue.closing, small, room=wide - 24)
        sheet.text(x + 12, y + 48, issue.mark, small, room=wide - 24)
    return y + 66
