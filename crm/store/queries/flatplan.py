"""One issue's flatplan: its pages, its ads where they stand, what is to be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain import flatplan as plan
from crm.domain.bookings import HOLDS_SPACE, LineStatus
from crm.domain.flatplan import Ad, Box, PageKind, Paper
from crm.domain.flatplan_layout import ad_share, competitors, lay_out, overlaps
from crm.domain.magazine import SupportKind
from crm.domain.pools import PAGES
from crm.domain.space import SELL_NOW_DAYS, SpaceState
from crm.language import current_language
from crm.store.models import (
    Booking,
    Company,
    FlatplanPage,
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
from crm.store.queries.flatplan_rows import Flatplan, PlanAd, PlanPage
from crm.store.queries.magazine import space_left
from crm.store.scope import beyond_scope, visible

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

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
    paper = Paper(support.page_width, support.page_height, issue.pages or 0)
    pages, described = _pages(session, issue, paper, french=french)
    homes = {page.position_id: page.folio for page in pages if page.position_id}
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
        tuple(
            space.name
            for space in spaces
            if space.position_id and space.space.state is SpaceState.FREE
        ),
        0 <= (issue.closes_on - asker.today).days <= SELL_NOW_DAYS,
        described,
    )


def _pages(
    session: Session, issue: Issue, paper: Paper, *, french: bool
) -> tuple[tuple[PlanPage, ...], bool]:
    """Return every page, the covers with their positions, and whether any is told."""
    rows = {
        row.folio: row
        for row in session.scalars(
            select(FlatplanPage).where(FlatplanPage.issue_id == issue.id)
        )
    }
    positions = {
        row.id: row
        for row in session.scalars(
            select(Position).where(Position.support_id == issue.support_id)
        )
    }
    covers = {folio: code for code, folio in plan.covers(paper.pages).items()}
    by_code = {row.code.upper(): row for row in positions.values()}

    def page(folio: int) -> PlanPage:
        row, cover = rows.get(folio), covers.get(folio, "")
        sold = by_code.get(cover) or positions.get(
            row.position_id if row and row.position_id else 0
        )
        return PlanPage(
            folio,
            cover,
            row.section if row else "",
            row.kind if row else PageKind.OPEN,
            row.note if row else "",
            sold.id if sold else None,
            (sold.name_fr if french else sold.name_en) if sold else "",
            row.position_id if row else None,
        )

    return tuple(page(folio) for folio in range(1, paper.pages + 1)), bool(rows)


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
        Box(there.folio, there.x, there.y, there.width, there.height)
        if there
        else None,
        version=there.version if there else 0,
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
    )


def _seen_rivals(
    rows: list[PlanAd], pairs: list[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Return the pairs of which the reader sees at least one."""
    seen = {row.line_id for row in rows if not row.is_anothers}
    return tuple(pair for pair in pairs if seen & {*pair})


__all__ = ["Flatplan", "PlanAd", "PlanPage", "flatplan"]
