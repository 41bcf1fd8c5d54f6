"""Asking advertisers about an issue that was postponed or cancelled.

Each booking with a confirmed line there gets an amendment (what changes, line by
line) and a follow-up for its rep; the amendment waits until one answer is recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import LineStatus
from crm.domain.magazine import IssueStatus
from crm.domain.working_days import next_working_day
from crm.language import _, current_language, use_language
from crm.language.formats import date_long
from crm.services.activities import NextStep, finish, plan
from crm.services.audit import record
from crm.store.models import (
    Amendment,
    AmendmentChange,
    Booking,
    FollowUp,
    Issue,
    Line,
    User,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

PUBLICATION, STATUS = "published_on", "status"
"""The field an amendment changes: of an issue postponed, of one cancelled."""


def ask_about_postponing(
    session: Session,
    actor: Actor,
    booking_id: int,
    issue: Issue,
    before: date,
    reason: str,
) -> bool:
    """Ask a booking's advertiser to agree to an issue's new publication date.

    An earlier question about the same issue that still waits is asked anew, with the
    day first agreed upon; there are never two. Returns whether there is one to ask.
    """
    lines = session.scalars(
        select(Line.id)
        .where(
            Line.booking_id == booking_id,
            Line.issue_id == issue.id,
            Line.status == LineStatus.CONFIRMED,
        )
        .order_by(Line.id)
    ).all()
    if not lines:
        return False
    waiting = session.scalars(
        select(Amendment).where(
            Amendment.booking_id == booking_id,
            Amendment.issue_id == issue.id,
            Amendment.agreed_on.is_(None),
            Amendment.refused_on.is_(None),
        )
    ).first()
    after = issue.published_on.isoformat()
    if waiting is not None:
        waiting.reason = reason
        asked = session.scalars(
            select(AmendmentChange).where(AmendmentChange.amendment_id == waiting.id)
        ).all()
        for change in asked:
            change.after = after
        _record_asked(session, actor, booking_id, issue, waiting.number, reason)
        if lines := [id_ for id_ in lines if id_ not in {c.line_id for c in asked}]:
            _add_changes(
                session, waiting.id, lines, PUBLICATION, before.isoformat(), after
            )
        return True
    amendment = _propose(session, actor, booking_id, issue, reason)
    _add_changes(session, amendment, lines, PUBLICATION, before.isoformat(), after)
    return True


def ask_about_cancelling(
    session: Session,
    actor: Actor,
    booking_id: int,
    issue: Issue,
    lines: Sequence[int],
    reason: str,
) -> bool:
    """Have a booking's rep propose a make-good for lines of a cancelled issue.

    A question about postponing it that still waits is answered by that.
    """
    for waiting in session.scalars(
        select(Amendment).where(
            Amendment.booking_id == booking_id,
            Amendment.issue_id == issue.id,
            Amendment.agreed_on.is_(None),
            Amendment.refused_on.is_(None),
        )
    ):
        waiting.refused_on = actor.today
        finish_asking(session, actor, waiting)
    amendment = _propose(session, actor, booking_id, issue, reason)
    before, after = LineStatus.CONFIRMED.value, LineStatus.CANCELLED.value
    _add_changes(session, amendment, lines, STATUS, before, after)
    return True


def finish_asking(session: Session, actor: Actor, amendment: Amendment) -> None:
    """Mark what asked for the answer done, where its asker sees it."""
    if amendment.follow_up_id and session.get(FollowUp, amendment.follow_up_id):
        finish(session, actor, amendment.follow_up_id)


def _propose(
    session: Session, actor: Actor, booking_id: int, issue: Issue, reason: str
) -> int:
    """Open an amendment of a locked booking, and ask its rep to settle it."""
    booking = session.get_one(Booking, booking_id)
    last = session.scalar(
        select(func.max(Amendment.number)).where(Amendment.booking_id == booking_id)
    )
    amendment = Amendment(
        booking_id=booking_id,
        number=(last or 0) + 1,
        reason=reason,
        proposed_at=actor.at,
        proposed_by_id=actor.user_id,
        issue_id=issue.id,
    )
    session.add(amendment)
    session.flush()
    owner = session.get_one(User, booking.owner_id)
    with use_language(owner.language):
        step = NextStep(_why(issue, booking), next_working_day(actor.today))
    amendment.follow_up_id = plan(
        session,
        actor,
        booking.advertiser_id,
        step,
        contact_id=booking.contact_id,
        owner_id=booking.owner_id,
    )
    _record_asked(session, actor, booking_id, issue, amendment.number, reason)
    session.flush()
    return amendment.id


def _why(issue: Issue, booking: Booking) -> str:
    """Say in the current language what the rep is to ask."""
    number = booking.number or booking.quote_number
    name = issue.name_fr if current_language() == "fr" else issue.name_en
    if issue.status is IssueStatus.CANCELLED:
        said = _("{issue} is cancelled: propose a make-good ({number})")
        return said.format(issue=name, number=number)
    said = _("{issue} now appears on {day}: ask for agreement ({number})")
    day = date_long(issue.published_on)
    return said.format(issue=name, day=day, number=number)


def _record_asked(
    session: Session,
    actor: Actor,
    booking_id: int,
    issue: Issue,
    number: int,
    reason: str,
) -> None:
    record(
        session,
        actor,
        "ask_agreement",
        "booking",
        booking_id,
        note=reason,
        issue=issue.id,
        number=number,
    )


def _add_changes(
    session: Session,
    amendment_id: int,
    lines: Sequence[int],
    field: str,
    before: str,
    after: str,
) -> None:
    session.add_all(
        AmendmentChange(
            amendment_id=amendment_id,
            line_id=line_id,
            field=field,
            before=before,
            after=after,
        )
        for line_id in lines
    )
