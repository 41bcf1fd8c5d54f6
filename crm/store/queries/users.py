"""Who works at the desk, and at whose seat one sits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.roles import (
    Actor,
    Door,
    Reach,
    Right,
    RoleCode,
    Standing,
    desk_itself,
)
from crm.store.models import Role, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class UserRow:
    """A person at the desk."""

    id: int
    name: str
    job: str
    email: str
    phone_raw: str
    phone_e164: str | None
    language: str
    role: RoleCode
    reach: Reach
    may_export: bool


def list_users(session: Session) -> list[UserRow]:
    """List the people who have not left, in the order they came."""
    query = (
        select(User, Role)
        .join(User.role)
        .where(User.ended_on.is_(None), User.archived_at.is_(None))
        .order_by(User.id)
    )
    return [
        UserRow(
            user.id,
            user.name,
            user.job,
            user.email,
            user.phone_raw,
            user.phone_e164,
            user.language,
            role.code,
            role.reach,
            role.may_export,
        )
        for user, role in session.execute(query)
    ]


def user(session: Session, user_id: int | None) -> UserRow | None:
    """Return one of the people who have not left."""
    return next((row for row in list_users(session) if row.id == user_id), None)


def acting_as(session: Session, user_id: int | None, door: Door, at: datetime) -> Actor:
    """Return the actor for a seat; an unknown seat is the first person's.

    On a desk without people it is the desk itself, which may only be set up.
    """
    people = session.execute(
        select(User, Role)
        .join(User.role)
        .where(User.ended_on.is_(None), User.archived_at.is_(None))
        .order_by(User.id)
    ).all()
    for person, role in sorted(people, key=lambda row: row[0].id != user_id):
        return Actor(
            person.id,
            person.name,
            role.code,
            door,
            at,
            standing_of(role),
            person.team_id,
        )
    return desk_itself(at, door)


def standing_of(role: Role) -> Standing:
    """Return what a role's row allows."""
    rights = (right for right in Right if getattr(role, f"may_{right.value}"))
    return Standing(role.reach, frozenset(rights), role.discount_limit)
