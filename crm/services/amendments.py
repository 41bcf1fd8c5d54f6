"""Amendments of a confirmed booking: proposed, then agreed and applied, or dropped.

Until its advertiser agrees nothing moves. Then the space, the line, its price and the
ledger move in one transaction, at the price that was agreed to or not at all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.domain.amendments import (
    ASKED,
    Changed,
    OneAtATimeError,
    PriceMovedError,
    SettledError,
)
from crm.domain.errors import (
    ReasonError,
    UnknownError,
)
from crm.domain.magazine import MaterialStatus
from crm.domain.money import Money
from crm.domain.text import clean_line
from crm.services.agreements import record_agreement, signatory
from crm.services.amending import (
    Amended,
    AmendmentWish,
    LineChange,
    Made,
    apply_all,
    difference,
    make_anew,
    told,
)
from crm.services.audit import record
from crm.services.bookings import LONGEST_LINE
from crm.services.materials import ask_again
from crm.services.moves import changed, locked, status_of
from crm.store.models import Amendment, AmendmentChange, Booking, Format, Line
from crm.store.queries.spoken import place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.domain.preflight import Place
    from crm.domain.roles import Actor
    from crm.services.agreements import Agreed


def foresee_amendment(
    session: Session, actor: Actor, booking_id: int, wish: AmendmentWish
) -> list[Amended]:
    """Say line by line what an amendment would change, and change nothing.

    Raises what `propose_amendment` raises about the lines.
    """
    booking = session.scalars(_whole(booking_id)).first()
    if booking is None:
        raise UnknownError
    return [told(session, made) for made in make_anew(session, actor, booking, wish)]


def propose_amendment(
    session: Session, actor: Actor, booking_id: int, wish: AmendmentWish
) -> int:
    """Propose an amendment, numbered within its booking; return its id.

    Raises UnknownError, ReasonError, NotConfirmedError, OneAtATimeError,
    UnchangedError, and what quoting the lines anew raises.
    """
    reason = clean_line(wish.reason, longest=LONGEST_LINE)
    if not reason:
        raise ReasonError(field="reason")
    booking = _locked(session, booking_id)
    amendments = session.scalars(
        select(Amendment).filter_by(booking_id=booking_id).order_by(Amendment.number)
    ).all()
    for waiting in amendments:
        if _waits(waiting):
            raise OneAtATimeError(number=waiting.number)
    found = [told(session, made) for made in make_anew(session, actor, booking, wish)]
    amendment = Amendment(
        booking_id=booking_id,
        number=1 + max((known.number for known in amendments), default=0),
        reason=reason,
        proposed_at=actor.at,
        proposed_by_id=actor.user_id,
    )
    session.add(amendment)
    session.flush()
    session.add_all(
        AmendmentChange(
            amendment_id=amendment.id,
            line_id=row.line_id,
            field=field,
            before=before,
            after=after,
        )
        for row in found
        for field, (before, after) in row.fields.items()
    )
    record(
        session,
        actor,
        "propose_amendment",
        "booking",
        booking_id,
        note=reason,
        number=amendment.number,
        difference=difference(found, booking.currency),
    )
    session.flush()
    return amendment.id


def agree_amendment(
    session: Session,
    actor: Actor,
    amendment_id: int,
    agreed: Agreed,
    *,
    override_reason: str = "",
) -> None:
    """Apply an amendment its advertiser agreed to: who, when, how.

    Raises UnknownError, SettledError, MissingError, PriceMovedError, SoldOutError,
    ClosedError, NotConfirmedError: nothing is applied then.
    """
    agreed_by = signatory(agreed)
    amendment, booking = _waiting(session, amendment_id)
    stood = status_of(booking)
    wish = replace(kept_wish(session, amendment), override_reason=override_reason)
    made = make_anew(session, actor, booking, wish)
    found = [told(session, one) for one in made]
    _check_price(session, amendment, found, booking.currency)
    formats = {one.line.id: one.line.format_id for one in made}
    apply_all(session, actor, booking, made, amendment.id)
    _ask_for_files(session, actor, made, formats, amendment.reason)
    amendment.agreed_on = agreed.on
    record_agreement(session, actor, booking, agreed, amendment_id=amendment.id)
    changed(
        session,
        actor,
        booking,
        "amend",
        stood,
        number=amendment.number,
        difference=difference(found, booking.currency),
        agreed_by=agreed_by,
    )


def refuse_amendment(
    session: Session, actor: Actor, amendment_id: int, reason: str
) -> None:
    """Record that the advertiser refuses: the booking stays as it was confirmed.

    Raises UnknownError, SettledError, ReasonError.
    """
    refusal = clean_line(reason, longest=LONGEST_LINE)
    if not refusal:
        raise ReasonError(field="reason")
    amendment, booking = _waiting(session, amendment_id)
    amendment.refused_on, amendment.refusal = actor.today, refusal
    record(
        session,
        actor,
        "refuse_amendment",
        "booking",
        booking.id,
        note=refusal,
        number=amendment.number,
    )
    session.flush()


def withdraw_amendment(session: Session, actor: Actor, amendment_id: int) -> None:
    """Take a proposal back before its answer. Raises UnknownError, SettledError."""
    amendment, booking = _waiting(session, amendment_id)
    amendment.dropped_on = actor.today
    record(
        session,
        actor,
        "withdraw_amendment",
        "booking",
        booking.id,
        number=amendment.number,
    )
    session.flush()


def kept_wish(session: Session, amendment: Amendment) -> AmendmentWish:
    """Return what an amendment asks for, as it was kept with it."""
    asked: dict[int, dict[str, Any]] = {}
    rows = session.scalars(
        select(AmendmentChange)
        .filter_by(amendment_id=amendment.id)
        .order_by(AmendmentChange.id)
    ).all()
    for row in rows:
        if row.field in ASKED and row.line_id:
            typed = row.after if row.field == Changed.REASON else int(row.after or 0)
            asked.setdefault(row.line_id, {})[row.field] = typed
    changes = tuple(LineChange(line_id, **of) for line_id, of in asked.items())
    repriced = any(row.line_id not in asked for row in rows)
    return AmendmentWish(amendment.reason, changes, regularises=repriced)


def _whole(booking_id: int) -> Select[Booking]:
    return (
        select(Booking)
        .where(Booking.id == booking_id)
        .options(
            selectinload(Booking.lines).options(
                selectinload(Line.issue), selectinload(Line.steps)
            ),
            selectinload(Booking.agency),
        )
    )


def _locked(session: Session, booking_id: int) -> Booking:
    booking = locked(session, booking_id)
    session.refresh(booking, ["agency"])
    for line in booking.lines:
        session.refresh(line, ["steps"])
    return booking


def _waiting(session: Session, amendment_id: int) -> tuple[Amendment, Booking]:
    """Lock the booking of an amendment, then read whether it still waits."""
    amendment = session.get(Amendment, amendment_id)
    if amendment is None or amendment.issue_id is not None:
        raise UnknownError  # what an issue asks is answered with the issue
    booking = _locked(session, amendment.booking_id)
    session.refresh(amendment)
    if not _waits(amendment):
        raise SettledError(number=amendment.number)
    return amendment, booking


def _waits(amendment: Amendment) -> bool:
    ends = (amendment.agreed_on, amendment.refused_on, amendment.dropped_on)
    return not any(ends)


def _ask_for_files(
    session: Session,
    actor: Actor,
    made: list[Made],
    formats: Mapping[int, int | None],
    reason: str,
) -> None:
    """Ask again for the files of lines whose format was changed: they fit no more."""
    for line in (one.line for one in made):
        came = line.material_status is not MaterialStatus.AWAITED
        before, after = formats[line.id], line.format_id
        if (
            came
            and before
            and after
            and _place(session, before) != _place(session, after)
        ):
            ask_again(session, actor, line.id, reason)


def _place(session: Session, format_id: int) -> Place:
    return place_of(session.get(Format, format_id))


def _check_price(
    session: Session, amendment: Amendment, found: list[Amended], currency: str
) -> None:
    """Refuse another difference than the one that was agreed to."""
    amounts = session.scalars(
        select(AmendmentChange).where(
            AmendmentChange.amendment_id == amendment.id,
            AmendmentChange.field.in_((Changed.NET_NET, Changed.FEES)),
        )
    )
    proposed = sum(int(row.after) - int(row.before) for row in amounts)
    now = difference(found, currency)
    if now.cents != proposed:
        raise PriceMovedError(proposed=Money(proposed, currency), now=now)
