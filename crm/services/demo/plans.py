"""What each advertiser books in a year, before anything is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.clock import in_days
from crm.services.demo.calendar import YEARS, workday
from crm.services.demo.chance import below, between, happens, pick
from crm.services.demo.desk import COMPANIES
from crm.services.demo.shapes import Want, shape
from crm.services.demo.tables import advertisers, house, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.services.demo.desk import Desk

CAMPAIGNS = {"A": 4, "B": 3, "C": 2}
"""Campaigns a year, by size; not all of them are booked every year."""
KEPT = {-2: 83, -1: 89, 0: 99, 1: 99}
"""How many in a hundred are booked in a year: the title grows."""
LEFT = 400
GOING = 200
CAME = 300
"""Days before the anchor: the last line of who left, of who is going, the first
of who came."""
WINDOWS = {
    **dict.fromkeys(
        ("photophare", "kairn-integration", "alto-signaletique", "passerelle-systemes"),
        (None, LEFT),
    ),
    **dict.fromkeys(
        ("telecoteau", "kermaria-plantes", "cartesia-geomatique"), (None, GOING)
    ),
    **dict.fromkeys(
        (
            "helvelo",
            "stadtfunke",
            "piton-solaire",
            "fontaine-delorme",
            "maillon-urbain",
            "rocher-numerique",
        ),
        (CAME, None),
    ),
}
ARRANGED = "now:"
"""How the keys of the arranged campaigns begin."""
FLAGGED = 45
"""Days before the anchor in which an agency buys without a mandate, and is flagged."""


class Fate(StrEnum):
    """How a quote ends."""

    CONFIRMED = "confirmed"
    QUOTE_EXPIRES = "quote_expires"
    OPTION_EXPIRES = "option_expires"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Campaign:
    """What an advertiser is quoted, and what becomes of it.

    `decided_on` is the day of the agreement or of the refusal; `discount` in basis
    points, granted by the manager where a rep may not. `sharer` takes 40 % of the
    credit.
    """

    key: str
    company: str
    name: str
    wants: tuple[Want, ...]
    quoted_on: date
    decided_on: date
    fate: Fate = Fate.CONFIRMED
    optioned_on: date | None = None
    option_until: date | None = None
    agency: str = ""
    discount: int = 0
    reason: str = ""
    sharer: str = ""
    note: str = ""
    opportunity: str = ""
    late_reason: str = ""
    is_awaited: bool = False


def campaigns(desk: Desk) -> Iterator[Campaign]:
    """Return every campaign of every advertiser, from two years back to the next."""
    for row in advertisers():
        key = row["key"]
        for offset in YEARS:
            if key == "lumicite":
                yield _annual_plan(desk, offset)
                continue
            for rank in range(CAMPAIGNS.get(row["size_class"], 0)):
                if campaign := _campaign(desk, key, offset, rank):
                    yield campaign


def _annual_plan(desk: Desk, offset: int) -> Campaign:
    """Return Lumicité's year: signed the autumn before, within the first volume tier.

    Three printed lines, so that the worked example of the price cascade, booked on
    top of it, is granted the volume discount and no better frequency discount.
    """
    year = desk.anchor.year + offset
    ranks = [s.rank if s.year_offset == offset else -1 for s in desk.slots["print"]]
    arranged = desk.next_issue()
    liked = () if ranks.index(1) == arranged else ("facing_editorial",)
    return Campaign(
        f"lumicite:{offset}:plan",
        "lumicite",
        campaign_name("lumicite", offset, 1),
        (
            Want("print", ranks.index(1), "page", liked),
            Want("print", ranks.index(3), "page"),
            Want("print", ranks.index(5), "double_page"),
        ),
        workday(date(year - 1, 9, 3)),
        workday(date(year - 1, 9, 10)),
        agency=agency_of(desk, "lumicite", date(year - 1, 9, 3)),
    )


def _campaign(desk: Desk, company: str, offset: int, rank: int) -> Campaign | None:
    names = (company, rank)
    if below(100, *names, "kept") >= KEPT[offset]:
        return None
    if offset == 0 and happens(4, *names, "dropped"):
        return None
    wants = tuple(
        want
        for want in shape(desk, COMPANIES[company], offset, rank)
        if _in_window(desk, company, want)
    )
    if not wants:
        return None
    closing = min(desk.slots[want.support][want.index].closes_on for want in wants)
    supports = {want.support for want in wants}
    if "print" in supports:
        lead = between(50, 95, *names) if rank == 0 else between(20, 70, *names)
    elif "event" in supports or "branded_content" in supports:
        lead = between(30, 75, *names)
    else:
        lead = between(12, 30, *names)
    quoted_on = workday(in_days(closing, -lead))
    decided_on = workday(
        in_days(quoted_on, between(4, min(17, lead - 5), *names, offset, "decides"))
    )
    fate = _fate(company, offset, rank)
    optioned_on, until = None, None
    if fate is Fate.OPTION_EXPIRES or happens(45, *names, offset, "option"):
        optioned_on = workday(in_days(quoted_on, 3))
        until = in_days(optioned_on, between(6, 15, *names, offset, "until"))
        if fate is not Fate.OPTION_EXPIRES:
            until = max(until, decided_on)
        until = min(until, in_days(closing, -1))
    discount, reason = _discount(company, offset, rank)
    return Campaign(
        f"{company}:{offset}:{rank}",
        company,
        campaign_name(company, offset, rank),
        wants,
        quoted_on,
        decided_on,
        fate,
        optioned_on,
        until,
        agency=agency_of(desk, company, quoted_on, decided_on),
        discount=discount,
        reason=reason,
    )


def _in_window(desk: Desk, company: str, want: Want) -> bool:
    first, last = WINDOWS.get(company, (None, None))
    day = desk.slots[want.support][want.index].published_on
    if first is not None and day < in_days(desk.anchor, -first):
        return False
    return last is None or day <= in_days(desk.anchor, -last)


def _fate(company: str, offset: int, rank: int) -> Fate:
    if COMPANIES[company]["size_class"] == "A" and rank == 0:
        return Fate.CONFIRMED
    drawn = below(100, company, offset, rank, "fate")
    for limit, fate in (
        (6, Fate.QUOTE_EXPIRES),
        (9, Fate.OPTION_EXPIRES),
        (12, Fate.REFUSED),
        (15, Fate.CANCELLED),
    ):
        if drawn < limit:
            return fate
    return Fate.CONFIRMED


def _discount(company: str, offset: int, rank: int) -> tuple[int, str]:
    drawn = below(100, company, offset, rank, "discount")
    if drawn >= 20:
        return 0, ""
    reasons = {row["key"]: row["name_fr"] for row in house()["discount_reasons"]}
    if COMPANIES[company]["public"] == "yes":
        reason = "public_body"
    elif WINDOWS.get(company) == (CAME, None):
        reason = "new_advertiser"
    elif rank == 0:
        reason = "annual_plan"
    else:
        reason = pick(("launch", "last_pages", "goodwill"), company, offset, rank)
    choices = (800, 1_000, 1_500) if drawn < 4 else (300, 400, 500)
    return pick(choices, company, offset, rank, "rate"), reasons[reason]


def campaign_name(company: str, offset: int, rank: int) -> str:
    """Return what a company says in a campaign of a year."""
    row = COMPANIES[company]
    for sector in (row["sector"], "any"):
        names = [
            c["name"]
            for c in rows("campaigns")
            if c["sector"] == sector
            and c["language"] == row["language"]
            and c["name"] != "Halo"
        ]
        if names:
            start = below(len(names), company)
            return names[(start + 4 * offset + rank) % len(names)]
    return ""


def agency_of(desk: Desk, company: str, *days: date) -> str:
    """Return the agency that buys for a company on some days, if one may.

    An agency whose mandate was never seen, or is over, still buys of late: such
    bookings are flagged.
    """
    flagged = days[0] >= in_days(desk.anchor, -FLAGGED)
    agency = ""
    for row in rows("mandates"):
        if row["advertiser"] != company:
            continue
        first, last = (
            desk.anchor.year + int(row[f"valid_{end}_year_offset"])
            for end in ("from", "to")
        )
        is_held = row["state"] != "missing"
        if is_held and all(first <= day.year <= last for day in days):
            return row["agency"]
        if flagged and row["state"] in {"missing", "expired"}:
            never = row["state"] == "missing" or all(day.year > last for day in days)
            agency = row["agency"] if never else agency
    return agency
