"""The flatplan: the pages of an issue, what fits on them, who faces whom.

Places and sizes are in tenths of a millimetre from the upper left corner of a page;
an ad of a double page stands at the corner of its left page.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain import flatplan_errors as refused
from crm.domain.errors import RangeError, words

if TYPE_CHECKING:
    from collections.abc import Iterable

SHEET = 4
FEWEST_PAGES, MOST_PAGES = 4, 400

Spot = tuple[int, int]


class PageKind(StrEnum):
    """What a page is kept for; an open page takes both."""

    OPEN = "open"
    EDITORIAL = "editorial"
    ADVERTISING = "advertising"


@dataclass(frozen=True, slots=True)
class Paper:
    """How many pages there are, and how large each is."""

    width: int
    height: int
    pages: int


@dataclass(frozen=True, slots=True)
class Box:
    """Where an ad stands: its (left) page, its corner, its size."""

    folio: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Ad:
    """What is to stand in an issue; `units` in twelfths of a page.

    An ad without a bleed stands inside the margins. `sector_id` None is no
    competitor of anybody's.
    """

    line_id: int
    width: int
    height: int
    bleed: int
    units: int
    position_id: int | None = None
    advertiser_id: int | None = None
    sector_id: int | None = None


def check_page_count(pages: int) -> None:
    """Refuse a number of pages that cannot be bound.

    Raises RangeError, PageCountError.
    """
    if not FEWEST_PAGES <= pages <= MOST_PAGES:
        raise RangeError(
            field="pages",
            label=words("The number of pages"),
            lowest=FEWEST_PAGES,
            highest=MOST_PAGES,
        )
    if pages % SHEET:
        lower = pages - pages % SHEET
        raise refused.PageCountError(
            field="pages", pages=pages, lower=lower, upper=lower + SHEET
        )


def sections(pages: int) -> tuple[int, int]:
    """Return in how many sections pages are bound, and of how many pages each."""
    size = next((n for n in (16, 8) if pages % n == 0), SHEET)
    return pages // size, size


def spreads(pages: int) -> tuple[tuple[int, int], ...]:
    """List what lies side by side: the cover from outside, then 2–3, 4–5…."""
    inside = tuple((left, left + 1) for left in range(2, pages, 2))
    return ((pages, 1), *inside) if pages else ()


def covers(pages: int) -> dict[str, int]:
    """Return the page of each cover, by its code."""
    return {"C1": 1, "C2": 2, "C3": pages - 1, "C4": pages} if pages else {}


def facing(folio: int, pages: int) -> int | None:
    """Return the page that faces one; the outsides of the cover face none."""
    if not 1 < folio < pages:
        return None
    return folio + 1 if folio % 2 == 0 else folio - 1


def span(ad: Ad | Box, paper: Paper) -> int:
    """Return over how many pages an ad goes."""
    return max(1, -(-ad.width // paper.width)) if paper.width else 1


def opens_on(folio: int, ad: Ad, paper: Paper) -> int:
    """Return the page an ad asked for on this one begins on: a double page's left."""
    return folio - folio % 2 if span(ad, paper) > 1 else folio


def folios(box: Box, paper: Paper) -> tuple[int, ...]:
    """Return the pages an ad stands on."""
    return tuple(range(box.folio, box.folio + span(box, paper)))


def too_large(ad: Ad, paper: Paper) -> bool:
    """Say whether an ad fits no page, and no two facing each other."""
    return ad.height > paper.height or ad.width > paper.width * 2


def spots(ad: Ad, folio: int, paper: Paper) -> list[Spot]:
    """List where an ad may stand on a page: from the outer lower corner on.

    An ad that bleeds lies against the trim, one that does not in the middle of its
    part of the page.
    """
    if span(ad, paper) > 1:
        return [(0, 0)]
    inside = not ad.bleed
    across = _steps(paper.width, ad.width, inside=inside)
    down = _steps(paper.height, ad.height, inside=inside)
    if folio % 2:
        across.reverse()
    return [(x, y) for y in reversed(down) for x in across]


def _steps(room: int, size: int, *, inside: bool) -> list[int]:
    many = max(1, room // size)
    if inside:
        return [(2 * n + 1) * room // (2 * many) - size // 2 for n in range(many)]
    return [n * (room - size) // (many - 1) if many > 1 else 0 for n in range(many)]


def boxed(ad: Ad, folio: int, spot: Spot) -> Box:
    """Return an ad's place, given its page and its corner."""
    return Box(folio, *spot, ad.width, ad.height)


def overlap(one: Box, other: Box, paper: Paper) -> bool:
    """Say whether two ads cover one another; touching is none."""
    left = one.folio * paper.width + one.x
    others = other.folio * paper.width + other.x
    if not {*folios(one, paper)} & {*folios(other, paper)}:
        return False
    across = left < others + other.width and others < left + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def free_spots(ad: Ad, folio: int, paper: Paper, taken: Iterable[Box]) -> list[Spot]:
    """List where on a page an ad fits beside what stands there already."""
    others = list(taken)
    return [
        spot
        for spot in spots(ad, folio, paper)
        if not any(overlap(boxed(ad, folio, spot), box, paper) for box in others)
    ]


def stands(ad: Ad, box: Box, paper: Paper) -> bool:
    """Say whether a place that was given is still this ad's: its size, its pages."""
    same = (ad.width, ad.height) == (box.width, box.height)
    return same and folios(box, paper)[-1] <= paper.pages
