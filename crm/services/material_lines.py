"""The line whose materials are worked on, and what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.bookings import HOLDS_SPACE
from crm.domain.errors import MoveError, UnknownError
from crm.store.models import Line, Material

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.magazine import MaterialStatus
    from crm.domain.roles import Actor


def held(session: Session, actor: Actor, line_id: int, wanted: MaterialStatus) -> Line:
    """Lock a line that holds space. Raises UnknownError, MoveError."""
    del actor
    line = session.scalars(
        select(Line)
        .where(Line.id == line_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if line is None or line.is_penalty:
        raise UnknownError
    if line.status not in HOLDS_SPACE:
        raise MoveError(current=line.status, wanted=wanted)
    return line


def current(session: Session, actor: Actor, line: Line) -> Material:
    """Return what a line stands on; what came before deliveries were kept is begun."""
    found = session.scalars(
        select(Material)
        .where(Material.line_id == line.id)
        .order_by(Material.id.desc())
        .limit(1)
    ).first()
    if found is None:
        found = came(actor, line, line.material_received_on)
        session.add(found)
        session.flush()
    return found


def came(actor: Actor, line: Line, received_on: date | None = None) -> Material:
    """Return a delivery of a line, that came today unless a day is given."""
    line.material_received_on = received_on or actor.today
    return Material(
        line_id=line.id,
        received_on=line.material_received_on,
        received_at=actor.at,
        received_by_id=actor.user_id,
        read={},
        findings={},
    )
