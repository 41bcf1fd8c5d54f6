"""What an advertiser asks us to run, as the desk takes it down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm.services.lines import LineWish


@dataclass(frozen=True, slots=True)
class PackageWish:
    """A package to be booked: an issue for each of its insertions, in its order.

    `exceptional` in basis points, with its reason, as of a line.
    """

    package_id: int
    issue_ids: tuple[int, ...]
    exceptional: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BookingWish:
    """What an advertiser asks us to run, as the desk takes it down.

    `packages` are priced as a whole; `checks_space` refuses the lines that have no
    place, naming all their issues at once. `credits` are (user, basis points) pairs
    that add up to 10 000; empty: the actor's own booking. `override_reason` books into
    a closed issue, for a manager.
    """

    title_id: int
    advertiser_id: int
    lines: tuple[LineWish, ...]
    agency_id: int | None = None
    payer_id: int | None = None
    contact_id: int | None = None
    opportunity_id: int | None = None
    campaign: str = ""
    language: str = ""
    purchase_order: str = ""
    engagement_number: str = ""
    service_code: str = ""
    note: str = ""
    credits: tuple[tuple[int, int], ...] = ()
    override_reason: str = ""
    packages: tuple[PackageWish, ...] = ()
    checks_space: bool = False
