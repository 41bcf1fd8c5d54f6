"""Who a provider's people are at the desk, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.account_errors import NoAccountError
from crm.domain.errors import NotYoursError, UnknownError
from crm.domain.roles import RoleCode
from crm.services import pending, providers
from crm.services.pending import Waiting
from crm.services.providers import ProvenIdentity
from crm.store.models import AuditEntry, User
from tests.factories import ITSELF, MORNING, make_actor, make_desk
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ISSUER = "https://id.desk.example"
CAMILLE = ProvenIdentity(ISSUER, "1", "c@desk.example")


@both_engines
def test_one_is_linked_once(session: Session) -> None:
    desk = make_desk(session)
    upper = ProvenIdentity(ISSUER, "1", " C@Desk.Example ")
    assert providers.identify(session, ITSELF, upper) == desk.rep.user_id
    assert providers.identify(session, ITSELF, CAMILLE) == desk.rep.user_id
    listed = providers.identities(session, ITSELF, desk.rep.user_id or 0)
    assert listed == [providers.IdentityRow(ISSUER, MORNING)]
    elsewhere = ProvenIdentity("https://other.example", "1", "c@desk.example")
    assert providers.identify(session, ITSELF, elsewhere) == desk.rep.user_id
    query = select(AuditEntry.changes).where(AuditEntry.action == "link")
    assert [changes["issuer"] for changes in session.scalars(query)] == [
        ISSUER,
        "https://other.example",
    ]


@both_engines
def test_whoever_was_archived_stays_out(session: Session) -> None:
    desk = make_desk(session)
    providers.identify(session, ITSELF, CAMILLE)
    session.get_one(User, desk.rep.user_id).archived_at = MORNING
    with pytest.raises(NoAccountError):
        providers.identify(session, ITSELF, CAMILLE)


@both_engines
def test_an_administrator_unlinks(session: Session) -> None:
    desk = make_desk(session)
    providers.identify(session, ITSELF, CAMILLE)
    user_id = desk.rep.user_id or 0
    with pytest.raises(NotYoursError):
        providers.unlink(session, desk.manager, user_id, ISSUER)
    boss = make_actor(desk.manager.user_id, RoleCode.ADMINISTRATOR)
    providers.unlink(session, boss, user_id, ISSUER)
    with pytest.raises(UnknownError):
        providers.unlink(session, boss, user_id, ISSUER)
    assert providers.identities(session, boss, user_id) == []
    renewed = ProvenIdentity(ISSUER, "2", "c@desk.example")
    assert providers.identify(session, ITSELF, renewed) == user_id


@both_engines
def test_a_sign_in_under_way_is_taken_up_once(session: Session) -> None:
    make_desk(session)
    ticket = pending.new_ticket()
    waiting = Waiting("house", None, "n", "v", "/bookings")
    pending.put_aside(session, ITSELF, ticket.state, waiting, timedelta(minutes=1))
    assert pending.look_up(session, ITSELF, ticket.state) == waiting
    assert pending.take_up(session, ITSELF, ticket.state) == waiting
    assert pending.take_up(session, ITSELF, ticket.state) is None
    assert pending.belongs(ticket.state, ticket.cookie)
    assert not pending.belongs(ticket.state, ticket.state)
