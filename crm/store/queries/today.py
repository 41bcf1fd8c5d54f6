"""What one asks in the morning: where the month stands, whom to call, what falls due.

`rep_id` keeps one rep's; None is the whole team.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, select

from crm.domain.bookings import LineStatus
from crm.domain.clock import in_days, month_start
from crm.domain.comparing import attained, change, still_missing
from crm.domain.magazine import IssueStatus, MaterialStatus
from crm.domain.money import Money
from crm.domain.revenue import Basis, Period
from crm.language import current_language
from crm.store.models import (
    Activity,
    Booking,
    Company,
    Contact,
    ContactPhone,
    FollowUp,
    InsertionReport,
    Issue,
    Line,
    Position,
    RateCard,
)
from crm.store.queries.revenue import booked_net, options_held, target_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

OPTION_DAYS = 5
"""An option that falls within so many days is worth a call."""
DUE_DAYS = 40
"""How far ahead the list of what falls due looks."""
SHOWN = {"name": func.coalesce(func.nullif(Company.trade_name, ""), Company.name)}


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


@dataclass(frozen=True, slots=True)
class CallList:
    """Who is to be called: the first rows, and the figures of them all."""

    rows: tuple[CallRow, ...]
    many: int
    overdue: int
    stake: Money


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option about to fall."""

    booking_id: int
    advertiser: str
    what: str
    issue: str
    until: date
    net_net: Money


class Due(StrEnum):
    """What can fall due."""

    CLOSING = "closing"
    MATERIALS = "materials"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class DueRow:
    """A deadline of an issue: how many lines it concerns, whose if of one only."""

    kind: Due
    issue_id: int
    issue: str
    day: date
    lines: int
    advertiser: str
    is_late: bool


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
        first_option=session.scalars(_rep_s(until, rep_id)).one(),
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
        select(FollowUp, SHOWN["name"], Contact, cents, ranked.c.place)
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


def expiring_options(
    session: Session, asker: Actor, rep_id: int | None = None
) -> list[OptionRow]:
    """List the options that fall within `OPTION_DAYS`, the first to fall first."""
    french = current_language() == "fr"
    query = (
        select(
            Booking.id,
            SHOWN["name"],
            Position.name_fr if french else Position.name_en,
            Booking.campaign,
            Issue.name_fr if french else Issue.name_en,
            Line.option_until,
            Line.net_net_cents,
            Line.currency,
        )
        .select_from(Line)
        .join(Line.booking)
        .join(Booking.advertiser)
        .outerjoin(Line.issue)
        .outerjoin(Line.position)
        .where(
            Line.status == LineStatus.OPTIONED,
            Line.option_until <= in_days(asker.today, OPTION_DAYS),
        )
        .order_by(Line.option_until, Line.net_net_cents.desc(), Line.id)
    )
    return [
        OptionRow(
            id_, name, position or campaign, issue or "", until, Money(cents, cur)
        )
        for id_, name, position, campaign, issue, until, cents, cur in session.execute(
            _rep_s(query, rep_id)
        )
    ]


def falling_due(
    session: Session, asker: Actor, rep_id: int | None = None
) -> list[DueRow]:
    """List what falls due within `DUE_DAYS` and what is late, the first first."""
    last = in_days(asker.today, DUE_DAYS)
    name = Issue.name_fr if current_language() == "fr" else Issue.name_en
    closings = (
        select(Issue.id, name, Issue.closes_on)
        .where(
            Issue.closes_on.between(asker.today, last),
            Issue.status == IssueStatus.PLANNED,
            Issue.archived_at.is_(None),
        )
        .order_by(Issue.closes_on)
    )
    rows = [
        DueRow(Due.CLOSING, id_, issue, day, 0, "", is_late=False)
        for id_, issue, day in session.execute(closings)
    ]
    concerned = func.count(Line.id), func.min(SHOWN["name"])
    whose = func.count(Booking.advertiser_id.distinct())
    materials = (
        select(Issue.id, name, Issue.materials_due_on, *concerned, whose)
        .select_from(Line)
        .join(Line.issue)
        .join(Line.booking)
        .join(Booking.advertiser)
        .where(
            Line.status == LineStatus.CONFIRMED,
            Line.material_status == MaterialStatus.AWAITED,
            Issue.materials_due_on <= last,
        )
        .group_by(Issue.id, name, Issue.materials_due_on)
    )
    reports = (
        select(Issue.id, name, func.min(InsertionReport.due_on), *concerned, whose)
        .select_from(InsertionReport)
        .join(Line, Line.id == InsertionReport.line_id)
        .join(Line.issue)
        .join(Line.booking)
        .join(Booking.advertiser)
        .where(InsertionReport.sent_on.is_(None), InsertionReport.due_on <= last)
        .group_by(Issue.id, name)
    )
    for kind, query in ((Due.MATERIALS, materials), (Due.REPORT, reports)):
        rows += [
            DueRow(
                kind,
                id_,
                issue,
                day,
                lines,
                who if names == 1 else "",
                day < asker.today,
            )
            for id_, issue, day, lines, who, names in session.execute(
                _rep_s(query, rep_id)
            )
        ]
    return sorted(rows, key=lambda row: (row.day, list(Due).index(row.kind), row.issue))


def first_steps(session: Session, _asker: Actor) -> FirstSteps:
    """Say which of the first steps of a new desk are done."""
    steps = session.execute(
        select(
            exists().where(RateCard.id.is_not(None)),
            exists().where(Issue.id.is_not(None)),
            exists().where(Company.is_advertiser),
            exists().where(Activity.id.is_not(None)),
            exists().where(Booking.id.is_not(None)),
        )
    ).one()
    return FirstSteps(*(bool(step) for step in steps))


def _rep_s(query: Any, rep_id: int | None) -> Any:  # noqa: ANN401  any select of lines
    """Keep the lines of one rep's bookings."""
    if rep_id is None:
        return query
    return query.where(
        Line.booking_id.in_(select(Booking.id).where(Booking.owner_id == rep_id))
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
    )
