"""What must hold of a store after anything that may happen to it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import BOOKED, HOLDS_SPACE, booking_status
from crm.domain.opportunities import PATH
from crm.services.ledger import AMOUNTS
from crm.store import rollups
from crm.store.models import (
    Booking,
    InsertionReport,
    LedgerEntry,
    Line,
    LineSpace,
    Opportunity,
    PipelineMove,
    Pool,
    PriceStep,
)
from crm.store.queries.booking_rows import count_bookings, list_bookings
from tests.factories import make_actor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def check_everything(session: Session) -> None:
    session.flush()
    check_space(session)
    check_ledger(session)
    check_sums(session)
    check_intents(session)
    check_prices(session)
    check_numbers(session)
    check_statuses(session)


def check_space(session: Session) -> None:
    """A pool has taken what its lines hold, and never more than it has."""
    held: dict[int, int] = defaultdict(int)
    spaces = select(LineSpace.pool_id, LineSpace.units, LineSpace.status, Line.status)
    for pool_id, units, kept, status in session.execute(spaces.join(Line)):
        assert kept is status
        if status in HOLDS_SPACE:
            held[pool_id] += units
    for pool_id, taken, capacity in session.execute(
        select(Pool.id, Pool.taken, Pool.capacity)
    ):
        assert taken == held[pool_id], f"pool {pool_id}: {taken}, held {held[pool_id]}"
        assert 0 <= taken <= capacity


def check_ledger(session: Session) -> None:
    """The ledger of a booking is the price of its lines confirmed or ran."""
    posted = {
        booking_id: amounts
        for booking_id, *amounts in session.execute(
            select(
                LedgerEntry.booking_id,
                *(func.sum(getattr(LedgerEntry, name)) for name in AMOUNTS),
            ).group_by(LedgerEntry.booking_id)
        )
    }
    booked = {
        booking_id: amounts
        for booking_id, *amounts in session.execute(
            select(
                Line.booking_id, *(func.sum(getattr(Line, name)) for name in AMOUNTS)
            )
            .where(Line.status.in_(BOOKED))
            .group_by(Line.booking_id)
        )
    }
    for booking_id in posted.keys() | booked.keys():
        assert list(map(int, posted.get(booking_id, [0] * len(AMOUNTS)))) == list(
            map(int, booked.get(booking_id, [0] * len(AMOUNTS)))
        ), f"booking {booking_id}"


def check_sums(session: Session) -> None:
    """The sums kept with the ledger are the ledger's."""
    assert rollups.disagreements(session.connection()) == []


def check_intents(session: Session) -> None:
    """Of an intent that is booked which its lines hold; the forecast is told so."""
    held: dict[int, int] = defaultdict(int)
    lines = (
        select(Booking.opportunity_id, Line.net_net_cents)
        .join(Line.booking)
        .where(Booking.opportunity_id.is_not(None))
        .where(Line.status.in_(HOLDS_SPACE), Line.is_barter.is_(False))
    )
    for opportunity_id, cents in session.execute(lines):
        held[opportunity_id] += cents
    moves = (
        select(PipelineMove.opportunity_id, PipelineMove.amount_cents)
        .where(PipelineMove.opportunity_id.is_not(None))
        .order_by(PipelineMove.id)
    )
    last = {intent: cents for intent, cents in session.execute(moves)}  # noqa: C416  rows
    for opportunity in session.scalars(select(Opportunity)):
        assert opportunity.booked_cents == held[opportunity.id]
        if opportunity.stage in PATH:
            left = max(opportunity.amount_cents - opportunity.booked_cents, 0)
            assert last[opportunity.id] == left


def check_prices(session: Session) -> None:
    """A line's sums are the sums of its steps."""
    sums: dict[int, int] = defaultdict(int)
    for line_id, cents in session.execute(
        select(PriceStep.line_id, PriceStep.amount_cents)
    ):
        sums[line_id] += cents
    for line_id, net_net, fees in session.execute(
        select(Line.id, Line.net_net_cents, Line.fees_cents)
    ):
        assert sums[line_id] == net_net + fees


def check_numbers(session: Session) -> None:
    """Quotes and bookings are numbered from one, without a gap, in each year."""
    numbers = session.execute(select(Booking.quote_number, Booking.number)).all()
    for column in zip(*numbers, strict=True):
        _check_sequence(number for number in column if number)


def _check_sequence(numbers: Iterable[str]) -> None:
    years: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        year, _dash, last = number.rpartition("-")
        years[year].append(int(last))
    for given in years.values():
        assert sorted(given) == list(range(1, len(given) + 1))


def check_statuses(session: Session) -> None:
    """What a list says of a booking is what its lines say, and what a count says."""
    lines: dict[int, list[tuple[Line, bool]]] = defaultdict(list)
    for line, report in session.execute(
        select(Line, InsertionReport.sent_on).outerjoin(
            InsertionReport, InsertionReport.line_id == Line.id
        )
    ):
        lines[line.booking_id].append((line, report is not None))
    asker = make_actor()
    counted: dict[str, int] = defaultdict(int)
    for row in list_bookings(session, asker):
        of_booking = lines[row.id]
        expected = booking_status(
            [line.status for line, _reported in of_booking if not line.is_penalty],
            all_reported=all(
                reported for line, reported in of_booking if line.status == "ran"
            ),
        )
        assert row.status is expected
        counted[expected] += 1
    assert {k: n for k, n in count_bookings(session, asker).items() if n} == counted
