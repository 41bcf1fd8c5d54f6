"""Playing a campaign: quoted, optioned, agreed to or not, run and reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.clock import in_days
from crm.domain.errors import SoldOutError
from crm.domain.space import UNITS_PER_PAGE
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.demo.calendar import workday
from crm.services.demo.chance import below, between, happens, pick
from crm.services.demo.deliveries import Ahead, plan_materials, plan_report
from crm.services.demo.desk import (
    COMPANIES,
    MANAGER,
    REP_LIMIT,
    clock,
)
from crm.services.demo.people import known_contacts
from crm.services.demo.places import Finder
from crm.services.demo.plans import ARRANGED, Fate
from crm.services.demo.tables import house, parts
from crm.store.models import Booking, Line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from crm.domain.roles import Actor
    from crm.services.demo.desk import Desk
    from crm.services.demo.plans import Campaign

MEANS = ("signed file", "mail", "mail", "telephone")


@dataclass(slots=True)
class Sale:
    """A campaign and, once it is quoted, its booking."""

    campaign: Campaign
    booking_id: int = 0


def play(desk: Desk, campaign: Campaign) -> Sale:
    """Put a campaign on the agenda, from its quote to its end."""
    sale = Sale(campaign)
    hour, minute = between(10, 16, campaign.key), 5 * below(12, campaign.key)
    desk.plan(campaign.quoted_on, lambda at: _begin(desk, at, sale), hour, minute)
    return sale


def _begin(desk: Desk, at: datetime, sale: Sale) -> None:
    campaign = sale.campaign
    sale.booking_id = _quote(desk, at, sale)
    if not sale.booking_id:
        return
    if campaign.optioned_on and campaign.option_until:
        desk.plan(campaign.optioned_on, lambda at: _option(desk, at, sale), 17, 10)
        if campaign.fate is Fate.OPTION_EXPIRES:
            _expire_after(desk, campaign.option_until)
            return
    if campaign.fate is Fate.QUOTE_EXPIRES and not campaign.optioned_on:
        booking = desk.session.get_one(Booking, sale.booking_id)
        _expire_after(desk, booking.quote_valid_until)
    elif campaign.fate is Fate.QUOTE_EXPIRES and campaign.option_until:
        _expire_after(desk, campaign.option_until)
    elif campaign.fate is Fate.REFUSED:
        desk.plan(campaign.decided_on, lambda at: _refuse(desk, at, sale), 15, 40)
    else:
        desk.plan(campaign.decided_on, lambda at: _confirm(desk, at, sale), 17, 40)


def _seller(desk: Desk, at: datetime, campaign: Campaign) -> Actor:
    over = campaign.discount > REP_LIMIT or campaign.late_reason
    return desk.actor(MANAGER if over else COMPANIES[campaign.company]["owner"], at)


def _quote(desk: Desk, at: datetime, sale: Sale) -> int:
    """Quote what finds room; return the booking's id, 0 where nothing does."""
    campaign = sale.campaign
    row = COMPANIES[campaign.company]
    actor = _seller(desk, at, campaign)
    held_until = max(campaign.option_until or actor.today, actor.today)
    if campaign.decided_on < desk.anchor:
        held_until = max(held_until, campaign.decided_on)
    if campaign.late_reason:
        held_until = desk.slots["print"][campaign.wants[0].index].closes_on
    leaves = 0 if campaign.key.startswith(ARRANGED) else 7 * UNITS_PER_PAGE
    careless = happens(10, campaign.key, "careless") and not sale.booking_id
    lines = Finder(desk, actor, held_until, careless=careless, leaves=leaves).find(
        campaign.wants, campaign.discount, campaign.reason
    )
    if not lines:
        return 0
    owner = desk.users[row["owner"]]
    shared = (
        ((owner, 6_000), (desk.users[campaign.sharer], 4_000))
        if (campaign.sharer)
        else ((owner, 10_000),)
    )
    contacts = known_contacts(desk, campaign.company, actor.today)
    needs_engagement = row["chorus_engagement_required"] == "yes"
    return bookings.quote(
        desk.session,
        actor,
        BookingWish(
            desk.title_id,
            desk.companies[campaign.company],
            tuple(lines),
            agency_id=desk.companies.get(campaign.agency),
            payer_id=desk.companies.get(_payer(campaign)),
            contact_id=desk.contacts[contacts[0]["key"]] if contacts else None,
            opportunity_id=desk.opportunities.get(campaign.opportunity),
            campaign=campaign.name,
            engagement_number=(
                f"ENG-{actor.today.year}-{between(100, 999, campaign.key)}"
                if needs_engagement
                else ""
            ),
            service_code=row["chorus_service_code"],
            purchase_order=(
                f"CDE-{between(1000, 9999, campaign.key)}"
                if happens(30, campaign.key, "order")
                else ""
            ),
            note=campaign.note,
            credits=shared,
            override_reason=campaign.late_reason,
        ),
    )


