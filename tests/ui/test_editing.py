"""Two people at one record, on screen: the second chooses, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from crm.domain.editing import Edit
from crm.services.activities import ActivityWish, log_activity
from crm.services.companies import ContactWish, add_contact
from crm.services.company_edits import change_company
from crm.store.models import (
    Activity,
    Company,
    Contact,
    Issue,
    Publisher,
)
from crm.store.queries.editable import open_company
from tests import factories
from tests.factories import MORNING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

HOSTILE = "R&D *[x](http://e.example)* ![i](http://e.example/b.png) $a$"


def field(page: AppTest, start: str, kind: str = "text_input") -> object:
    return next(w for w in getattr(page, kind) if (w.key or "").startswith(start))


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown)


def read(marked: object) -> str:
    """Return marked text as it is read: without its escapes, spaces plain."""
    return str(marked).replace("\\", "").replace("\u00a0", " ").replace("\u202f", " ")


def press(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


def open_edit(desk: RealDesk) -> AppTest:
    return desk.drawer("edit_company", desk.ids.advertiser_id)


def company(desk: RealDesk) -> Company:
    with desk.reading() as session:
        found = session.get(Company, desk.ids.advertiser_id)
        assert found is not None
        return found


def meanwhile(desk: RealDesk, **typed: str) -> None:
    """Save the company as the manager, half an hour on."""
    manager = replace(desk.ids.manager, at=MORNING + timedelta(minutes=32))

    def change(session: Session) -> None:
        opened = open_company(session, manager, desk.ids.advertiser_id)
        assert opened is not None
        edit = Edit(opened.version, opened.values, typed)
        change_company(session, manager, desk.ids.advertiser_id, edit)

    desk.writing(change)


def test_a_company_is_changed_where_it_is_read(real_desk: RealDesk) -> None:
    page = real_desk.open("advertiser", id=real_desk.ids.advertiser_id)
    page = press(page, "company_edit")
    assert not page.exception
    field(page, "company_siret_").set_value("732 829 320 00074")
    field(page, "company_name_").set_value("Lumicité")
    page = press(page, "company_edit_save")
    assert not page.exception
    assert [toast.value for toast in page.toast] == ["Saved\\."]
    assert (company(real_desk).name, company(real_desk).siren) == (
        "Lumicité",
        "732829320",
    )


def test_saving_what_was_opened_says_so(real_desk: RealDesk) -> None:
    page = press(open_edit(real_desk), "company_edit_save")
    assert "Nothing was changed" in page.error[0].value
    assert company(real_desk).version == 1


def test_a_refusal_keeps_what_was_typed(real_desk: RealDesk) -> None:
    page = open_edit(real_desk)
    field(page, "company_siren_").set_value("123")
    page = press(page, "company_edit_save")
    assert "is not understood as a SIREN" in page.error[0].value
    assert field(page, "company_siren_").value == "123"


def test_the_second_to_save_chooses_field_by_field(real_desk: RealDesk) -> None:
    page = open_edit(real_desk)
    field(page, "company_town_").set_value("Nantes")
    field(page, "company_note_", "text_area").set_value("La mienne").run()
    meanwhile(real_desk, town=HOSTILE, postcode="35000")
    page = press(page, "company_edit_save")
    assert not page.exception
    said = texts(page)
    assert "Hélène Vasseur saved this record at 09:32 while you were writing" in read(
        said
    )
    assert "![i]" not in said
    postcode, town = (field(page, f"clash_{n}_", "radio") for n in ("postcode", "town"))
    assert (postcode.value, town.value) == ("theirs", None)
    assert page.button(key="company_edit_save").disabled
    assert field(page, "company_postcode_").value == "35000"
    assert field(page, "company_town_").value == "Nantes"
    page = field(page, "clash_town_", "radio").set_value("theirs").run()
    assert field(page, "company_town_").value == HOSTILE
    page = field(page, "clash_town_", "radio").set_value("mine").run()
    assert field(page, "company_town_").value == "Nantes"
    page = field(page, "clash_postcode_", "radio").set_value("mine").run()
    assert field(page, "company_postcode_").value == ""
    page = field(page, "clash_postcode_", "radio").set_value("theirs").run()
    page = press(page, "company_edit_save")
    assert not page.exception
    assert not page.error
    with real_desk.reading() as session:
        now = open_company(session, real_desk.ids.rep, real_desk.ids.advertiser_id)
    assert now is not None
    assert now.version == 3
    assert [now.values[name] for name in ("town", "postcode", "note")] == [
        "Nantes",
        "35000",
        "La mienne",
    ]


def test_a_third_save_meanwhile_asks_again(real_desk: RealDesk) -> None:
    page = open_edit(real_desk)
    field(page, "company_town_").set_value("Nantes").run()
    meanwhile(real_desk, town="Rennes")
    page = press(page, "company_edit_save")
    page = field(page, "clash_town_", "radio").set_value("mine").run()
    meanwhile(real_desk, town="Brest")
    page = press(page, "company_edit_save")
    assert "Hélène Vasseur: Brest" in read(field(page, "clash_town_", "radio").options)
    assert field(page, "clash_town_", "radio").value is None
    assert field(page, "company_town_").value == "Nantes"
    page = field(page, "clash_town_", "radio").set_value("theirs").run()
    page = press(page, "company_edit_save")
    assert "Nothing was changed" in page.error[0].value


def test_a_contact_is_changed_and_leaves(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    wish = ContactWish(ids.advertiser_id, "Lefort", "Anne", phone="06 39 98 12 34")
    real_desk.writing(lambda session: add_contact(session, ids.rep, wish))
    page = real_desk.open("advertiser", id=ids.advertiser_id)
    page = page.menu_button(key="contact_do_1").click("change").run()
    assert not page.exception
    field(page, "contact_phones1_").set_value("01 99 00 12 34")
    field(page, "contact_emails0_").set_value("anne@lumicite.example")
    field(page, "contact_has_left_", "toggle").set_value(True)
    page = press(page, "contact_edit_save")
    assert not page.exception
    with real_desk.reading() as session:
        contact = session.get(Contact, 1)
        assert contact is not None
        assert contact.archived_at == MORNING


def test_an_issue_is_changed_by_who_may(real_desk: RealDesk) -> None:
    real_desk.writing(lambda s: factories.make_issue(s, real_desk.ids) and None)
    page = real_desk.open("issues")
    assert not [b for b in page.button if (b.key or "").startswith("issue_edit")]
    real_desk.seat = real_desk.ids.manager.user_id
    page = press(real_desk.open("issues"), "issue_edit_1")
    assert not page.exception
    field(page, "issue_theme_fr_").set_value("La nuit")
    field(page, "issue_ad_pages_").set_value("30")
    page = press(page, "issue_edit_save")
    assert not page.exception
    with real_desk.reading() as session:
        issue = session.get(Issue, 1)
        assert issue is not None
        assert issue.theme_fr == "La nuit"


def test_a_call_is_put_right_by_who_logged_it(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    wish = ActivityWish(ids.advertiser_id, note="Faut")
    real_desk.writing(lambda session: log_activity(session, ids.rep, wish))
    page = real_desk.open("advertiser", id=ids.advertiser_id)
    page = press(page, "activity_edit_1")
    assert not page.exception
    field(page, "activity_note_", "text_area").set_value("Juste")
    page = press(page, "activity_edit_save")
    with real_desk.reading() as session:
        call = session.get(Activity, 1)
        assert call is not None
        assert call.note == "Juste"
    real_desk.seat = ids.manager.user_id
    page = real_desk.open("advertiser", id=ids.advertiser_id)
    assert not [b for b in page.button if (b.key or "").startswith("activity_edit")]


def test_the_publisher_and_a_draft_s_prices_are_changed_the_same_way(
    real_desk: RealDesk,
) -> None:
    real_desk.seat = real_desk.ids.manager.user_id
    page = press(real_desk.open("publisher"), "publisher_change")
    field(page, "publisher_town_").set_value("Rennes")
    page = press(page, "publisher_save")
    assert not page.exception
    with real_desk.reading() as session:
        assert session.query(Publisher).one().town == "Rennes"
