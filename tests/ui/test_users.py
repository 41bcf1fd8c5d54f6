"""Users & roles on screen, what a person may do, and what a reader is not offered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.roles import Reach, RoleCode
from crm.services import activities, setup, users
from crm.services.activities import NextStep
from crm.services.lines import LineWish
from crm.services.users import UserWish
from crm.store.models import Company, OneTimeLink, Role, SignIn, Team, User
from crm.ui import map  # noqa: A004  the desk's own map
from tests.factories import ITSELF, MORNING, make_issue, make_quote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

TODAY = MORNING.date()
HOSTILE = "**Zoé** [x](http://e.example) :material/bug: <b>"


@dataclass
class Peopled:
    """The small desk with an administrator at the seat."""

    desk: RealDesk
    nora: int
    rose: int
    rep: int
    manager: int
    booking: int


@pytest.fixture
def peopled(real_desk: RealDesk) -> Peopled:
    made: list[int] = []

    def fill(session: Session) -> None:
        for name, email, role in (
            ("Nora Amsellem", "n@desk.example", RoleCode.ADMINISTRATOR),
            ("Rose Delmas", "r@desk.example", RoleCode.READER),
        ):
            wish = UserWish(name, email, role, language="en")
            made.append(users.add_user(session, ITSELF, wish))
        ids = real_desk.ids
        issue = make_issue(session, ids)
        made.append(make_quote(session, ids, LineWish(issue, ids.page)))
        step = NextStep("Call back", TODAY)
        activities.plan(session, ids.rep, ids.advertiser_id, step)
        setup.keep_setting(session, setup.OPENED, MORNING.isoformat())

    real_desk.writing(fill)
    real_desk.seat = made[0]
    ids = real_desk.ids
    rep, manager = ids.rep.user_id or 0, ids.manager.user_id or 0
    return Peopled(real_desk, made[0], made[1], rep, manager, made[2])


def said(page: AppTest) -> str:
    return "\n".join(str(piece.value) for piece in page.markdown)


def keys(page: AppTest) -> set[str]:
    """Return the keys of every widget of a page, whatever its kind."""
    found: set[str] = set()
    for piece in page._tree:
        proto = getattr(piece, "proto", None)
        own = getattr(piece, "key", None) or getattr(proto, "id", "")
        found.add(str(own).rpartition("-")[2] if own else "")
    return found - {""}


def field(page: AppTest, start: str) -> str:
    """Return the key of the input of a form, whose identity is made up."""
    kinds = (page.text_input, page.selectbox, page.multiselect, page.checkbox)
    found = (one.key for kind in kinds for one in kind if one.key)
    return next(key for key in found if key.startswith(start))


def act(page: AppTest, user_id: int, what: str) -> AppTest:
    return page.menu_button(key=f"user_act_{user_id}").set_value(what).run()


def by_name(page: AppTest, peopled: Peopled) -> AppTest:
    """Choose the agency by its name, and who takes over, in the handover's drawer.

    Each run of the whole page closes a drawer: what is chosen goes with the click that
    opens it again.
    """
    page = act(page, peopled.rep, "hand_over")
    assert "**2**" in said(page)
    by = next(b for b in page.button_group if str(b.key).startswith("handover_by_"))
    by.set_value("chosen")
    page = act(page, peopled.rep, "hand_over")
    chosen = page.multiselect(key=field(page, "handover_chosen_"))
    chosen.set_value([peopled.desk.ids.agency_id])
    page = act(page, peopled.rep, "hand_over")
    assert "**1**" in said(page)
    page.selectbox(key=field(page, "handover_heir_")).select(peopled.manager)
    return page


def one(desk: RealDesk, user_id: int) -> User:
    with desk.reading() as session:
        return session.get_one(User, user_id)


def test_the_title_says_who_has_never_come(peopled: Peopled) -> None:
    page = peopled.desk.open("users")
    assert not page.exception
    assert page.title[0].value == r"Four people, 3 have never signed in\."
    assert [row.label for row in page.button if str(row.key).endswith("_open")][:4] == [
        "**Hélène Vasseur**",
        "**Camille Roussel**",
        "**Nora Amsellem**",
        "**Rose Delmas**",
    ]


def test_only_who_administers_opens_the_page(peopled: Peopled) -> None:
    for seat in (peopled.rep, peopled.manager, peopled.rose):
        peopled.desk.seat = seat
        with pytest.raises(ValueError, match="navigation page"):
            peopled.desk.open("users")


def test_a_person_is_invited_by_a_link_shown_once(peopled: Peopled) -> None:
    page = peopled.desk.open("users").button(key="user_add").click().run()
    page.text_input(key=field(page, "user_name_")).input(HOSTILE)
    page.text_input(key=field(page, "user_email_")).input("z@desk.example")
    page = page.button(key="user_add_save").click().run()
    with peopled.desk.reading() as session:
        added = session.scalars(select(User).where(User.name == HOSTILE)).one()
        link = session.scalars(select(OneTimeLink)).one()
    assert added.email == "z@desk.example"
    assert link.user_id == added.id
    [code] = [piece.value for piece in page.code]
    assert re.search(r"/welcome/[\w-]{20,}$", code)
    again = page.run()
    assert [piece.value for piece in again.code] == []
    assert "[x](http" not in said(again)


def test_a_refusal_shows_its_sentence_and_keeps_what_was_typed(
    peopled: Peopled,
) -> None:
    page = peopled.desk.open("users").button(key="user_add").click().run()
    page.text_input(key=field(page, "user_name_")).input("Zoé")
    page.text_input(key=field(page, "user_email_")).input("H@desk.example")
    page = page.button(key="user_add_save").click().run()
    assert "exists already" in page.error[0].value
    form = page.session_state["ui"]["forms"]["user_add"]
    again = page.button(key="user_add").click().run()
    assert again.text_input(key=f"user_name_{form}")


def test_a_person_changes_and_keeps_their_role(peopled: Peopled) -> None:
    page = act(peopled.desk.open("users"), peopled.rep, "edit")
    page.text_input(key=field(page, "user_job_")).input("Cheffe de publicité")
    page.button(key="user_change_save").click().run()
    user = one(peopled.desk, peopled.rep)
    assert (user.job, user.name) == ("Cheffe de publicité", "Camille Roussel")


def test_one_s_own_row_offers_neither_role_nor_end(peopled: Peopled) -> None:
    page = peopled.desk.open("users")
    own = page.menu_button(key=f"user_act_{peopled.nora}").options
    other = page.menu_button(key=f"user_act_{peopled.rep}").options
    assert (len(own), len(other)) == (2, 6)
    page = act(page, peopled.nora, "edit")
    assert page.text_input(key=field(page, "user_email_")).disabled


def test_an_end_hands_over_and_who_left_may_come_back(peopled: Peopled) -> None:
    page = act(peopled.desk.open("users"), peopled.rep, "end")
    page.button(key="end_save").click().run()
    assert one(peopled.desk, peopled.rep).ended_on is None
    page = act(peopled.desk.open("users"), peopled.rep, "end")
    heir = field(page, "handover_heir_")
    page.selectbox(key=heir).select(peopled.manager)
    page = page.button(key="end_save").click().run()
    assert one(peopled.desk, peopled.rep).ended_on == TODAY
    with peopled.desk.reading() as session:
        assert set(session.scalars(select(Company.owner_id))) == {peopled.manager}
    page = peopled.desk.open("users")
    page.button(key=f"user_back_{peopled.rep}").click().run()
    assert one(peopled.desk, peopled.rep).ended_on is None


def test_a_part_is_handed_over_by_name_with_its_reason(peopled: Peopled) -> None:
    desk, ids = peopled.desk, peopled.desk.ids
    page = by_name(desk.open("users"), peopled)
    page = page.button(key="handover_save").click().run()
    assert "reason" in page.error[0].value
    page = by_name(desk.open("users"), peopled)
    page.text_input(key=field(page, "handover_reason_")).input("New sectors")
    page.button(key="handover_save").click().run()
    with desk.reading() as session:
        assert session.get_one(Company, ids.agency_id).owner_id == peopled.manager
        assert session.get_one(Company, ids.advertiser_id).owner_id == peopled.rep


def test_a_role_s_rights_are_changed_but_not_one_s_own(peopled: Peopled) -> None:
    page = peopled.desk.open("users")
    offered = {str(button.key) for button in page.button}
    assert "role_change_administrator" not in offered
    page = page.button(key="role_change_rep").click().run()
    page.checkbox(key=field(page, "role_export_")).check()
    page.text_input(key=field(page, "role_limit_")).input("7,5 %")
    page.button(key="role_save").click().run()
    with peopled.desk.reading() as session:
        role = session.scalars(select(Role).where(Role.code == RoleCode.REP)).one()
    assert (role.may_export, role.discount_limit, role.reach) == (True, 750, Reach.OWN)


def test_a_team_is_made_with_its_people(peopled: Peopled) -> None:
    page = peopled.desk.open("users").button(key="team_add").click().run()
    page.text_input(key=field(page, "team_name_")).input("Sud")
    page.multiselect(key=field(page, "team_people_")).set_value([peopled.rep])
    page.button(key="team_save").click().run()
    with peopled.desk.reading() as session:
        team = session.scalars(select(Team)).one()
    assert (team.name, one(peopled.desk, peopled.rep).team_id) == ("Sud", team.id)


def test_a_browser_is_signed_out_from_the_list(peopled: Peopled) -> None:
    peopled.desk.seat = peopled.rep
    peopled.desk.token()
    peopled.desk.seat = peopled.nora
    page = act(peopled.desk.open("users"), peopled.rep, "sessions")
    end = next(b for b in page.button if str(b.key).startswith("session_end_"))
    end.click().run()
    with peopled.desk.reading() as session:
        rows = session.scalars(select(SignIn).where(SignIn.user_id == peopled.rep))
        assert all(row.ended_at for row in rows)


def test_one_reads_what_one_may(peopled: Peopled) -> None:
    peopled.desk.seat = peopled.rep
    page = peopled.desk.open("rights")
    assert not page.exception
    assert page.title[0].value == r"You see every advertiser, and write\."
    assert f"rights_test_{peopled.rep}" not in {one.key for one in page.text_input}
    other = peopled.desk.open("rights", id=peopled.manager)
    assert other.title[0].value == r"This page is not yours to read\."


def test_an_administrator_asks_whether_somebody_sees_a_record(
    peopled: Peopled,
) -> None:
    desk, ids = peopled.desk, peopled.desk.ids

    def give_away(session: Session) -> None:
        session.get_one(Company, ids.agency_id).owner_id = peopled.manager

    desk.writing(give_away)
    page = desk.open("rights", id=peopled.rep)
    assert page.title[0].value == r"Camille Roussel sees 1 of 2 companies\."
    test = page.text_input(key=f"rights_test_{peopled.rep}")
    found = said(test.input("agence").run())
    assert "Camille Roussel does not see it: Hélène Vasseur" in found.replace("\\", "")
    found = said(test.input("lumi").run())
    assert "sees it, because they look after it" in found.replace("\\", "")


WRITES = re.compile(
    r"(_save|_add|_add_first|_add_more|_new|_first|_log|_book|_issue|_change|_plan"
    r"|_publish|_prices|_option|_confirm|_extend|_cancel|_release|_end|_remove)$"
    r"|^(call_log|step_|follow_up_|booking_pdf_|booking_more|place_book)"
    r"|_export$|^export_"
)
"""Keys of what writes or leaves the desk; `_new` of a rate card and the like too."""
ROLES = ("rep", "manager", "nora", "rose")


@pytest.mark.parametrize(
    "entry", [e for s in map.sections() for e in s.entries], ids=lambda e: e.file
)
def test_every_page_opens_and_offers_what_the_role_allows(
    entry: map.Entry, peopled: Peopled
) -> None:
    record = {"advertiser": peopled.desk.ids.advertiser_id, "booking": peopled.booking}
    query = {"id": record[entry.file]} if entry.file in record else {}
    for who in ROLES:
        peopled.desk.seat = getattr(peopled, who)
        with peopled.desk.reading() as session:
            user = session.get_one(User, peopled.desk.seat)
            role = session.get_one(Role, user.role_id)
        right = map.RIGHTS.get(entry.file)
        if right and not getattr(role, f"may_{right.value}"):
            continue
        page = peopled.desk.open(entry.file, **query)
        assert not page.exception, who
        offered = {key for key in keys(page) if WRITES.search(key)}
        if who == "rose":
            assert offered == set()
        else:
            assert "call_log" in offered


def test_a_reader_is_offered_nothing_to_write_on_an_empty_desk(
    real_desk: RealDesk,
) -> None:
    made: list[int] = []
    wish = UserWish("Rose", "r@desk.example", RoleCode.READER, language="en")
    real_desk.writing(lambda s: made.append(users.add_user(s, ITSELF, wish)))
    real_desk.seat = made[0]
    for page in ("today", "advertisers", "bookings", "rate_cards", "issues"):
        shown = real_desk.open(page)
        assert not shown.exception
        assert {key for key in keys(shown) if WRITES.search(key)} == set()
