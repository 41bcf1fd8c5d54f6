"""The desk checks its own books: the invariants every figure rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from crm.domain.bookings import BOOKED, HOLDS_SPACE
from crm.domain.errors import words
from crm.domain.money import Money
from crm.domain.prices import LinePrice, Step
from crm.services.documents.keeping import check_kept
from crm.services.documents.totals import check_totals
from crm.services.faults import Fault
from crm.services.intents import held_of
from crm.services.seals import check_audit
from crm.store import rollups, search_index
from crm.store.models import (
    Booking,
    BookingCredit,
    LedgerEntry,
    Line,
    LineSpace,
    Opportunity,
    Pool,
    PriceStep,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

AMOUNTS = ("card_cents", "gross_cents", "net_cents", "net_net_cents", "fees_cents")


def check(session: Session) -> list[Fault]:
    """Return every invariant that the store breaks; nothing at all is good.

    Ledger of a booking = price of its lines confirmed or ran; the sums kept with the
    ledger = the ledger = what a page of revenue tells; a line's amounts = its
    steps; units taken of a pool = units of lines that hold space; shares of a
    booking add up; what is booked of an opportunity is what its lines hold; documents
    are the bytes that were issued, and their totals what the ledger held then; the
    audit's rows are the ones that were written and sealed; the store's own check.
    """
    return [
        *_ledger(session),
        *_sums(session),
        *_steps(session),
        *_pools(session),
        *_credits(session),
        *_intents(session),
        *_documents(session),
        *check_totals(session),
        *check_audit(session),
        *_search(session),
        *_store(session),
    ]


def _ledger(session: Session) -> Iterable[Fault]:
    """Compare each booking's ledger with its lines that are booked."""
    columns = [getattr(LedgerEntry, name) for name in AMOUNTS]
    posted = {
        row[0]: tuple(int(value) for value in row[1:])
        for row in session.execute(
            select(LedgerEntry.booking_id, *map(func.sum, columns)).group_by(
                LedgerEntry.booking_id
            )
        )
    }
    columns = [getattr(Line, name) for name in AMOUNTS]
    booked = {
        row[0]: tuple(int(value) for value in row[1:])
        for row in session.execute(
            select(Line.booking_id, *map(func.sum, columns))
            .where(Line.status.in_(BOOKED))
            .group_by(Line.booking_id)
        )
    }
    nothing = (0,) * len(AMOUNTS)
    numbers: dict[int, str] = {
        row.id: row.number or row.quote_number
        for row in session.execute(
            select(Booking.id, Booking.number, Booking.quote_number)
        )
    }
    for booking_id in sorted(posted.keys() | booked.keys()):
        ledger = posted.get(booking_id, nothing)
        lines = booked.get(booking_id, nothing)
        if ledger != lines:
            yield Fault(
                words(
                    "{booking}: the ledger holds {ledger} net net, its lines {lines}."
                ),
                {
                    "booking": numbers.get(booking_id, str(booking_id)),
                    "ledger": Money(ledger[3]),
                    "lines": Money(lines[3]),
                },
            )


def _sums(session: Session) -> Iterable[Fault]:
    """Add the ledger up anew beside the sums that are kept with it."""
    for table, key in rollups.disagreements(session.connection()):
        yield Fault(
            words("The sum {key} of {table} is not what the ledger adds up to."),
            {"key": " · ".join(map(str, key)), "table": table},
        )


def _steps(session: Session) -> Iterable[Fault]:
    """Compare each line's amounts with the sums of its steps."""
    steps: dict[int, list[Step]] = {}
    for step in session.scalars(select(PriceStep).order_by(PriceStep.rank)):
        steps.setdefault(step.line_id, []).append(
            Step(step.kind, "", None, step.rate, Money(step.amount_cents))
        )
    for line in session.scalars(select(Line).order_by(Line.id)):
        price = LinePrice(tuple(steps.get(line.id, ())))
        if not price.steps:
            yield Fault(
                words("Line {line} has no price steps."), {"line": str(line.id)}
            )
            continue
        kept = tuple(getattr(line, name) for name in AMOUNTS)
        sums = (price.card, price.gross, price.net, price.net_net, price.fees)
        if kept != tuple(amount.cents for amount in sums):
            yield Fault(
                words("Line {line}: its steps make {steps} net net, it says {kept}."),
                {
                    "line": str(line.id),
                    "steps": price.net_net,
                    "kept": Money(line.net_net_cents),
                },
            )


