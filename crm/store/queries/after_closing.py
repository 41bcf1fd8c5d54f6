"""What was sold, cancelled or changed in an issue after it had closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import LineStatus
from crm.domain.money import Money
from crm.language import current_language
from crm.store.models import Booking, Company, Issue, LedgerEntry, Line, Support, User
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

HELD = "held"
"""The cause of a line that was quoted or optioned after closing, not confirmed yet."""
FIRST = 100
_BETWEEN_REPS = ("handed_over", "credit")
"""Causes that move an amount from one rep to another: nothing changed in the issue."""


@dataclass(frozen=True, slots=True)
class LateRow:
    """A change after closing: what, by how much (net net), and why, where it was said.

    `cause` is the ledger's; `changed_on` None where it is not posted yet.
    """

    booking_id: int
    number: str
    advertiser: str
    rep: str
    issue: str
    closed_on: date
    cause: str
    changed_on: date | None
    amount: Money
    reason: str


def changed_after_closing(
    session: Session, _asker: Actor, title_id: int, year: int
) -> list[LateRow]:
    """List what changed after closing in a title's issues of a year, the latest first.

    What the ledger took down later than the closing date, credits of several reps
    added up, and lines that were taken into a closed issue and wait to be confirmed.
    At most `FIRST` rows.
    """
    span = Issue.published_on.between(date(year, 1, 1), date(year, 12, 31))
    told = (
        func.coalesce(Booking.number, Booking.quote_number),
        shown_name(),
        User.name,
        Issue.name_fr if current_language() == "fr" else Issue.name_en,
    )
    posted = (
        select(
            Booking.id,
            *told,
            Issue.closes_on,
            LedgerEntry.cause,
            LedgerEntry.posted_on,
            func.sum(LedgerEntry.net_net_cents),
            LedgerEntry.currency,
            Line.override_reason,
        )
        .join(Line, Line.id == LedgerEntry.line_id)
        .join(Booking, Booking.id == LedgerEntry.booking_id)
        .join(Company, Company.id == Booking.advertiser_id)
        .join(User, User.id == Booking.owner_id)
        .join(Issue, Issue.id == LedgerEntry.issue_id)
        .where(LedgerEntry.title_id == title_id, span)
        .where(LedgerEntry.posted_on > Issue.closes_on)
        .where(LedgerEntry.cause.not_in(_BETWEEN_REPS))
        .group_by(
            Booking.id,
            *told,
            Issue.closes_on,
            LedgerEntry.line_id,
            LedgerEntry.cause,
            LedgerEntry.posted_on,
            LedgerEntry.currency,
            Line.override_reason,
        )
        .order_by(LedgerEntry.posted_on.desc(), Booking.id.desc())
        .limit(FIRST)
    )
    held = (
        select(
            Booking.id,
            *told,
            Issue.closes_on,
            Line.net_net_cents,
            Line.currency,
            Line.override_reason,
        )
        .join(Line, Line.booking_id == Booking.id)
        .join(Company, Company.id == Booking.advertiser_id)
        .join(User, User.id == Booking.owner_id)
        .join(Issue, Issue.id == Line.issue_id)
        .join(Support, Support.id == Issue.support_id)
        .where(Support.title_id == title_id, span, Line.booked_after_closing.is_(True))
        .where(Line.status.in_((LineStatus.QUOTED, LineStatus.OPTIONED)))
        .order_by(Booking.id.desc(), Line.rank)
        .limit(FIRST)
    )
    waiting = [
        LateRow(
            id_, number, who, rep, issue, day, HELD, None, Money(cents, currency), why
        )
        for id_, number, who, rep, issue, day, cents, currency, why in session.execute(
            held
        )
    ]
    done = [
        LateRow(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            row.cause,
            row.posted_on,
            Money(int(row[8]), row.currency),
            row.override_reason,
        )
        for row in session.execute(posted)
    ]
    return [*waiting, *done][:FIRST]
