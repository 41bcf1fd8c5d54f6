"""Ordinary things, made in one line; a test names only what matters to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from crm.domain.magazine import FormatKind, SupportKind
from crm.domain.pools import PAGES
from crm.domain.rate_cards import Tier, TierKind
from crm.domain.roles import STANDINGS, Actor, Door, RoleCode, desk_itself
from crm.services import companies, issues, rate_cards, titles, users
from crm.services.booking_wishes import BookingWish
from crm.services.bookings import quote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.services.lines import LineWish

MORNING = datetime(2027, 3, 4, 8, 0, tzinfo=UTC)
"""Thursday 4 March 2027, nine o'clock in Paris."""

FREQUENCY = (
    Tier(2, 4, 500),
    Tier(4, 6, 1_000),
    Tier(6, 8, 1_500),
    Tier(8, None, 2_000),
)
VOLUME = (Tier(3_000_00, 30_000_00, 1_000), Tier(30_000_00, None, 1_500))


@dataclass(frozen=True, slots=True)
class Desk:
    """The ids of a small desk: one title, one rep, one manager, one advertiser."""

    rep: Actor
    manager: Actor
    title_id: int
    print_id: int
    newsletter_id: int
    page: int
    half: int
    advertorial: int
    banner: int
    c4: int
    facing: int
    advertiser_id: int
    agency_id: int
    card_id: int


def make_actor(
    user_id: int | None = None,
    role: RoleCode = RoleCode.MANAGER,
    *,
    at: datetime = MORNING,
    name: str = "Hélène Vasseur",
    limit: int = 10_000,
) -> Actor:
    standing = replace(STANDINGS[role], discount_limit=limit)
    return Actor(user_id, name, role, Door.SCREEN, at, standing)


ITSELF = desk_itself(MORNING)
"""The desk itself, on that morning: for looking at everything."""


def make_desk(session: Session, *, tiers: bool = True) -> Desk:
    opener = make_actor()
    users.add_roles(session)
    manager_id = users.add_user(
        session,
        opener,
        users.UserWish("Hélène Vasseur", "h@desk.example", RoleCode.MANAGER),
    )
    rep_id = users.add_user(
        session, opener, users.UserWish("Camille Roussel", "c@desk.example")
    )
    manager = make_actor(manager_id)
    rep = make_actor(rep_id, RoleCode.REP, name="Camille Roussel", limit=500)
    publisher_id = titles.add_publisher(
        session, manager, titles.PublisherWish("Éditions d’essai")
    )
    terms_id = titles.add_terms(
        session,
        manager,
        publisher_id,
        "2027",
        date(2027, 1, 1),
        text_fr="1. Objet. Les présentes conditions régissent les réservations.",
        text_en="1. Scope. These terms govern bookings.",
    )
    title_id = titles.add_title(
        session, manager, titles.TitleWish(publisher_id, "Smart City Mag")
    )
    print_id = titles.add_support(
        session, manager, title_id, "print", SupportKind.PRINT, "Magazine", "Magazine"
    )
    newsletter_id = titles.add_support(
        session,
        manager,
        title_id,
        "newsletter",
        SupportKind.NEWSLETTER,
        "Lettre",
        "Newsletter",
        rank=1,
    )

    def print_format(code: str, fr: str, en: str, height: int, units: int) -> int:
        return titles.add_format(
            session,
            manager,
            print_id,
            code,
            FormatKind.PRINT,
            fr,
            en,
            width=2_100,
            height=height,
            bleed=50,
            safe=80,
            units=units,
            is_advertorial=code == "advertorial",
        )

    page = print_format("page", "Pleine page", "Full page", 2_970, 12)
    half = print_format("half", "1/2 page", "Half page", 1_460, 6)
    advertorial = print_format(
        "advertorial", "Publi-rédactionnel", "Advertorial", 2_970, 12
    )
    banner = titles.add_format(
        session,
        manager,
        newsletter_id,
        "banner",
        FormatKind.DIGITAL,
        "Bannière 600 × 200",
        "Banner 600 × 200",
        width=600,
        height=200,
    )
    c4 = titles.add_position(
        session,
        manager,
        print_id,
        "C4",
        "4e de couverture",
        "Back cover",
        is_exclusive=True,
        is_premium=True,
        takes_page=False,
        fits=("page",),
    )
    facing = titles.add_position(
        session, manager, print_id, "facing", "Face au dossier", "Facing the dossier"
    )
    card_id = rate_cards.write_card(
        session,
        manager,
        rate_cards.RateCardWish(
            title_id,
            "Tarif 2027",
            date(2027, 1, 1),
            date(2027, 12, 31),
            rates=[
                rate_cards.RateWish(page, 4_000_00),
                rate_cards.RateWish(half, 2_400_00),
                rate_cards.RateWish(advertorial, 4_000_00),
                rate_cards.RateWish(banner, 690_00),
            ],
            premiums=[
                rate_cards.PremiumWish(
                    "C4", "4e de couverture", "Back cover", 3_000, c4
                ),
                rate_cards.PremiumWish(
                    "facing", "Face au dossier", "Facing the dossier", 1_000, facing
                ),
                rate_cards.PremiumWish(
                    "guaranteed", "Emplacement de rigueur", "Guaranteed position", 1_000
                ),
            ],
            tiers=(
                {TierKind.FREQUENCY: FREQUENCY, TierKind.VOLUME: VOLUME}
                if tiers
                else {}
            ),
            fees=[rate_cards.FeeWish("layout", "Mise en page", "Page layout", 150_00)],
            terms_id=terms_id,
        ),
    )
    rate_cards.publish_card(session, manager, card_id)
    advertiser_id = make_company(session, rep, "Lumicité SAS")
    agency_id = make_company(
        session, rep, "Agence Trait d’Union", is_agency=True, is_advertiser=False
    )
    return Desk(
        rep,
        manager,
        title_id,
        print_id,
        newsletter_id,
        page,
        half,
        advertorial,
        banner,
        c4,
        facing,
        advertiser_id,
        agency_id,
        card_id,
    )


def make_company(session: Session, actor: Actor, name: str, **wish: Any) -> int:
    return companies.add_company(session, actor, companies.CompanyWish(name, **wish))


def make_mandate(session: Session, desk: Desk) -> int:
    return companies.add_mandate(
        session,
        desk.rep,
        companies.MandateWish(
            desk.advertiser_id,
            desk.agency_id,
            "LUM-27",
            date(2027, 1, 1),
            date(2027, 12, 31),
        ),
    )


def make_issue(
    session: Session,
    desk: Desk,
    code: str = "62",
    *,
    pages: int = 24,
    closes_on: date = date(2027, 4, 2),
    published_on: date = date(2027, 5, 3),
) -> int:
    return issues.add_issue(
        session,
        desk.manager,
        issues.IssueWish(
            desk.print_id,
            code,
            f"n° {code}",
            f"no. {code}",
            closes_on=closes_on,
            materials_due_on=closes_on,
            published_on=published_on,
            pools=[
                issues.PoolWish(PAGES, "Pages intérieures", "Inside pages", pages * 12),
                issues.PoolWish(
                    "C4", "4e de couverture", "Back cover", 1, position_id=desk.c4
                ),
            ],
        ),
    )


def make_quote(session: Session, desk: Desk, *lines: LineWish, **wish: Any) -> int:
    return quote(
        session,
        desk.rep,
        BookingWish(desk.title_id, desk.advertiser_id, tuple(lines), **wish),
    )
