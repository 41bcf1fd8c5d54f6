"""Booked net: sums over the ledger and over nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import extract, func, select

from crm.domain.bookings import LineStatus
from crm.domain.money import Money
from crm.domain.revenue import Basis, Cut, Period
from crm.language import current_language
from crm.store.models import (
    Booking,
    Company,
    Format,
    Issue,
    LedgerEntry,
    Line,
    Support,
    Target,
    User,
)
from crm.store.queries.companies import shown_name
from crm.store.scope import credited, team_totals

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row of the ledger with what it is about."""

    id: int
    booking_id: int
    number: str
    advertiser: str
    issue: str
    support: str
    format: str
    rep: str
    cause: str
    posted_on: date
    published_on: date | None
    card: Money
    gross: Money
    net: Money
    net_net: Money
    fees: Money


@dataclass(frozen=True, slots=True)
class SumRow:
    """A part of a figure: its key (an id, or year × 100 + month), name and net."""

    key: int
    name: str
    net_net: Money
    lines: int


def booked_net(session: Session, _asker: Actor, period: Period) -> Money:
    """Return the booked net of a period."""
    with team_totals(session, period.rep_id):
        query = within(
            session,
            select(func.coalesce(func.sum(LedgerEntry.net_net_cents), 0)),
            period,
        )
        return Money(int(session.scalars(query).one()))


def barter_net(session: Session, _asker: Actor, period: Period) -> Money:
    """Return what a period's barter is valued at, net net: outside booked net."""
    with team_totals(session, period.rep_id):
        query = within(
            session,
            select(func.coalesce(func.sum(LedgerEntry.net_net_cents), 0)),
            period,
            barter=True,
        )
        return Money(int(session.scalars(query).one()))


def booked_lines(session: Session, _asker: Actor, period: Period) -> int:
    """Count the lines that a period's booked net sums."""
    with team_totals(session, period.rep_id):
        query = within(
            session,
            select(LedgerEntry.line_id)
            .group_by(LedgerEntry.line_id)
            .having(func.sum(LedgerEntry.net_net_cents) != 0),
            period,
        )
        count = select(func.count()).select_from(query.subquery())
        return session.scalars(count).one()


def list_entries(session: Session, _asker: Actor, period: Period) -> list[EntryRow]:
    """List the rows a period's booked net sums, the newest first."""
    french = current_language() == "fr"
    query = within(
        session,
        select(
            LedgerEntry,
            func.coalesce(Booking.number, Booking.quote_number),
            shown_name(),
            Issue.name_fr if french else Issue.name_en,
            Issue.published_on,
            Support.name_fr if french else Support.name_en,
            Format.name_fr if french else Format.name_en,
            User.name,
        )
        .join(Booking, Booking.id == LedgerEntry.booking_id)
        .join(Company, Company.id == LedgerEntry.company_id)
        .join(User, User.id == LedgerEntry.user_id)
        .join(Line, Line.id == LedgerEntry.line_id)
        .outerjoin(Support, Support.id == LedgerEntry.support_id)
        .outerjoin(Format, Format.id == Line.format_id)
        .order_by(LedgerEntry.posted_at.desc(), LedgerEntry.id.desc()),
        period,
    )
    return [
        EntryRow(
            id=entry.id,
            booking_id=entry.booking_id,
            number=number,
            advertiser=advertiser,
            issue=issue or "",
            support=support or "",
            format=format_ or "",
            rep=rep,
            cause=entry.cause,
            posted_on=entry.posted_on,
            published_on=published_on,
            card=Money(entry.card_cents, entry.currency),
            gross=Money(entry.gross_cents, entry.currency),
            net=Money(entry.net_cents, entry.currency),
            net_net=Money(entry.net_net_cents, entry.currency),
            fees=Money(entry.fees_cents, entry.currency),
        )
        for (
            entry,
            number,
            advertiser,
            issue,
            published_on,
            support,
            format_,
            rep,
        ) in session.execute(query)
    ]


def sums_by(session: Session, _asker: Actor, period: Period, cut: Cut) -> list[SumRow]:
    """Cut a period's booked net; the parts add up to the whole.

    Months and issues come in their order, the others by their size. A rep is cut
    the team's totals by time, issue and support, their own figures by name.
    """
    if cut in {Cut.MONTH, Cut.ISSUE, Cut.SUPPORT}:
        with team_totals(session, period.rep_id):
            return _sums_by(session, period, cut)
    return _sums_by(session, period, cut)


