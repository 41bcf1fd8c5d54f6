"""Booked net: sums over the ledger and over nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.domain.bookings import LineStatus
from crm.domain.money import Money
from crm.domain.revenue import Cut, Period
from crm.domain.revenue_amounts import Amounts
from crm.language import current_language
from crm.store.models import (
    Booking,
    Company,
    Format,
    Issue,
    LedgerEntry,
    Line,
    RevenueDay,
    RevenueRep,
    Support,
    Target,
    User,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.revenue_advertisers import cut_by_advertiser
from crm.store.queries.revenue_names import names_of_parts
from crm.store.queries.revenue_source import by_day, may_count_days, source
from crm.store.queries.revenue_within import within
from crm.store.scope import team_totals

if TYPE_CHECKING:
    from datetime import date

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
    """A part of a figure: its key (an id, or year × 100 + month), name and net.

    `amounts` holds what the ledger sums beside it.
    """

    key: int
    name: str
    amounts: Amounts

    @property
    def net_net(self) -> Money:
        """The part's booked net."""
        return self.amounts.net_net

    @property
    def many(self) -> int:
        """How many rows of the ledger it sums."""
        return self.amounts.many


def booked_net(session: Session, _asker: Actor, period: Period) -> Money:
    """Return the booked net of a period."""
    return _net(session, period, barter=False)


def barter_net(session: Session, _asker: Actor, period: Period) -> Money:
    """Return what a period's barter is valued at, net net: outside booked net."""
    return _net(session, period, barter=True)


def _net(session: Session, period: Period, *, barter: bool) -> Money:
    with team_totals(session, period.rep_id):
        if may_count_days(period):
            days = select(func.coalesce(func.sum(RevenueDay.net_net_cents), 0))
            query = by_day(session, days, period, barter=barter)
        else:
            told = source(session, period, barter=barter)
            query = told.narrow(select(func.coalesce(func.sum(told.net_net), 0)))
        return Money(int(session.scalars(query).one()), period.currency)


def amounts_of(session: Session, _asker: Actor, period: Period) -> Amounts:
    """Return a period's net, its card rate and gross, and how many rows these sum."""
    with team_totals(session, period.rep_id):
        told = source(session, period)
        found = session.execute(told.narrow(select(*told.sums()))).one()
        return _amounts(found, period.currency)


def entries_sum(session: Session, _asker: Actor, period: Period) -> Amounts:
    """Sum the rows that `list_entries` lists: of a rep who asks, what they see."""
    told = source(session, period)
    found = session.execute(told.narrow(select(*told.sums()))).one()
    return _amounts(found, period.currency)


def _amounts(sums: Any, currency: str) -> Amounts:  # noqa: ANN401  a row of sums
    cents = [Money(int(one), currency) for one in sums[:4]]
    return Amounts(cents[0], cents[1], cents[2], cents[3], int(sums[4]))


def other_currencies(session: Session, _asker: Actor, period: Period) -> list[Money]:
    """Return what a period has booked in other currencies: never added to a figure."""
    with team_totals(session, period.rep_id):
        other = RevenueRep.currency != period.currency
        query = select(RevenueRep.currency).where(other)
        others = sorted(session.scalars(query.distinct()))
        return [
            amount
            for currency in others
            if (
                amount := _net(
                    session, replace(period, currency=currency), barter=False
                )
            )
        ]


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


def list_entries(
    session: Session, _asker: Actor, period: Period, *, limit: int | None = None
) -> list[EntryRow]:
    """List the rows a period's booked net sums, the newest first; all, or so many."""
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
        .order_by(LedgerEntry.posted_at.desc(), LedgerEntry.id.desc())
        .limit(limit),
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


TOTALS = frozenset(
    {Cut.MONTH, Cut.TITLE, Cut.SUPPORT, Cut.ISSUE, Cut.SECTOR, Cut.AGENCY, Cut.SEGMENT}
)
"""Cuts that name nobody: a rep is told the team's."""


def sums_by(session: Session, _asker: Actor, period: Period, cut: Cut) -> list[SumRow]:
    """Cut a period's booked net; the parts add up to the whole.

    Months and issues come in their order, the others by their size. A rep is cut
    the team's totals by time, issue and support, their own figures by name.
    """
    with team_totals(session, period.rep_id if cut in TOTALS else NOBODY):
        rows = _sums_by(session, period, cut)
    if cut is Cut.MONTH:
        return sorted(rows, key=lambda row: row.key)
    if cut is Cut.ISSUE:
        return rows
    return sorted(rows, key=lambda row: (-row.net_net.cents, row.name))


NOBODY = -1
"""No rep's number: what is asked so is narrowed to what the asker sees."""


def _sums_by(session: Session, period: Period, cut: Cut) -> list[SumRow]:
    if cut in {Cut.SECTOR, Cut.SEGMENT, Cut.ADVERTISER}:
        parts = cut_by_advertiser(session, period, cut)
        names = names_of_parts(session, cut, list(parts))
        return [SumRow(key, names.get(key, ""), sums) for key, sums in parts.items()]
    told = source(session, period, by_rep=cut is Cut.REP)
    key = {
        Cut.MONTH: told.month,
        Cut.REP: told.rep_id,
        Cut.TITLE: told.title_id,
        Cut.SUPPORT: told.support_id,
        Cut.ISSUE: told.issue_id,
        Cut.AGENCY: told.by_agency,
    }[cut].label("key")
    inner = told.narrow(select(key, *told.sums())).group_by("key")
    found = {
        int(row[0]): _amounts(row[1:], period.currency)
        for row in session.execute(inner)
    }
    names = names_of_parts(session, cut, list(found))
    order = [id_ for id_ in names if id_ in found] if cut is Cut.ISSUE else []
    rest = [id_ for id_ in found if id_ not in order]
    return [SumRow(id_, names.get(id_, ""), found[id_]) for id_ in (*order, *rest)]


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
