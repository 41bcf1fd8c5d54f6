"""The rows of an issue's flatplan: its pages, its ads, the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.flatplan import PageKind, folios
from crm.domain.flatplan_layout import Ground
from crm.domain.magazine import IssueStatus, MaterialStatus
from crm.domain.space import UNITS_PER_PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.domain.bookings import LineStatus
    from crm.domain.flatplan import Ad, Box, Paper
    from crm.store.queries.magazine import SpaceRow


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A page: the cover it is, the section it opens, what it is kept for or sold as.

    A cover is sold as its position without a word; `said_position_id` is what was
    said of the page.
    """

    folio: int
    cover: str = ""
    section: str = ""
    kind: PageKind = PageKind.OPEN
    note: str = ""
    position_id: int | None = None
    position: str = ""
    said_position_id: int | None = None

    @property
    def is_described(self) -> bool:
        """Whether something was said of it."""
        said = (self.section, self.note, self.said_position_id)
        return any(said) or self.kind is not PageKind.OPEN


def homes_of(pages: Sequence[PlanPage]) -> dict[int, int]:
    """Return the page of each position that has one, its first."""
    return {p.position_id: p.folio for p in reversed(pages) if p.position_id}


@dataclass(frozen=True, slots=True)
class PlanAd:
    """An ad of the issue; of a booking not to be seen only the rep is told.

    `box` is None while it has no place. `is_home` says that it stands where it is
    booked, `version` counts the times it was put somewhere.
    """

    ad: Ad
    booking_id: int | None
    holder: str
    rep: str
    sector: str
    format: str
    position: str
    status: LineStatus
    until: date | None
    box: Box | None = None
    is_home: bool = False
    version: int = 0
    material: MaterialStatus = MaterialStatus.AWAITED

    @property
    def line_id(self) -> int:
        """The line it is the ad of."""
        return self.ad.line_id

    @property
    def is_anothers(self) -> bool:
        """Whether it is of a booking the reader may not see."""
        return self.booking_id is None

    @property
    def name(self) -> str:
        """Who it is told to be of: the advertiser, else the rep."""
        return self.holder or self.rep


@dataclass(frozen=True, slots=True)
class Flatplan:
    """An issue, page by page."""

    issue_id: int
    code: str
    name: str
    theme: str
    title_id: int
    support_id: int
    closes_on: date
    published_on: date
    status: IssueStatus
    version: int
    paper: Paper
    pages: tuple[PlanPage, ...]
    ads: tuple[PlanAd, ...]
    rivals: tuple[tuple[int, int], ...]
    covered: tuple[tuple[int, int], ...]
    share: int
    budget: SpaceRow | None
    free: frozenset[int]
    is_open: bool
    is_soon: bool
    is_described: bool
    materials_due_on: date

    @property
    def placed(self) -> tuple[PlanAd, ...]:
        """The ads that have a place, in the order of the pages."""
        there = [(ad.box.folio, ad.box.y, ad.line_id, ad) for ad in self.ads if ad.box]
        return tuple(ad for *_order, ad in sorted(there, key=lambda row: row[:3]))

    @property
    def waiting(self) -> tuple[PlanAd, ...]:
        """The ads that are to be placed."""
        return tuple(ad for ad in self.ads if ad.box is None)

    @property
    def may_change(self) -> bool:
        """Whether it is still planned: printed, it stays as it is."""
        return self.status is IssueStatus.PLANNED

    def ad(self, line_id: int | None) -> PlanAd | None:
        """Find the ad of a line."""
        return next((ad for ad in self.ads if ad.line_id == line_id), None)

    def page(self, folio: int) -> PlanPage | None:
        """Find a page."""
        return self.pages[folio - 1] if 1 <= folio <= len(self.pages) else None

    def folios_of(self, ad: PlanAd) -> tuple[int, ...]:
        """Return the pages an ad stands on."""
        return folios(ad.box, self.paper) if ad.box else ()

    @property
    def for_sale(self) -> tuple[PlanPage, ...]:
        """The pages to sell: free positions, and as many more as the budget has left.

        Of the pages kept for advertising the first ones count; a position that is
        taken by an ad that stands nowhere yet is not for sale, nor is anything once
        the issue has closed.
        """
        if not self.is_open:
            return ()
        taken = {folio for ad in self.placed for folio in self.folios_of(ad)}
        open_ = [page for page in self.pages if page.folio not in taken]
        sold_as = [page for page in open_ if page.position_id in self.free]
        kept = [
            page
            for page in open_
            if page.kind is PageKind.ADVERTISING and not page.position
        ]
        if self.budget:
            in_text = sum(1 for page in sold_as if not page.cover)
            left = self.budget.space.left // UNITS_PER_PAGE - in_text
            kept = kept[: max(0, left)]
        return tuple(sorted([*sold_as, *kept], key=lambda page: page.folio))

    @property
    def left_to_sell(self) -> int:
        """How many whole pages can still be sold: of the budget, and free covers."""
        if not self.is_open or self.budget is None:
            return len(self.for_sale)
        covers = sum(1 for p in self.pages if p.cover and p.position_id in self.free)
        return max(0, self.budget.space.left) // UNITS_PER_PAGE + covers

    def ground(self) -> Ground:
        """Return what an ad is put on."""
        return Ground(
            self.name,
            self.paper,
            frozenset(p.folio for p in self.pages if p.kind is PageKind.EDITORIAL),
            homes_of(self.pages),
            {p.folio: p.position for p in self.pages if p.position},
            {ad.line_id: ad.box for ad in self.ads if ad.box},
            {ad.line_id: ad.name for ad in self.ads},
        )