def _sums_by(session: Session, period: Period, cut: Cut) -> list[SumRow]:
    key, name, joins = _cut(cut, period.basis)
    query = select(
        key.label("key"),
        name.label("name"),
        func.sum(LedgerEntry.net_net_cents),
        func.count(LedgerEntry.line_id.distinct()),
    )
    for target, condition in joins:
        query = query.join(target, condition)
    query = within(session, query, period).group_by(key, name)
    rows = [
        SumRow(int(row[0] or 0), str(row[1] or ""), Money(int(row[2])), row[3])
        for row in session.execute(query)
    ]
    if cut in {Cut.MONTH, Cut.ISSUE}:
        return sorted(rows, key=lambda row: row.key)
    return sorted(rows, key=lambda row: (-row.net_net.cents, row.name))


def target_of(
    session: Session, _asker: Actor, since: date, until: date, rep_id: int | None = None
) -> Money:
    """Return what was to be booked in the months from `since` to `until`.

    Targets are set by rep and month; without a rep, the reps' are summed.
    """
    query = select(func.coalesce(func.sum(Target.cents), 0)).where(
        Target.month.between(since, until), Target.user_id.is_not(None)
    )
    if rep_id is not None:
        query = query.where(Target.user_id == rep_id)
    with team_totals(session, rep_id):
        return Money(int(session.scalars(query).one()))


def options_held(
    session: Session, _asker: Actor, rep_id: int | None = None
) -> tuple[Money, int]:
    """Return the net net of the lines under option, and how many they are."""
    query = (
        select(func.coalesce(func.sum(Line.net_net_cents), 0), func.count(Line.id))
        .join(Line.booking)
        .where(Line.status == LineStatus.OPTIONED, Line.is_barter.is_(False))
    )
    if rep_id is not None:
        query = query.where(Booking.owner_id == rep_id)
    with team_totals(session, rep_id):
        cents, many = session.execute(query).one()
    return Money(int(cents)), many


def within(
    session: Session,
    query: Any,  # noqa: ANN401  any select
    period: Period,
    *,
    barter: bool = False,
) -> Any:  # noqa: ANN401  any select
    """Keep the ledger's rows a period counts, or its barter; joins their issues.

    Where the asker sees less than the desk, those credited to whom they may follow.
    """
    query = query.outerjoin(Issue, Issue.id == LedgerEntry.issue_id).where(
        LedgerEntry.is_barter.is_(barter), credited(session, LedgerEntry.user_id)
    )
    day = counted_day(period.basis)
    query = query.where(day.between(period.since, period.until))
    if period.as_of is not None:
        query = query.where(LedgerEntry.posted_on <= period.as_of)
    for column, chosen in (
        (LedgerEntry.user_id, period.rep_id),
        (LedgerEntry.support_id, period.support_id),
        (LedgerEntry.issue_id, period.issue_id),
        (LedgerEntry.company_id, period.advertiser_id),
    ):
        if chosen is not None:
            query = query.where(column == chosen)
    return query


def counted_day(basis: Basis) -> ColumnElement[date]:
    """Return the day that counts a row: its issue's publication, or its posting."""
    if basis is Basis.POSTED:
        return LedgerEntry.posted_on.expression
    return func.coalesce(Issue.published_on, LedgerEntry.posted_on)


def _cut(cut: Cut, basis: Basis) -> tuple[Any, Any, list[tuple[Any, Any]]]:
    french = current_language() == "fr"
    match cut:
        case Cut.MONTH:
            day = counted_day(basis)
            key = extract("year", day) * 100 + extract("month", day)
            return key, key, []
        case Cut.REP:
            return User.id, User.name, [(User, User.id == LedgerEntry.user_id)]
        case Cut.SUPPORT:
            name = Support.name_fr if french else Support.name_en
            return Support.id, name, [(Support, Support.id == LedgerEntry.support_id)]
        case Cut.ISSUE:
            name = Issue.name_fr if french else Issue.name_en
            return Issue.id, name, []
        case _:
            shown = shown_name()
            return Company.id, shown, [(Company, Company.id == LedgerEntry.company_id)]
