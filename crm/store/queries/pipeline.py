"""What may still be booked: options and open opportunities, each by its chances."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, literal, select

from crm.domain.bookings import LineStatus
from crm.domain.money import Money
from crm.domain.opportunities import CLOSED, OPTION_PROBABILITY, PATH, PROBABILITY
from crm.domain.revenue import NOTHING, Basis, Period
from crm.domain.revenue_amounts import month_key
from crm.language import current_language
from crm.store.models import (
    Booking,
    Company,
    Format,
    Issue,
    Line,
    Opportunity,
    Support,
    User,
)
from crm.store.queries.companies import shown_name
from crm.store.scope import team_totals

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

OPTION = "option"
"""The stage of a line under option, beside the opportunities' own."""
STAGES = (*(stage.value for stage in PATH), OPTION)


@dataclass(frozen=True, slots=True)
class ProspectRow:
    """What may still be booked: a line under option, or an open opportunity.

    `record_id` is the option's booking, or the opportunity.
    """

    kind: str
    stage: str
    record_id: int
    advertiser: str
    what: str
    rep: str
    due_on: date | None
    amount: Money
    chance: int

    @property
    def weighted(self) -> Money:
        """What it weighs in the forecast."""
        return self.amount.share(self.chance)


@dataclass(frozen=True, slots=True)
class PipelineSum:
    """What stands at a stage and is expected in a month (year × 100 + month)."""

    stage: str
    month: int
    amount: Money
    weighted: Money
    many: int


