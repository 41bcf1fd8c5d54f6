"""What advertisers have booked in a year, and the discounts their lines were given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import case, extract, func, select

from crm.domain.magazine import IssueStatus
from crm.domain.prices import StepKind
from crm.domain.regularising import Granted
from crm.store.models import (
    Amendment,
    Booking,
    Company,
    Issue,
    Line,
    PriceStep,
    Support,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.rate_cards import COUNTS_FOR_TIERS
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A paid line that is booked, with what it was given, and by which card."""

    booking_id: int
    number: str
    title_id: int
    advertiser_id: int
    advertiser: str
    year: int
    card_id: int
    given: Granted


def paid_lines(
    session: Session,
    asker: Actor,
    *,
    booking_id: int | None = None,
    rep_id: int | None = None,
) -> list[PaidLine]:
    """List the paid lines of this year of publication and of the one before.

    Those of bookings whose amendment waits for its answer are left out.
    """
    year = extract("year", Issue.published_on)
    rates = {
        kind: func.coalesce(
            func.sum(case((PriceStep.kind == kind, func.abs(PriceStep.rate)))), 0
        )
        for kind in (StepKind.VOLUME, StepKind.FREQUENCY, StepKind.COMBINATION)
    }
    waits = select(Amendment.id).where(
        Amendment.booking_id == Booking.id,
        Amendment.agreed_on.is_(None),
        Amendment.refused_on.is_(None),
        Amendment.dropped_on.is_(None),
    )
    known = func.coalesce(Booking.number, Booking.quote_number)
    shown = shown_name()
    query = (
        select(
            Booking.id,
            known,
            Booking.title_id,
            Company.id,
            shown,
            year,
            Line.rate_card_id,
            *rates.values(),
        )
        .join(Line, Line.booking_id == Booking.id)
        .join(Issue, Issue.id == Line.issue_id)
        .join(Company, Company.id == Booking.advertiser_id)
        .outerjoin(PriceStep, PriceStep.line_id == Line.id)
        .where(
            *COUNTS_FOR_TIERS,
            Line.rate_card_id.is_not(None),
            Issue.published_on >= date(asker.today.year - 1, 1, 1),
            ~waits.exists(),
        )
        .group_by(
            Line.id,
            Booking.id,
            known,
            Booking.title_id,
            Company.id,
            shown,
            year,
            Line.rate_card_id,
        )
        .order_by(Booking.id, Line.id)
    )
    if booking_id is not None:
        query = query.where(Booking.id == booking_id)
    if rep_id is not None:
        query = query.where(Booking.owner_id == rep_id)
    return [
        PaidLine(
            booking,
            number,
            title,
            advertiser,
            name,
            int(of_year),
            card,
            Granted(int(volume), int(frequency), int(combination)),
        )
        for (
            booking,
            number,
            title,
            advertiser,
            name,
            of_year,
            card,
            volume,
            frequency,
            combination,
        ) in session.execute(query)
    ]


def reached_in_years(
    session: Session, advertiser_ids: Iterable[int], *, with_group: bool
) -> dict[tuple[int, int, int], tuple[int, int]]:
    """Count paid lines and their gross in cents by (advertiser, title, year).

    `with_group` counts the companies of an advertiser's group with it.
    """
    ids = set(advertiser_ids)
    head = func.coalesce(Company.group_id, Company.id)
    with beyond_scope(session, "an advertiser's tier counts what every rep sold it"):
        heads = {
            id_: (group if with_group else id_)
            for id_, group in session.execute(
                select(Company.id, head).where(Company.id.in_(ids))
            )
        }
        year = extract("year", Issue.published_on)
        who = head if with_group else Company.id
        rows = session.execute(
            select(
                who,
                Booking.title_id,
                year,
                func.count(Line.id),
                func.sum(Line.gross_cents),
            )
            .join(Booking, Booking.advertiser_id == Company.id)
            .join(Line, Line.booking_id == Booking.id)
            .join(Issue, Issue.id == Line.issue_id)
            .where(*COUNTS_FOR_TIERS, who.in_(set(heads.values())))
            .group_by(who, Booking.title_id, year)
        ).all()
    counted = {(a, t, int(y)): (int(n), int(gross)) for a, t, y, n, gross in rows}
    return {
        (id_, title, year_): found
        for id_, group in heads.items()
        for (of, title, year_), found in counted.items()
        if of == group
    }


def years_open(session: Session, asker: Actor) -> set[tuple[int, int]]:
    """Return the (title, year) in which an issue can still be booked."""
    year = extract("year", Issue.published_on)
    query = (
        select(Support.title_id, year)
        .join(Issue, Issue.support_id == Support.id)
        .where(Issue.status == IssueStatus.PLANNED, Issue.closes_on >= asker.today)
        .distinct()
    )
    return {(title_id, int(found)) for title_id, found in session.execute(query)}
