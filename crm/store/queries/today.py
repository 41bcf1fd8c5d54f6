"""What one asks in the morning: where the month stands, what a new desk has done.

`rep_id` keeps one rep's; None is the whole team.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import LineStatus
from crm.domain.clock import month_start
from crm.domain.comparing import attained, change, still_missing
from crm.domain.revenue import Basis, Period
from crm.store.models import (
    Activity,
    Booking,
    Company,
    Issue,
    Line,
    RateCard,
)
from crm.store.queries.deadlines import of_rep
from crm.store.queries.revenue import booked_net, options_held, target_of
from crm.store.scope import owned_by

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.money import Money
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
    until = select(func.min(Line.option_until)).where(
        Line.status == LineStatus.OPTIONED
    )
    target = target_of(session, asker, first, first, rep_id)
    with owned_by(session, rep_id):
        optioned, many = options_held(session, asker, rep_id)
        return MonthFigures(
            booked=booked_net(session, asker, month),
            target=target,
            before=booked_net(session, asker, month.a_year_before(asker.today)),
            optioned=optioned,
            options=many,
            first_option=session.scalars(of_rep(until, rep_id)).one(),
        )


def first_steps(session: Session, _asker: Actor) -> FirstSteps:
    """Say which of the first steps of a new desk are done."""
    steps = (
        select(RateCard.id),
        select(Issue.id),
        select(Company.id).where(Company.is_advertiser),
        select(Activity.id),
        select(Booking.id),
    )
    found = session.execute(select(*(step.exists() for step in steps))).one()
    return FirstSteps(*map(bool, found))