def pipeline(session: Session, asker: Actor, period: Period) -> list[PipelineSum]:
    """Sum what may still be booked in a period by stage and month it is expected in.

    Options are expected on their last day. The same for everybody where no rep is
    asked for.
    """
    if _is_past(period, asker):
        return []
    found: list[Any] = []
    with team_totals(session, period.rep_id):
        for query, stage, day, cents, chance in (
            _options(period),
            _opportunities(period),
        ):
            each = (
                query.with_only_columns(
                    stage.label("stage"),
                    day.label("day"),
                    cents.label("cents"),
                    # Half a cent away from zero, as Money.share rounds.
                    ((cents * chance + 5_000) // 10_000).label("weighted"),
                )
                .order_by(None)
                .subquery()
            )
            found += session.execute(
                select(
                    each.c.stage,
                    each.c.day,
                    func.sum(each.c.cents),
                    func.sum(each.c.weighted),
                    func.count(),
                ).group_by(each.c.stage, each.c.day)
            ).all()
    sums: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for stage, day, *amounts in found:
        key = (str(stage), month_key(day) if day else NOTHING)
        for place, amount in enumerate(amounts):
            sums[key][place] += int(amount)
    currency = period.currency
    rows = [
        PipelineSum(stage, month, Money(cents, currency), Money(weighs, currency), many)
        for (stage, month), (cents, weighs, many) in sums.items()
    ]
    return sorted(rows, key=lambda row: (row.month, STAGES.index(row.stage)))


def list_prospects(
    session: Session,
    asker: Actor,
    period: Period,
    *,
    stage: str | None = None,
    limit: int | None = None,
) -> list[ProspectRow]:
    """List what may still be booked in a period: options, then opportunities.

    By publication it is what would run in the period, by booking what is expected
    to be agreed in it; nothing of a past period can still be booked.
    """
    if _is_past(period, asker):
        return []
    french = current_language() == "fr"
    rows = []
    for kind, (query, at, day, cents, chance) in (
        (OPTION, _options(period)),
        ("opportunity", _opportunities(period)),
    ):
        if kind == OPTION:
            what: tuple[Any, ...] = (
                Booking.id,
                Format.name_fr if french else Format.name_en,
                Issue.name_fr if french else Issue.name_en,
            )
            joined = query.outerjoin(Format, Format.id == Line.format_id)
        else:
            what = (Opportunity.id, Opportunity.name, literal(""))
            joined = query
        if stage is not None:
            joined = joined.where(at == stage)
        advertiser_id, owner_id = (
            (Booking.advertiser_id, Booking.owner_id)
            if kind == OPTION
            else (Opportunity.company_id, Opportunity.owner_id)
        )
        joined = joined.join(Company, Company.id == advertiser_id).join(
            User, User.id == owner_id
        )
        told = joined.with_only_columns(
            at, *what, shown_name(), User.name, day, cents, chance
        ).limit(limit)
        rows += [
            ProspectRow(
                kind,
                str(stage_),
                record_id,
                advertiser,
                ", ".join(one for one in (first, second) if one),
                rep,
                due_on,
                Money(int(amount), period.currency),
                int(likely),
            )
            for (
                stage_,
                record_id,
                first,
                second,
                advertiser,
                rep,
                due_on,
                amount,
                likely,
            ) in session.execute(told)
        ]
    return rows


def _is_past(period: Period, asker: Actor) -> bool:
    return period.basis is Basis.POSTED and period.until < asker.today


def _options(period: Period) -> tuple[Any, Any, Any, Any, Any]:
    """Return the question for options: query, stage, day, cents, chance."""
    query = (
        select(Line.id)
        .join(Booking, Booking.id == Line.booking_id)
        .join(Issue, Issue.id == Line.issue_id)
        .where(
            Line.status == LineStatus.OPTIONED,
            Line.is_barter.is_(False),
            Line.currency == period.currency,
            _counted(period, Line.option_until),
            *kept_of(period, Booking.owner_id, Booking.advertiser_id),
        )
        .order_by(Line.option_until, Line.id)
    )
    if period.by_agency is not None:
        bought = Booking.agency_id.is_not(None)
        query = query.where(bought if period.by_agency else ~bought)
    chance = literal(OPTION_PROBABILITY, literal_execute=True)
    stage = literal(OPTION, literal_execute=True)
    return query, stage, Line.option_until, Line.net_net_cents, chance


def _opportunities(period: Period) -> tuple[Any, Any, Any, Any, Any]:
    """Return the question for opportunities: query, stage, day, cents, chance."""
    one = Opportunity
    cents = one.amount_cents - one.booked_cents
    query = (
        select(one.id)
        .outerjoin(Issue, Issue.id == one.issue_id)
        .where(
            one.stage.in_(PATH),
            one.archived_at.is_(None),
            cents > 0,
            one.currency == period.currency,
            _counted(period, one.expected_close),
            *kept_of(period, one.owner_id, one.company_id),
        )
        .order_by(one.expected_close, one.id)
    )
    usual = case(
        *(
            (one.stage == stage, PROBABILITY[stage])
            for stage in PROBABILITY
            if stage not in CLOSED
        ),
        else_=0,
    )
    chance = func.coalesce(one.probability, usual)
    return query, one.stage, one.expected_close, cents, chance


def kept_of(period: Period, owner: Any, company: Any) -> list[Any]:  # noqa: ANN401  columns
    """Return the conditions of a period's filter on what is not booked yet."""
    kept = []
    for column, chosen in (
        (owner, period.rep_id),
        (company, period.advertiser_id),
        (Issue.support_id, period.support_id),
        (Issue.id, period.issue_id),
    ):
        if chosen is not None:
            none = chosen == NOTHING
            kept.append(column.is_(None) if none else column == chosen)
    if period.sector_id is not None:
        sector = Company.sector_id
        none = period.sector_id == NOTHING
        those = sector.is_(None) if none else sector == period.sector_id
        kept.append(company.in_(select(Company.id).where(those)))
    if period.title_id is not None:
        supports = select(Support.id).where(Support.title_id == period.title_id)
        kept.append(Issue.support_id.in_(supports))
    return kept


def _counted(period: Period, otherwise: Any) -> Any:  # noqa: ANN401  a column
    day = otherwise
    if period.basis is Basis.PUBLISHED:
        day = func.coalesce(Issue.published_on, otherwise)
    return day.between(period.since, period.until)
