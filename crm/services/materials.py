"""What the desk does with the advertiser's files: receive them, approve them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.domain.bookings import HOLDS_SPACE
from crm.domain.errors import LabelError, MoveError, UnknownError
from crm.domain.magazine import MaterialStatus
from crm.services.audit import record
from crm.store.models import Format, Line

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def receive(
    session: Session, actor: Actor, line_id: int, *, received_on: date | None = None
) -> None:
    """Record that a line's files came, today unless a day is given.

    A new file may follow a first one, and starts the checks again. Raises
    UnknownError; MoveError for a line that holds no space.
    """
    line = _held(session, line_id, MaterialStatus.RECEIVED)
    before = line.material_received_on
    line.material_received_on = received_on or actor.today
    days = (before, line.material_received_on)
    _move(session, actor, line, MaterialStatus.RECEIVED, received_on=days)


def approve(
    session: Session, actor: Actor, line_id: int, *, is_labelled: bool = False
) -> None:
    """Approve a line's files: they can be printed or put on line.

    An advertorial carries the word “Publicité” or “Communiqué” (law of 1 August
    1986, art. 10): `is_labelled` says somebody looked. Raises UnknownError,
    MoveError when no file came, LabelError.
    """
    line = _held(session, line_id, MaterialStatus.APPROVED)
    if line.material_status is MaterialStatus.AWAITED:
        raise MoveError(current=line.material_status, wanted=MaterialStatus.APPROVED)
    format_ = session.get(Format, line.format_id) if line.format_id else None
    if format_ and format_.is_advertorial and not is_labelled:
        raise LabelError
    _move(session, actor, line, MaterialStatus.APPROVED)


def _held(session: Session, line_id: int, wanted: MaterialStatus) -> Line:
    line = session.get(Line, line_id)
    if line is None:
        raise UnknownError
    if line.status not in HOLDS_SPACE:
        raise MoveError(current=line.status, wanted=wanted)
    return line


def _move(
    session: Session,
    actor: Actor,
    line: Line,
    wanted: MaterialStatus,
    **changes: Any,  # noqa: ANN401  any field of a line
) -> None:
    before, line.material_status = line.material_status, wanted
    record(
        session,
        actor,
        "material",
        "line",
        line.id,
        material_status=(before, wanted),
        **changes,
    )
