"""Materials and insertion reports on screen: through the keys, as a hand does."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.magazine import MaterialStatus
from crm.services import bookings, issue_moves, materials
from crm.services.agreements import Agreed
from crm.services.companies import ContactWish, add_contact
from crm.services.lines import LineWish
from crm.services.papers import Paper
from crm.services.preflight.reading import read_facts
from crm.store.models import (
    Activity,
    Document,
    InsertionReport,
    Issue,
    Line,
    Material,
    MaterialReminder,
)
from crm.ui import map as desk_map
from tests.ads import make_ad, make_picture
from tests.factories import MORNING, make_issue, make_quote
from tests.ui.test_editing import field, press, read, texts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

TODAY = MORNING.date()
HOSTILE = "R&D *[x](http://e.example)* ![i](http://e.example/b.png) $a$"
PAGE, ADVERTORIAL = 1, 2
AWAITED, RECEIVED, CHECKED, PROOF_SENT, APPROVED = MaterialStatus


@pytest.fixture
def owed(real_desk: RealDesk) -> RealDesk:
    """Book a page and an advertorial whose files were due three days ago."""
    ids = real_desk.ids

    def book(session: Session) -> None:
        wish = ContactWish(
            ids.advertiser_id,
            "Lefort",
            "Anaïs",
            salutation="Mme",
            job=HOSTILE,
            email="anais@lumicite.example",
        )
        contact = add_contact(session, ids.rep, wish)
        issue = make_issue(session, ids)
        lines = (LineWish(issue, ids.page), LineWish(issue, ids.advertorial))
        booking = make_quote(session, ids, *lines, contact_id=contact)
        agreed = Agreed("Anaïs Lefort", TODAY, "mail")
        bookings.confirm(session, ids.rep, booking, agreed)
        session.get_one(Issue, issue).materials_due_on = date(2027, 3, 1)

    real_desk.writing(book)
    return real_desk


def came(desk: RealDesk, content: bytes, line: int = PAGE) -> None:
    read_in = read_facts(content)
    paper = Paper(f"{HOSTILE}.pdf", content)
    desk.writing(
        lambda s: materials.receive_file(s, desk.ids.rep, line, paper, read_in)
    )


def status(desk: RealDesk, line: int = PAGE) -> MaterialStatus:
    with desk.reading() as session:
        return session.get_one(Line, line).material_status


def upload(page: AppTest, start: str, name: str, content: bytes) -> AppTest:
    uploader = next(w for w in page.get("file_uploader") if w.key.startswith(start))
    kind = "application/pdf" if name.endswith("pdf") else "image/png"
    return uploader.upload(name, content, kind).run()


def keys(page: AppTest) -> set[str]:
    return {button.key or "" for button in page.button}


def test_a_desk_that_owes_nothing_says_what_will_be_there(real_desk: RealDesk) -> None:
    for page, said in (
        ("materials", "No file is owed"),
        ("insertion_reports", "Nothing has run yet"),
    ):
        opened = real_desk.open(page)
        assert not opened.exception
        assert said in [header.value for header in opened.header]


def test_the_page_says_who_is_late(owed: RealDesk) -> None:
    page = owed.open("materials")
    assert not page.exception
    assert [title.value for title in page.title] == [
        "2 files are late, 0 to settle here\\."
    ]
    said = read(texts(page))
    assert said.count("3 days late") == 2
    assert {"awaited_remind_1", "awaited_call_1", "material_open_1"} <= keys(page)
    page.segmented_control(key="materials_horizon").set_value("late").run()
    assert not page.exception


def test_a_reminder_is_written_sent_and_told_in_the_list(owed: RealDesk) -> None:
    page = owed.drawer("remind", 1)
    assert not page.exception
    subject = field(page, "remind_subject_")
    assert subject.value == "n° 62\u00a0: vos éléments pour BC-2027-0001"
    body = field(page, "remind_text_", "text_area")
    assert "Bonjour Mme Lefort," in body.value
    links = [text.value for text in page.markdown if "mailto:" in text.value]
    assert "mailto:anais@lumicite.example?subject=n%C2%B0%2062" in links[0]
    assert "![i](http" not in texts(page)
    body.set_value(HOSTILE).run()
    page = press(page, "remind_save")
    assert not page.exception
    with owed.reading() as session:
        activity = session.query(Activity).one()
        assert HOSTILE in activity.note
        assert activity.contact_id == 1
        assert session.query(MaterialReminder).count() == 2
    assert "reminded on 4 Mar" in read(texts(owed.open("materials")))


def test_a_file_is_looked_at_before_it_is_kept(owed: RealDesk) -> None:
    page = owed.drawer("material", PAGE)
    assert not page.exception
    page = upload(page, "material_upload_", "a.pdf", make_ad((200, 280)))
    said = read(texts(page))
    assert "1 fault stops this file." in said
    assert "expected 210 × 297 mm once trimmed, found 200 × 280 mm." in said
    assert status(owed) is AWAITED
    page = press(page, "material_keep_1")
    assert not page.exception
    assert status(owed) is RECEIVED
    with owed.reading() as session:
        assert session.query(Document).one().file_name == "a.pdf"
    assert page.button(key="material_check_1").disabled
    assert "a manager may accept it with a reason" in read(texts(page))


def test_a_file_without_a_fault_needs_nobody_to_check_it(owed: RealDesk) -> None:
    page = owed.drawer("material", PAGE)
    page = upload(page, "material_upload_", "a.pdf", make_ad(ppi=300))
    assert "Nothing to say: it can be used as it is." in read(texts(page))
    page = press(page, "material_keep_1")
    page = press(page, "material_proof_1")
    assert status(owed) is PROOF_SENT
    page = press(page, "material_approve_1")
    assert not page.exception
    assert status(owed) is APPROVED
    assert "Approved by **Anaïs Lefort** on 4 Mar" in read(texts(page))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 broken", "is damaged"),
        (b"MZ program", "cannot be used here: this takes PDF, TIFF, JPEG."),
        (make_picture(), "cannot be used here"),
        (make_ad(password="x", owner="y"), "is protected by a password"),
        (b"\0", "is empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(
    content: bytes, said: str, owed: RealDesk
) -> None:
    page = owed.drawer("material", PAGE)
    page = upload(page, "material_upload_", "n° 62.pdf", content)
    assert not page.exception
    assert said in read([error.value for error in page.error])
    assert "material_keep_1" not in keys(page)


def test_a_manager_accepts_what_blocks_with_a_reason(owed: RealDesk) -> None:
    came(owed, make_ad(font="Helvetica"))
    owed.seat = owed.ids.manager.user_id
    page = owed.drawer("material", PAGE)
    assert "![i](http" not in texts(page)
    page = press(page, "finding_save_fonts")
    assert "Say why" in read([error.value for error in page.error])
    field(page, "finding_reason_").set_value(HOSTILE)
    page = press(page, "finding_save_fonts")
    assert not page.exception
    assert "accepted by Hélène Vasseur on 4 Mar" in read(texts(page))
    page = press(page, "material_check_1")
    assert status(owed) is CHECKED


def test_another_file_is_asked_for_with_its_reason(owed: RealDesk) -> None:
    came(owed, make_ad())
    page = owed.drawer("material", PAGE)
    field(page, "material_refused_").set_value(HOSTILE)
    page = press(page, "material_refuse_1")
    assert not page.exception
    assert status(owed) is AWAITED
    assert "refused 4 Mar: R&D" in read(texts(page))
    assert "![i](http" not in texts(page)


def test_an_advertorial_asks_whether_its_label_was_seen(owed: RealDesk) -> None:
    came(owed, make_ad(words="Publicité"), ADVERTORIAL)
    page = owed.drawer("material", ADVERTORIAL)
    page = press(page, "material_proof_2")
    page = press(page, "material_approve_2")
    assert "look for it, then approve" in read([error.value for error in page.error])
    assert status(owed, ADVERTORIAL) is PROOF_SENT
    field(page, "material_label_", "checkbox").check()
    page = press(page, "material_approve_2")
    assert status(owed, ADVERTORIAL) is APPROVED
    with owed.reading() as session:
        assert session.query(Material).one().is_labelled


def test_what_came_another_way_is_noted(owed: RealDesk) -> None:
    page = owed.drawer("material", PAGE)
    field(page, "material_day_", "date_input").set_value(date(2027, 3, 9))
    page = press(page, "material_came_1")
    assert "has not come yet" in read([error.value for error in page.error])
    field(page, "material_day_", "date_input").set_value(date(2027, 3, 2))
    page = press(page, "material_came_1")
    assert not page.exception
    assert status(owed) is RECEIVED


def test_a_reader_sees_and_touches_nothing(owed: RealDesk) -> None:
    came(owed, make_ad(boxes=False))
    page = owed.open("booking", id=1)
    assert "Materials" in [header.value for header in page.header]
    page = press(page, "material_open_1")
    assert not page.exception
    assert "trim" in read(texts(page)).casefold()


def published(desk: RealDesk) -> None:
    def run(session: Session) -> None:
        issue = session.get_one(Issue, 1)
        issue.materials_due_on = issue.closes_on = date(2027, 2, 1)
        issue.published_on = date(2027, 2, 1)
        session.flush()
        issue_moves.publish_issue(session, desk.ids.manager, 1)

    desk.writing(run)


def test_a_report_is_counted_down_filled_in_and_sent(owed: RealDesk) -> None:
    published(owed)
    page = owed.open("insertion_reports", issue=1)
    assert not page.exception
    assert [title.value for title in page.title] == [
        "2 reports to send, 2 past their month\\."
    ]
    assert "page missing" in read(texts(page))
    page = owed.drawer("report", 1)
    page = press(page, "report_send")
    assert "Please fill in “Page”" in read([error.value for error in page.error])
    field(page, "report_page_").set_value("12")
    field(page, "report_circulation_").set_value("a lot")
    page = press(page, "report_send")
    assert "is not understood" in read([error.value for error in page.error])
    assert field(page, "report_page_").value == "12"
    field(page, "report_circulation_").set_value("24 000")
    field(page, "report_note_").set_value(HOSTILE)
    page = upload(page, "report_file_", "p.png", make_picture(60, 80))
    page = press(page, "report_send")
    assert not page.exception
    with owed.reading() as session:
        sent = session.get_one(InsertionReport, 1)
        assert (sent.page_number, sent.circulation) == ("12", 24_000)
        assert sent.sent_on == TODAY
        assert session.query(Document).one().media_type == "image/png"
    page = owed.drawer("report", 1)
    assert "Sent to the advertiser on 4 March 2027" in read(texts(page))
    assert "![i](http" not in texts(page)
    said = read(texts(owed.open("booking", id=1)))
    assert "page 12 · 24,000 copies · tear sheet" in said


def test_today_leads_to_both_pages(owed: RealDesk) -> None:
    page = owed.open("today")
    due = [button for button in page.button if (button.key or "").startswith("due_")]
    assert due
    page = due[0].click().run()
    assert not page.exception
    assert {"materials", "insertion_reports"} <= {
        entry.file for section in desk_map.MAP for entry in section.entries
    }
