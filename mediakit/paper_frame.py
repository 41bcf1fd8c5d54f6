"""What frames every page of a portrait paper: its head, its foot, its watermark."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from mediakit import text, theme

if TYPE_CHECKING:
    from mediakit.model.paper import PaperHead
    from mediakit.sheet import Sheet
    from mediakit.wording import SummaryWording

GRID = theme.PORTRAIT
BOTTOM = GRID.height - GRID.bottom - 16
_BADGE = theme.LABEL.but(size=8, tone="ink")


def bare(words: str) -> str:
    """Return words fit for metadata: one clean line of at most 200 characters."""
    return text.clean(words, 200).replace("\n", " ")


class Frame:
    """Draw what stands on every page: the head, the foot, the watermark."""

    def __init__(self, sheet: Sheet, head: PaperHead, labels: SummaryWording) -> None:
        self.sheet, self.head, self.labels = sheet, head, labels

    def first_page(self) -> float:
        """Open the first page; return where its content begins."""
        sheet, head = self.sheet, self.head
        name = f"{head.title} {sheet.words(head.number, 40)}"
        sheet.begin_page(name, "page-1", "white")
        self._watermark()
        sheet.box(0, 0, GRID.width, 112, fill="accent")
        with sheet.tag("P"):
            brand = theme.H2.but(size=15, tone="white")
            sheet.text(GRID.left, 46, sheet.look.name, brand, room=GRID.span(7))
        with sheet.tag("H1"):
            style = theme.H1.but(size=32, tone="white")
            room = GRID.span(8) - (self._badge_width() + 14 if head.watermark else 0)
            style = text.shrink(sheet.words(head.title, 80), style, room, 15)
            wide = sheet.text(GRID.left - 1, 88, head.title, style, room=room)
        if head.watermark:
            self._badge(GRID.left + wide + 14, 88)
        with sheet.tag("P"):
            number = theme.H2.but(size=15, tone="lime")
            sheet.text(GRID.edge, 46, head.number, number, side="right", room=150)
        dates = head.dates[:3]
        small = theme.SMALL.but(size=8.5, tone="white")
        for n, line in enumerate(dates):
            y = 88 - 14 * (len(dates) - 1 - n)
            with sheet.tag("P"):
                sheet.text(GRID.edge, y, line, small, side="right", room=170)
        self._foot()
        return 132

    def next_page(self) -> float:
        """Close the page, open the next one; return where its content begins."""
        sheet, head = self.sheet, self.head
        number = sheet.pages + 1
        sheet.begin_page(self.labels.page.format(number), f"page-{number}", "white")
        self._watermark()
        sheet.box(0, 0, GRID.width, 32, fill="accent")
        small = theme.SMALL.but(size=8.5, tone="white")
        title = f"{head.title}, {self.labels.continued}"
        sheet.text(GRID.left, 20, title, small.but(face="Text-Bold"), room=170)
        sheet.text(GRID.width / 2, 20, head.party, small, side="centre", room=170)
        lime = theme.H2.but(size=10, tone="lime")
        sheet.text(GRID.edge, 20, head.number, lime, side="right", room=110)
        self._foot()
        return 54

    def _badge_words(self) -> str:
        return text.fit(self.sheet.words(self.head.watermark), _BADGE, 110)

    def _badge_width(self) -> float:
        return text.width(self._badge_words(), _BADGE) + 14

    def _badge(self, x: float, y: float) -> None:
        sheet = self.sheet
        sheet.box(x, y - 15, self._badge_width(), 17, fill="lime", radius=3)
        with sheet.tag("P"):
            sheet.text(x + 7, y - 3.7, self._badge_words(), _BADGE)

    def _watermark(self) -> None:
        if not self.head.watermark:
            return
        sheet, canvas = self.sheet, self.sheet.canvas
        style = theme.MEGA.but(size=120, tone="ghost", kern=False)
        style = text.shrink(sheet.words(self.head.watermark, 24), style, 640, 20)
        canvas.saveState()
        canvas.translate(GRID.width / 2, GRID.height / 2 - 30)
        canvas.rotate(54)
        canvas.translate(0, -GRID.height)
        words = sheet.words(self.head.watermark, 24)
        sheet.text(0, style.size * 0.35, words, style, side="centre")
        canvas.restoreState()

    def _foot(self) -> None:
        head = self.head
        draw_foot(self.sheet, f"{head.title} {head.number}", head.notice)


def draw_foot(sheet: Sheet, title: str, notice: str, *, room: float = 200) -> None:
    """Draw the foot: the look's name, the paper's title, the folio, the notice.

    The folio says "2/3", and a page is closed before the last one is known: it is drawn
    at the end. `room`, in points, is the title's.
    """
    y = GRID.height - GRID.bottom
    sheet.rule(GRID.left, y - 6, GRID.measure)
    brand = theme.LABEL.but(face="Display-SBold", size=8, tone="ink", track=0)
    sheet.text(GRID.left, y + 6, sheet.look.name, brand, room=150)
    middle = GRID.width / 2
    sheet.text(middle, y + 6, title, theme.SMALL, side="centre", room=room)
    page = sheet.pages

    def folio() -> None:
        said = f"{page}/{sheet.pages}" if sheet.pages > 1 else str(page)
        sheet.text(GRID.edge, y + 6, said, brand, side="right")

    sheet.canvas.at_the_end(folio)
    if notice:
        # Read once: on later pages it stands outside the structure.
        with sheet.tag("P") if sheet.pages == 1 else nullcontext():
            words = sheet.words(notice, 300)
            sheet.text(GRID.left, y + 18, words, theme.TINY, room=GRID.measure)