def _pools(session: Session) -> Iterable[Fault]:
    """Compare each pool's units with what lines hold of it."""
    held = (
        select(LineSpace.pool_id, func.sum(LineSpace.units).label("units"))
        .join(Line, Line.id == LineSpace.line_id)
        .where(Line.status.in_(HOLDS_SPACE))
        .group_by(LineSpace.pool_id)
        .subquery()
    )
    query = (
        select(Pool.id, Pool.code, Pool.taken, func.coalesce(held.c.units, 0))
        .outerjoin(held, held.c.pool_id == Pool.id)
        .where(Pool.taken != func.coalesce(held.c.units, 0))
        .order_by(Pool.id)
    )
    for pool_id, code, taken, units in session.execute(query):
        yield Fault(
            words("Pool {pool}: {taken} units are taken, lines hold {held}."),
            {"pool": f"{code} ({pool_id})", "taken": taken, "held": int(units)},
        )
    strays = select(LineSpace.id).join(Line, Line.id == LineSpace.line_id)
    for space_id in session.scalars(strays.where(LineSpace.status != Line.status)):
        yield Fault(
            words("The space {space} does not follow its line."),
            {"space": str(space_id)},
        )


def _credits(session: Session) -> Iterable[Fault]:
    query = (
        select(Booking.quote_number, func.coalesce(func.sum(BookingCredit.share), 0))
        .outerjoin(BookingCredit, BookingCredit.booking_id == Booking.id)
        .group_by(Booking.id, Booking.quote_number)
        .having(func.coalesce(func.sum(BookingCredit.share), 0) != 10_000)
    )
    for number, share in session.execute(query):
        yield Fault(
            words("{booking}: the reps’ shares make {share} basis points."),
            {"booking": number, "share": int(share)},
        )


def _intents(session: Session) -> Iterable[Fault]:
    """Compare what is counted as booked of an opportunity with what its lines hold."""
    held = held_of().group_by(Booking.opportunity_id).subquery()
    cents = func.coalesce(held.c.cents, 0)
    query = (
        select(Opportunity, cents)
        .outerjoin(held, held.c.opportunity_id == Opportunity.id)
        .where(Opportunity.booked_cents != cents)
        .order_by(Opportunity.id)
    )
    for opportunity, held_cents in session.execute(query):
        yield Fault(
            words(
                "Opportunity {number}: {kept} is counted as booked, its lines hold "
                "{held}."
            ),
            {
                "number": str(opportunity.id),
                "kept": Money(opportunity.booked_cents, opportunity.currency),
                "held": Money(int(held_cents), opportunity.currency),
            },
        )


def _documents(session: Session) -> Iterable[Fault]:
    for document_id in check_kept(session):
        yield Fault(
            words("Document {document} is not the one that was issued."),
            {"document": str(document_id)},
        )


def _search(session: Session) -> Iterable[Fault]:
    wrong = search_index.disagreements(session.connection())
    if wrong:
        kind, number = wrong[0]
        yield Fault(
            words("{count} records are not found as they are; the first is {first}."),
            {"count": len(wrong), "first": f"{kind.value} {number}"},
        )


def _store(session: Session) -> Iterable[Fault]:
    if session.get_bind().dialect.name != "sqlite":
        return
    for (said,) in session.execute(text("PRAGMA integrity_check")):
        if said != "ok":
            yield Fault(words("The database file is damaged: {said}"), {"said": said})
