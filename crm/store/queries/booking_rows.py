"""Bookings as a list shows them: found, filtered, counted by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, exists, func, literal, or_, select
from sqlalchemy.orm import selectinload

from crm.domain.approvals import Approval
from crm.domain.bookings import LIVE, BookingStatus, LineStatus
from crm.domain.money import Money, total
from crm.domain.names import fold
from crm.store.models import Booking, BookingCredit, Company, InsertionReport, Line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class BookingRow:
    """One booking, as a list shows it."""

    id: int
    number: str
    advertiser_id: int
    advertiser: str
    agency: str
    rep: str
    campaign: str
    status: BookingStatus
    quoted_on: date
    option_until: date | None
    first_published_on: date | None
    lines: int
    net_net: Money
    mandate_missing: bool
    waiting: bool
    barter: Money


def list_bookings(
    session: Session,
    _asker: Actor,
    *,
    company_id: int | None = None,
    rep_id: int | None = None,
    search: str = "",
    statuses: Iterable[BookingStatus] = (),
    waiting: bool = False,
    page: int = 1,
    size: int | None = None,
) -> list[BookingRow]:
    """List bookings, the newest first; an agency's are listed with its advertisers'.

    `search` reads the start of a number or a part of the campaign; `statuses`
    keeps those, `waiting` those whose discount waits for an approval; `size` None
    lists them all. Barter stands apart from the net net.
    """
    query = (
        select(Booking, status_now())
        .options(
            selectinload(Booking.lines).selectinload(Line.issue),
            selectinload(Booking.advertiser),
            selectinload(Booking.agency),
            selectinload(Booking.owner),
        )
        .where(*asked(company_id, rep_id, search, waiting=waiting))
        .order_by(Booking.quoted_on.desc(), Booking.id.desc())
    )
    kept = set(statuses)
    if kept:
        query = query.where(status_now().in_([status.value for status in kept]))
    if size is not None:
        query = query.limit(size).offset((page - 1) * size)
    return [
        _row(booking, BookingStatus(status))
        for booking, status in session.execute(query)
    ]


def asked(
    company_id: int | None, rep_id: int | None, search: str, *, waiting: bool = False
) -> list[ColumnElement[bool]]:
    """Return what a list of bookings is narrowed by; the archived are out of it."""
    found: list[ColumnElement[bool]] = [Booking.archived_at.is_(None)]
    if company_id is not None:
        sides = (Booking.advertiser_id, Booking.agency_id, Booking.payer_id)
        found.append(or_(*(side == company_id for side in sides)))
    if rep_id is not None:
        credited = select(BookingCredit.booking_id).filter_by(user_id=rep_id)
        found.append(Booking.id.in_(credited))
    if waiting:
        waits = select(Line.booking_id).where(
            Line.approval == Approval.WAITING, Line.status.in_(LIVE)
        )
        found.append(Booking.id.in_(waits))
    if typed := search.strip():
        read = [
            Booking.number.istartswith(typed, autoescape=True),
            Booking.quote_number.istartswith(typed, autoescape=True),
            Booking.campaign.icontains(typed, autoescape=True),
        ]
        if folded := fold(typed):
            named = Company.folded.contains(folded, autoescape=True)
            read.append(Booking.advertiser.has(named))
        found.append(or_(*read))
    return found


def count_bookings(
    session: Session, asker: Actor, *, statuses: Iterable[BookingStatus] = ()
) -> dict[BookingStatus, int]:
    """Count bookings by status, only the given ones where any are given."""
    del asker
    kept = set(statuses) or set(BookingStatus)
    status = status_now().label("status")
    query = (
        select(status, func.count())
        .select_from(Booking)
        .where(Booking.archived_at.is_(None))
        .group_by(status)
    )
    found = {BookingStatus(name): number for name, number in session.execute(query)}
    return {status: found.get(status, 0) for status in BookingStatus if status in kept}


def status_now() -> ColumnElement[str]:
    """Derive a booking’s status in SQL, as `domain.bookings.booking_status` does."""

    def some(*statuses: LineStatus) -> ColumnElement[bool]:
        on_it = exists().where(Line.booking_id == Booking.id)
        on_it = on_it.where(Line.is_penalty.is_(False))
        return on_it.where(Line.status.in_(statuses)).correlate(Booking)

    reported = exists().where(
        InsertionReport.line_id == Line.id, InsertionReport.sent_on.is_not(None)
    )
    ran = exists().where(Line.booking_id == Booking.id, Line.status == LineStatus.RAN)
    unreported = ran.where(~reported.correlate(Line)).correlate(Booking)
    return case(
        (some(LineStatus.QUOTED), literal("quoted")),
        (some(LineStatus.OPTIONED), literal("optioned")),
        (some(LineStatus.CONFIRMED), literal("confirmed")),
        (some(LineStatus.RAN) & unreported, literal("ran")),
        (some(LineStatus.RAN), literal("closed")),
        (some(LineStatus.EXPIRED), literal("expired")),
        (some(LineStatus.CANCELLED), literal("cancelled")),
        else_=literal("quoted"),
    )


def _row(booking: Booking, status: BookingStatus) -> BookingRow:
    ended = {LineStatus.CANCELLED, LineStatus.EXPIRED}
    live = [line for line in booking.lines if line.status not in ended]
    shown = live or booking.lines
    return BookingRow(
        id=booking.id,
        number=booking.number or booking.quote_number,
        advertiser_id=booking.advertiser_id,
        advertiser=booking.advertiser.trade_name or booking.advertiser.name,
        agency=_shown(booking.agency),
        rep=booking.owner.name,
        campaign=booking.campaign,
        status=status,
        quoted_on=booking.quoted_on,
        option_until=min(
            (line.option_until for line in live if line.option_until), default=None
        ),
        first_published_on=min(
            (line.issue.published_on for line in shown if line.issue), default=None
        ),
        lines=len(shown),
        net_net=total(
            (line.net_net for line in shown if not line.is_barter), booking.currency
        ),
        mandate_missing=booking.agency_id is not None and booking.mandate_id is None,
        waiting=any(line.approval is Approval.WAITING for line in live),
        barter=total(
            (line.net_net for line in shown if line.is_barter), booking.currency
        ),
    )


def _shown(company: Company | None) -> str:
    return (company.trade_name or company.name) if company else ""
