"""A booking's credit, shared between reps; what was posted follows the shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.bookings import BOOKED
from crm.domain.credits import check_shares, together
from crm.domain.errors import NotYoursError, UnchangedError, UnknownError
from crm.domain.roles import Reach
from crm.services import ledger
from crm.services.moves import changed, locked, status_of
from crm.store.models import BookingCredit, User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def share_credit(
    session: Session, actor: Actor, booking_id: int, shares: Iterable[tuple[int, int]]
) -> None:
    """Share a booking's credit: (user, basis points) pairs that add up to 10 000.

    Of lines that are booked the ledger takes the old shares back and posts the new
    ones, today: that is a manager's to decide. Raises RangeError, SharesError,
    UnknownError, UnchangedError, NotYoursError.
    """
    wanted = together((user, share) for user, share in shares if share)
    check_shares(wanted)
    booking = locked(session, booking_id)
    stands = {credit.user_id: credit.share for credit in booking.credits}
    if dict(wanted) == stands:
        raise UnchangedError
    users = select(User.id).where(User.ended_on.is_(None))
    if not {user for user, _share in wanted} - stands.keys() <= set(
        session.scalars(users)
    ):
        raise UnknownError(field="credits")
    booked = [line for line in booking.lines if line.status in BOOKED]
    if booked and actor.reach is Reach.OWN:
        raise NotYoursError(field="credits")
    for line in booked:
        ledger.post(session, actor, booking, line, cause="credit", sign=-1)
    session.flush()
    by_user = {credit.user_id: credit for credit in booking.credits}
    booking.credits[:] = [by_user[user] for user, _share in wanted if user in by_user]
    session.flush()
    for user_id, share in wanted:
        if user_id in by_user:
            by_user[user_id].share = share
        else:
            booking.credits.append(BookingCredit(user_id=user_id, share=share))
    session.flush()
    for line in booked:
        ledger.post(session, actor, booking, line, cause="credit")
    names = dict(
        session.execute(
            select(User.id, User.name).where(User.id.in_({*stands, *dict(wanted)}))
        ).all()
    )
    changed(
        session,
        actor,
        booking,
        "credit",
        status_of(booking),
        credits=(_told(stands, names), _told(dict(wanted), names)),
    )


def _told(shares: dict[int, int], names: dict[int, str]) -> str:
    """Write shares down: “Camille Roussel 60, Hélène Vasseur 40”, in percent."""
    return ", ".join(
        f"{names[user]} {share // 100}" + (f".{share % 100:02d}" if share % 100 else "")
        for user, share in sorted(shares.items())
    )
