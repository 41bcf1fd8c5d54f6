"""Cancelling confirmed lines: by notice, at what the terms ask for, foreseen first.

A penalty is a line without space: confirmed at once, posted to the ledger beside the
line that is taken back, and never counted for a tier.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.domain.bookings import ASKED, LineStatus
from crm.domain.errors import NothingToDoError, NotYoursError, ReasonError, UnknownError
from crm.domain.money import Money, total
from crm.domain.penalties import NoticeError, penalty_rate, scale_of
from crm.domain.prices import StepKind
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.language import _, ngettext, use_language
from crm.language.formats import date_long, number
from crm.services import ledger
from crm.services.bookings import LONGEST_LINE
from crm.services.moves import changed, locked, move_line, status_of, take_back
from crm.store.models import Booking, Format, Line, PriceStep, TermsOfSale

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.penalties import PenaltyRow
    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Notice:
    """A cancellation as it came: why, when it was received, for which lines.

    No line named: all that has not run. `keeps_fees`: the technical fees already
    incurred stay due. `waiver`: why a manager asks for no penalty.
    """

    reason: str
    received_on: date
    line_ids: tuple[int, ...] = ()
    keeps_fees: bool = False
    waiver: str = ""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What cancelling a line costs: `rate` in basis points of what is given back."""

    line_id: int
    status: LineStatus
    given_back: Money
    rate: int
    days: int | None
    penalty: Money
    fees: Money

    @property
    def owed(self) -> Money:
        """Penalty and fees together."""
        return self.penalty + self.fees


def foresee(
    session: Session, actor: Actor, booking_id: int, notice: Notice
) -> list[Foreseen]:
    """Say line by line what `cancel_lines` would do, and change nothing.

    Raises UnknownError, NoticeError, NothingToDoError.
    """
    booking = session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .options(selectinload(Booking.lines).selectinload(Line.issue))
    ).first()
    if booking is None:
        raise UnknownError
    return [row for _line, row in _foreseen(session, actor, booking, notice)]


def cancel_lines(
    session: Session, actor: Actor, booking_id: int, notice: Notice
) -> Money:
    """Cancel lines by the terms of the booking; return what is owed for it.

    Space and ledger are given back once; of a confirmed line the penalty of the day
    the notice came is booked. Raises UnknownError, ReasonError, NoticeError,
    NothingToDoError, NotYoursError for a waiver that is not a manager's.
    """
    reason = clean_line(notice.reason, longest=LONGEST_LINE)
    if not reason:
        raise ReasonError(field="reason")
    waiver = clean_line(notice.waiver, longest=LONGEST_LINE)
    if waiver and not actor.may(Right.APPROVE_DISCOUNTS):
        raise NotYoursError(field="waiver")
    booking = locked(session, booking_id)
    stood, found = status_of(booking), _foreseen(session, actor, booking, notice)
    rank = max(line.rank for line in booking.lines)
    for line, row in found:
        move_line(session, actor, line, LineStatus.CANCELLED)
        take_back(session, actor, booking, line, row.status, "cancelled")
        if row.owed:
            rank += 1
            owed = _penalty(session, line, row, notice, rank)
            owed.booking_id = booking.id
            owed.confirmed_at = actor.at
            session.add(owed)
            session.flush()
            session.refresh(owed, ["issue"])
            ledger.post(session, actor, booking, owed, cause="penalty")
    whole = total((row.owed for _line, row in found), booking.currency)
    told: dict[str, Any] = {"waiver": waiver} if waiver else {}
    if whole:
        told["penalty"] = whole
    changed(
        session,
        actor,
        booking,
        "cancel",
        stood,
        reason=reason,
        received_on=notice.received_on,
        lines=len(found),
        **told,
    )
    session.expire(booking, ["lines"])
    return whole


def _foreseen(
    session: Session, actor: Actor, booking: Booking, notice: Notice
) -> list[tuple[Line, Foreseen]]:
    if not booking.quoted_on <= notice.received_on <= actor.today:
        raise NoticeError(
            field="received_on", day=notice.received_on, first=booking.quoted_on
        )
    scale = _scale(session, booking)
    asked = [
        line
        for line in booking.lines
        if line.status in ASKED[LineStatus.CANCELLED]
        and not line.is_penalty
        and (not notice.line_ids or line.id in notice.line_ids)
    ]
    if not asked:
        raise NothingToDoError(wanted=LineStatus.CANCELLED)
    return [(line, _row(line, scale, notice)) for line in asked]


def _scale(session: Session, booking: Booking) -> tuple[PenaltyRow, ...]:
    terms = session.get(TermsOfSale, booking.terms_id) if booking.terms_id else None
    return scale_of(terms.penalty_rule) if terms else ()


def _row(line: Line, scale: tuple[PenaltyRow, ...], notice: Notice) -> Foreseen:
    signed = line.status is LineStatus.CONFIRMED
    closes_on = line.issue.closes_on if line.issue else None
    rate = 0
    if signed and closes_on and not clean_line(notice.waiver, longest=LONGEST_LINE):
        rate = penalty_rate(scale, notice.received_on, closes_on)
    nothing = Money(0, line.currency)
    fees = Money(line.fees_cents, line.currency)
    return Foreseen(
        line.id,
        line.status,
        line.net_net if signed else nothing,
        rate,
        (closes_on - notice.received_on).days if closes_on else None,
        line.net_net.share(rate),
        fees if signed and notice.keeps_fees else nothing,
    )


def _penalty(
    session: Session, line: Line, row: Foreseen, notice: Notice, rank: int
) -> Line:
    format_ = session.get(Format, line.format_id) if line.format_id else None
    details = {}
    for language in ("fr", "en"):
        with use_language(language):
            names = [
                str(getattr(named, f"name_{language}"))
                for named in (format_, line.issue)
                if named is not None
            ]
            details[language] = _detail(", ".join(names), row, notice)
    steps = [
        PriceStep(
            rank=0,
            kind=StepKind.PENALTY,
            detail_fr=details["fr"],
            detail_en=details["en"],
            base_cents=line.net_net_cents,
            rate=row.rate,
            amount_cents=row.penalty.cents,
        )
    ]
    if row.fees:
        steps.append(PriceStep(rank=1, kind=StepKind.FEE, amount_cents=row.fees.cents))
    return Line(
        rank=rank,
        rate_card_id=line.rate_card_id,
        status=LineStatus.CONFIRMED,
        is_penalty=True,
        is_barter=line.is_barter,
        label=details["fr"],
        currency=line.currency,
        card_cents=0,
        gross_cents=0,
        net_cents=row.penalty.cents,
        net_net_cents=row.penalty.cents,
        fees_cents=row.fees.cents,
        vat_category=line.vat_category,
        steps=steps,
    )


def _detail(what: str, row: Foreseen, notice: Notice) -> str:
    """Say of what the penalty is, and how early its notice came."""
    received = date_long(notice.received_on)
    if row.days is None or row.days < 0:
        said = _("{line}, notice received on {day}, after closing")
        return said.format(line=what, day=received)
    said = ngettext(
        "{line}, notice received on {day}, {number} day before closing",
        "{line}, notice received on {day}, {number} days before closing",
        row.days,
    )
    return said.format(line=what, day=received, number=number(row.days))
