"""One issue's flatplan: its pages, its ads where they stand, what is to be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.bookings import HOLDS_SPACE, LineStatus
from crm.domain.flatplan import Ad
from crm.domain.flatplan_layout import ad_share, competitors, lay_out, overlaps
from crm.domain.magazine import IssueStatus, SupportKind
from crm.domain.pools import PAGES
from crm.domain.space import SELL_NOW_DAYS, UNITS_PER_PAGE, SpaceState
from crm.language import current_language
from crm.store.models import (
    Booking,
    Company,
    Format,
    Issue,
    Line,
    Placement,
    Position,
    Sector,
    Support,
    User,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.flatplan_pages import box_of, pages_of, paper_of
from crm.store.queries.flatplan_rows import Flatplan, PlanAd, PlanPage, homes_of
from crm.store.queries.magazine import list_formats, list_positions, space_left
from crm.store.queries.selling import cards_by_day, position_price
from crm.store.scope import beyond_scope, visible

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.flatplan import Box
    from crm.domain.money import Money
    from crm.domain.roles import Actor


def flatplan(session: Session, asker: Actor, issue_id: int) -> Flatplan | None:
    """Read an issue's flatplan; None where there is no such issue in print.

    Everybody sees which ads stand where and of which rep; of whom, only where they
    see the booking. No price is told.
    """
    found = session.execute(
        select(Issue, Support).join(Issue.support).where(Issue.id == issue_id)
    ).one_or_none()
    if found is None or found[1].kind is not SupportKind.PRINT:
        return None
    issue, support = found
    french = current_language() == "fr"
    paper = paper_of(issue, support)
    pages = pages_of(session, {issue: paper})[issue.id]
    homes = homes_of(pages)
    rows = _ads(session, issue_id, french=french)
    given = {row.ad.line_id: row.box for row in rows if row.box}
    ads = [row.ad for row in rows]
    placed = lay_out(ads, paper, homes, given)
    spaces = space_left(session, asker, [issue_id])[issue_id]
    return Flatplan(
        issue.id,
        issue.code,
        issue.name_fr if french else issue.name_en,
        issue.theme_fr if french else issue.theme_en,
        support.title_id,
        support.id,
        issue.closes_on,
        issue.published_on,
        issue.status,
        issue.version,
        paper,
        pages,
        tuple(_told(row, placed.get(row.ad.line_id), homes) for row in rows),
        _seen_rivals(rows, competitors(ads, placed, paper)),
        tuple(overlaps(placed, paper)),
        ad_share(ads, paper.pages),
        next((space for space in spaces if space.code == PAGES), None),
        frozenset(
            space.position_id
            for space in spaces
            if space.position_id and space.space.state is SpaceState.FREE
        ),
        issue.status is IssueStatus.PLANNED and issue.closes_on >= asker.today,
        0 <= (issue.closes_on - asker.today).days <= SELL_NOW_DAYS,
        any(page.is_described for page in pages),
        issue.materials_due_on,
    )


def page_prices(session: Session, asker: Actor, plan: Flatplan) -> dict[int, Money]:
    """Return what each page for sale costs at the card, by its number.

    A position at its first priced format, premium included; any other as a whole page.
    """
    card = cards_by_day(session, plan.title_id, {plan.published_on})[plan.published_on]
    if card is None or not plan.for_sale:
        return {}
    formats = [
        row
        for row in list_formats(session, asker, plan.title_id)
        if row.support_id == plan.support_id
    ]
    positions = {row.id: row for row in list_positions(session, asker, plan.title_id)}
    whole = next((row for row in formats if row.units == UNITS_PER_PAGE), None)
    rate = card.rate_of(whole.id) if whole else None
    prices: dict[int, Money] = {}
    for page in plan.for_sale:
        position = positions.get(page.position_id or 0)
        if position:
            found = position_price(card, position, formats)
            if found:
                prices[page.folio] = found[1]
        elif rate:
            prices[page.folio] = rate.amount
    return prices


def _ads(session: Session, issue_id: int, *, french: bool) -> list[PlanAd]:
    """List what holds printed space in an issue, with the place it was given there."""

    def named(table: Any) -> Any:  # noqa: ANN401  a mapped class's column
        return table.name_fr if french else table.name_en

    query = (
        select(
            Line.id.label("line_id"),
            Line.status,
            Line.option_until,
            Line.position_id,
            Line.material_status,
            Format.width,
            Format.height,
            Format.bleed,
            Format.units,
            named(Format).label("format"),
            named(Position).label("position"),
            Booking.id.label("booking_id"),
            Company.id.label("advertiser_id"),
            shown_name().label("holder"),
            Company.sector_id,
            named(Sector).label("sector"),
            User.name.label("rep"),
            Placement,
            visible(session, Booking).label("is_seen"),
        )
        .join(Format, Format.id == Line.format_id)
        .outerjoin(Position, Position.id == Line.position_id)
        .join(Booking, Booking.id == Line.booking_id)
        .join(Company, Company.id == Booking.advertiser_id)
        .outerjoin(Sector, Sector.id == Company.sector_id)
        .join(User, User.id == Booking.owner_id)
        .outerjoin(
            Placement,
            (Placement.line_id == Line.id) & (Placement.issue_id == Line.issue_id),
        )
        .where(
            Line.issue_id == issue_id,
            Line.status.in_(HOLDS_SPACE),
            Line.is_penalty.is_(False),
            Format.width > 0,
            Format.height > 0,
        )
        .order_by(Format.units.desc(), Line.id)
    )
    with beyond_scope(session, "a page is taken whoever holds it"):
        rows = session.execute(query).all()
    return [_ad(row) for row in rows]


def _ad(row: Any) -> PlanAd:  # noqa: ANN401  a row of the statement above
    seen, there = row.is_seen, row.Placement
    return PlanAd(
        Ad(
            row.line_id,
            row.width,
            row.height,
            row.bleed,
            row.units,
            row.position_id,
            row.advertiser_id,
            row.sector_id,
        ),
        row.booking_id if seen else None,
        row.holder if seen else "",
        row.rep,
        (row.sector or "") if seen else "",
        row.format,
        row.position or "",
        row.status,
        row.option_until if row.status is LineStatus.OPTIONED else None,
        box_of(there) if there else None,
        version=there.version if there else 0,
        material=row.material_status,
    )


def _told(row: PlanAd, box: Box | None, homes: dict[int, int]) -> PlanAd:
    """Return an ad as it stands, without what its reader may not see of it."""
    ad = row.ad
    if row.is_anothers:
        ad = Ad(ad.line_id, ad.width, ad.height, ad.bleed, ad.units, ad.position_id)
    return PlanAd(
        ad,
        row.booking_id,
        row.holder,
        row.rep,
        row.sector,
        row.format,
        row.position,
        row.status,
        row.until,
        box,
        ad.position_id in homes,
        row.version,
        row.material,
    )


def _seen_rivals(
    rows: list[PlanAd], pairs: list[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Return the pairs of which the reader sees at least one."""
    seen = {row.line_id for row in rows if not row.is_anothers}
    return tuple(pair for pair in pairs if seen & {*pair})


__all__ = ["Flatplan", "PlanAd", "PlanPage", "flatplan", "page_prices"]
