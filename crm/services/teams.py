"""Teams: people who see each other's records where their role reaches the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.account_errors import OwnRightsError, TeamNotEmptyError
from crm.domain.errors import AlreadyThereError, MissingError, UnknownError, words
from crm.domain.names import fold
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.store.models import Team, User

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def add_team(session: Session, actor: Actor, name: str) -> int:
    """Add a team; return its id. Raises NotYoursError, MissingError, AlreadyThereError.

    Two names that differ by case or accents only are the same.
    """
    actor.require(Right.ADMINISTER)
    team = Team(name=_name(session, name, None))
    session.add(team)
    session.flush()
    record(session, actor, "add", "team", team.id, name=team.name)
    return team.id


def rename_team(session: Session, actor: Actor, team_id: int, name: str) -> None:
    """Rename a team. Raises what `add_team` raises, and UnknownError."""
    team = _team(session, actor, team_id)
    before, after = team.name, _name(session, name, team_id)
    if before != after:
        team.name = after
        record(session, actor, "rename", "team", team_id, name=(before, after))
        session.flush()


def remove_team(session: Session, actor: Actor, team_id: int) -> None:
    """Remove a team nobody is in, not even somebody who left.

    Raises NotYoursError, UnknownError, TeamNotEmptyError.
    """
    team = _team(session, actor, team_id)
    if session.scalars(select(User.id).where(User.team_id == team_id)).first():
        raise TeamNotEmptyError(team=team.name)
    session.delete(team)
    record(session, actor, "remove", "team", team_id, name=(team.name, None))
    session.flush()


def seat_in_team(
    session: Session, actor: Actor, team_id: int, user_ids: Collection[int]
) -> None:
    """Make a team of exactly these people; who is not among them leaves it.

    A person is in one team at most. Raises NotYoursError, UnknownError, OwnRightsError
    where the actor would come or go themselves.
    """
    _team(session, actor, team_id)
    in_it = select(User).where((User.team_id == team_id) | User.id.in_(user_ids))
    for user in session.scalars(in_it.order_by(User.id)):
        after = team_id if user.id in user_ids else None
        if user.team_id == after:
            continue
        if user.id == actor.user_id:
            raise OwnRightsError
        before, user.team_id = user.team_id, after
        user.version += 1
        user.changed_at = actor.at
        record(session, actor, "change_role", "user", user.id, team_id=(before, after))
    session.flush()


def _team(session: Session, actor: Actor, team_id: int) -> Team:
    actor.require(Right.ADMINISTER)
    team = session.get(Team, team_id)
    if team is None:
        raise UnknownError
    return team


def _name(session: Session, typed: str, team_id: int | None) -> str:
    name = clean_line(typed, longest=80)
    if not name:
        raise MissingError(field="name", label=words("Name"))
    for other_id, other in session.execute(select(Team.id, Team.name)):
        if other_id != team_id and fold(other) == fold(name):
            raise AlreadyThereError(field="name", value=other)
    return name
