"""What each person sees: the one place where it is said, for every table.

A session is opened for somebody. Where that person's role does not reach the whole
desk, every statement of the session is narrowed here, before it is sent: by entity,
in joins, subqueries and loads, so that no page and no query can forget it. What
cannot be narrowed is refused. The few questions that concern everybody's records (how
much space is left, which name is taken, which tier an advertiser has reached) are
asked inside `beyond_scope`, which names its reason. The rules themselves are in
`crm.store.scope_rules`.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.sql import visitors

from crm.domain.roles import Reach, Right
from crm.store.scope_parts import PartEyes, parts
from crm.store.scope_rules import PERSONAL, PRIVATE, SCOPED, TARGETS, Eyes, NearEyes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import FromClause
    from sqlalchemy.orm import ORMExecuteState, Session
    from sqlalchemy.sql.base import ExecutableOption

    from crm.domain.roles import Actor
    from crm.store import models as m
    from crm.store.scope_rules import Rule


class UnscopedError(RuntimeError):
    """The program sent a statement that cannot be narrowed to what its asker sees."""


def asker_of(session: Session) -> Actor:
    """Return for whom a session was opened."""
    asker: Actor = session.info["asker"]
    return asker


@contextmanager
def beyond_scope(session: Session, why: str) -> Iterator[None]:
    """Look beyond what the session's asker sees, for a reason that is written down.

    What is found inside is worked with, or told masked; it is never shown as it is.
    """
    before = session.info.get("beyond")
    session.info["beyond"] = why
    try:
        yield
    finally:
        session.info["beyond"] = before


@contextmanager
def owned_by(session: Session, rep_id: int | None) -> Iterator[None]:
    """Ask for what somebody owns without narrowing it to what they own once more.

    Each statement asked inside names `rep_id` as who owns, or is credited for, its
    rows, and reads tables of `SCOPED` and `SHARED` alone: where that is the asker, or
    the asker reaches the whole desk, all of them are theirs to see. Where it is
    another, or nobody, the statements are narrowed as any.
    """
    asker = asker_of(session)
    own = rep_id is not None and rep_id == asker.user_id
    if (own or asker.reach is Reach.ALL) and session.info.get("beyond") is None:
        with beyond_scope(session, "what somebody owns, or reaches, is theirs to see"):
            yield
    else:
        yield


def whole_table(entity: type[m.Base], why: str) -> FromClause:  # noqa: ARG001  a reason is read
    """Return a table that is not narrowed, for a condition within a narrowed statement.

    It decides about rows; none of its own are told. The reason is written down.
    """
    return entity.__table__


def visible(session: Session, entity: type[m.Base]) -> ColumnElement[bool]:
    """Return the condition under which the session's asker sees an entity's row.

    For questions asked beyond the scope that tell which of their rows may be opened.
    """
    asker = asker_of(session)
    if entity not in _rules(asker):
        return true()
    return _condition(entity, asker.user_id or 0, asker.team_id, asker.reach)


def sees_all(session: Session, entity: type[m.Base]) -> bool:
    """Say whether the session's asker sees every row of an entity."""
    return entity not in _rules(asker_of(session))


def visible_each(session: Session, entity: type[m.Base]) -> ColumnElement[bool]:
    """Return the condition of `visible` on an entity's table, looked up row by row.

    For statements that are kept, and read a few rows of many. It is made of
    expressions, which cost some milliseconds each time they are put together.
    """
    asker = asker_of(session)
    rule = _rules(asker).get(entity)
    eyes = NearEyes(asker.user_id or 0, asker.team_id, asker.reach)
    return rule(entity.__table__.c, eyes) if rule else true()


def visible_parts(
    session: Session, entity: type[m.Base]
) -> Sequence[ColumnElement[bool]]:
    """Return the conditions of `visible` of which one has to hold, on a table.

    Each goes by an index of its own: for statements that ask for ids, one condition
    after the other, until enough are known.
    """
    asker = asker_of(session)
    rule = _rules(asker).get(entity)
    eyes = PartEyes(asker.user_id or 0, asker.team_id, asker.reach)
    return parts(rule(entity.__table__.c, eyes)) if rule else (true(),)


@contextmanager
def team_totals(session: Session, rep_id: int | None) -> Iterator[None]:
    """Sum everybody's figures where no one rep's are asked for.

    A rep sees their own figures and the team's totals; rows, and cuts that name
    others, are asked outside of this.
    """
    if rep_id is None and session.info.get("beyond") is None:
        with beyond_scope(session, "a rep sees the team's totals beside their own"):
            yield
    else:
        yield


def credited(session: Session, column: Any) -> ColumnElement[bool]:  # noqa: ANN401  a column
    """Return the condition that a figure is credited to whom the asker may follow."""
    asker = asker_of(session)
    if asker.user_id is None or asker.reach is Reach.ALL or session.info.get("beyond"):
        return true()
    return _eyes(asker).theirs(column)


def narrow(state: ORMExecuteState) -> None:
    """Narrow a statement to what its session's asker sees, before it is sent.

    Raises UnscopedError where that cannot be done.
    """
    asker = asker_of(state.session)
    rules = _rules(asker)
    changes = state.is_insert or state.is_update or state.is_delete
    if not rules or changes or state.session.info.get("beyond"):
        return
    if not state.is_orm_statement:
        raise UnscopedError(f"cannot be narrowed: {state.statement}")
    if options := [
        _option(entity, asker.user_id or 0, asker.team_id, asker.reach)
        for entity in _entities(state.statement)
        if entity in rules
    ]:
        state.statement = state.statement.options(*options)


def _eyes(asker: Actor) -> Eyes:
    return Eyes(asker.user_id or 0, asker.team_id, asker.reach)


def _rules(asker: Actor) -> Mapping[type[m.Base], Rule]:
    if asker.user_id is None:
        return {}
    return _RULES[
        asker.reach is not Reach.ALL,
        not asker.may(Right.ADMINISTER),
        not asker.may(Right.SEE_TARGETS),
    ]


_RULES: dict[tuple[bool, ...], Mapping[type[m.Base], Rule]] = {
    (reaches_less, sees_own, sees_own_targets): {
        **PRIVATE,
        **(SCOPED if reaches_less else {}),
        **(PERSONAL if sees_own else {}),
        **(TARGETS if sees_own_targets else {}),
    }
    for reaches_less in (False, True)
    for sees_own in (False, True)
    for sees_own_targets in (False, True)
}


@lru_cache(maxsize=4_096)
def _option(
    entity: type[m.Base], user_id: int, team_id: int | None, reach: Reach
) -> ExecutableOption:
    condition = _condition(entity, user_id, team_id, reach)
    return with_loader_criteria(
        entity, condition, include_aliases=True, propagate_to_loaders=False
    )


@lru_cache(maxsize=4_096)
def _condition(
    entity: type[m.Base], user_id: int, team_id: int | None, reach: Reach
) -> ColumnElement[bool]:
    rule = {**PRIVATE, **PERSONAL, **SCOPED, **TARGETS}[entity]
    return rule(entity, Eyes(user_id, team_id, reach))


def _entities(statement: Any) -> set[type[m.Base]]:  # noqa: ANN401  any statement
    """Return the mapped classes a statement names, at whatever depth."""
    found: set[type[m.Base]] = set()
    for element in visitors.iterate(statement):
        notes: Mapping[str, Any] = getattr(element, "_annotations", {})
        if (parent := notes.get("parententity")) is not None:
            found.add(parent.mapper.class_)
    return found