def _payer(campaign: Campaign) -> str:
    row = COMPANIES[campaign.company]
    if campaign.agency and happens(50, campaign.key, "payer"):
        return campaign.agency
    return "" if "payer" in parts(row["roles"]) else row["group_parent"]


def _option(desk: Desk, at: datetime, sale: Sale) -> None:
    actor = _seller(desk, at, sale.campaign)
    _take(
        desk,
        at,
        sale,
        lambda booking_id: bookings.option(
            desk.session, actor, booking_id, until=sale.campaign.option_until
        ),
    )


def _confirm(desk: Desk, at: datetime, sale: Sale) -> None:
    campaign = sale.campaign
    actor = _seller(desk, at, campaign)
    contacts = known_contacts(desk, campaign.company, actor.today)
    signatory = (
        f"{contacts[0]['first_name']} {contacts[0]['last_name']}"
        if contacts
        else COMPANIES[campaign.company]["trade_name"]
    )
    agreed = Agreed(signatory, actor.today, pick(MEANS, campaign.key))
    if not _take(
        desk,
        at,
        sale,
        lambda booking_id: bookings.confirm(desk.session, actor, booking_id, agreed),
    ):
        return
    if campaign.fate is Fate.CANCELLED:
        later = in_days(campaign.decided_on, between(6, 15, campaign.key))
        desk.plan(workday(later), lambda at: _refuse(desk, at, sale), 11, 20)
        return
    slots = {slot.id: slot for part in desk.slots.values() for slot in part}
    formats = {id_: key for key, id_ in desk.formats.items()}
    positions = {id_: key for key, id_ in desk.positions.items()}
    for line in desk.session.scalars(
        select(Line).where(Line.booking_id == sale.booking_id).order_by(Line.rank)
    ):
        slot = slots[line.issue_id or 0]
        place = (formats[line.format_id or 0], positions[line.position_id or 0])
        ran = Ahead(campaign, slot, line.id, place, (campaign.key, line.rank))
        plan_materials(desk, ran)
        plan_report(desk, ran)


def _take(desk: Desk, at: datetime, sale: Sale, move: Callable[[int], None]) -> bool:
    """Make a move that takes space; where it is gone, choose another place first.

    Returns whether it was made: nothing may be left anywhere.
    """
    try:
        with desk.session.begin_nested():
            move(sale.booking_id)
    except SoldOutError:
        gone = next(r for r in house()["lost_reasons"] if r["key"] == "space_gone")
        actor = _seller(desk, at, sale.campaign)
        bookings.cancel(desk.session, actor, sale.booking_id, gone["name_fr"])
        sale.booking_id = _quote(desk, at, sale)
        if sale.booking_id:
            move(sale.booking_id)
    return sale.booking_id > 0


def _refuse(desk: Desk, at: datetime, sale: Sale) -> None:
    reasons = [r for r in house()["lost_reasons"] if r["key"] != "space_gone"]
    reason = pick(reasons, sale.campaign.key, "lost")["name_fr"]
    actor = _seller(desk, at, sale.campaign)
    bookings.cancel(desk.session, actor, sale.booking_id, reason)


def _expire_after(desk: Desk, day: date) -> None:
    desk.plan(in_days(day, 1), lambda at: _expire(desk, at), hour=0, minute=30)


def _expire(desk: Desk, at: datetime) -> None:
    bookings.expire_due(desk.session, clock(at))
