"""What one person sees and may do: the same as their own sessions find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.domain.errors import NotYoursError
from crm.domain.roles import STANDINGS, Reach, Right, RoleCode
from crm.services import roles as role_service
from crm.store.models import Booking, Company, Contact, Opportunity, Role
from crm.store.queries.handover import left_by, list_owned
from crm.store.queries.roles import Why, verdicts, what_may
from tests.factories import ITSELF
from tests.postgres import both_engines
from tests.two_reps import SECRET, TwoReps, make_two_reps

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

PARTS = {
    "companies": Company,
    "contacts": Contact,
    "bookings": Booking,
    "opportunities": Opportunity,
}


@pytest.fixture
def ids(session: Session) -> TwoReps:
    return make_two_reps(session)


def reaches_team(session: Session) -> None:
    """Let the role of a rep reach the team, in the store too."""
    rep = session.scalars(select(Role).where(Role.code == RoleCode.REP)).one()
    rep.reach = Reach.TEAM
    session.flush()


def through_the_eyes_of(session: Session, person: Actor, table: type) -> int:
    session.info["asker"] = person
    found = session.scalars(select(func.count(table.id))).one()  # type: ignore[attr-defined]
    session.info["asker"] = ITSELF
    return int(found)


@both_engines
@pytest.mark.parametrize("team", [False, True], ids=["own", "team"])
def test_the_counts_are_those_of_the_person_s_own_sessions(
    session: Session, ids: TwoReps, *, team: bool
) -> None:
    if team:
        reaches_team(session)
    nora = ids.askers["administrator"]
    for who in ("rep", "owner", "same team", "other team", "reader", "manager"):
        told = what_may(session, nora, ids.askers[who].user_id or 0)
        assert told is not None
        for name, table in PARTS.items():
            part = getattr(told, name)
            own = through_the_eyes_of(session, told.actor, table)
            assert part.seen == own, (who, name)
            assert part.all == through_the_eyes_of(session, ITSELF, table)
    assert told.companies.seen == told.companies.all == 4


def test_one_reads_one_s_own_and_an_administrator_everybody_s(
    session: Session, ids: TwoReps
) -> None:
    rep, nora = ids.askers["rep"], ids.askers["administrator"]
    own = what_may(session, rep, rep.user_id or 0)
    assert own is not None
    assert own.actor.standing.rights == {Right.WRITE}
    assert what_may(session, rep, ids.paul.user_id or 0) is None
    assert what_may(session, ids.askers["manager"], rep.user_id or 0) is None
    assert what_may(session, nora, 999) is None
    mates = what_may(session, nora, ids.paul.user_id or 0)
    assert mates is not None
    assert (mates.team_name, mates.team) == ("Paris", ("Marc Olin",))


@both_engines
def test_each_record_says_why_it_is_seen_or_whose_it_is(
    session: Session, ids: TwoReps
) -> None:
    reaches_team(session)
    nora = ids.askers["administrator"]

    def why(who: str, typed: str) -> dict[str, Why]:
        person = what_may(session, nora, ids.askers[who].user_id or 0)
        assert person is not None
        found = verdicts(session, nora, person.actor, typed)
        return {row.page: row.why for row in found}

    assert why("owner", SECRET) == {"advertiser": Why.OWNER, "booking": Why.OWNER}
    assert why("same team", SECRET) == {"advertiser": Why.TEAM, "booking": Why.TEAM}
    assert why("rep", SECRET) == {"advertiser": Why.NOT, "booking": Why.NOT}
    assert why("reader", SECRET) == {"advertiser": Why.ALL, "booking": Why.ALL}
    session.get_one(Company, ids.company_id).owner_id = None
    session.flush()
    assert why("rep", SECRET)["advertiser"] is Why.NOBODYS
    session.get_one(Company, ids.company_id).owner_id = ids.desk.rep.user_id
    session.flush()
    assert why("rep", SECRET) == {"advertiser": Why.OWNER, "booking": Why.ADVERTISER}
    assert why("owner", SECRET)["advertiser"] is Why.BOOKING
    assert why("owner", "  ") == {}


def test_the_verdicts_agree_with_the_person_s_own_session(
    session: Session, ids: TwoReps
) -> None:
    nora = ids.askers["administrator"]
    for who, person in ids.askers.items():
        for typed in (SECRET, "Lumicité", "Agence"):
            for row in verdicts(session, nora, person, typed):
                table = Company if row.page == "advertiser" else Booking
                session.expunge_all()
                session.info["asker"] = person
                there = session.scalars(select(table.id).where(table.id == row.id))
                assert (there.first() is not None) is row.seen, (who, row)
                session.info["asker"] = ITSELF


def test_only_who_administers_looks_over_the_whole_desk(
    session: Session, ids: TwoReps
) -> None:
    for who in ("rep", "manager", "reader", "same team"):
        asker = ids.askers[who]
        with pytest.raises(NotYoursError):
            verdicts(session, asker, ids.paul, SECRET)
    for who in ("rep", "reader", "same team"):
        asker = ids.askers[who]
        assert list_owned(session, asker, ids.paul.user_id or 0) == []
        assert not left_by(session, asker, ids.paul.user_id or 0).is_something


def test_a_right_that_was_taken_away_is_gone_from_the_page(
    session: Session, ids: TwoReps
) -> None:
    nora = ids.askers["administrator"]
    none = STANDINGS[RoleCode.READER]
    role_service.change_standing(session, nora, RoleCode.MANAGER, none, 1)
    told = what_may(session, nora, ids.askers["manager"].user_id or 0)
    assert told is not None
    assert told.actor.standing == none
