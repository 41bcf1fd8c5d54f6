"""Who stands where on a flatplan, what may be put where, and who faces whom."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from crm.domain import flatplan_errors as refused
from crm.domain.errors import DeskError
from crm.domain.flatplan import (
    boxed,
    facing,
    folios,
    free_spots,
    opens_on,
    overlap,
    span,
    stands,
    too_large,
)
from crm.domain.space import UNITS_PER_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crm.domain.flatplan import Ad, Box, Paper, Spot

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Ground:
    """What an ad is put on: pages, what they are kept for, who stands there.

    `homes` gives the page of each position that has one of its own, `promised` what
    a page is sold as, `names` who is told to stand on the plan, by line.
    """

    issue: str
    paper: Paper
    editorial: frozenset[int]
    homes: Mapping[int, int]
    promised: Mapping[int, str]
    placed: Mapping[int, Box]
    names: Mapping[int, str]


def put_on(ad: Ad, format_: str, folio: int, spot: Spot | None, ground: Ground) -> Box:
    """Return where an ad stands that is put on a page, at a corner or the first free.

    Raises NoPageError, FrontPageError, OwnPageError, NoSpreadError,
    EditorialPageError, PromisedPageError, PageFullError.
    """
    paper = ground.paper
    if not 1 <= folio <= paper.pages:
        raise refused.NoPageError(
            folio=folio, issue=ground.issue, pages=paper.pages, field="folio"
        )
    home = ground.homes.get(ad.position_id or 0)
    if home is not None:
        position = ground.promised.get(home, "")
        raise refused.OwnPageError(position=position, folio=home)
    if folio == 1:
        raise refused.FrontPageError
    first = opens_on(folio, ad, paper)
    if span(ad, paper) > 1 and facing(folio, paper.pages) is None:
        raise refused.NoSpreadError(format=format_, folio=folio)
    for page in range(first, first + span(ad, paper)):
        if page in ground.promised:
            raise refused.PromisedPageError(folio=page, position=ground.promised[page])
        if page in ground.editorial:
            raise refused.EditorialPageError(folio=page)
    others = {line: b for line, b in ground.placed.items() if line != ad.line_id}
    free = free_spots(ad, first, paper, others.values())
    if not free or (spot is not None and spot not in free):
        wanted = {*range(first, first + span(ad, paper))}
        there = [n for n, box in others.items() if wanted & {*folios(box, paper)}]
        holders = ", ".join(dict.fromkeys(ground.names.get(n, "") for n in there))
        raise refused.PageFullError(format=format_, folio=folio, holders=holders)
    return boxed(ad, first, spot or free[0])


def open_spots(ad: Ad, format_: str, ground: Ground) -> list[Box]:
    """List every place an ad may be put at: what lights up when it is picked."""
    found: dict[Box, None] = {}
    for folio in range(2, ground.paper.pages + 1):
        try:
            first = put_on(ad, format_, folio, None, ground)
        except DeskError:
            continue
        others = [box for line, box in ground.placed.items() if line != ad.line_id]
        for spot in free_spots(ad, first.folio, ground.paper, others):
            found[boxed(ad, first.folio, spot)] = None
    mine = ground.placed.get(ad.line_id)
    return [box for box in found if box != mine]


def lay_out(
    ads: Sequence[Ad],
    paper: Paper,
    homes: Mapping[int, int],
    given: Mapping[int, Box],
) -> dict[int, Box]:
    """Return where each ad stands, by its line; one without a place is not in it.

    What is booked at a position that has a page (`homes`) stands there by itself;
    all else where it was put (`given`), as long as it still fits the plan.
    """
    placed: dict[int, Box] = {}
    for ad in sorted(ads, key=lambda ad: ad.line_id):
        home = homes.get(ad.position_id or 0)
        if home is None or too_large(ad, paper):
            continue
        folio = opens_on(home, ad, paper)
        found = free_spots(ad, folio, paper, placed.values())
        if found and folio + span(ad, paper) - 1 <= paper.pages:
            placed[ad.line_id] = boxed(ad, folio, found[0])
    for ad in ads:
        box = given.get(ad.line_id)
        if box and ad.position_id not in homes and stands(ad, box, paper):
            placed[ad.line_id] = box
    return placed


def competitors(
    ads: Iterable[Ad], placed: Mapping[int, Box], paper: Paper
) -> list[tuple[int, int]]:
    """List the lines of two advertisers of one sector on one page or facing pages."""
    there = sorted(
        (ad for ad in ads if ad.line_id in placed and ad.sector_id is not None),
        key=lambda ad: (placed[ad.line_id].folio, ad.line_id),
    )
    return [
        (one.line_id, other.line_id)
        for one, other in combinations(there, 2)
        if one.sector_id == other.sector_id
        and one.advertiser_id != other.advertiser_id
        and _seen_at_once(placed[one.line_id], placed[other.line_id], paper)
    ]


def _seen_at_once(one: Box, other: Box, paper: Paper) -> bool:
    seen = {*folios(one, paper)}
    seen |= {facing(folio, paper.pages) or 0 for folio in seen}
    return bool(seen & {*folios(other, paper)})


def overlaps(placed: Mapping[int, Box], paper: Paper) -> list[tuple[int, int]]:
    """List the lines whose ads cover one another."""
    pairs = combinations(sorted(placed.items()), 2)
    return [(a, b) for (a, one), (b, two) in pairs if overlap(one, two, paper)]


def in_hundredths(share: int) -> int:
    """Return a share as whole hundredths, in basis points, half a one upwards."""
    return (share + 50) // 100 * 100


def ad_share(ads: Iterable[Ad], pages: int) -> int:
    """Return the share of advertising in basis points, half a point upwards."""
    units = sum(ad.units for ad in ads)
    whole = pages * UNITS_PER_PAGE
    return (2 * units * WHOLE + whole) // (2 * whole) if whole else 0
