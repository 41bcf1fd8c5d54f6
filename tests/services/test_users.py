"""People at the desk: who may change whom, and how one leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.account_errors import (
    LastAdministratorError,
    OwnRightsError,
    TeamNotEmptyError,
)
from crm.domain.errors import (
    AlreadyThereError,
    ChangedError,
    DateOrderError,
    DeskError,
    MissingError,
    NotUnderstoodError,
    NotYoursError,
    RangeError,
    UnknownError,
)
from crm.domain.roles import STANDINGS, Actor, Reach, Right, RoleCode
from crm.domain.sign_ins import LinkPurpose, SignInMethod
from crm.services import roles, sign_ins, teams, users
from crm.services.users import UserWish
from crm.store.database import Store
from crm.store.models import AuditEntry, OneTimeLink, Role, SignIn, User
from crm.store.queries.roles import list_roles
from crm.store.queries.sign_ins import visitor_of
from crm.store.queries.users import list_people, list_sessions, list_teams
from tests.factories import ITSELF, MORNING, Desk, make_actor, make_desk
from tests.postgres import both_engines

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

TODAY = MORNING.date()


@dataclass(frozen=True)
class House:
    """A small desk, and two people who administer it."""

    desk: Desk
    nora: Actor
    omar: Actor


def furnish(session: Session) -> House:
    desk = make_desk(session)

    def administrator(name: str, email: str) -> Actor:
        wish = UserWish(name, email, RoleCode.ADMINISTRATOR)
        id_ = users.add_user(session, ITSELF, wish)
        return make_actor(id_, RoleCode.ADMINISTRATOR, name=name)

    nora = administrator("Nora Amsellem", "n@desk.example")
    return House(desk, nora, administrator("Omar Diallo", "o@desk.example"))


@pytest.fixture
def house(session: Session) -> House:
    return furnish(session)


def changes(session: Session, entity: str, action: str) -> list[dict[str, object]]:
    query = select(AuditEntry).where(
        AuditEntry.entity == entity, AuditEntry.action == action
    )
    return [row.changes for row in session.scalars(query.order_by(AuditEntry.id))]


def wish_of(session: Session, user_id: int | None, **other: str) -> UserWish:
    user = session.get_one(User, user_id)
    told = UserWish(user.name, user.email, job=user.job, phone=user.phone_raw)
    return replace(told, **other)  # type: ignore[arg-type]


# --- A person changes --------------------------------------------------------


@both_engines
def test_a_person_is_changed_and_what_they_were_is_kept(
    session: Session, house: House
) -> None:
    rep = house.desk.rep.user_id or 0
    wish = wish_of(session, rep, job="Cheffe de publicité", phone="06 39 98 12 34")
    users.change_user(session, house.nora, rep, wish, version=1)
    user = session.get_one(User, rep)
    assert (user.job, user.phone_e164) == ("Cheffe de publicité", "+33639981234")
    assert user.version == 2
    [told] = changes(session, "user", "change")
    assert told["job"] == ["", "Cheffe de publicité"]
    assert "name" not in told


def test_nothing_changed_is_nothing_written(session: Session, house: House) -> None:
    rep = house.desk.rep.user_id or 0
    users.change_user(session, house.nora, rep, wish_of(session, rep), version=1)
    assert changes(session, "user", "change") == []
    assert session.get_one(User, rep).version == 1


def test_one_changes_one_s_own_name_but_not_the_address_one_signs_in_with(
    session: Session, house: House
) -> None:
    rep = house.desk.rep
    own = rep.user_id or 0
    wish = wish_of(session, own, name="Camille R.")
    users.change_user(session, rep, own, wish, version=1)
    with pytest.raises(OwnRightsError) as refused:
        users.change_user(
            session, rep, own, replace(wish, email="x@desk.example"), version=2
        )
    assert refused.value.field == "email"


def test_only_an_administrator_changes_somebody_else(
    session: Session, house: House
) -> None:
    rep = house.desk.rep.user_id or 0
    for stranger in (house.desk.manager, make_actor(99, RoleCode.READER)):
        with pytest.raises(NotYoursError):
            users.change_user(session, stranger, rep, wish_of(session, rep), 1)


@pytest.mark.parametrize(
    ("other", "refusal", "field"),
    [
        ({"name": "  "}, MissingError, "name"),
        ({"email": "nobody"}, NotUnderstoodError, "email"),
        ({"email": "H@desk.example"}, AlreadyThereError, "email"),
        ({"phone": "call me"}, NotUnderstoodError, "phone"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(
    session: Session,
    house: House,
    other: dict[str, str],
    refusal: type[DeskError],
    field: str,
) -> None:
    rep = house.desk.rep.user_id or 0
    with pytest.raises(refusal) as refused:
        users.change_user(session, house.nora, rep, wish_of(session, rep, **other), 1)
    assert refused.value.field == field


def test_a_change_over_somebody_else_s_is_refused(
    session: Session, house: House
) -> None:
    rep = house.desk.rep.user_id or 0
    with pytest.raises(ChangedError):
        users.change_user(session, house.nora, rep, wish_of(session, rep), version=7)
    with pytest.raises(UnknownError):
        users.change_user(session, house.nora, 999, wish_of(session, rep), version=1)


# --- Roles and teams ---------------------------------------------------------


@both_engines
def test_a_role_changes_what_a_person_may_from_the_next_look(
    session: Session, house: House
) -> None:
    rep = house.desk.rep.user_id or 0
    token = sign_ins.open_sign_in(session, ITSELF, rep, SignInMethod.PASSWORD)
    users.change_role_of(session, house.nora, rep, RoleCode.MANAGER, None)
    visitor = visitor_of(session, token, MORNING)
    assert visitor is not None
    assert visitor.actor.may(Right.EXPORT)
    [told] = changes(session, "user", "change_role")
    assert told == {"role": ["rep", "manager"]}


def test_nobody_changes_what_they_themselves_may(
    session: Session, house: House
) -> None:
    nora = house.nora
    own = nora.user_id or 0
    team = teams.add_team(session, nora, "Sud")
    refused: list[Callable[[], object]] = [
        lambda: users.change_role_of(session, nora, own, RoleCode.REP, None),
        lambda: users.end_user(session, nora, own, TODAY, None),
        lambda: users.bring_back(session, nora, own),
        lambda: teams.seat_in_team(session, nora, team, {own}),
        lambda: roles.change_standing(
            session,
            nora,
            RoleCode.ADMINISTRATOR,
            STANDINGS[RoleCode.ADMINISTRATOR],
            1,
        ),
    ]
    for action in refused:
        with pytest.raises(OwnRightsError):
            action()


def test_only_who_administers_changes_roles(session: Session, house: House) -> None:
    manager = house.desk.manager
    rep = house.desk.rep.user_id or 0
    standing = STANDINGS[RoleCode.REP]
    refused: list[Callable[[], object]] = [
        lambda: users.change_role_of(session, manager, rep, RoleCode.READER, None),
        lambda: users.end_user(session, manager, rep, TODAY, None),
        lambda: users.bring_back(session, manager, rep),
        lambda: teams.add_team(session, manager, "Sud"),
        lambda: roles.change_standing(session, manager, RoleCode.REP, standing, 1),
    ]
    for action in refused:
        with pytest.raises(NotYoursError):
            action()


def test_somebody_who_no_longer_administers_is_refused_whatever_they_thought(
    session: Session, house: House
) -> None:
    omar = house.omar.user_id or 0
    users.change_role_of(session, house.nora, omar, RoleCode.REP, None)
    with pytest.raises(NotYoursError):
        users.change_role_of(
            session, house.omar, house.nora.user_id or 0, RoleCode.REP, None
        )


def test_the_last_administrator_stays(session: Session, house: House) -> None:
    nora, omar = house.nora.user_id or 0, house.omar.user_id or 0
    users.end_user(session, house.nora, omar, TODAY, None)
    with pytest.raises(LastAdministratorError):
        users.end_user(session, ITSELF, nora, TODAY, None)
    with pytest.raises(LastAdministratorError):
        users.change_role_of(session, ITSELF, nora, RoleCode.MANAGER, None)


@both_engines
def test_a_role_s_rights_are_rows_that_are_changed(
    session: Session, house: House
) -> None:
    wider = replace(
        STANDINGS[RoleCode.REP],
        reach=Reach.TEAM,
        rights=frozenset({Right.WRITE, Right.EXPORT}),
        discount_limit=1_000,
    )
    roles.change_standing(session, house.nora, RoleCode.REP, wider, 1)
    row = next(row for row in list_roles(session, house.nora) if row.code == "rep")
    assert (row.standing, row.version) == (wider, 2)
    [told] = changes(session, "role", "change")
    assert told == {
        "reach": ["own", "team"],
        "discount_limit": [500, 1_000],
        "may_export": [False, True],
    }
    with pytest.raises(ChangedError):
        roles.change_standing(session, house.nora, RoleCode.REP, wider, 1)
    with pytest.raises(RangeError):
        roles.change_standing(
            session, house.nora, RoleCode.REP, replace(wider, discount_limit=10_001), 2
        )


def test_administrators_always_administer(session: Session, house: House) -> None:
    manages = replace(
        STANDINGS[RoleCode.MANAGER], rights=STANDINGS[RoleCode.ADMINISTRATOR].rights
    )
    roles.change_standing(session, house.nora, RoleCode.MANAGER, manages, 1)
    manager = replace(house.desk.manager, standing=manages)
    less = STANDINGS[RoleCode.READER]
    with pytest.raises(LastAdministratorError):
        roles.change_standing(session, manager, RoleCode.ADMINISTRATOR, less, 1)


@both_engines
def test_teams_are_made_filled_renamed_and_removed_when_empty(
    session: Session, house: House
) -> None:
    nora, rep = house.nora, house.desk.rep.user_id or 0
    south = teams.add_team(session, nora, "  Sud ")
    teams.seat_in_team(session, nora, south, {rep})
    [team] = list_teams(session, nora)
    assert (team.name, team.people) == ("Sud", {rep: "Camille Roussel"})
    with pytest.raises(AlreadyThereError):
        teams.add_team(session, nora, "SUD")
    teams.rename_team(session, nora, south, "Grand Sud")
    with pytest.raises(TeamNotEmptyError):
        teams.remove_team(session, nora, south)
    teams.seat_in_team(session, nora, south, set())
    teams.remove_team(session, nora, south)
    assert list_teams(session, nora) == []
    with pytest.raises(UnknownError):
        teams.rename_team(session, nora, south, "Nord")
    assert changes(session, "team", "rename") == [{"name": ["Sud", "Grand Sud"]}]


# --- Leaving and coming back -------------------------------------------------


@both_engines
def test_who_leaves_opens_nothing_any_more(session: Session, house: House) -> None:
    rep = house.desk.rep.user_id or 0
    token = sign_ins.open_sign_in(session, ITSELF, rep, SignInMethod.PASSWORD)
    session.add(
        OneTimeLink(
            token_digest="d",
            user_id=rep,
            purpose=LinkPurpose.RESET,
            made_at=MORNING,
            expires_at=MORNING + timedelta(days=1),
        )
    )
    session.flush()
    heir = house.desk.manager.user_id
    moved = users.end_user(session, house.nora, rep, TODAY, heir)
    assert moved.companies == 2
    assert visitor_of(session, token, MORNING) is None
    assert session.scalars(select(SignIn.ended_at)).all() == [MORNING]
    assert session.scalars(select(OneTimeLink.expires_at)).all() == [MORNING]
    user = session.get_one(User, rep)
    assert user.ended_on == TODAY
    people = list_people(session, house.nora)
    assert people[-1].id == rep
    assert people[-1].companies == 0


def test_nobody_leaves_records_behind(session: Session, house: House) -> None:
    rep = house.desk.rep.user_id or 0
    with pytest.raises(MissingError) as refused:
        users.end_user(session, house.nora, rep, TODAY, None)
    assert refused.value.field == "heir"


def test_nobody_leaves_tomorrow(session: Session, house: House) -> None:
    omar = house.omar.user_id or 0
    with pytest.raises(DateOrderError):
        users.end_user(session, house.nora, omar, TODAY + timedelta(days=1), None)


def test_who_left_may_come_back(session: Session, house: House) -> None:
    omar = house.omar.user_id or 0
    users.end_user(session, house.nora, omar, date(2027, 3, 1), None)
    users.bring_back(session, house.nora, omar)
    assert session.get_one(User, omar).ended_on is None
    assert changes(session, "user", "bring_back") == [
        {"ended_on": ["2027-03-01", None]}
    ]


def race(
    store_url: str, actions: list[tuple[Actor, Callable[[Session], object]]]
) -> list[str]:
    """Run actions at the same moment, each with a store of its own; tell the ends."""
    start, told = Barrier(len(actions)), [""] * len(actions)

    def run(place: int, actor: Actor, action: Callable[[Session], object]) -> None:
        store = Store(store_url)
        with store.reading(actor) as session:
            session.scalars(select(Role.id)).all()
        start.wait()
        try:
            store.write(action, actor)
            told[place] = "done"
        except DeskError as refusal:
            told[place] = type(refusal).__name__
        finally:
            store.close()

    threads = [
        Thread(target=run, args=(place, *action))
        for place, action in enumerate(actions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.unaudited("its desk is made by hand")
@both_engines
@pytest.mark.parametrize("ends", [True, False], ids=["end", "demote"])
def test_two_administrators_do_not_remove_each_other(
    store: Store, store_url: str, *, ends: bool
) -> None:
    with store.writing(ITSELF) as session:
        house = furnish(session)
    nora, omar = house.nora.user_id or 0, house.omar.user_id or 0

    def take(session: Session, actor: Actor, whom: int) -> None:
        if ends:
            users.end_user(session, actor, whom, TODAY, None)
        else:
            users.change_role_of(session, actor, whom, RoleCode.REP, None)

    for _round in range(4):
        told = race(
            store_url,
            [
                (house.nora, lambda session: take(session, house.nora, omar)),
                (house.omar, lambda session: take(session, house.omar, nora)),
            ],
        )
        assert sorted(told) == ["NotYoursError", "done"]
        with store.reading(ITSELF) as session:
            there = [
                row
                for row in list_people(session, ITSELF)
                if row.role is RoleCode.ADMINISTRATOR and row.ended_on is None
            ]
            assert len(there) == 1
        with store.writing(ITSELF) as session:
            for user in session.scalars(select(User).where(User.id.in_([nora, omar]))):
                user.ended_on = None
                user.role_id = session.scalars(
                    select(Role.id).where(Role.code == RoleCode.ADMINISTRATOR)
                ).one()


# --- Lists -------------------------------------------------------------------


@both_engines
def test_an_administrator_sees_who_is_signed_in_where(
    session: Session, house: House
) -> None:
    rep = house.desk.rep.user_id or 0
    sign_ins.open_sign_in(
        session, ITSELF, rep, SignInMethod.PASSWORD, browser="Firefox"
    )
    row = next(one for one in list_people(session, house.nora) if one.id == rep)
    assert (row.sessions, row.seen_at, row.companies) == (1, MORNING, 2)
    assert not row.has_password
    [browser] = list_sessions(session, house.nora, rep)
    assert browser.browser == "Firefox"
    with pytest.raises(NotYoursError):
        list_people(session, house.desk.manager)


def test_a_person_finds_their_own_sessions_only(store: Store) -> None:
    with store.writing(ITSELF) as session:
        house = furnish(session)
        rep, manager = house.desk.rep, house.desk.manager
        for actor in (rep, manager):
            sign_ins.open_sign_in(
                session, ITSELF, actor.user_id or 0, SignInMethod.PASSWORD
            )
    with store.reading(rep) as session:
        assert len(list_sessions(session, rep, rep.user_id or 0)) == 1
        assert list_sessions(session, rep, manager.user_id or 0) == []
