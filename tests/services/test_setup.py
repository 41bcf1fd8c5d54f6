"""A desk is opened once, from five answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.domain.errors import (
    AlreadySetUpError,
    AlreadyThereError,
    DeskError,
    MissingError,
    NotUnderstoodError,
)
from crm.domain.roles import Door, RoleCode
from crm.language.formats import tell
from crm.services import setup, users
from crm.services.setup import OwnDesk
from crm.store.models import User, VatRule
from crm.store.queries.magazine import list_titles
from crm.store.queries.users import acting_as, list_users
from tests.factories import ITSELF, MORNING, make_actor, make_desk
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.database import Store

ANSWERS = OwnDesk(
    "Ville Demain", "Éditions d’essai", "Inès Marchal", "ines@desk.example"
)


@both_engines
def test_a_desk_is_opened(session: Session) -> None:
    assert not setup.is_set_up(session)
    opener = acting_as(session, None, Door.SCREEN, MORNING)
    assert (opener.user_id, opener.role) == (None, RoleCode.ADMINISTRATOR)
    user_id = setup.start_own(session, opener, ANSWERS)
    assert setup.is_set_up(session)
    assert not setup.is_demonstration(session)
    [person] = list_users(session)
    assert (person.id, person.role) == (user_id, RoleCode.ADMINISTRATOR)
    actor = acting_as(session, 999, Door.SCREEN, MORNING)
    assert (actor.user_id, actor.discount_limit) == (user_id, 10_000)
    [title] = list_titles(session, actor)
    assert title.name == "Ville Demain"
    assert session.scalar(select(func.count(VatRule.id))) == 5


def test_a_desk_is_opened_once(session: Session) -> None:
    setup.start_own(session, make_actor(), ANSWERS)
    with pytest.raises(AlreadySetUpError) as refused:
        setup.start_own(session, make_actor(), ANSWERS)
    assert tell(refused.value) == "This desk is already set up. Open it instead."


def test_a_desk_with_people_is_not_opened_over_them(session: Session) -> None:
    make_desk(session)
    with pytest.raises(AlreadySetUpError):
        setup.start_own(session, make_actor(), ANSWERS)


@pytest.mark.parametrize(
    ("answers", "refusal", "field"),
    [
        (replace(ANSWERS, name=" "), MissingError, "name"),
        (replace(ANSWERS, publisher=""), MissingError, "publisher"),
        (replace(ANSWERS, title="\x00"), MissingError, "title"),
        (replace(ANSWERS, email="ines"), NotUnderstoodError, "email"),
        (replace(ANSWERS, phone="abc"), NotUnderstoodError, "phone"),
    ],
)
def test_a_missing_answer_is_named_and_leaves_nothing(
    store: Store, answers: OwnDesk, refusal: type[DeskError], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        store.write(
            lambda session: setup.start_own(session, make_actor(), answers), ITSELF
        )
    assert refused.value.field == field
    with store.reading(ITSELF) as session:
        assert not setup.is_set_up(session)
        assert session.scalar(select(func.count(User.id))) == 0


def test_an_address_is_one_person_s(session: Session) -> None:
    make_desk(session)
    with pytest.raises(AlreadyThereError) as refused:
        users.add_user(
            session, make_actor(), users.UserWish("Camille", "C@DESK.example")
        )
    assert tell(refused.value) == "“c@desk.example” exists already. Choose another."


def test_a_setting_is_kept_and_written_over(session: Session) -> None:
    assert setup.setting(session, "anchor_day") is None
    setup.keep_setting(session, "anchor_day", "2027-03-04")
    setup.keep_setting(session, "anchor_day", "2027-03-05")
    assert setup.setting(session, "anchor_day") == "2027-03-05"
