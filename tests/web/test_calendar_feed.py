"""A person's deadlines behind a secret address: theirs alone, and ended at will."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.sign_ins import SignInMethod
from crm.services import bookings, setup
from crm.services.front import FrontDesk
from crm.services.lines import LineWish
from crm.store.models import CalendarFeed, User
from crm.web.request_log import told_path
from crm.web.visit import SESSION_COOKIE
from tests.factories import ITSELF, MORNING, Desk, make_desk, make_issue, make_quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.testclient import TestClient

    Visit = Callable[..., TestClient]


class Ground:
    """A desk with an option of Camille's, and who looks."""

    def __init__(self, front: FrontDesk, visit: Visit) -> None:
        self.front, self.visit = front, visit

        def fill(session: object) -> Desk:
            desk = make_desk(session)  # type: ignore[arg-type]
            issue = make_issue(session, desk)  # type: ignore[arg-type]
            held = make_quote(session, desk, LineWish(issue, desk.page, desk.c4))  # type: ignore[arg-type]
            bookings.option(session, desk.rep, held, until=date(2027, 3, 31))  # type: ignore[arg-type]
            setup.keep_setting(session, setup.OPENED, MORNING.isoformat())  # type: ignore[arg-type]
            return desk

        self.desk = front.store.write(fill, ITSELF)

    def seat(self, user_id: int | None) -> TestClient:
        client = self.visit(seat=None)
        method = SignInMethod.PASSWORD
        token = self.front.open_session(user_id or 0, method, address="", browser="")
        client.cookies.set(SESSION_COOKIE, token)
        return client

    def subscribe(self, user_id: int | None) -> str:
        page = self.seat(user_id).post("/account/calendar")
        assert page.headers["cache-control"] == "no-store"
        [path] = re.findall(
            r"<code>http://[^/]+(/feeds/[\w-]{43}\.ics)</code>", page.text
        )
        return str(path)

    def read(self, path: str) -> str:
        answer = self.visit(seat=None).get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        return answer.text.replace("\r\n ", "")


@pytest.fixture
def desk(store_url: str) -> Iterator[FrontDesk]:
    made = FrontDesk(store_url, now=lambda: MORNING)
    made.prepare()
    yield made
    made.store.close()


@pytest.fixture
def ground(desk: FrontDesk, visit: Visit) -> Ground:
    return Ground(desk, visit)


def test_each_reads_the_issues_and_their_own_deadlines(ground: Ground) -> None:
    hers = ground.read(ground.subscribe(ground.desk.rep.user_id))
    assert "SUMMARY:Bouclage\u00a0: Magazine\\, n° 62" in hers
    assert "DTSTART;VALUE=DATE:20270402" in hers
    assert "SUMMARY:Fin d’option\u00a0: Lumicité SAS\\, n° 62" in hers
    managers = ground.read(ground.subscribe(ground.desk.manager.user_id))
    assert "n° 62" in managers
    assert "Lumicité" not in managers


def test_the_language_is_its_owner_s(ground: Ground, desk: FrontDesk) -> None:
    def english(session: object) -> None:
        session.get_one(User, ground.desk.rep.user_id).language = "en"  # type: ignore[attr-defined]

    desk.store.write(english, ITSELF)
    told = ground.read(ground.subscribe(ground.desk.rep.user_id))
    assert "SUMMARY:Closing: Magazine\\, no. 62" in told


def test_a_new_address_or_none_ends_the_old_one(ground: Ground) -> None:
    rep = ground.desk.rep.user_id
    first, second = ground.subscribe(rep), ground.subscribe(rep)
    nobody = ground.visit(seat=None)
    assert nobody.get(first).status_code == 404
    assert nobody.get(second).status_code == 200
    client = ground.seat(rep)
    assert "Vous en avez une" in client.get("/account/calendar").text
    assert client.post("/account/calendar/end").headers["location"] == (
        "/account/calendar"
    )
    assert nobody.get(second).status_code == 404
    assert client.post("/account/calendar/end").status_code == 303


def test_who_has_left_is_told_nothing_more(ground: Ground, desk: FrontDesk) -> None:
    path = ground.subscribe(ground.desk.rep.user_id)

    def leave(session: object) -> None:
        session.get_one(User, ground.desk.rep.user_id).ended_on = MORNING.date()  # type: ignore[attr-defined]

    desk.store.write(leave, ITSELF)
    assert ground.visit(seat=None).get(path).status_code == 404


def test_the_store_knows_no_address_and_the_log_none(
    ground: Ground, desk: FrontDesk
) -> None:
    path = ground.subscribe(ground.desk.rep.user_id)
    token = path.removeprefix("/feeds/").removesuffix(".ics")
    with desk.reading() as session:
        [kept] = session.scalars(select(CalendarFeed.token_digest))
    assert token not in kept
    assert len(kept) == 64
    assert token not in told_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/x.ics",
        f"/feeds/{'x' * 5_000}.ics",
        "/feeds/%00.ics",
        "/feeds/",
        "/feeds/a/b",
    ],
)
def test_what_is_no_address_opens_nothing(path: str, ground: Ground) -> None:
    ground.subscribe(ground.desk.rep.user_id)
    assert ground.visit(seat=None).get(path).status_code == 404
