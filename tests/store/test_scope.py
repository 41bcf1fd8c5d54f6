"""A session shows what its asker may see, and changes what they may change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select, text, union_all, update
from sqlalchemy.orm import aliased, selectinload

from crm.domain.errors import NotYoursError
from crm.domain.roles import EVERY_RIGHT, Reach, Right, RoleCode
from crm.store.append_only import AppendOnlyError
from crm.store.models import (
    Activity,
    AuditEntry,
    Booking,
    Company,
    Draft,
    LedgerEntry,
    Line,
    RateCard,
    Sector,
    User,
)
from crm.store.rights import RIGHTS
from crm.store.scope import UnscopedError, beyond_scope, visible
from tests.factories import MORNING, make_actor
from tests.postgres import both_engines
from tests.two_reps import SEES, make_two_reps

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def looking(session: Session, asker: Actor) -> Session:
    session.flush()
    session.expunge_all()
    session.info["asker"] = asker
    return session


SHAPES: dict[str, Callable[[Session, int], object]] = {
    "whole": lambda s, n: s.scalars(select(Company).where(Company.id == n)).all(),
    "by key": lambda s, n: s.get(Company, n) and [1],
    "aliased": lambda s, n: s.scalars(
        select(one.id).where(one.id == n) if (one := aliased(Company)) else None
    ).all(),
    "counted": lambda s, n: s.scalar(
        select(func.count()).select_from(
            select(Company.id).where(Company.id == n).subquery()
        )
    ),
    "united": lambda s, n: s.execute(
        union_all(
            select(Company.id).where(Company.id == n),
            select(Booking.id).where(Booking.advertiser_id == n),
        )
    ).all(),
    "joined": lambda s, n: s.execute(
        select(Booking.id, Company.name)
        .join(Company, Company.id == Booking.advertiser_id)
        .where(Company.id == n)
    ).all(),
    "below": lambda s, n: s.scalars(
        select(User.id).where(
            User.id.in_(select(Company.owner_id).where(Company.id == n))
        )
    ).all(),
    "common table": lambda s, n: s.execute(
        select(found.c.id)
        if (found := select(Company.id).where(Company.id == n).cte()) is not None
        else None
    ).all(),
    "summed": lambda s, n: s.scalar(
        select(func.sum(LedgerEntry.net_cents)).where(LedgerEntry.company_id == n)
    ),
}


@both_engines
def test_whatever_the_shape_of_the_question(session: Session) -> None:
    ids = make_two_reps(session)
    for who, sees in SEES.items():
        look = looking(session, ids.askers[who])
        for shape, ask in SHAPES.items():
            assert bool(ask(look, ids.company_id)) is sees, (who, shape)


def test_loads_that_follow_are_narrowed_too(session: Session) -> None:
    """Camille owns the advertiser; Paul is credited for a booking she then sees."""
    ids = make_two_reps(session)
    looking(session, ids.askers["rep"])
    query = select(Booking).options(selectinload(Booking.lines))
    for booking in session.scalars(query):
        assert booking.id not in {ids.booking_id, ids.option_id}
        assert booking.lines


def test_two_people_ask_in_turn_and_each_is_answered(session: Session) -> None:
    """The narrowing is kept between statements: never one person's for another."""
    ids = make_two_reps(session)
    rep, paul = ids.askers["rep"], ids.paul
    for asker, theirs in ((rep, False), (paul, True), (rep, False), (paul, True)):
        found = looking(session, asker).scalars(select(Booking.id)).all()
        assert (ids.booking_id in found) is theirs


def test_what_cannot_be_narrowed_is_refused(session: Session) -> None:
    ids = make_two_reps(session)
    looking(session, ids.askers["rep"])
    for question in (text("select name from company"), select(Company.__table__)):
        with pytest.raises(UnscopedError):
            session.execute(question)


def test_beyond_the_scope_and_back(session: Session) -> None:
    ids = make_two_reps(session)
    looking(session, ids.askers["rep"])
    query = select(Booking.id, visible(session, Booking))
    with beyond_scope(session, "the test wants to know"):
        found = {row[0]: bool(row[1]) for row in session.execute(query)}
    assert found[ids.booking_id] is False
    assert any(found.values())
    assert session.scalars(select(Booking.id)).all() == [
        key for key, seen in found.items() if seen
    ]


