"""The people at the desk, and what their roles allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.errors import (
    AlreadyThereError,
    MissingError,
    NotUnderstoodError,
    words,
)
from crm.domain.names import normal_email
from crm.domain.phones import read_phone
from crm.domain.roles import STANDINGS, Right, RoleCode, Standing
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.store.models import Role, User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class UserWish:
    """A person as they are typed."""

    name: str
    email: str
    role: RoleCode = RoleCode.REP
    job: str = ""
    phone: str = ""
    language: str = "fr"


def add_roles(session: Session) -> None:
    """Add the four roles a desk starts with, where they are missing."""
    there = set(session.scalars(select(Role.code)))
    for code, standing in STANDINGS.items():
        if code not in there:
            session.add(Role(code=code, **columns_of(standing)))
    session.flush()


def columns_of(standing: Standing) -> dict[str, Any]:
    """Return what a role's row says of a standing, by column."""
    return {
        "reach": standing.reach,
        "discount_limit": standing.discount_limit,
        **{f"may_{right.value}": right in standing.rights for right in Right},
    }


def add_user(session: Session, actor: Actor, wish: UserWish) -> int:
    """Add a person; return their id.

    Raises MissingError, NotUnderstoodError, AlreadyThereError.
    """
    name = clean_line(wish.name, longest=200)
    if not name:
        raise MissingError(field="name", label=words("Your name"))
    email = normal_email(wish.email)
    if email is None:
        raise NotUnderstoodError(
            field="email",
            typed=wish.email[:40],
            label=words("an e-mail address"),
            example="nom@societe.example",
        )
    if session.scalars(select(User.id).where(User.email == email)).first():
        raise AlreadyThereError(field="email", value=email)
    phone = read_phone(wish.phone) if wish.phone.strip() else None
    if wish.phone.strip() and phone is None:
        raise NotUnderstoodError(
            field="phone",
            typed=wish.phone[:40],
            label=words("a telephone number"),
            example="06 39 98 12 34",
        )
    role_id = session.scalars(select(Role.id).where(Role.code == wish.role)).one()
    user = User(
        name=name,
        email=email,
        job=clean_line(wish.job, longest=200),
        phone_raw=phone.raw if phone else "",
        phone_e164=phone.e164 if phone else None,
        language=wish.language,
        role_id=role_id,
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(user)
    session.flush()
    record(session, actor, "add", "user", user.id, name=name, role=wish.role)
    return user.id
