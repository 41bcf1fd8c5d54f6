"""The amendments of a booking, before and after in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.amendments import AmendmentStatus, Changed, amendment_status
from crm.domain.bookings import LineStatus
from crm.domain.money import Money
from crm.language import _, current_language
from crm.language.formats import date_long, number, percent
from crm.language.vocabulary import word
from crm.store.models import (
    Agreement,
    Amendment,
    AmendmentChange,
    Booking,
    Format,
    Issue,
    Position,
    User,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What changes of a line: the field, before and after, as they are read."""

    line_id: int
    field: Changed
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AmountRow:
    """What a line costs before and after, its space or its fees."""

    line_id: int
    field: Changed
    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """An amendment: where it stands, what it changes, what it adds or takes off."""

    id: int
    number: int
    issue_id: int | None
    status: AmendmentStatus
    reason: str
    proposed_at: datetime
    proposed_by: str
    settled_on: date | None
    agreed_by: str
    means: str
    refusal: str
    difference: Money
    changes: tuple[ChangeRow, ...]
    amounts: tuple[AmountRow, ...] = ()

    @property
    def line_ids(self) -> tuple[int, ...]:
        """The lines it changes, each once."""
        ids = [row.line_id for row in self.changes]
        return tuple(dict.fromkeys([*ids, *(row.line_id for row in self.amounts)]))


def booking_amended(session: Session, _asker: Actor, amendment_id: int) -> int | None:
    """Return the booking an amendment is of, None where it is not theirs to see."""
    query = (
        select(Booking.id)
        .join(Amendment, Amendment.booking_id == Booking.id)
        .where(Amendment.id == amendment_id)
    )
    return session.scalars(query).first()


def list_amendments(
    session: Session, _asker: Actor, booking_id: int
) -> list[AmendmentRow]:
    """List a booking's amendments, the last first."""
    currency = session.scalars(
        select(Booking.currency).filter_by(id=booking_id)
    ).first()
    rows = session.execute(
        select(Amendment, User.name, Agreement)
        .outerjoin(User, User.id == Amendment.proposed_by_id)
        .outerjoin(Agreement, Agreement.amendment_id == Amendment.id)
        .where(Amendment.booking_id == booking_id)
        .order_by(Amendment.number.desc())
    ).all()
    found = []
    for amendment, proposer, agreement in rows:
        changes = session.scalars(
            select(AmendmentChange)
            .filter_by(amendment_id=amendment.id)
            .order_by(AmendmentChange.id)
        ).all()
        cents = sum(
            int(row.after) - int(row.before)
            for row in changes
            if row.field in {Changed.NET_NET, Changed.FEES}
        )
        found.append(
            AmendmentRow(
                amendment.id,
                amendment.number,
                amendment.issue_id,
                amendment_status(
                    amendment.agreed_on, amendment.refused_on, amendment.dropped_on
                ),
                amendment.reason,
                amendment.proposed_at,
                proposer or "",
                amendment.agreed_on or amendment.refused_on or amendment.dropped_on,
                agreement.agreed_by if agreement else "",
                agreement.means if agreement else "",
                amendment.refusal or "",
                Money(cents, currency or "EUR"),
                tuple(_changes(session, changes)),
                tuple(_amounts(changes, currency or "EUR")),
            )
        )
    return found


def in_words(
    session: Session, _asker: Actor, fields: Mapping[Changed, tuple[str, str]]
) -> list[tuple[Changed, str, str]]:
    """Say fields before and after in words; amounts are left to who shows them."""
    return [
        (field, _said(session, field, before), _said(session, field, after))
        for field, (before, after) in fields.items()
        if field not in {Changed.NET_NET, Changed.FEES}
    ]


def _changes(session: Session, rows: Sequence[AmendmentChange]) -> list[ChangeRow]:
    return [
        ChangeRow(row.line_id or 0, Changed(row.field), before, after)
        for row in rows
        if row.field in set(Changed) - {Changed.NET_NET, Changed.FEES}
        for before, after in [
            (
                _said(session, Changed(row.field), row.before),
                _said(session, Changed(row.field), row.after),
            )
        ]
    ]


def _amounts(rows: Sequence[AmendmentChange], currency: str) -> Iterator[AmountRow]:
    for row in rows:
        if row.field in {Changed.NET_NET, Changed.FEES}:
            before, after = Money(int(row.before), currency), int(row.after)
            field = Changed(row.field)
            yield AmountRow(row.line_id or 0, field, before, Money(after, currency))


NAMED: Mapping[Changed, Any] = {
    Changed.ISSUE: Issue,
    Changed.FORMAT: Format,
    Changed.POSITION: Position,
}


def _said(session: Session, field: Changed, kept: str) -> str:
    if field in NAMED:
        row = session.get(NAMED[field], int(kept)) if kept else None
        if row is None:
            return _("ordinary position") if field is Changed.POSITION else kept
        return str(row.name_fr if current_language() == "fr" else row.name_en)
    written = WRITTEN.get(field)
    return written(kept) if written else kept or "–"


WRITTEN: Mapping[Changed, Callable[[str], str]] = {
    Changed.PUBLISHED: lambda kept: date_long(date.fromisoformat(kept)),
    Changed.STATUS: lambda kept: word(LineStatus(kept)),
    Changed.DISCOUNT: lambda kept: percent(int(kept or 0)),
    Changed.QUANTITY: lambda kept: number(int(kept or 0)),
}
"""How a field's value is written for people; the others stand as they are kept."""
