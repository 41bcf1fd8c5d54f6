"""The flatplans of the issue that closes next and of the one before it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from crm.domain.clock import in_days
from crm.domain.errors import DeskError
from crm.domain.flatplan import PageKind, facing
from crm.domain.flatplan_layout import put_on
from crm.domain.space import UNITS_PER_PAGE
from crm.services import flatplan as plans
from crm.services.demo.desk import MANAGER, POSITIONS
from crm.services.demo.tables import rows
from crm.services.flatplan import PageWish
from crm.store.queries.flatplan import flatplan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from crm.domain.flatplan import Box
    from crm.services.demo.calendar import Slot
    from crm.services.demo.desk import Desk
    from crm.store.queries.flatplan_rows import Flatplan, PlanAd

LEFT_TO_PLACE = 3
"""How many of the smallest ads are still to be placed on the anchor day."""
CLASH = (22, 23)
"""Where two competitors face each other, to be settled."""


def plan_flatplans(desk: Desk) -> None:
    """Lay out the last issue before it is printed, then the next from its pages."""
    index = desk.next_issue()
    slot = desk.slots["print"][index]
    if index:
        last = desk.slots["print"][index - 1]
        day = min(in_days(last.published_on, -1), desk.yesterday)
        desk.plan(day, partial(_describe, desk, last), hour=18, minute=40)
        desk.plan(day, partial(_fill, desk, last), hour=18, minute=45)
    desk.plan(desk.yesterday, partial(_take_over, desk, slot), hour=18, minute=50)
    desk.plan(desk.yesterday, partial(_fill_some, desk, slot), hour=18, minute=55)


def _describe(desk: Desk, slot: Slot, at: datetime) -> None:
    manager = desk.actor(MANAGER, at)
    for folio, wish in _pages(desk):
        plans.describe_page(desk.session, manager, slot.id, folio, wish, PageWish())


def _pages(desk: Desk) -> Iterator[tuple[int, PageWish]]:
    """Yield what the pages are; a cover is sold as its position without a word."""
    said: dict[int, PageWish] = {
        int(row["folio"]): PageWish(row["section"], PageKind(row["kind"]))
        for row in rows("flatplan")
    }
    for key, row in POSITIONS.items():
        first = row["flatplan_pages"].partition("-")[0]
        if first.isdecimal():
            page = said.get(int(first), PageWish())
            said[int(first)] = replace(page, position_id=desk.positions[key])
    yield from sorted(said.items())


def _take_over(desk: Desk, slot: Slot, at: datetime) -> None:
    try:
        plans.copy_plan(desk.session, desk.actor(MANAGER, at), slot.id)
    except DeskError:
        _describe(desk, slot, at)


def _fill(desk: Desk, slot: Slot, at: datetime, leave: int = 0) -> None:
    manager = desk.actor(MANAGER, at)
    plan = flatplan(desk.session, manager, slot.id)
    if plan is None:
        return
    placing = _Placing(plan)
    waiting = plan.waiting
    for ad in waiting[: max(0, len(waiting) - leave)]:
        box = placing.find(ad)
        if box:
            plans.place(
                desk.session,
                manager,
                slot.id,
                ad.line_id,
                box.folio,
                spot=(box.x, box.y),
            )


def _fill_some(desk: Desk, slot: Slot, at: datetime) -> None:
    _fill(desk, slot, at, LEFT_TO_PLACE)


class _Placing:
    """Finds pages as an editor would: whole pages right, competitors apart."""

    def __init__(self, plan: Flatplan) -> None:
        self.plan, self.ground = plan, plan.ground()
        self.sectors: defaultdict[int, set[str]] = defaultdict(set)
        for ad in plan.placed:
            self._note(ad, plan.folios_of(ad))
        self.facing = dict(zip(self._rivals(), CLASH, strict=False))

    def find(self, ad: PlanAd) -> Box | None:
        """Return where an ad goes; None where it fits nowhere."""
        asked = self.facing.get(ad.line_id)
        pages = list(self._pages(ad))
        calm = [folio for folio in pages if not self._clashes(ad, folio)]
        for folio in ([asked] if asked else []) + calm + pages:
            try:
                box = put_on(ad.ad, ad.format, folio, None, self.ground)
            except DeskError:
                continue
            placed = {**self.ground.placed, ad.line_id: box}
            self.ground = replace(self.ground, placed=placed)
            self._note(ad, [folio])
            return box
        return None

    def _pages(self, ad: PlanAd) -> Iterable[int]:
        """Return the pages to try, the best first."""
        inside = range(10, self.plan.paper.pages - 1)
        kept = [n for n in inside if self._kind(n) is PageKind.ADVERTISING]
        text = [n for n in inside if self._kind(n) is PageKind.OPEN]
        right = [n for n in text if n % 2]
        left = [n for n in text if not n % 2 and n + 1 not in kept]
        if ad.ad.units > UNITS_PER_PAGE:
            return [*left, *text, *kept]
        if ad.ad.units == UNITS_PER_PAGE:
            # Spread over the issue rather than filled from its front.
            return [*kept[::2], *kept[1::2], *right, *left]
        return [*right[::2], *left, *right[1::2], *text, *kept]

    def _kind(self, folio: int) -> PageKind:
        return self.plan.pages[folio - 1].kind

    def _clashes(self, ad: PlanAd, folio: int) -> bool:
        other = facing(folio, self.plan.paper.pages)
        seen = self.sectors[folio] | (self.sectors[other] if other else set())
        return ad.sector in seen

    def _note(self, ad: PlanAd, folios: Iterable[int]) -> None:
        for folio in folios:
            self.sectors[folio].add(ad.sector)

    def _rivals(self) -> tuple[int, ...]:
        """Return the lines of two competitors who each have a whole page."""
        first: dict[str, PlanAd] = {}
        for ad in self.plan.waiting:
            if ad.ad.units != UNITS_PER_PAGE or not ad.sector:
                continue
            other = first.setdefault(ad.sector, ad)
            if other.ad.advertiser_id != ad.ad.advertiser_id:
                return other.line_id, ad.line_id
        return ()
