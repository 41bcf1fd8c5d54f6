"""People and mandates on screen: through the keys, as a hand does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.roles import RoleCode
from crm.services import users
from crm.services.companies import ContactWish, add_contact
from crm.store.models import Company, Contact, ContactPhone, Document, Mandate
from tests.factories import ITSELF, MORNING, make_company, make_mandate
from tests.ui.test_editing import field, press, read, texts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

TODAY = MORNING.date()
HOSTILE = "R&D *[x](http://e.example)* ![i](http://e.example/b.png) $a$"
CARD = "BEGIN:VCARD\r\nN:{name}\r\nTEL:06 39 98 12 {n:02d}\r\nEND:VCARD\r\n"


@pytest.fixture
def peopled(real_desk: RealDesk) -> RealDesk:
    """Add Anaïs Lefort, with a number and an address, and a second company."""
    ids = real_desk.ids

    def fill(session: Session) -> None:
        wish = ContactWish(
            ids.advertiser_id,
            "Lefort",
            "Anaïs",
            job=HOSTILE,
            phone="06 39 98 12 34",
            email="anais@lumicite.example",
        )
        add_contact(session, ids.rep, wish)
        make_company(session, ids.rep, "Halo SAS")

    real_desk.writing(fill)
    return real_desk


def opened(desk: RealDesk) -> AppTest:
    return desk.open("advertiser", id=desk.ids.advertiser_id)


def contact(desk: RealDesk) -> Contact:
    with desk.reading() as session:
        return session.get_one(Contact, 1)


def test_a_number_and_a_mailbox_say_their_kind(peopled: RealDesk) -> None:
    said = read(texts(opened(peopled)))
    assert "[06 39 98 12 34](tel:+33639981234)" in said
    assert "mobile, fictional" in said
    assert "(mailto:anais@lumicite.example)" in said
    assert "![i](http" not in texts(opened(peopled))


def test_everything_kept_of_a_contact_is_shown_with_their_card(
    peopled: RealDesk,
) -> None:
    page = opened(peopled).menu_button(key="contact_do_1").click("see").run()
    assert not page.exception
    said = read(texts(page))
    assert "4 March 2027" in said
    assert "not yet" in said
    assert "contact_card_1" in {b.key for b in page.get("download_button")}


def test_an_objection_is_noted_and_stands_beside_the_number(
    peopled: RealDesk,
) -> None:
    page = peopled.drawer("oppose", 1, "Anaïs Lefort")
    page = press(page, "oppose_save")
    assert [toast.value for toast in page.toast] == ["The objection is noted\\."]
    assert (contact(peopled).opposed_on, contact(peopled).opposed_to) == (TODAY, "all")
    page = opened(peopled)
    said = read(texts(page))
    assert ":red[:material/block:] [06 39 98 12 34](tel:" in said
    assert "noted by Camille Roussel" in said
    assert "Opposed to prospecting" not in page.menu_button(key="contact_do_1").options


def test_a_contact_is_told_today_from_the_menu(peopled: RealDesk) -> None:
    page = opened(peopled).menu_button(key="contact_do_1").click("inform").run()
    assert not page.exception
    assert contact(peopled).informed_on == TODAY


def test_a_contact_moves_and_both_pages_tell(peopled: RealDesk) -> None:
    page = peopled.drawer("move_contact", 1)
    assert page.button(key="move_save").disabled
    field(page, "pick_company_").set_value("halo")
    page = press(page.run(), "pick_hit_3")
    field(page, "move_job_").set_value(HOSTILE)
    page = press(page, "move_save")
    assert not page.exception
    assert contact(peopled).company_id == 3
    there = read(texts(peopled.open("advertiser", id=3)))
    assert "formerly at Lumicité SAS, until 4 Mar" in there
    before = opened(peopled)
    assert "Formerly here" in [header.value for header in before.header]
    assert not before.exception


def test_who_may_be_there_already_is_shown_before_they_are_added(
    peopled: RealDesk,
) -> None:
    page = peopled.drawer("contact", peopled.ids.advertiser_id, "Lumicité")
    field(page, "contact_last_").set_value("Lefort")
    field(page, "contact_first_").set_value("Anais")
    field(page, "contact_phone_").set_value("+33 6 39 98 12 34")
    page = press(page, "contact_save")
    said = read(texts(page))
    assert "same telephone, same name here" in said
    assert page.button(key="contact_save").label == "Add them all the same"
    field(page, "contact_phone1_").set_value("01 99 00 12 34")
    page = press(page, "contact_save")
    with peopled.reading() as session:
        assert session.query(Contact).count() == 2
        numbers = session.query(ContactPhone).filter_by(contact_id=2).count()
    assert numbers == 2


def upload(page: AppTest, start: str, name: str, content: bytes) -> AppTest:
    found = next(w for w in page.get("file_uploader") if w.key.startswith(start))
    found.set_value((name, content, "application/octet-stream"))
    return page.run()


def test_cards_are_shown_as_understood_and_added_as_chosen(
    peopled: RealDesk,
) -> None:
    page = peopled.drawer("cards", peopled.ids.advertiser_id, "Lumicité")
    names = ("Caradec;Mireille", "Lefort;Anaïs", "=1+1", "x" * 5_000)
    file = "".join(CARD.format(name=name, n=n) for n, name in enumerate(names))
    page = upload(page, "cards_file_", "all.vcf", file.encode())
    assert not page.exception
    said = read(texts(page))
    assert "Mireille Caradec" in said
    assert "same name here" in said
    assert "A name of more than 200 letters" in said
    taken = [box.value for box in page.checkbox]
    assert taken == [True, False, True, False]
    assert page.button(key="cards_save").label == "Add 2 contacts"
    page = press(page, "cards_save")
    assert [toast.value for toast in page.toast] == ["2 contacts added\\."]
    with peopled.reading() as session:
        added = {row.last_name for row in session.query(Contact)}
    assert added == {"Lefort", "Caradec", "=1+1"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"x" * 300_000, "This file is too large"),
        (b"name;phone", "There is no business card in this file"),
        ("BEGIN:VCARD\nN:Lefèvre\nEND:VCARD".encode("cp1252"), "cannot be read"),
    ],
)
def test_a_file_that_is_no_cards_is_refused_with_a_sentence(
    content: bytes, sentence: str, peopled: RealDesk
) -> None:
    page = peopled.drawer("cards", peopled.ids.advertiser_id, "Lumicité")
    page = upload(page, "cards_file_", "all.vcf", content)
    assert sentence in page.error[0].value
    assert not page.exception


def test_an_unpaid_invoice_is_noted_and_settled(peopled: RealDesk) -> None:
    company = peopled.ids.advertiser_id
    page = press(peopled.drawer("unpaid", company, "Lumicité"), "unpaid_save")
    assert "Say why" in page.error[0].value
    field(page, "unpaid_reason_").set_value(HOSTILE)
    press(page, "unpaid_save")
    page = opened(peopled)
    assert "noted by Camille Roussel on" in read(texts(page))
    assert HOSTILE in read(texts(page))
    assert "unpaid_flag" not in {button.key for button in page.button}
    page = peopled.drawer("settled", company, "Lumicité")
    field(page, "unpaid_reason_").set_value("paid")
    press(page, "unpaid_save")
    with peopled.reading() as session:
        assert not session.get_one(Company, company).is_unpaid


def test_a_mandate_is_recorded_with_its_paper_and_ended(peopled: RealDesk) -> None:
    page = peopled.drawer("mandate_given", peopled.ids.advertiser_id, "Lumicité")
    field(page, "pick_company_").set_value("trait")
    page = page.run()
    page = press(page, f"pick_hit_{peopled.ids.agency_id}")
    page = upload(page, "mandate_paper_", "m.pdf", b"MZ")
    field(page, "mandate_reference_").set_value(HOSTILE)
    page = press(page, "mandate_save")
    assert "This is not a PDF" in page.error[0].value
    page = upload(page, "mandate_paper_", "m.pdf", b"%PDF-1.7")
    page = press(page, "mandate_save")
    assert not page.exception
    with peopled.reading() as session:
        assert session.query(Mandate).one().reference == HOSTILE
        assert session.query(Document).one().mandate_id == 1
    assert "see the mandate](/documents/1.pdf)" in texts(opened(peopled))
    page = peopled.drawer("edit_mandate", 1)
    field(page, "mandate_revoked_on_", "date_input").set_value(TODAY)
    page = press(page, "mandate_edit_save")
    assert not page.exception
    assert "gavel: Ended]" in texts(opened(peopled))


def test_a_paper_alone_is_kept_and_nothing_at_all_is_said(peopled: RealDesk) -> None:
    peopled.writing(lambda session: make_mandate(session, peopled.ids) and None)
    page = press(peopled.drawer("edit_mandate", 1), "mandate_edit_save")
    assert "Nothing was changed" in page.error[0].value
    page = upload(page, "mandate_paper_", "m.pdf", b"%PDF-1.7")
    page = press(page, "mandate_edit_save")
    with peopled.reading() as session:
        assert session.query(Document).one().file_name == "m.pdf"


def test_thirty_people_are_shown_eight_at_first(peopled: RealDesk) -> None:
    ids = peopled.ids

    def fill(session: Session) -> None:
        for n in range(29):
            add_contact(session, ids.rep, ContactWish(ids.advertiser_id, f"P{n}"))

    peopled.writing(fill)
    page = opened(peopled)
    assert len(page.get("menu_button")) == 8
    page = press(page, f"people_more_{ids.advertiser_id}")
    assert len(page.get("menu_button")) == 30


def test_a_reader_sees_and_changes_nothing(peopled: RealDesk) -> None:
    wish = users.UserWish("Otto", "o@desk.example", RoleCode.READER, language="en")
    peopled.seat = peopled.front.store.write(
        lambda session: users.add_user(session, ITSELF, wish), ITSELF
    )
    page = opened(peopled)
    keys = {button.key for button in page.main.button}
    assert not keys & {"contact_add", "cards_import", "mandate_add", "unpaid_flag"}
    [offered] = page.menu_button(key="contact_do_1").options
    assert offered == "See everything, take the card"
