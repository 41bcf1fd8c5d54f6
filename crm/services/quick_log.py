"""What one line logs, in one transaction; and how it is taken back, whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.clock import add_months
from crm.domain.errors import (
    MissingError,
    ReasonError,
    UndoBuiltOnError,
    UndoTooLateError,
    UnknownError,
    words,
)
from crm.domain.opportunities import Stage
from crm.services.activities import log_activity
from crm.services.audit import record
from crm.services.opportunities import (
    OpportunityWish,
    move_opportunity,
    open_opportunity,
    withdraw_opportunity,
)
from crm.services.privacy import oppose, withdraw_opposition
from crm.store.models import Activity, Booking, Contact, FollowUp, Issue, Opportunity

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.money import Money
    from crm.domain.roles import Actor
    from crm.services.activities import ActivityWish

UNDO_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NewOpportunity:
    """An intent that was told: how much, for which issue, in whose words."""

    name: str
    amount: Money
    issue_id: int | None = None


@dataclass(frozen=True, slots=True)
class QuickLog:
    """What a line comes to once everybody it names is known.

    `opens` opens an opportunity; `moves` is the id of the one that moves to `stage`,
    or that was talked about where there is none.
    """

    activity: ActivityWish
    opens: NewOpportunity | None = None
    moves: int | None = None
    stage: Stage | None = None
    lost_reason: str = ""
    opposes: str | None = None


@dataclass(frozen=True, slots=True)
class OpportunityMoved:
    """What became of an opportunity, to be countered: its stage before, if moved."""

    id: int
    version: int
    stage_before: Stage | None
    lost_reason_before: str = ""


@dataclass(frozen=True, slots=True)
class Opposed:
    """What a contact opposed before: nothing is None and ""."""

    contact_id: int
    to: str
    before_on: date | None
    before_to: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one log made, so that it can be taken back whole."""

    activity_id: int
    company_id: int
    at: datetime
    follow_up_id: int | None = None
    opportunity: OpportunityMoved | None = None
    opposed: Opposed | None = None


def log_quick(session: Session, actor: Actor, wish: QuickLog) -> Receipt:
    """Log what a line says in the session's one transaction.

    The activity, its follow-up, the opportunity it opens or moves, what its contact
    opposed. Raises what the actions it is made of raise; MissingError for an
    opposition of nobody.
    """
    said = wish.activity
    _check(session, wish)
    opportunity = _opportunity(session, actor, wish)
    about = opportunity.id if opportunity else wish.moves
    if about is not None:
        said = replace(said, opportunity_id=about)
    activity_id = log_activity(session, actor, said)
    follow_up = session.scalars(
        select(FollowUp.id).where(FollowUp.activity_id == activity_id)
    ).first()
    opposed = _oppose(session, actor, wish)
    return Receipt(
        activity_id, said.company_id, actor.at, follow_up, opportunity, opposed
    )


def undo(session: Session, actor: Actor, receipt: Receipt) -> None:
    """Take back exactly what a log made, within ten minutes, by who logged it.

    The activity is archived, its follow-up too; follow-ups it closed are open again,
    its opportunity is countered, its opposition withdrawn. Raises UndoTooLateError,
    UndoBuiltOnError where somebody has gone on from it, UnknownError.
    """
    activity = session.get(Activity, receipt.activity_id)
    if activity is None or actor.user_id is None:
        raise UnknownError
    late = actor.at - activity.created_at > UNDO_WITHIN
    if late or activity.user_id != actor.user_id:
        raise UndoTooLateError
    if activity.archived_at is not None or activity.version != 1:
        raise UndoBuiltOnError
    _undo_follow_ups(session, actor, receipt)
    if receipt.opposed:
        _undo_opposition(session, actor, receipt.opposed)
    if receipt.opportunity:
        _undo_opportunity(session, actor, receipt.opportunity)
    activity.archived_at = activity.changed_at = actor.at
    activity.version += 1
    record(session, actor, "undo", "activity", activity.id, company=activity.company_id)
    session.flush()


def _check(session: Session, wish: QuickLog) -> None:
    """Refuse a part that has no sense before anything is written."""
    if wish.opposes and wish.activity.contact_id is None:
        raise MissingError(field="contact_id", label=words("Contact"))
    if wish.stage is Stage.LOST and not wish.lost_reason.strip():
        raise ReasonError(field="lost_reason")
    if wish.moves is not None:
        moved = session.get(Opportunity, wish.moves)
        if moved is None or moved.company_id != wish.activity.company_id:
            raise UnknownError(field="opportunity_id")


