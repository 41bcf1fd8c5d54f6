"""What the list of advertisers shows: where each stands, its net, its next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, case, cast, func, select

from crm.domain.bookings import BOOKED, LineStatus
from crm.domain.companies import AddressKind, CompanyStatus
from crm.domain.comparing import change
from crm.domain.money import Money
from crm.domain.statuses import Runs, company_status, year_before
from crm.domain.views import Filters
from crm.store.models import (
    Address,
    Booking,
    Company,
    FollowUp,
    Issue,
    Line,
    Sector,
    User,
)
from crm.store.queries.advertiser_filters import kept_by
from crm.store.queries.companies import shown_name
from crm.store.queries.company_besides import NOTHING_BESIDES, Besides, besides
from crm.store.queries.company_nets import net_last_year, nets
from crm.store.queries.company_search import sector_name

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

PAGE = 25

__all__ = [
    "AdvertiserRow",
    "Filters",
    "NextStepRow",
    "Standing",
    "count_advertisers",
    "kept_ids",
    "list_advertisers",
    "standing",
]


@dataclass(frozen=True, slots=True)
class NextStepRow:
    """The first thing to do for a company."""

    reason: str
    due_on: date


@dataclass(frozen=True, slots=True)
class AdvertiserRow:
    """An advertiser in the list; both nets by publication, the second a year ago.

    `beside` holds what a reader chooses to see of it besides.
    """

    id: int
    name: str
    sector: str
    town: str
    owner: str
    status: CompanyStatus
    options: int
    next_step: NextStepRow | None
    net: Money
    net_before: Money
    beside: Besides = NOTHING_BESIDES

    @property
    def change(self) -> int | None:
        """What the year gained on the last one at the same day, in basis points."""
        return change(self.net, self.net_before) if self.net else None


@dataclass(frozen=True, slots=True)
class Standing:
    """An advertiser's figures: nets by publication, what is under option.

    `net_before` is last year's as it stood a year ago today, `last_year` the whole.
    """

    status: CompanyStatus
    net: Money
    net_before: Money
    last_year: Money
    lines: int
    optioned: Money
    options: int
    first_option: date | None
    quoted: Money
    quotes: int

    @property
    def change(self) -> int | None:
        """What the year gained on the last one at the same day, in basis points."""
        return change(self.net, self.net_before)


def list_advertisers(
    session: Session,
    asker: Actor,
    filters: Filters,
    *,
    limit: int | None = PAGE,
    offset: int = 0,
) -> list[AdvertiserRow]:
    """List advertisers by name, a part of the list at a time; `limit` None: all."""
    page = (
        kept_by(asker, filters)
        .add_columns(Company.folded)
        .order_by(Company.folded, Company.id)
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    query = (
        select(Company.id, shown_name(), sector_name(), Address.town, User.name)
        .join(page, page.c.id == Company.id)
        .outerjoin(Sector, Sector.id == Company.sector_id)
        .outerjoin(User, User.id == Company.owner_id)
        .outerjoin(
            Address,
            (Address.company_id == Company.id) & (Address.kind == AddressKind.SEAT),
        )
        .order_by(page.c.folded, page.c.id)
    )
    found = session.execute(query).all()
    kept = None if limit is None else [row[0] for row in found]
    runs, options = _runs(session, asker, kept), _options(session, kept)
    steps = _next_steps(session, kept)
    now, before = nets(session, asker, kept)
    beside = besides(session, asker, kept)
    nothing = Money(0)
    return [
        AdvertiserRow(
            id=id_,
            name=name,
            sector=sector or "",
            town=town or "",
            owner=owner or "",
            status=company_status(runs.get(id_), asker.today),
            options=options.get(id_, 0),
            next_step=steps.get(id_),
            net=now.get(id_, nothing),
            net_before=before.get(id_, nothing),
            beside=beside.get(id_, NOTHING_BESIDES),
        )
        for id_, name, sector, town, owner in found
    ]


def count_advertisers(session: Session, asker: Actor, filters: Filters) -> int:
    """Count the advertisers `list_advertisers` lists."""
    query = kept_by(asker, filters).with_only_columns(func.count(Company.id))
    return session.scalars(query).one()


def kept_ids(
    session: Session, asker: Actor, filters: Filters, *, most: int | None = None
) -> list[int]:
    """Return the ids of the advertisers `list_advertisers` lists, in its order."""
    query = kept_by(asker, filters).order_by(Company.folded, Company.id).limit(most)
    return list(session.scalars(query))


def standing(
    session: Session, asker: Actor, company_id: int, *, as_agency: bool = False
) -> Standing:
    """Return one advertiser's figures, or those of what an agency bought."""
    now, before = nets(session, asker, [company_id], as_agency=as_agency)
    buyer = Booking.agency_id if as_agency else Booking.advertiser_id
    whose = buyer == company_id
    booked = session.scalars(
        select(func.count(Line.id))
        .join(Line.booking)
        .join(Issue, Issue.id == Line.issue_id)
        .where(
            whose,
            Line.status.in_(BOOKED),
            func.extract("year", Issue.published_on) == asker.today.year,
        )
    ).one()
    open_: dict[LineStatus, Any] = {
        row[0]: row
        for row in session.execute(
            select(
                Line.status,
                func.sum(Line.net_net_cents),
                func.count(Line.id),
                func.min(Line.option_until),
            )
            .join(Line.booking)
            .where(
                whose,
                Line.status.in_([LineStatus.OPTIONED, LineStatus.QUOTED]),
                Line.is_barter.is_(False),
            )
            .group_by(Line.status)
        )
    }
    optioned = open_.get(LineStatus.OPTIONED, (None, 0, 0, None))
    quoted = open_.get(LineStatus.QUOTED, (None, 0, 0, None))
    runs = _runs(session, asker, [company_id])
    return Standing(
        status=company_status(runs.get(company_id), asker.today),
        net=now.get(company_id, Money(0)),
        net_before=before.get(company_id, Money(0)),
        last_year=net_last_year(session, asker, company_id, as_agency=as_agency),
        lines=booked,
        optioned=Money(int(optioned[1])),
        options=optioned[2],
        first_option=optioned[3],
        quoted=Money(int(quoted[1])),
        quotes=quoted[2],
    )


