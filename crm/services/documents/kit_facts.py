"""Everything a media kit is drawn from, read once, for the pages that are asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from crm.domain.errors import StaleClaimError
from crm.domain.magazine import IssueStatus, SupportKind
from crm.services.documents.kit_net import Pricing, pricing_of
from crm.store.models import AudienceClaim, EditorialColumn, Testimonial
from crm.store.queries.appearances import AppearanceRow, list_appearances
from crm.store.queries.companies import list_sectors
from crm.store.queries.magazine import (
    FormatRow,
    IssueRow,
    SpaceRow,
    list_formats,
    list_issues,
    space_left,
)
from crm.store.queries.packages import PackageRow, list_packages
from crm.store.queries.profile import (
    ColumnRow,
    HandedOut,
    MeetingRow,
    VoiceRow,
    list_columns,
    list_handed_out,
    list_meetings,
    list_testimonials,
)
from crm.store.queries.publishing import ClaimRow, SellerCard, list_claims
from crm.store.queries.rate_cards import Card, card_on

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.companies import CompanyCard

Prices: TypeAlias = Literal["card", "net", "none"]
R = TypeVar("R", AudienceClaim, EditorialColumn, Testimonial)
ISSUES_SHOWN = 6
OTHERS_SHOWN = 10
"""How many dates of another support are counted for what is free of them."""
QUOTES_FIGURES = frozenset({"audience", "readers", "digital"})


@dataclass(frozen=True, slots=True)
class AsIf:
    """What is being typed of a title's profile: of its card, and one of its rows."""

    seller: Callable[[SellerCard], SellerCard] = lambda card: card
    row: AudienceClaim | EditorialColumn | Testimonial | None = None

    def of(self, kind: type[R]) -> R | None:
        """Return the row if it is of this kind."""
        return self.row if isinstance(self.row, kind) else None


AS_IT_STANDS = AsIf()


@dataclass(frozen=True, slots=True)
class KitFacts:
    """What the pages of one kit say, and to whom.

    `shown` are the codes of its pages; `sector` the code of the advertiser's; `own`
    its lines of the year before and since.
    """

    session: Session
    actor: Actor
    seller: SellerCard
    company: CompanyCard | None
    shown: frozenset[str]
    sector: str
    claims: tuple[ClaimRow, ...]
    issues: tuple[IssueRow, ...]
    others: tuple[IssueRow, ...]
    spaces: dict[int, list[SpaceRow]]
    formats: tuple[FormatRow, ...]
    card: Card | None
    pricing: Pricing
    columns: tuple[ColumnRow, ...]
    voices: tuple[VoiceRow, ...]
    meetings: tuple[MeetingRow, ...]
    packages: tuple[PackageRow, ...]
    own: tuple[AppearanceRow, ...]
    handed_out: dict[int, list[HandedOut]]
    year: int
    at: datetime

    @property
    def today(self) -> date:
        """The day the kit is drawn on."""
        return self.actor.today

    @property
    def told_prices(self) -> bool:
        """Whether any price is told."""
        return self.pricing.told

    def matches(self, issue: IssueRow) -> bool:
        """Whether an issue's theme is one of the advertiser's sector."""
        return bool(self.sector) and self.sector in issue.sectors


def gather(
    session: Session,
    actor: Actor,
    seller: SellerCard,
    company: CompanyCard | None,
    pages: Collection[str],
    *,
    prices: Prices = "card",
    as_if: AsIf = AS_IT_STANDS,
) -> KitFacts:
    """Read what a kit says; a row of `as_if` as it is being typed.

    A kit that tells figures raises StaleClaimError for one without a source or past
    its expiry, by its name; another quotes none. Issues of the advertiser's sector
    come first.
    """
    shown = frozenset(pages)
    title_id = seller.title_id
    coming = list_issues(session, actor, title_id, since=actor.today)
    planned = [issue for issue in coming if issue.status is IssueStatus.PLANNED]
    printed = [i for i in planned if i.support_kind is SupportKind.PRINT]
    open_ = [i for i in printed if i.closes_on >= actor.today][:ISSUES_SHOWN]
    others = [i for i in planned if i.support_kind is not SupportKind.PRINT]
    first = open_[0].published_on if open_ else actor.today
    card = card_on(session, title_id, first)
    sector = _sector(session, actor, company)
    open_.sort(key=lambda issue: sector not in issue.sectors)
    return KitFacts(
        session=session,
        actor=actor,
        seller=seller,
        company=company,
        shown=shown,
        sector=sector,
        claims=tuple(
            checked_claims(session, actor, title_id, typed=as_if.of(AudienceClaim))
            if shown & QUOTES_FIGURES
            else ()
        ),
        issues=tuple(open_),
        others=tuple(others),
        spaces=space_left(session, actor, _counted(open_, others, shown)),
        formats=tuple(list_formats(session, actor, title_id)),
        card=card,
        pricing=pricing_of(session, actor, card, company, first.year, prices),
        columns=tuple(
            list_columns(session, actor, title_id, typed=as_if.of(EditorialColumn))
            if "columns" in shown
            else ()
        ),
        voices=tuple(
            voice
            for voice in list_testimonials(
                *(session, actor, title_id), typed=as_if.of(Testimonial)
            )
            if voice.may_be_told(actor.today)
        ),
        meetings=tuple(checked_meetings(session, actor, title_id, shown)),
        packages=tuple(
            list_packages(session, actor, [card.id])
            if card and shown & {"packages"}
            else ()
        ),
        own=tuple(
            list_appearances(
                *(session, actor, title_id, company.id),
                since=date(actor.today.year - 1, 1, 1),
            )
            if company and shown & {"yours"}
            else ()
        ),
        handed_out=list_handed_out(session, actor, [issue.id for issue in open_]),
        year=first.year,
        at=actor.at,
    )


def checked_claims(
    session: Session,
    actor: Actor,
    title_id: int,
    *,
    typed: AudienceClaim | None = None,
) -> list[ClaimRow]:
    """Return a title's figures; one that may not be told is refused by its name."""
    claims = list_claims(session, title_id, typed=typed)
    for claim in claims:
        if not claim.may_be_told(actor.today):
            raise StaleClaimError(claim=claim.label, expired_on=claim.expires_on)
    return claims


def checked_meetings(
    session: Session, actor: Actor, title_id: int, shown: Collection[str]
) -> list[MeetingRow]:
    """Return a title's events; an attendance that may not be told is refused.

    Raises StaleClaimError, by the event's name.
    """
    if "events" not in shown:
        return []
    meetings = list_meetings(session, actor, title_id, actor.today)
    for one in meetings:
        ends = one.attendance_expires_on
        if one.attendance is None:
            continue
        if not one.attendance_source.strip() or ends is None or ends < actor.today:
            raise StaleClaimError(claim=one.name, expired_on=ends or actor.today)
    return meetings


def _sector(session: Session, actor: Actor, company: CompanyCard | None) -> str:
    if company is None or company.sector_id is None:
        return ""
    sectors = list_sectors(session, actor)
    return next((row.code for row in sectors if row.id == company.sector_id), "")


def _counted(
    issues: list[IssueRow], others: list[IssueRow], shown: Collection[str]
) -> list[int]:
    """Return the issues of which the space is counted: no more than is told."""
    counted = [issue.id for issue in issues]
    if {"free", "events"} & set(shown):
        many: dict[int, int] = {}
        for issue in others:
            many[issue.support_id] = many.get(issue.support_id, 0) + 1
            if many[issue.support_id] <= OTHERS_SHOWN:
                counted.append(issue.id)
    return counted
