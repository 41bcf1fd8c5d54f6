"""The audit's page, and the history on the pages of records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from crm.domain.roles import RoleCode
from crm.services import seals, users
from crm.services.audit import record
from crm.services.lines import LineWish
from crm.ui.map import pages_for
from tests import factories
from tests.factories import ITSELF

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

HOSTILE = "![i](http://evil.example) <b>x</b>"


@pytest.fixture
def admin_desk(real_desk: RealDesk) -> RealDesk:
    """Sit down as the administrator."""
    wish = users.UserWish(
        "Paul K.", "p@desk.example", RoleCode.ADMINISTRATOR, language="en"
    )

    def add(session: Session) -> None:
        real_desk.seat = users.add_user(session, ITSELF, wish)

    real_desk.writing(add)
    return real_desk


def seal(desk: RealDesk) -> None:
    desk.writing(lambda session: seals.seal_due(session, ITSELF))


def drawn(page: AppTest) -> str:
    return "\n".join(mark.value for mark in page.markdown)


def test_the_page_is_the_administrator_s(real_desk: RealDesk) -> None:
    assert "audit" not in pages_for(real_desk.ids.rep)
    assert "audit" not in pages_for(real_desk.ids.manager)
    assert "audit" in pages_for(ITSELF)


def test_it_concludes_and_says_that_the_seal_holds(admin_desk: RealDesk) -> None:
    page = admin_desk.open("audit")
    assert not page.exception
    assert "changes today, 3 people" in page.title[0].value
    assert "Not sealed yet" in drawn(page)
    seal(admin_desk)
    page = admin_desk.open("audit")
    assert "The last seal holds" in drawn(page)
    page.button(key="audit_prove").click().run()
    assert "Every row and every seal holds" in drawn(page)


def test_it_says_where_somebody_tampered(admin_desk: RealDesk) -> None:
    seal(admin_desk)
    with admin_desk.front.store._engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET note = 'x' WHERE id = 7"))
    page = admin_desk.open("audit")
    page.button(key="audit_prove").click().run()
    assert "Row 7 of the audit was changed" in drawn(page)
    with admin_desk.front.store._engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry WHERE id = 8"))
    assert "were sealed" in drawn(admin_desk.open("audit"))


def test_it_is_searched_filtered_and_shown_inert(admin_desk: RealDesk) -> None:
    rep = admin_desk.ids.rep

    def tamper(session: Session) -> None:
        record(session, rep, "cancel", "booking", None, reason=HOSTILE)

    admin_desk.writing(tamper)
    page = admin_desk.open("audit")
    page.text_input(key="audit_search").set_value("evil").run()
    assert not page.exception
    assert "1 change" in drawn(page)
    assert HOSTILE not in drawn(page)
    assert "cancelled booking" in drawn(page)
    page.text_input(key="audit_search").set_value("nothing like it").run()
    assert "No change answers these filters" in drawn(page)
    page.text_input(key="audit_search").set_value("").run()
    page.selectbox(key="audit_entity").select("rate_card").run()
    page.selectbox(key="audit_action").select("publish").run()
    assert "published the rate card" in drawn(page)
    page.selectbox(key="audit_person").select(rep.user_id).run()
    assert "No change answers these filters" in drawn(page)


def test_an_empty_audit_says_what_will_be_here(admin_desk: RealDesk) -> None:
    token = admin_desk.token()
    assert token
    with admin_desk.front.store._engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry"))
    page = admin_desk.open("audit")
    assert not page.exception
    assert page.title[0].value == "Nothing changed today\\."
    assert "Everything that is changed is told here" in page.header[0].value


@pytest.mark.parametrize("seat", ["rep", "manager"])
def test_records_tell_their_history(real_desk: RealDesk, seat: str) -> None:
    desk = real_desk.ids
    made: list[int] = []

    def quote(session: Session) -> None:
        issue = factories.make_issue(session, desk)
        made.append(factories.make_quote(session, desk, LineWish(issue, desk.page)))
        made.append(issue)

    real_desk.writing(quote)
    real_desk.seat = getattr(desk, seat).user_id
    for page, query, said in (
        ("advertiser", {"id": desk.advertiser_id}, "quoted"),
        ("booking", {"id": made[0]}, "quoted"),
        ("publisher", {}, "added the title"),
        ("rate_cards", {}, "published the rate card"),
    ):
        shown = real_desk.open(page, **query)
        assert not shown.exception
        assert "Who did what" in [heading.value for heading in shown.header]
        assert said in drawn(shown)
    shown = real_desk.open("issues")
    shown.button(key=f"issue_history_{made[1]}").click().run()
    assert not shown.exception
    assert "planned no" in drawn(shown)


def test_more_of_a_history_is_asked_for(real_desk: RealDesk) -> None:
    page = real_desk.open("publisher")
    before = drawn(page).count("Vasseur")
    more = [b for b in page.button if str(b.key).startswith("history_more_")]
    for button in more:
        button.click().run()
    assert not page.exception
    assert drawn(page).count("Vasseur") >= before
