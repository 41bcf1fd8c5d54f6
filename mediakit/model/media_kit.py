"""A media kit: its pages, and what stands on every one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from mediakit.model.kit import Audience, Calendar, Contact, Cover, Formats, Rates
from mediakit.model.pages import (
    Branded,
    Columns,
    Digital,
    Events,
    Free,
    Packages,
    Promise,
    Readers,
    Technical,
    Terms,
    Yours,
)

if TYPE_CHECKING:
    from mediakit.model.parts import Person, Picture

KitPage: TypeAlias = (
    Cover
    | Yours
    | Promise
    | Audience
    | Readers
    | Columns
    | Calendar
    | Formats
    | Rates
    | Digital
    | Branded
    | Events
    | Packages
    | Free
    | Technical
    | Terms
    | Contact
)


@dataclass(frozen=True, slots=True)
class MediaKit:
    """Hold the words of a media kit, its pages in the order they are bound.

    ``person`` stands in the foot of every page, telephone and e-mail as links.
    ``notice`` is printed on every page of a demonstration. ``greeting`` stands under
    whom the kit is for. ``picture`` is the publisher's own, in place of the drawn
    cover; ``logo`` in place of the title's name there. ``reference`` is printed
    nowhere: the file says by it which kit it is.
    """

    year: str
    pages: tuple[KitPage, ...]
    title: str = ""
    tagline: str = ""
    prepared_for: str = ""
    greeting: str = ""
    dated: str = ""
    person: Person | None = None
    notice: str = ""
    logo: Picture | None = None
    picture: Picture | None = None
    reference: str = ""
