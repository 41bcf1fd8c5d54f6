"""What one asks in the morning: where the month stands, whom to call, what falls due.

`rep_id` keeps one rep's; None is the whole team.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.domain.bookings import LineStatus
from crm.domain.clock import month_start
from crm.domain.comparing import attained, change, still_missing
from crm.domain.money import Money
from crm.domain.revenue import Basis, Period
from crm.store.models import (
    Activity,
    Booking,
    Company,
    Contact,
    ContactPhone,
    FollowUp,
    Issue,
    Line,
    RateCard,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.deadlines import of_rep
from crm.store.queries.revenue import booked_net, options_held, target_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Where the month stands: booked net by booking date, against target and last year.

    `before` is the same month of the year before, up to the same day.
    """

    booked: Money
    target: Money
    before: Money
    optioned: Money
    options: int
    first_option: date | None

    @property
    def missing(self) -> Money:
        """What is still to find to reach the target."""
        return still_missing(self.booked, self.target)

    @property
    def attained(self) -> int | None:
        """The part of the target that is booked, in basis points."""
        return attained(self.booked, self.target)

    @property
    def change(self) -> int | None:
        """What the month gained on last year's at the same day, in basis points."""
        return change(self.booked, self.before)


@dataclass(frozen=True, slots=True)
class CallRow:
    """A follow-up that is due, whom to call for it, and the euros at stake.

    `stake` is the net net of the company's options and open quotes; it stands on
    the first follow-up of a company only, so that the rows add up.
    """

    follow_up_id: int
    company_id: int
    company: str
    contact_id: int | None
    contact: str
    job: str
    phone: str
    e164: str | None
    extension: str | None
    reason: str
    due_on: date
    due_time: time | None
    owner_id: int
    stake: Money
    days_late: int
    opposed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CallList:
    """Who is to be called: the first rows, and the figures of them all."""

    rows: tuple[CallRow, ...]
    many: int
    overdue: int
    stake: Money


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a new desk has done already."""

    rate_card: bool
    issue: bool
    advertiser: bool
    activity: bool
    booking: bool

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(
            (self.rate_card, self.issue, self.advertiser, self.activity, self.booking)
        )

    @property
    def many(self) -> int:
        """How many steps there are."""
        return 5


def month_figures(
    session: Session, asker: Actor, rep_id: int | None = None
) -> MonthFigures:
    """Return where the month stands today."""
    first = month_start(asker.today)
    month = Period(first, asker.today, Basis.POSTED, rep_id=rep_id)
    optioned, many = options_held(session, asker, rep_id)
    until = select(func.min(Line.option_until)).where(
        Line.status == LineStatus.OPTIONED
    )
    return MonthFigures(
        booked=booked_net(session, asker, month),
        target=target_of(session, asker, first, first, rep_id),
        before=booked_net(session, asker, month.a_year_before(asker.today)),
        optioned=optioned,
        options=many,
        first_option=session.scalars(of_rep(until, rep_id)).one(),
    )


def call_list(
    session: Session, asker: Actor, rep_id: int | None = None, *, most: int = 10
) -> CallList:
    """List the follow-ups due by today: the longest due first, then by the stake."""
    stakes = (
        select(
            Booking.advertiser_id.label("company_id"),
            func.sum(Line.net_net_cents).label("cents"),
        )
        .join(Line, Line.booking_id == Booking.id)
        .where(
            Line.status.in_([LineStatus.OPTIONED, LineStatus.QUOTED]),
            Line.is_barter.is_(False),
        )
        .group_by(Booking.advertiser_id)
        .subquery()
    )
    cents = func.coalesce(stakes.c.cents, 0)
    rank = func.row_number().over(
        partition_by=FollowUp.company_id, order_by=(FollowUp.due_on, FollowUp.id)
    )
    due = [FollowUp.done_at.is_(None), FollowUp.due_on <= asker.today]
    if rep_id is not None:
        due.append(FollowUp.owner_id == rep_id)
    ranked = select(FollowUp.id, rank.label("place")).where(*due).subquery()
    listed = (
        select(FollowUp, shown_name(), Contact, cents, ranked.c.place)
        .join(ranked, ranked.c.id == FollowUp.id)
        .join(FollowUp.company)
        .outerjoin(FollowUp.contact)
        .outerjoin(stakes, stakes.c.company_id == FollowUp.company_id)
        .order_by(FollowUp.due_on, cents.desc(), FollowUp.due_time, FollowUp.id)
        .limit(most)
    )
    found = session.execute(listed).all()
    phones = _phones(session, [row[2].id for row in found if row[2]])
    rows = tuple(
        _call(row, phones.get(row[2].id) if row[2] else None, asker) for row in found
    )
    many, overdue = session.execute(
        select(
            func.count(FollowUp.id),
            func.count(FollowUp.id).filter(FollowUp.due_on < asker.today),
        ).where(*due)
    ).one()
    whole = session.scalars(
        select(func.coalesce(func.sum(stakes.c.cents), 0)).where(
            stakes.c.company_id.in_(select(FollowUp.company_id).where(*due))
        )
    ).one()
    return CallList(rows, many, overdue, Money(int(whole)))


def first_steps(session: Session, _asker: Actor) -> FirstSteps:
    """Say which of the first steps of a new desk are done."""
    steps = (
        select(RateCard.id),
        select(Issue.id),
        select(Company.id).where(Company.is_advertiser),
        select(Activity.id),
        select(Booking.id),
    )
    return FirstSteps(
        *(session.scalars(step.limit(1)).first() is not None for step in steps)
    )


def _phones(session: Session, contact_ids: Sequence[int]) -> dict[int, ContactPhone]:
    """Return the first number of each contact."""
    rows = session.scalars(
        select(ContactPhone)
        .where(ContactPhone.contact_id.in_(contact_ids))
        .order_by(ContactPhone.id.desc())
    )
    return {row.contact_id: row for row in rows}


def _call(row: Any, phone: ContactPhone | None, asker: Actor) -> CallRow:  # noqa: ANN401  a result row
    follow_up, company, contact, cents, place = row
    return CallRow(
        follow_up_id=follow_up.id,
        company_id=follow_up.company_id,
        company=company,
        contact_id=follow_up.contact_id,
        contact=f"{contact.first_name} {contact.last_name}".strip() if contact else "",
        job=contact.job if contact else "",
        phone=phone.raw if phone else "",
        e164=phone.e164 if phone else None,
        extension=phone.extension if phone else None,
        reason=follow_up.reason,
        due_on=follow_up.due_on,
        due_time=follow_up.due_time,
        owner_id=follow_up.owner_id,
        stake=Money(int(cents) if place == 1 else 0),
        days_late=(asker.today - follow_up.due_on).days,
        opposed_on=contact.opposed_on if contact else None,
    )
