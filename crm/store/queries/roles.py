"""What a role allows, what one person sees with it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import aliased

from crm.domain.names import fold
from crm.domain.roles import Actor, Reach, Right, RoleCode, Standing
from crm.store.models import (
    Booking,
    BookingCredit,
    Company,
    Contact,
    Opportunity,
    Role,
    Team,
    User,
)
from crm.store.queries.company_search import companies_matching
from crm.store.queries.users import standing_of
from crm.store.scope import beyond_scope
from crm.store.scope_rules import SCOPED, Eyes

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.store import models as m

HITS = 6


class Why(StrEnum):
    """Why a person sees a record, or that they do not."""

    ALL = "all"
    OWNER = "owner"
    TEAM = "team"
    NOBODYS = "nobodys"
    CREDITED = "credited"
    ADVERTISER = "advertiser"
    BOOKING = "booking"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role as it stands, and how many people who are here have it."""

    code: RoleCode
    standing: Standing
    people: int
    version: int


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a kind of record a person sees."""

    seen: int
    all: int


@dataclass(frozen=True, slots=True)
class WhatMay:
    """What one person sees and may do; `team` names who shares theirs."""

    actor: Actor
    job: str
    has_left: bool
    team_name: str
    team: tuple[str, ...]
    companies: Part
    contacts: Part
    bookings: Part
    opportunities: Part


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a person sees a record, why, and whose it is."""

    page: str
    id: int
    name: str
    note: str
    owner: str
    why: Why

    @property
    def seen(self) -> bool:
        """Whether they see it."""
        return self.why is not Why.NOT


def list_roles(session: Session, _asker: Actor) -> list[RoleRow]:
    """List the roles in the order of the desk's list."""
    many = dict(
        session.execute(
            select(User.role_id, func.count(User.id))
            .where(User.ended_on.is_(None), User.archived_at.is_(None))
            .group_by(User.role_id)
        ).all()
    )
    rows = {
        role.code: RoleRow(
            role.code, standing_of(role), many.get(role.id, 0), role.version
        )
        for role in session.scalars(select(Role))
    }
    return [rows[code] for code in RoleCode if code in rows]


def what_may(session: Session, asker: Actor, user_id: int) -> WhatMay | None:
    """Return what a person sees and may do: one's own, any for who administers.

    None where there is nobody, or it is not the asker's to see. The counts are taken
    over the whole desk, with the conditions the person's own sessions are narrowed by.
    """
    if user_id != asker.user_id and not asker.may(Right.ADMINISTER):
        return None
    found = session.execute(
        select(User, Role, Team.name)
        .join(Role, Role.id == User.role_id)
        .outerjoin(Team, Team.id == User.team_id)
        .where(User.id == user_id, User.archived_at.is_(None))
    ).one_or_none()
    if found is None:
        return None
    user, role, team_name = found
    actor = Actor(
        user.id,
        user.name,
        role.code,
        asker.door,
        asker.at,
        standing_of(role),
        user.team_id,
    )
    mates = select(User.name).where(
        User.team_id == user.team_id, User.ended_on.is_(None), User.id != user.id
    )
    with beyond_scope(session, "how much of the whole a person sees is counted"):
        parts = [
            _part(session, actor, entity)
            for entity in (Company, Contact, Booking, Opportunity)
        ]
    return WhatMay(
        actor,
        user.job,
        user.ended_on is not None,
        team_name or "",
        tuple(session.scalars(mates.order_by(User.id))) if user.team_id else (),
        *parts,
    )


def verdicts(
    session: Session, asker: Actor, person: Actor, typed: str
) -> list[Verdict]:
    """Say of the advertisers and bookings a search finds whether a person sees them.

    Raises NotYoursError for who does not administer: it looks over the whole desk.
    """
    asker.require(Right.ADMINISTER)
    if not typed.strip():
        return []
    with beyond_scope(session, "who administers asks why somebody sees a record"):
        return [
            *_companies(session, asker, person, typed),
            *_bookings(session, person, typed),
        ]