def _opportunity(
    session: Session, actor: Actor, wish: QuickLog
) -> OpportunityMoved | None:
    if wish.moves is not None:
        return _move(session, actor, wish.moves, wish)
    if wish.opens is None:
        return None
    new, lost = wish.opens, wish.stage is Stage.LOST
    opened = open_opportunity(
        session,
        actor,
        OpportunityWish(
            wish.activity.company_id,
            new.name,
            new.amount,
            expected_close(session, actor, new.issue_id),
            stage=Stage.IDENTIFIED if lost else wish.stage or Stage.IDENTIFIED,
            contact_id=wish.activity.contact_id,
            issue_id=new.issue_id,
        ),
    )
    if lost:
        move_opportunity(
            session, actor, opened, Stage.LOST, lost_reason=wish.lost_reason
        )
    return OpportunityMoved(opened, _version(session, opened), None)


def expected_close(session: Session, actor: Actor, issue_id: int | None) -> date:
    """Return when an opportunity is expected: its issue's closing, or in a month."""
    issue = session.get(Issue, issue_id) if issue_id is not None else None
    closes_on = issue.closes_on if issue else None
    if closes_on is not None and closes_on >= actor.today:
        return closes_on
    return add_months(actor.today, 1)


def _move(
    session: Session, actor: Actor, opportunity_id: int, wish: QuickLog
) -> OpportunityMoved | None:
    opportunity = session.get_one(Opportunity, opportunity_id)
    before, reason = opportunity.stage, opportunity.lost_reason
    if wish.stage is None or wish.stage is before:
        return None
    move_opportunity(
        session, actor, opportunity_id, wish.stage, lost_reason=wish.lost_reason
    )
    return OpportunityMoved(
        opportunity_id, _version(session, opportunity_id), before, reason
    )


def _version(session: Session, opportunity_id: int) -> int:
    return session.get_one(Opportunity, opportunity_id).version


def _oppose(session: Session, actor: Actor, wish: QuickLog) -> Opposed | None:
    """Note an opposition; one that says as much already keeps its day."""
    contact_id = wish.activity.contact_id
    if wish.opposes is None or contact_id is None:
        return None
    contact = session.get_one(Contact, contact_id)
    before_on, before_to = contact.opposed_on, contact.opposed_to
    if before_on is not None and before_to in {"all", wish.opposes}:
        return None
    oppose(session, actor, contact_id, wish.opposes)
    return Opposed(contact_id, wish.opposes, before_on, before_to)


def _undo_follow_ups(session: Session, actor: Actor, receipt: Receipt) -> None:
    planned = (
        session.get(FollowUp, receipt.follow_up_id) if receipt.follow_up_id else None
    )
    if planned is not None:
        if planned.version != 1 or planned.done_at is not None:
            raise UndoBuiltOnError
        planned.archived_at = planned.changed_at = actor.at
        planned.version += 1
        record(session, actor, "undo", "follow_up", planned.id)
    closed = session.scalars(
        select(FollowUp).where(FollowUp.done_activity_id == receipt.activity_id)
    )
    for follow_up in closed.all():
        follow_up.done_at = follow_up.done_activity_id = None
        follow_up.changed_at = actor.at
        follow_up.version += 1
        record(session, actor, "reopen", "follow_up", follow_up.id)


def _undo_opposition(session: Session, actor: Actor, opposed: Opposed) -> None:
    contact = session.get(Contact, opposed.contact_id)
    stands = contact is not None and contact.opposed_to == opposed.to
    if not stands:
        raise UndoBuiltOnError
    withdraw_opposition(
        session,
        actor,
        opposed.contact_id,
        since=opposed.before_on,
        to=opposed.before_to,
    )


def _undo_opportunity(session: Session, actor: Actor, done: OpportunityMoved) -> None:
    opportunity = session.get(Opportunity, done.id)
    booked = session.scalars(
        select(Booking.id).where(Booking.opportunity_id == done.id).limit(1)
    ).first()
    unchanged = opportunity is not None and opportunity.version == done.version
    if not unchanged or (booked and done.stage_before is None):
        raise UndoBuiltOnError
    if done.stage_before is None:
        withdraw_opportunity(session, actor, done.id)
    else:
        move_opportunity(
            session,
            actor,
            done.id,
            done.stage_before,
            lost_reason=done.lost_reason_before,
        )
