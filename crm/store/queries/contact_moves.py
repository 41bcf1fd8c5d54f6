"""Where contacts were before: told by the desk's memory of their moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from crm.domain.clock import paris_day
from crm.store.models import AuditEntry, Contact, User
from crm.store.queries.audit_names import names_of
from crm.store.queries.audit_search import about
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A contact who went from one company to another.

    The name of a company the reader does not see is empty.
    """

    contact_id: int
    contact: str
    from_id: int
    from_company: str
    to_id: int
    to_company: str
    on: date


def moves_of(
    session: Session, _asker: Actor, contact_ids: Sequence[int]
) -> list[MoveRow]:
    """List where contacts came from, the last move first."""
    query = select(Contact.id).where(Contact.id.in_(contact_ids))
    seen = session.scalars(query).all()
    moved = about("contact", seen) & (AuditEntry.action == "move")
    return _rows(session, _entries(session, moved))


def left_from(session: Session, _asker: Actor, company_id: int) -> list[MoveRow]:
    """List who left a company for another, the last first."""
    parted = about("company", [company_id]) & (AuditEntry.action == "part")
    return _rows(session, _entries(session, parted))


def opposition_noted(
    session: Session, _asker: Actor, contact_ids: Sequence[int]
) -> dict[int, str]:
    """Return who noted what contacts oppose, by the contact's id."""
    query = select(Contact.id).where(
        Contact.id.in_(contact_ids), Contact.opposed_on.is_not(None)
    )
    seen = session.scalars(query).all()
    by_name = (
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .where(
            about("contact", seen),
            or_(*(AuditEntry.action == x for x in ("add", "change", "oppose"))),
        )
        .order_by(AuditEntry.id)
    )
    with beyond_scope(session, "who sees a contact is told who noted an objection"):
        entries = session.execute(by_name).all()
    return {
        entry.entity_id or 0: name or ""
        for entry, name in entries
        if entry.action == "add" or "opposed_on" in entry.changes
    }


def _entries(session: Session, told: ColumnElement[bool]) -> Sequence[AuditEntry]:
    query = select(AuditEntry).where(told).order_by(AuditEntry.id.desc())
    with beyond_scope(session, "who sees a contact is told where they came from"):
        return session.scalars(query.limit(100)).all()


def _rows(session: Session, entries: Sequence[AuditEntry]) -> list[MoveRow]:
    moves = [_move(entry) for entry in entries]
    names = names_of(
        session,
        {("contact", move[0]) for move in moves}
        | {("company", company) for move in moves for company in move[1:]},
    )
    plain = {reference: named.name for reference, named in names.items()}
    return [
        MoveRow(
            contact,
            plain[("contact", contact)],
            left,
            plain.get(("company", left), ""),
            joined,
            plain.get(("company", joined), ""),
            paris_day(entry.at),
        )
        for entry, (contact, left, joined) in zip(entries, moves, strict=True)
        if ("contact", contact) in plain
    ]


def _move(entry: AuditEntry) -> tuple[int, int, int]:
    changes, number = entry.changes, entry.entity_id or 0
    if entry.entity == "company":
        return changes["contact"], number, changes["to_company"]
    left, joined = changes["company"]
    return number, left, joined
