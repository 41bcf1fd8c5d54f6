"""The media kit: A4 landscape, its pages in the order they are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.kit_pages import audience, calendar, contact, cover, formats, rates
from mediakit.kit_pages.frame import KitFrame
from mediakit.metadata import Metadata
from mediakit.model import Audience, Calendar, Contact, Cover, Formats, Rates
from mediakit.sheet import Sheet
from mediakit.wording import wording

if TYPE_CHECKING:
    from datetime import datetime

    from mediakit.model import KitPage, Lang, Look, MediaKit
    from mediakit.wording import KitWording


def _section(page: KitPage, labels: KitWording) -> tuple[str, str] | None:
    """Return a page's (name, key) in the navigation; the cover has none."""
    match page:
        case Cover():
            return None
        case Audience():
            return labels.audience[0], "audience"
        case Calendar():
            return labels.calendar[0], "calendar"
        case Formats():
            return labels.formats_section, "formats"
        case Rates():
            return labels.rates[0], "rates"
        case Contact():
            return labels.contact[0], "contact"


def _draw(frame: KitFrame, page: KitPage) -> None:
    match page:
        case Cover():
            cover.draw(frame, page)
        case Audience():
            audience.draw(frame, page)
        case Calendar():
            calendar.draw(frame, page)
        case Formats():
            formats.draw(frame, page)
        case Rates():
            rates.draw(frame, page)
        case Contact():
            contact.draw(frame, page)


@dataclass(frozen=True, slots=True)
class DrawnKit:
    """Hold a kit's bytes and, for each of its sheets, which of its pages it shows.

    A page whose words need room continues on another sheet.
    """

    content: bytes
    shows: tuple[int, ...]


def render_media_kit(
    kit: MediaKit, *, lang: Lang, issued_at: datetime, look: Look
) -> bytes:
    """Draw a media kit as ``draw_media_kit`` does; return its bytes."""
    return draw_media_kit(kit, lang=lang, issued_at=issued_at, look=look).content


def draw_media_kit(
    kit: MediaKit, *, lang: Lang, issued_at: datetime, look: Look
) -> DrawnKit:
    """Draw a media kit as tagged PDF/UA-1.

    ``issued_at`` (with its time zone) is the only date in the file's metadata, so the
    same words give the same bytes. Raises ``LookError`` when the look is unreadable,
    ``ValueError`` when the kit has no page.
    """
    if not kit.pages:
        msg = "a media kit has at least one page"
        raise ValueError(msg)
    words = wording(lang)
    title = " ".join((kit.title or words.kit.title).split())
    metadata = Metadata(
        title=text.clean(f"{title} {kit.year} – {look.name}", 200),
        author=text.clean(look.name, 200),
        subject=text.clean(kit.tagline or title, 400),
        language=words.tag,
        issued_at=issued_at,
    )
    sheet = Sheet(theme.LANDSCAPE, look, lang, metadata)
    sections = dict.fromkeys(
        section for page in kit.pages if (section := _section(page, words.kit))
    )
    frame = KitFrame(sheet, kit, words, tuple(sections))
    shows: list[int] = []
    for number, page in enumerate(kit.pages):
        _draw(frame, page)
        shows += [number] * (sheet.pages - len(shows))
    return DrawnKit(sheet.canvas.finish(), tuple(shows))
