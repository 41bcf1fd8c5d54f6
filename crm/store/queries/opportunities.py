"""What can be asked about opportunities: open ones whole, closed ones lately."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.domain.money import Money
from crm.domain.opportunities import CLOSED, PATH, Days, Stage, stalls
from crm.language import current_language
from crm.store.models import (
    Booking,
    Company,
    Contact,
    FollowUp,
    Issue,
    Line,
    Opportunity,
    User,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.opportunity_rows import (
    BookingChoice,
    ClosedSum,
    OpportunityRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


EVER = Days()


@dataclass(frozen=True, slots=True)
class OpportunityFilters:
    """What the board is narrowed to; nothing: everything one sees."""

    owner_id: int | None = None
    team_id: int | None = None
    sector_id: int | None = None
    company_id: int | None = None
    days: Days = EVER


def list_opportunities(
    session: Session,
    asker: Actor,
    filters: OpportunityFilters,
    *,
    stages: Collection[Stage] = PATH,
) -> list[OpportunityRow]:
    """List opportunities by the day they are expected to close: two statements."""
    query = _narrowed(_rows(), filters).where(Opportunity.stage.in_(stages))
    query = query.order_by(Opportunity.expected_close, Opportunity.id)
    rows = [_row(found) for found in session.execute(query)]
    return _with_next_steps(session, asker, rows)


def closed_opportunities(
    session: Session, _asker: Actor, filters: OpportunityFilters, *, most: int
) -> dict[Stage, ClosedSum]:
    """Sum what was won and what was lost, with the latest of each."""
    counted = _narrowed(
        select(
            Opportunity.stage,
            func.count(Opportunity.id),
            func.sum(Opportunity.amount_cents),
        ).join(Company, Company.id == Opportunity.company_id),
        filters,
    ).group_by(Opportunity.stage)
    sums = {
        stage: (many, Money(int(cents)))
        for stage, many, cents in session.execute(counted)
    }
    found = {}
    for stage in CLOSED:
        query = _narrowed(_rows(), filters).where(Opportunity.stage == stage)
        latest = query.order_by(Opportunity.changed_at.desc(), Opportunity.id.desc())
        rows = session.execute(latest.limit(most)) if stage in sums else ()
        many, amount = sums.get(stage, (0, Money(0)))
        found[stage] = ClosedSum(many, amount, tuple(map(_row, rows)))
    return found


def opportunity(
    session: Session, asker: Actor, opportunity_id: int
) -> OpportunityRow | None:
    """Return an opportunity; None where there is none to be seen."""
    query = _rows().where(Opportunity.id == opportunity_id)
    rows = [_row(found) for found in session.execute(query)]
    rows = _with_next_steps(session, asker, rows)
    return rows[0] if rows else None


def bookings_for(
    session: Session, _asker: Actor, company_id: int, opportunity_id: int
) -> list[BookingChoice]:
    """List an advertiser's bookings that are this opportunity's, or nobody's.

    The opportunity's own come first, then the newest.
    """
    own = Booking.opportunity_id == opportunity_id
    query = (
        select(
            Booking.id,
            func.coalesce(Booking.number, Booking.quote_number),
            Booking.campaign,
            Booking.currency,
            Booking.opportunity_id,
            func.sum(Line.net_net_cents),
        )
        .join(Line, Line.booking_id == Booking.id)
        .where(
            Booking.advertiser_id == company_id,
            own | Booking.opportunity_id.is_(None),
        )
        .group_by(Booking.id)
        .order_by(Booking.opportunity_id.is_(None), Booking.id.desc())
    )
    return [
        BookingChoice(id_, number, campaign, Money(int(cents), currency), intent)
        for id_, number, campaign, currency, intent, cents in session.execute(query)
    ]


def _rows() -> Select[*tuple[Any, ...]]:
    french = current_language() == "fr"
    return (
        select(
            Opportunity,
            shown_name(),
            User.name,
            Contact.first_name,
            Contact.last_name,
            Issue.name_fr if french else Issue.name_en,
            Issue.closes_on,
        )
        .join(Company, Company.id == Opportunity.company_id)
        .join(User, User.id == Opportunity.owner_id)
        .outerjoin(Contact, Contact.id == Opportunity.contact_id)
        .outerjoin(Issue, Issue.id == Opportunity.issue_id)
    )


def _narrowed(
    query: Select[*tuple[Any, ...]], filters: OpportunityFilters
) -> Select[*tuple[Any, ...]]:
    query = query.where(Opportunity.archived_at.is_(None))
    if filters.owner_id is not None:
        query = query.where(Opportunity.owner_id == filters.owner_id)
    if filters.team_id is not None:
        team = select(User.id).where(User.team_id == filters.team_id)
        query = query.where(Opportunity.owner_id.in_(team))
    if filters.sector_id is not None:
        query = query.where(Company.sector_id == filters.sector_id)
    if filters.company_id is not None:
        query = query.where(Opportunity.company_id == filters.company_id)
    if filters.days.since is not None:
        query = query.where(Opportunity.expected_close >= filters.days.since)
    if filters.days.until is not None:
        query = query.where(Opportunity.expected_close <= filters.days.until)
    return query


def _row(found: Any) -> OpportunityRow:  # noqa: ANN401  a row of _rows
    one, advertiser, owner, first, last, issue, closes_on = found
    return OpportunityRow(
        one.id,
        one.version,
        one.company_id,
        advertiser,
        one.name,
        one.stage,
        Money(one.amount_cents, one.currency),
        Money(one.booked_cents, one.currency),
        one.probability,
        one.expected_close,
        one.owner_id,
        owner,
        one.contact_id,
        f"{first or ''} {last or ''}".strip(),
        one.issue_id,
        issue or "",
        closes_on,
        one.lost_reason,
        one.note,
    )


def _with_next_steps(
    session: Session, asker: Actor, rows: Sequence[OpportunityRow]
) -> list[OpportunityRow]:
    """Add each one's next step, the first due, and say whether it stalls."""
    companies = {row.company_id for row in rows}
    query = select(
        FollowUp.company_id, FollowUp.opportunity_id, FollowUp.reason, FollowUp.due_on
    ).where(FollowUp.done_at.is_(None), FollowUp.archived_at.is_(None))
    if len(companies) == 1:
        query = query.where(FollowUp.company_id.in_(companies))
    else:
        of = select(Opportunity.company_id).where(Opportunity.stage.in_(PATH))
        query = query.where(FollowUp.company_id.in_(of))
    steps: dict[tuple[str, int], tuple[str, date | None]] = {}
    if companies:
        for company_id, intent, what, day in session.execute(
            query.order_by(FollowUp.due_on, FollowUp.id)
        ):
            key = ("intent", intent) if intent else ("company", company_id)
            steps.setdefault(key, (what, day))
    told = []
    for row in rows:
        shared = steps.get(("company", row.company_id), (row.next_step, None))
        reason, due_on = steps.get(("intent", row.id), shared)
        why = stalls(
            asker.today,
            expected_close=row.expected_close,
            closes_on=row.closes_on,
            next_step_on=due_on,
            is_booked=bool(row.amount) and not row.left,
        )
        open_ = row.stage in PATH
        told.append(
            replace(
                row,
                next_step=reason,
                next_step_on=due_on,
                stalls=why if open_ else (),
            )
        )
    return told
