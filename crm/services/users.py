"""The people at the desk: they come, change, leave, and may come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.account_errors import OwnRightsError
from crm.domain.errors import (
    AlreadyThereError,
    ChangedError,
    DateOrderError,
    MissingError,
    NotUnderstoodError,
    UnknownError,
    words,
)
from crm.domain.names import normal_email
from crm.domain.phones import read_phone
from crm.domain.roles import STANDINGS, Right, RoleCode, Standing
from crm.domain.text import clean_line
from crm.services import links
from crm.services.administrators import check_not_last, hold_administrators, other
from crm.services.audit import record
from crm.services.handover import NOTHING, hand_over
from crm.store.models import OneTimeLink, Role, SignIn, Team, User
from crm.store.queries.handover import left_by

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.handover import Moved


@dataclass(frozen=True, slots=True)
class UserWish:
    """A person as they are typed; role and team are decided when they come.

    From then on `change_role_of` decides those. `job_en` None: as it was.
    """

    name: str
    email: str
    role: RoleCode = RoleCode.REP
    job: str = ""
    phone: str = ""
    language: str = "fr"
    team_id: int | None = None
    job_en: str | None = None


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
    told = _told(session, wish, None)
    role_id = session.scalars(select(Role.id).where(Role.code == wish.role)).one()
    user = User(
        **told,
        role_id=role_id,
        team_id=_team(session, wish.team_id),
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(user)
    session.flush()
    record(session, actor, "add", "user", user.id, name=user.name, role=wish.role)
    return user.id


def change_user(
    session: Session, actor: Actor, user_id: int, wish: UserWish, version: int
) -> None:
    """Change a person's name, job, telephone, e-mail and language.

    Everybody may change their own but the e-mail they sign in with; an administrator
    those of others. Raises NotYoursError, OwnRightsError, UnknownError, ChangedError
    (`version` is the one that was read), MissingError, NotUnderstoodError,
    AlreadyThereError.
    """
    if user_id != actor.user_id:
        actor.require(Right.ADMINISTER)
    user = session.get(User, user_id, with_for_update={"key_share": True})
    if user is None:
        raise UnknownError
    if user.version != version:
        raise ChangedError
    told = _told(session, wish, user_id)
    if user_id == actor.user_id and told["email"] != user.email:
        raise OwnRightsError(field="email")
    if told["email"] != user.email:
        links.void_ways_in(session, actor, user_id)
    _apply(session, actor, user, "change", **told)


def change_role_of(
    session: Session, actor: Actor, user_id: int, role: RoleCode, team_id: int | None
) -> None:
    """Give a person another role or team; what they see and may changes at once.

    Raises OwnRightsError for oneself, LastAdministratorError, NotYoursError,
    UnknownError.
    """
    there = hold_administrators(session, actor)
    user = other(session, actor, user_id)
    before = session.get_one(Role, user.role_id)
    after = session.scalars(select(Role).where(Role.code == role)).one()
    if not after.may_administer:
        check_not_last(there, user)
    team_id = _team(session, team_id)
    changes: dict[str, Any] = {}
    if before.code != after.code:
        changes["role"] = (before.code, after.code)
    if user.team_id != team_id:
        changes["team_id"] = (user.team_id, team_id)
    if changes:
        user.role_id, user.team_id = after.id, team_id
        _keep(session, actor, user, "change_role", **changes)


def end_user(
    session: Session,
    actor: Actor,
    user_id: int,
    on: date,
    heir_id: int | None,
    *,
    reason: str = "",
) -> Moved:
    """Say that a person has left, with their last day: they open nothing any more.

    Their sessions end, their links open nothing, and all they looked after goes to
    the heir; what they did stays theirs. Raises OwnRightsError for oneself,
    LastAdministratorError, DateOrderError, MissingError where there is something to
    hand over and nobody to take it, HeirError, NotYoursError, UnknownError.
    """
    there = hold_administrators(session, actor)
    user = other(session, actor, user_id)
    check_not_last(there, user)
    if on > actor.today:
        raise DateOrderError(
            field="on",
            first=words("The last day"),
            first_day=on,
            second=words("today"),
            second_day=actor.today,
        )
    moved = NOTHING
    if left_by(session, actor, user_id).is_something:
        if heir_id is None:
            raise MissingError(field="heir", label=words("Who takes over"))
        why = reason or user.name
        moved = hand_over(session, actor, user_id, heir_id, reason=why)
    _close_doors(session, actor, user_id)
    if user.ended_on is None:
        user.ended_on = on
        _keep(session, actor, user, "end", note=reason, ended_on=(None, on))
    return moved


def bring_back(session: Session, actor: Actor, user_id: int) -> None:
    """Let a person who has left come back, with the role they had.

    Raises OwnRightsError, NotYoursError, UnknownError.
    """
    hold_administrators(session, actor)
    user = other(session, actor, user_id)
    before, user.ended_on = user.ended_on, None
    if before is not None:
        _keep(session, actor, user, "bring_back", ended_on=(before, None))


def _close_doors(session: Session, actor: Actor, user_id: int) -> None:
    opened = select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    for sign_in in session.scalars(opened):
        sign_in.ended_at = actor.at
    waiting = select(OneTimeLink).where(
        OneTimeLink.user_id == user_id,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > actor.at,
    )
    for link in session.scalars(waiting):
        link.expires_at = actor.at


def _told(session: Session, wish: UserWish, user_id: int | None) -> dict[str, Any]:
    """Return what a wish says of a person, by column, checked."""
    name = clean_line(wish.name, longest=200)
    if not name:
        raise MissingError(field="name", label=words("Name"))
    email = normal_email(wish.email)
    if email is None:
        raise NotUnderstoodError(
            field="email",
            typed=wish.email[:40],
            label=words("an e-mail address"),
            example="nom@societe.example",
        )
    taken = session.scalars(select(User.id).where(User.email == email)).first()
    if taken not in {None, user_id}:
        raise AlreadyThereError(field="email", value=email)
    phone = read_phone(wish.phone) if wish.phone.strip() else None
    if wish.phone.strip() and phone is None:
        raise NotUnderstoodError(
            field="phone",
            typed=wish.phone[:40],
            label=words("a telephone number"),
            example="06 39 98 12 34",
        )
    english = wish.job_en
    return {
        "name": name,
        "email": email,
        "job": clean_line(wish.job, longest=200),
        **({"job_en": clean_line(english, longest=200)} if english is not None else {}),
        "phone_raw": phone.raw if phone else "",
        "phone_e164": phone.e164 if phone else None,
        "language": wish.language,
    }


def _apply(
    session: Session,
    actor: Actor,
    user: User,
    action: str,
    **told: Any,  # noqa: ANN401  any column
) -> None:
    changes: dict[str, Any] = {}
    for field, value in told.items():
        before = getattr(user, field)
        if before != value:
            changes[field] = (before, value)
            setattr(user, field, value)
    if changes:
        _keep(session, actor, user, action, **changes)


def _keep(
    session: Session,
    actor: Actor,
    user: User,
    action: str,
    *,
    note: str = "",
    **changes: Any,  # noqa: ANN401  any column
) -> None:
    user.version += 1
    user.changed_at = actor.at
    record(session, actor, action, "user", user.id, note=note, **changes)
    session.flush()


def _team(session: Session, team_id: int | None) -> int | None:
    if team_id is not None and session.get(Team, team_id) is None:
        raise UnknownError
    return team_id
