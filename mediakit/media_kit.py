"""The media kit: A4 landscape, its pages in the order they are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mediakit import model as words_of
from mediakit import text, theme
from mediakit.kit_pages import (
    audience,
    branded,
    calendar,
    columns,
    contact,
    cover,
    digital,
    events,
    formats,
    free,
    packages,
    promise,
    rates,
    readers,
    technical,
    terms,
    yours,
)
from mediakit.kit_pages.frame import KitFrame
from mediakit.metadata import Metadata
from mediakit.sheet import Sheet
from mediakit.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from mediakit.model import KitPage, Lang, Look, MediaKit
    from mediakit.wording import KitWording


_DRAWN: Mapping[type[KitPage], tuple[str, Callable[[KitFrame, Any], None]]] = {
    words_of.Cover: ("cover", cover.draw),
    words_of.Yours: ("yours", yours.draw),
    words_of.Promise: ("promise", promise.draw),
    words_of.Audience: ("audience", audience.draw),
    words_of.Readers: ("readers", readers.draw),
    words_of.Columns: ("columns", columns.draw),
    words_of.Calendar: ("calendar", calendar.draw),
    words_of.Formats: ("formats", formats.draw),
    words_of.Rates: ("rates", rates.draw),
    words_of.Digital: ("digital", digital.draw),
    words_of.Branded: ("branded", branded.draw),
    words_of.Events: ("events", events.draw),
    words_of.Packages: ("packages", packages.draw),
    words_of.Free: ("free", free.draw),
    words_of.Technical: ("technical", technical.draw),
    words_of.Terms: ("terms", terms.draw),
    words_of.Contact: ("contact", contact.draw),
}
"""What draws each page, and the key it is linked to by."""

SECTIONS: Mapping[str, str] = {
    "yours": "audience",
    "promise": "audience",
    "audience": "audience",
    "readers": "audience",
    "columns": "calendar",
    "calendar": "calendar",
    "formats": "formats",
    "rates": "rates",
    "digital": "rates",
    "branded": "offers",
    "events": "offers",
    "packages": "offers",
    "free": "free",
    "technical": "terms",
    "terms": "terms",
    "contact": "contact",
}
"""The section of the navigation each page stands in: eight names fit in a foot."""


def _sections(kit: MediaKit, labels: KitWording) -> dict[str, tuple[str, str]]:
    """Return each section there is: its name, and the key of its first page."""
    found: dict[str, tuple[str, str]] = {}
    for page in kit.pages:
        key, _draw = _DRAWN[type(page)]
        section = SECTIONS.get(key)
        if section and section not in found:
            found[section] = (labels.sections[section], key)
    return found


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
    kit: MediaKit, *, lang: Lang, issued_at: datetime, look: Look, letters: str = ""
) -> DrawnKit:
    """Draw a media kit as tagged PDF/UA-1.

    ``issued_at`` (with its time zone) is the only date in the file's metadata, so the
    same words give the same bytes. ``letters`` are known to the bold face before
    anything is drawn with it: see ``mediakit.kit_covers``. Raises ``LookError`` when
    the look is unreadable, ``ValueError`` when the kit has no page.
    """
    if not kit.pages:
        msg = "a media kit has at least one page"
        raise ValueError(msg)
    words = wording(lang)
    title = " ".join((kit.title or words.kit.title).split())
    metadata = Metadata(
        title=text.clean(f"{title} {kit.year} – {look.name}", 200),
        author=text.clean(look.name, 200),
        subject=text.clean(
            ", ".join(filter(None, (kit.reference, kit.tagline or title))), 400
        ),
        language=words.tag,
        issued_at=issued_at,
    )
    sheet = Sheet(theme.LANDSCAPE, look, lang, metadata)
    sheet.canvas.begin_with("Text-Bold", letters)
    frame = KitFrame(sheet, kit, words, _sections(kit, words.kit), SECTIONS)
    shows: list[int] = []
    for number, page in enumerate(kit.pages):
        _DRAWN[type(page)][1](frame, page)
        shows += [number] * (sheet.pages - len(shows))
    return DrawnKit(sheet.canvas.finish(), tuple(shows))
