"""The issues with their space, and the rate card of each year."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from crm.domain.clock import add_months
from crm.domain.pools import PAGES
from crm.domain.rate_cards import Cumulation, RateUnit, Tier, TierKind
from crm.domain.space import UNITS_PER_PAGE
from crm.domain.vat import VatCategory
from crm.services import issue_moves, issues, packages, rate_cards, titles
from crm.services.demo.calendar import YEARS, span_in
from crm.services.demo.desk import FORMATS, MANAGER, POSITIONS
from crm.services.demo.tables import house, number, rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from crm.domain.roles import Actor
    from crm.services.demo.calendar import Slot
    from crm.services.demo.desk import Desk

CIRCULATION = next(
    int(row["value"]) for row in rows("audience") if row["key"] == "circulation"
)


def plan_magazine(desk: Desk) -> None:
    """Put rate cards, issues and their publication on the agenda.

    A year's issues and its card are announced in the middle of the year before;
    the next year's issues at the latest on the story's last day. Its card may then
    still be a draft.
    """
    for offset in YEARS:
        year = desk.anchor.year + offset
        drafted = min(date(year - 1, 6, 1), desk.yesterday)
        planned = min(date(year - 1, 7, 1), desk.yesterday)
        desk.plan(drafted, partial(_write_card, desk, offset), hour=8)
        desk.plan(planned, partial(_announce, desk, offset), hour=8)
    for slots in desk.slots.values():
        for slot in slots:
            desk.plan(
                slot.published_on,
                partial(_publish, desk, slot),
                hour=7,
            )


def _write_card(desk: Desk, offset: int, at: datetime) -> None:
    year = desk.anchor.year + offset
    discounts = house()["discounts"]
    positions = {row["premium"]: key for key, row in POSITIONS.items()}
    card_id = rate_cards.write_card(
        desk.session,
        desk.actor(MANAGER, at),
        rate_cards.RateCardWish(
            desk.title_id,
            f"Tarif {year}",
            date(year, 1, 1),
            date(year, 12, 31),
            rates=[
                rate_cards.RateWish(
                    desk.formats[row["format"]],
                    int(row["cents"]),
                    RateUnit(row["unit"]),
                    VatCategory(row["vat_category"]),
                )
                for row in rows("rates")
                if int(row["year_offset"]) == offset
            ],
            premiums=[
                rate_cards.PremiumWish(
                    row["key"],
                    row["name_fr"],
                    row["name_en"],
                    int(row["rate_bp"]),
                    (
                        desk.positions[positions[row["key"]]]
                        if row["key"] in positions
                        else None
                    ),
                )
                for row in rows("premiums")
            ],
            tiers={
                kind: _tiers(kind) for kind in (TierKind.FREQUENCY, TierKind.VOLUME)
            },
            fees=[
                rate_cards.FeeWish(
                    row["key"], row["name_fr"], row["name_en"], int(row["cents"])
                )
                for row in rows("fees")
            ],
            professional_discount=discounts["professional_bp"],
            cumulation=Cumulation(discounts["cumulation"]),
            counts_group=discounts["frequency_counts_group"],
            terms_id=desk.terms_id,
        ),
    )
    for package in house()["packages"]:
        if cents := package["cents"].get(str(offset)):
            packages.add_package(
                desk.session,
                desk.actor(MANAGER, at),
                card_id,
                _package(desk, package, cents),
            )
    desk.plan(
        date(year - 1, 6, 15),
        lambda at: rate_cards.publish_card(
            desk.session, desk.actor(MANAGER, at), card_id
        ),
        hour=9,
    )


def _package(desk: Desk, row: Mapping[str, Any], cents: int) -> packages.NewPackage:
    return packages.NewPackage(
        row["name_fr"],
        row["name_en"],
        cents,
        {desk.formats[key]: many for key, many in row["formats"].items()},
        text_fr=row["text_fr"],
        text_en=row["text_en"],
        not_included_fr="\n".join(row["not_included_fr"]),
        not_included_en="\n".join(row["not_included_en"]),
    )


def _tiers(kind: TierKind) -> list[Tier]:
    return [
        Tier(int(row["lower"]), number(row["upper"]), int(row["rate_bp"]))
        for row in rows("tiers")
        if row["kind"] == kind.value
    ]


def _announce(desk: Desk, offset: int, at: datetime) -> None:
    pools = {key: _pools(desk, key) for key in desk.slots}
    for support, slots in desk.slots.items():
        for slot in slots:
            if slot.year_offset == offset:
                _add(desk, at, slot, pools[support])


def _add(desk: Desk, at: datetime, slot: Slot, pools: list[issues.PoolWish]) -> None:
    manager = desk.actor(MANAGER, at)
    support = next(s for s in house()["supports"] if s["key"] == slot.support)
    events = [
        titles.add_event(
            desk.session,
            manager,
            row["name_fr"],
            row["place"],
            *span_in(slot.published_on.year, row["starts"], row["ends"]),
        )
        for row in slot.bonus
    ]
    slot.id = issues.add_issue(
        desk.session,
        manager,
        issues.IssueWish(
            desk.supports[slot.support],
            slot.code,
            slot.name_fr,
            slot.name_en,
            slot.closes_on,
            slot.materials_due_on,
            slot.published_on,
            slot.ends_on,
            slot.theme_fr,
            slot.theme_en,
            slot.sectors,
            pages=support.get("pages"),
            circulation=CIRCULATION if slot.support == "print" else None,
            bonus_event_ids=tuple(events),
            pools=pools,
            dossiers_fr=slot.dossiers_fr,
            dossiers_en=slot.dossiers_en,
            event_id=_meeting(desk, manager, slot) if slot.event else None,
        ),
    )


def _meeting(desk: Desk, manager: Actor, slot: Slot) -> int:
    """Add the meeting an issue of the events is, with what its last one drew."""
    row = slot.event or {}
    counted = add_months(slot.published_on, -int(row["attendance_months_before"]))
    return titles.add_event(
        desk.session,
        manager,
        slot.name_fr,
        row["place"],
        slot.published_on,
        slot.ends_on or slot.published_on,
        text_fr=row["theme_fr"],
        text_en=row["theme_en"],
        attendance=int(row["attendees"]),
        attendance_source_fr=row["attendance_source_fr"],
        attendance_source_en=row["attendance_source_en"],
        attendance_expires_on=add_months(counted, 24),
    )


def _pools(desk: Desk, support: str) -> list[issues.PoolWish]:
    """Return what can run out in a support's issue: pages, positions, formats."""
    row = next(s for s in house()["supports"] if s["key"] == support)
    pages = row.get("sellable_pages", 0) * UNITS_PER_PAGE
    wishes = []
    if pages:
        wishes.append(
            issues.PoolWish(PAGES, "Pages de publicité", "Advertising pages", pages)
        )
    wishes += [
        issues.PoolWish(
            key,
            position["name_fr"],
            position["name_en"],
            int(position["capacity_per_issue"]),
            position_id=desk.positions[key],
        )
        for key, position in POSITIONS.items()
        if position["support"] == support and position["capacity_per_issue"]
    ]
    wishes += [
        issues.PoolWish(
            key,
            format_["name_fr"],
            format_["name_en"],
            int(format_["capacity_per_issue"]),
            format_id=desk.formats[key],
        )
        for key, format_ in FORMATS.items()
        if format_["support"] == support and format_["capacity_per_issue"]
    ]
    return wishes


def _publish(desk: Desk, slot: Slot, at: datetime) -> None:
    issue_moves.publish_issue(desk.session, desk.actor(MANAGER, at), slot.id)
