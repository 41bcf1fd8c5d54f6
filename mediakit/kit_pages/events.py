"""The events: their days set large, who came last time, what a partner gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.kit_pages.frame import BOTTOM

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Events, Meeting, Offer

GRID = theme.LANDSCAPE
_ACROSS = 4
_GAP = 20.0
_WIDE = (GRID.measure - _GAP * (_ACROSS - 1)) / _ACROSS
_OFFER = 62.0


def draw(frame: KitFrame, page: Events) -> None:
    """Draw four meetings to a page, then the partners' packages in a band."""
    meetings = list(page.meetings)
    offers = page.offers[:4]
    own = frame.labels.kit.heads["events"]
    while True:
        frame.open("events", own[0])
        top = frame.head(page.head, own) + 34
        shown, meetings = meetings[:_ACROSS], meetings[_ACROSS:]
        band = _OFFER + 34 if offers and not meetings else 0.0
        for n, meeting in enumerate(shown):
            x = GRID.left + n * (_WIDE + _GAP)
            _meeting(frame, (x, top, BOTTOM - band - 16), meeting)
        if offers and not meetings:
            _offers(frame, BOTTOM - _OFFER - 14, offers)
        frame.foot()
        if not meetings:
            return


def _meeting(frame: KitFrame, at: tuple[float, float, float], meeting: Meeting) -> None:
    sheet = frame.sheet
    x, y, bottom = at
    sheet.rule(x, y, _WIDE, weight=1)
    with sheet.group("Sect"):
        with sheet.tag("P"):
            day = theme.MEGA.but(size=46, tone="accent")
            sized = text.shrink(sheet.words(meeting.day, 20), day, _WIDE * 0.6, 16)
            most = _WIDE * 0.6
            told = sheet.text(x - 2, y + 46, meeting.day, sized, room=most + 0.1)
            month = theme.H2.but(size=13)
            room = _WIDE - told - 6
            sized = text.shrink(sheet.words(meeting.month, 40), month, room, 7)
            sheet.text(x + told + 5, y + 46, meeting.month, sized, room=room + 0.1)
        y += 58
        with sheet.tag("H2"):
            name = theme.H2.but(size=14, lead=17)
            y = sheet.paragraph(x, y, _WIDE, meeting.name, name, most=3)
        with sheet.tag("P"):
            if meeting.place:
                place = theme.STRONG.but(size=8.5, lead=12, tone="accent")
                y = sheet.paragraph(x, y + 2, _WIDE, meeting.place, place, most=1)
            claim = meeting.attendance
            under = 56.0 if claim else 0.0
            closing = 12.0 if meeting.closing else 0.0
            body = theme.SMALL.but(size=8.75, lead=12)
            most = int((bottom - under - closing - y - 6) // body.lead)
            if most > 0:
                y = sheet.paragraph(
                    x, y + 3, _WIDE, meeting.text, body, most=min(4, most)
                )
            if closing:
                sheet.text(x, y + 12, meeting.closing, theme.SMALL, room=_WIDE)
                y += 12
        if claim:
            y += 14
            with sheet.tag("P"):
                style = theme.H2.but(size=20)
                sized = text.shrink(sheet.words(claim.value, 20), style, 76, 9)
                told = sheet.text(x, y + 14, claim.value, sized, room=76.1)
                small = theme.SMALL.but(size=8.5, tone="ink")
                beside = _WIDE - told - 6
                sheet.text(x + told + 6, y + 14, claim.label, small, room=beside)
                source = frame.labels.kit.source.format(claim.source)
                tiny = theme.TINY.but(size=6.5, lead=8.25)
                sheet.paragraph(x, y + 19, _WIDE, source, tiny, most=3)


def _offers(frame: KitFrame, y: float, offers: tuple[Offer, ...]) -> None:
    sheet = frame.sheet
    sheet.box(0, y - 16, GRID.width, _OFFER + 30, fill="paper")
    across = max(2, len(offers))
    wide = (GRID.measure - 34 * (across - 1)) / across
    for n, offer in enumerate(offers):
        x = GRID.left + n * (wide + 34)
        told = wide * 0.36
        with sheet.group("Sect"):
            with sheet.tag("H2"):
                name = theme.H2.but(size=15)
                room = wide - told - 10
                sized = text.shrink(sheet.words(offer.name, 120), name, room, 8)
                sheet.text(x, y + 14, offer.name, sized, room=room + 0.1)
            with sheet.tag("P"):
                if offer.price:
                    price = theme.KPI.but(size=22, tone="ink")
                    sheet.figure(x + wide, y + 16, offer.price, price, room=told)
                body = theme.SMALL.but(size=9, lead=12.5, tone="ink")
                end = sheet.paragraph(x, y + 22, wide, offer.text, body, most=3)
                said = " · ".join(part for part in (offer.unit, offer.left) if part)
                sheet.text(x, end + 11, said, theme.SMALL, room=wide)