def _sees(person: Actor, entity: type[m.Base], table: Any) -> ColumnElement[bool]:  # noqa: ANN401  an entity
    if person.reach is Reach.ALL:
        return true()
    eyes = Eyes(person.user_id or 0, person.team_id, person.reach)
    return SCOPED[entity](table, eyes)


def _part(session: Session, person: Actor, entity: Any) -> Part:  # noqa: ANN401  a table
    there = select(func.count(entity.id)).where(entity.archived_at.is_(None))
    seen = there.where(_sees(person, entity, entity))
    return Part(session.scalars(seen).one(), session.scalars(there).one())


def _companies(
    session: Session, asker: Actor, person: Actor, typed: str
) -> list[Verdict]:
    query = (
        companies_matching(asker, typed, None, None, None)
        .with_only_columns(
            Company.id,
            Company.name,
            Company.trade_name,
            Company.owner_id,
            User.name,
            User.team_id,
            _sees(person, Company, Company),
        )
        .order_by(Company.folded, Company.id)
        .limit(HITS)
    )
    found = []
    for id_, name, trade_name, owner_id, owner, team_id, seen in session.execute(query):
        why = _whose(person, owner_id, team_id, seen=bool(seen))
        found.append(
            Verdict("advertiser", id_, trade_name or name, "", owner or "", why)
        )
    return found


def _whose(
    person: Actor, owner_id: int | None, team_id: int | None, *, seen: bool
) -> Why:
    if person.reach is Reach.ALL:
        return Why.ALL
    if owner_id == person.user_id:
        return Why.OWNER
    if owner_id is None:
        return Why.NOBODYS
    if _is_mate(person, team_id):
        return Why.TEAM
    return Why.BOOKING if seen else Why.NOT


def _is_mate(person: Actor, team_id: int | None) -> bool:
    shares = person.reach is Reach.TEAM and person.team_id is not None
    return shares and team_id == person.team_id


def _bookings(session: Session, person: Actor, typed: str) -> list[Verdict]:
    owner, keeper = aliased(User), aliased(User)
    number = func.coalesce(Booking.number, Booking.quote_number)
    query = (
        select(
            Booking.id,
            number,
            Company.name,
            Company.trade_name,
            Booking.owner_id,
            owner.name,
            owner.team_id,
            Company.owner_id,
            keeper.team_id,
            _sees(person, Booking, Booking),
        )
        .join(Company, Company.id == Booking.advertiser_id)
        .join(owner, owner.id == Booking.owner_id)
        .outerjoin(keeper, keeper.id == Company.owner_id)
        .where(
            Booking.archived_at.is_(None),
            or_(
                number.icontains(typed.strip(), autoescape=True),
                Company.folded.startswith(fold(typed), autoescape=True),
            ),
        )
        .order_by(Booking.quoted_on.desc(), Booking.id.desc())
        .limit(HITS)
    )
    rows = session.execute(query).all()
    credited = _credited(session, person, [row[0] for row in rows])
    found = []
    for (
        id_,
        called,
        name,
        trade_name,
        by,
        by_name,
        team_id,
        kept_by,
        kept_team,
        seen,
    ) in rows:
        why = _whose(person, by, team_id, seen=bool(seen))
        if why is Why.BOOKING:
            of_advertiser = kept_by == person.user_id or _is_mate(person, kept_team)
            mine = id_ in credited or not of_advertiser
            why = Why.CREDITED if mine else Why.ADVERTISER
        found.append(Verdict("booking", id_, called, trade_name or name, by_name, why))
    return found


def _credited(session: Session, person: Actor, ids: list[int]) -> frozenset[int]:
    query = select(BookingCredit.booking_id).where(
        BookingCredit.booking_id.in_(ids), BookingCredit.user_id == person.user_id
    )
    return frozenset(session.scalars(query))