def _runs(
    session: Session, asker: Actor, company_ids: Collection[int] | None
) -> dict[int, Runs]:
    since, until = year_before(asker.today)
    there = case(
        ((Issue.published_on > since) & (Issue.published_on <= until), 1), else_=0
    )
    query = (
        select(
            Booking.advertiser_id,
            func.min(Issue.published_on),
            func.max(Issue.published_on),
            func.max(there),
        )
        .join(Line, Line.booking_id == Booking.id)
        .join(Issue, Issue.id == Line.issue_id)
        .group_by(Booking.advertiser_id)
    )
    if company_ids is None:
        query = query.where(Line.status.in_(BOOKED))
    else:  # of a few companies: not by the index of the status, which all lines share
        plain = cast(Line.status, String).in_([status.value for status in BOOKED])
        query = query.where(plain)
    query = _kept(query, Booking.advertiser_id, company_ids)
    return {
        id_: Runs(first, last, bool(was))
        for id_, first, last, was in session.execute(query)
    }


def _options(session: Session, company_ids: Collection[int] | None) -> dict[int, int]:
    query = (
        select(Booking.advertiser_id, func.count(Line.id))
        .join(Line, Line.booking_id == Booking.id)
        .where(Line.status == LineStatus.OPTIONED)
        .group_by(Booking.advertiser_id)
    )
    query = _kept(query, Booking.advertiser_id, company_ids)
    return {id_: many for id_, many in session.execute(query)}  # noqa: C416  a row is no pair to mypy


def _next_steps(
    session: Session, company_ids: Collection[int] | None
) -> dict[int, NextStepRow]:
    query = (
        select(FollowUp.company_id, FollowUp.reason, FollowUp.due_on)
        .where(FollowUp.done_at.is_(None), FollowUp.archived_at.is_(None))
        .order_by(FollowUp.due_on.desc(), FollowUp.id.desc())
    )
    query = _kept(query, FollowUp.company_id, company_ids)
    return {
        id_: NextStepRow(reason, due_on)
        for id_, reason, due_on in session.execute(query)
    }


def _kept(
    query: Any,  # noqa: ANN401  any select
    column: ColumnElement[int] | Any,  # noqa: ANN401  a mapped column
    ids: Collection[int] | None,
) -> Any:  # noqa: ANN401  the same select
    return query if ids is None else query.where(column.in_(ids))
