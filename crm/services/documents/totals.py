"""What a document's total is kept as, so that `regie check` can prove it later.

A booking may change after its paper was sent: that is no fault. What is kept says of
which version of the books the total was told: up to which row of the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.domain.bookings import BOOKED
from crm.domain.errors import words
from crm.domain.magazine import DocumentKind
from crm.domain.money import Money, total
from crm.services.faults import Fault
from crm.store.models import Document, LedgerEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.store.queries.bookings import BookingCard

TOTALLED = (
    *(DocumentKind.QUOTE, DocumentKind.PROPOSAL, DocumentKind.BOOKING_SUMMARY),
    DocumentKind.AMENDMENT,
)


def total_kept(
    session: Session, booking: BookingCard, printed: Money
) -> dict[str, Any]:
    """Return what to keep of a booking's printed total, before VAT, in whole cents.

    Its lines one by one, which of them were booked, and the last row the ledger held
    of the booking then.
    """
    last = select(func.max(LedgerEntry.id)).where(LedgerEntry.booking_id == booking.id)
    return {
        "total_cents": printed.cents,
        "currency": printed.currency,
        "lines": [[line.id, line.price.total.cents] for line in booking.live],
        "booked": [line.id for line in booking.live if line.status in BOOKED],
        "ledger_id": session.scalars(last).one() or 0,
    }


def check_totals(session: Session) -> Iterator[Fault]:
    """Compare each document's total with the lines it told, and with the ledger.

    The ledger as it stood when the document was issued, for what was booked by then;
    an amendment's difference with the rows the ledger holds of it, once it is agreed.
    A document issued before totals were kept is proved by its bytes alone.
    """
    kept = select(
        Document.id,
        Document.reference,
        Document.edition,
        Document.booking_id,
        Document.figures,
    ).where(Document.kind.in_(TOTALLED))
    for _id, reference, edition, booking_id, figures in session.execute(
        kept.order_by(Document.id)
    ):
        name = f"{reference} ({edition})"
        if "total_cents" in figures:
            yield from _total(session, name, booking_id, figures)
        if "amendment_id" in figures:
            yield from _difference(session, name, figures)


def _total(
    session: Session, name: str, booking_id: int | None, figures: dict[str, Any]
) -> Iterator[Fault]:
    currency = figures["currency"]
    told = Money(figures["total_cents"], currency)
    lines = {line_id: Money(cents, currency) for line_id, cents in figures["lines"]}
    summed = total(lines.values(), currency)
    if summed != told:
        yield Fault(
            words("Document {document} says {told}, its lines made {lines}."),
            {"document": name, "told": told, "lines": summed},
        )
    booked = total((lines[line_id] for line_id in figures["booked"]), currency)
    held = _ledger(
        session,
        LedgerEntry.booking_id == booking_id,
        LedgerEntry.id <= figures["ledger_id"],
    )
    if (held or Money(0, currency)) != booked:
        yield Fault(
            words(
                "Document {document} says {told}, of which {booked} booked; the ledger "
                "held {ledger} of the booking then."
            ),
            {
                "document": name,
                "told": told,
                "booked": booked,
                "ledger": held or Money(0, currency),
            },
        )


def _difference(
    session: Session, name: str, figures: dict[str, Any]
) -> Iterator[Fault]:
    told = Money(figures["difference_cents"], figures["currency"])
    held = _ledger(session, LedgerEntry.amendment_id == figures["amendment_id"])
    if held is not None and held != told:
        yield Fault(
            words(
                "Document {document} says a difference of {told}, the ledger holds "
                "{ledger} of its amendment."
            ),
            {"document": name, "told": told, "ledger": held},
        )


def _ledger(session: Session, *kept: Any) -> Money | None:  # noqa: ANN401  conditions
    """Sum space and fees of some rows of the ledger; None where there are none."""
    cents = func.sum(LedgerEntry.net_net_cents + LedgerEntry.fees_cents)
    query = select(cents, func.min(LedgerEntry.currency)).where(*kept)
    found, currency = session.execute(query).one()
    return None if found is None else Money(int(found), currency)
