"""What every page of a kit has: its head, its linked navigation, its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.people import draw_link, links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediakit.model import Head, MediaKit
    from mediakit.sheet import Sheet
    from mediakit.wording import Wording

GRID = theme.LANDSCAPE
FOOT = GRID.height - 43
BOTTOM = FOOT - 10


class KitFrame:
    """Open the pages of one kit and draw what they share."""

    def __init__(
        self,
        sheet: Sheet,
        kit: MediaKit,
        labels: Wording,
        sections: Mapping[str, tuple[str, str]],
        section_of: Mapping[str, str],
    ) -> None:
        self.sheet, self.kit, self.labels = sheet, kit, labels
        self.sections, self._section_of = sections, section_of
        self.seed = text.clean(f"{sheet.look.name} {kit.year}", 200)
        self._opened: set[str] = set()
        self._section = ""
        self._brand = 0.0

    @property
    def title(self) -> str:
        """Return the kit's title, a line break for the cover kept in it."""
        return self.kit.title or self.labels.kit.title

    def open(self, key: str, name: str) -> None:
        """Turn to a section's first page (``key``) or to a page that continues it."""
        sheet = self.sheet
        again = key in self._opened
        self._opened.add(key)
        page_key = f"{key}-{sheet.pages + 1}" if again else key
        sheet.begin_page(name, page_key, "white")
        self._section = self._section_of.get(key, "")

    def head(
        self, given: Head, own: tuple[str, str], lead: str = "", *, beside: bool = True
    ) -> float:
        """Draw kicker, title and lead; return where the title's last baseline is.

        The lead stands beside the title, or under it when ``beside`` is false.
        """
        sheet = self.sheet
        y = GRID.top
        kicker = sheet.words(given.kicker or own[0], 60).upper()
        label = theme.LABEL.but(tone="accent")
        sheet.text(GRID.left, y + 8, kicker, label, room=GRID.span(6))
        lines, style = self._title(given.title or own[1])
        step = style.size * 37 / 36
        with sheet.tag("H1"):
            for n, line in enumerate(lines):
                spaced = line if n == len(lines) - 1 else line.rstrip() + " "
                sheet.text(GRID.left - 1, y + 46 + n * step, spaced, style)
        last = y + 46 + (len(lines) - 1) * step
        words = given.lead or lead
        if words and beside:
            with sheet.tag("P"):
                sheet.paragraph(
                    GRID.x(7), y + 18, GRID.span(5), words, theme.LEAD, most=5
                )
        elif words:
            with sheet.tag("P"):
                last = sheet.paragraph(
                    GRID.left, last + 14, GRID.span(7), words, theme.LEAD, most=3
                )
        return last

    def _title(self, title: str) -> tuple[list[str], theme.Style]:
        """Return a title in two lines at most, smaller if it must be."""
        room = GRID.span(7) - 8
        given = self.sheet.words(title, 120).split("\n")[:2]
        for size in (36, 32, 28, 24, 20, 17):
            style = theme.H1.but(size=size)
            lines = given
            if len(given) == 1:
                lines = self.sheet.lines(given[0], style, room, even=True)
            wide = max(text.width(line.rstrip(), style) for line in lines)
            if len(lines) < 3 and wide <= room:
                return lines, style
        joined = " ".join(given)
        return self.sheet.lines(joined, style, room, 2), style

    def foot(self, *, edge: float = GRID.edge, contact: bool = True) -> None:
        """Draw the foot up to ``edge``: name, navigation, folio, notice, contact."""
        sheet = self.sheet
        brand = theme.LABEL.but(face="Display-SBold", size=8, tone="ink", track=0)
        sheet.rule(GRID.left, FOOT, edge - GRID.left)
        room = 180.0 if len(self.sections) < 6 else 130.0
        self._brand = sheet.text(
            GRID.left, FOOT + 12, sheet.look.name, brand, room=room
        )
        self._navigation(FOOT + 12, (GRID.left + edge) / 2)
        sheet.text(edge, FOOT + 12, str(sheet.pages), brand, side="right")
        begins = self._contact(FOOT + 26) if contact else edge
        if self.kit.notice:
            with sheet.tag("P"):
                notice = sheet.words(self.kit.notice, 300)
                room = begins - GRID.left - 14
                sheet.text(GRID.left, FOOT + 26, notice, theme.TINY, room=room)

    def _navigation(self, y: float, middle: float) -> None:
        sheet = self.sheet
        style = theme.SMALL
        sections = self.sections
        widths = [sheet.width(label, style) for label, _ in sections.values()]
        brand = 2 * (middle - GRID.left - self._brand - 12)
        free = (brand - sum(widths)) / max(1, len(widths) - 1)
        gap = min(18.0, max(6.0, free))
        x = middle - (sum(widths) + gap * (len(widths) - 1)) / 2
        x = max(x, GRID.left + self._brand + 12)
        for (section, (label, key)), wide in zip(sections.items(), widths, strict=True):
            if section == self._section:
                sheet.text(x, y, label, style.but(tone="ink", face="Text-Medium"))
            else:
                says = self.labels.kit.go_to.format(label)
                with sheet.tag("Link"):
                    sheet.text(x, y, label, style)
                    area = sheet.area(x - 4, y - 9, wide + 8, 14)
                    sheet.canvas.link_page(key, area, sheet.words(says, 200))
            x += wide + gap

    def _contact(self, y: float) -> float:
        """Draw who to call, against the right edge; return where it begins."""
        person, sheet = self.kit.person, self.sheet
        if person is None:
            return GRID.edge
        style = theme.SMALL.but(size=7.25)
        shown = [
            (text.fit(sheet.words(words), style, 160), uri)
            for words, uri in links(person)
        ]
        gap = 12.0
        name = text.fit(sheet.words(person.name), style, 120)
        parts = [name, *(words for words, _ in shown)]
        wide = sum(sheet.width(part, style) for part in parts)
        x = begins = GRID.edge - wide - gap * (len(parts) - 1)
        with sheet.tag("P"):
            sheet.text(x, y, name, style.but(face="Text-Medium", tone="ink"))
        x += sheet.width(name, style) + gap
        for words, uri in shown:
            draw_link(sheet, (x, y), words, uri, style)
            x += sheet.width(words, style) + gap
        return begins
