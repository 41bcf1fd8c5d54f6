"""Who works at the desk, and at whose seat one sits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.roles import (
    Actor,
    Door,
    Reach,
    Right,
    RoleCode,
    Standing,
    desk_itself,
)
from crm.store.models import (
    Company,
    Credential,
    OneTimeLink,
    Role,
    SignIn,
    Team,
    User,
)
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from crm.domain.sign_ins import SignInMethod


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
    job_en: str = ""
    photo_id: int | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as whoever administers sees them, here or gone.

    `seen_at` is when they last opened a page, `sessions` how many browsers are signed
    in, `link_until` until when a link waits for them, `companies` how many they own.
    """

    id: int
    name: str
    job: str
    email: str
    phone: str
    language: str
    role: RoleCode
    team_id: int | None
    team: str
    ended_on: date | None
    version: int
    seen_at: datetime | None
    sessions: int
    link_until: datetime | None
    has_password: bool
    has_second_step: bool
    companies: int


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser that is signed in."""

    id: int
    method: SignInMethod
    opened_at: datetime
    seen_at: datetime
    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team, and who is in it: their ids with their names."""

    id: int
    name: str
    people: dict[int, str]


def list_people(session: Session, asker: Actor) -> list[PersonRow]:
    """List everybody, who is here before who has left. Raises NotYoursError."""
    asker.require(Right.ADMINISTER)
    opened = SignIn.ended_at.is_(None) & (SignIn.expires_at > asker.at)
    waits = OneTimeLink.used_at.is_(None) & (OneTimeLink.expires_at > asker.at)
    seen = dict(
        session.execute(
            select(SignIn.user_id, func.max(SignIn.seen_at)).group_by(SignIn.user_id)
        ).all()
    )
    browsers = dict(
        session.execute(
            select(SignIn.user_id, func.count(SignIn.id))
            .where(opened)
            .group_by(SignIn.user_id)
        ).all()
    )
    links = dict(
        session.execute(
            select(OneTimeLink.user_id, func.max(OneTimeLink.expires_at))
            .where(waits)
            .group_by(OneTimeLink.user_id)
        ).all()
    )
    with beyond_scope(session, "who administers sees how much each person looks after"):
        owned = dict(
            session.execute(
                select(Company.owner_id, func.count(Company.id))
                .where(Company.owner_id.is_not(None))
                .group_by(Company.owner_id)
            ).all()
        )
    query = (
        select(
            User,
            Role.code,
            Team.name,
            Credential.password_set_at,
            Credential.totp_confirmed_at,
        )
        .join(User.role)
        .outerjoin(Team, Team.id == User.team_id)
        .outerjoin(Credential, Credential.user_id == User.id)
        .where(User.archived_at.is_(None))
        .order_by(User.ended_on.is_not(None), User.id)
    )
    return [
        PersonRow(
            id=user.id,
            name=user.name,
            job=user.job,
            email=user.email,
            phone=user.phone_raw,
            language=user.language,
            role=role,
            team_id=user.team_id,
            team=team or "",
            ended_on=user.ended_on,
            version=user.version,
            seen_at=seen.get(user.id),
            sessions=browsers.get(user.id, 0),
            link_until=links.get(user.id),
            has_password=password is not None,
            has_second_step=second_step is not None,
            companies=owned.get(user.id, 0),
        )
        for user, role, team, password, second_step in session.execute(query)
    ]


def person_row(session: Session, asker: Actor, user_id: int) -> PersonRow | None:
    """Return one of the people `list_people` lists. Raises NotYoursError."""
    rows = list_people(session, asker)
    return next((row for row in rows if row.id == user_id), None)


def list_sessions(session: Session, asker: Actor, user_id: int) -> list[SessionRow]:
    """List where a person is signed in, the last seen first.

    Without the right to administer one finds one's own only.
    """
    query = (
        select(SignIn)
        .where(
            SignIn.user_id == user_id,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > asker.at,
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return [
        SessionRow(
            row.id, row.method, row.opened_at, row.seen_at, row.address, row.browser
        )
        for row in session.scalars(query)
    ]


def list_teams(session: Session, _asker: Actor) -> list[TeamRow]:
    """List the teams by name, with the people of each who are here."""
    people = session.execute(
        select(User.team_id, User.id, User.name)
        .where(User.team_id.is_not(None), User.ended_on.is_(None))
        .order_by(User.id)
    ).all()
    return [
        TeamRow(
            id_, name, {user: called for team, user, called in people if team == id_}
        )
        for id_, name in session.execute(select(Team.id, Team.name).order_by(Team.name))
    ]


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
            user.job_en,
            user.photo_id,
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