def test_an_advertiser_nobody_owns_is_everybodys(session: Session) -> None:
    ids = make_two_reps(session)
    session.get_one(Company, ids.company_id).owner_id = None
    session.flush()
    looking(session, ids.askers["rep"])
    assert session.get(Company, ids.company_id)
    assert session.get(Booking, ids.booking_id) is None


def test_the_new_owner_sees_what_was_sold_before(session: Session) -> None:
    ids = make_two_reps(session)
    rep = ids.askers["rep"]
    session.get_one(Company, ids.company_id).owner_id = rep.user_id
    looking(session, rep)
    assert session.get(Booking, ids.booking_id)
    assert session.scalars(select(Line).where(Line.booking_id == ids.booking_id)).all()
    assert session.get(Activity, ids.activity_id)


# --- What may be changed ------------------------------------------------------


def changing(session: Session, right: Right | None) -> Actor:
    """Return somebody who sees everything and has one right, or none."""
    actor = make_actor(session.scalars(select(User.id).limit(1)).one())
    rights = frozenset() if right is None else frozenset({right})
    return replace(
        actor, standing=replace(actor.standing, reach=Reach.ALL, rights=rights)
    )


def test_every_right_opens_its_own_tables_and_no_others(session: Session) -> None:
    ids = make_two_reps(session)
    rows = {
        Right.WRITE: session.get_one(Company, ids.company_id),
        Right.CHANGE_RATE_CARDS: session.get_one(RateCard, ids.desk.card_id),
        Right.MANAGE_TITLES: session.get_one(
            next(t for t in RIGHTS if t.__name__ == "Issue"), ids.issue_id
        ),
        Right.ADMINISTER: session.get_one(User, ids.paul.user_id),
    }
    session.flush()
    for right, row in rows.items():
        name = "name_fr" if hasattr(row, "name_fr") else "name"
        for held in (None, *EVERY_RIGHT):
            session.info["asker"] = changing(session, held)
            setattr(row, name, f"{getattr(row, name)}.")
            if held is right:
                session.flush()
            else:
                with pytest.raises(NotYoursError):
                    session.flush()
                session.expire(row)


def test_a_reader_changes_nothing_by_any_way(session: Session) -> None:
    ids = make_two_reps(session)
    session.flush()
    session.info["asker"] = ids.askers["reader"]
    for change in (
        update(Company).values(name="x"),
        delete(Company).where(Company.id == ids.company_id),
    ):
        with pytest.raises(NotYoursError):
            session.execute(change)
    session.add(Sector(code="x", name_fr="x", name_en="x"))
    with pytest.raises(NotYoursError):
        session.flush()


def test_nobody_raises_themselves(session: Session) -> None:
    ids = make_two_reps(session)
    rep = ids.askers["rep"]
    session.flush()
    session.info["asker"] = rep
    row = session.get_one(User, rep.user_id)
    row.language = "en"
    session.flush()
    row.role_id = 3
    with pytest.raises(NotYoursError):
        session.flush()


def test_a_draft_is_its_writers_alone(session: Session) -> None:
    ids = make_two_reps(session)
    session.add(
        Draft(
            user_id=ids.paul.user_id,
            form="call",
            typed={},
            begun_at=MORNING,
            changed_at=MORNING,
        )
    )
    for who, asker in ids.askers.items():
        found = looking(session, asker).scalars(select(Draft)).all()
        assert bool(found) is (who == "owner"), who


@pytest.mark.parametrize("table", [AuditEntry, LedgerEntry])
def test_what_was_posted_is_not_changed_in_bulk(
    session: Session, table: type[AuditEntry | LedgerEntry]
) -> None:
    make_two_reps(session)
    session.flush()
    for change in (update(table).values(id=0), delete(table)):
        with pytest.raises(AppendOnlyError):
            session.execute(change)


def test_the_roles_are_the_four() -> None:
    assert set(RoleCode) == {"rep", "manager", "administrator", "reader"}
