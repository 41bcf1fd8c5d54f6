from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

from crm.domain.roles import RoleCode
from crm.services import documents, titles, users
from crm.services.documents.media_kit import KitWish
from crm.store.models import Company, Document
from tests.factories import ITSELF, make_company
from tests.services.test_documents import add_claim

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from crm.services.documents.kit_runs import KitRun
    from tests.ui.conftest import RealDesk

HOSTILE = "R&D *[x](http://e.example)* ![i](http://e.example/b.png)"


def kept(desk: RealDesk) -> list[Document]:
    with desk.reading() as session:
        return session.query(Document).order_by(Document.id).all()


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown)


def test_the_kit_is_drawn_for_the_market_then_issued_once(real_desk: RealDesk) -> None:
    page = real_desk.open("media_kit")
    assert not page.exception
    assert page.title[0].value == "A kit for the market\\."
    assert "1 · Cover" in texts(page)
    issue = page.button(key="kit_issue")
    issue.click()
    page.run()
    assert "Kept as edition 1" in texts(page)
    page.run()
    [document] = kept(real_desk)
    assert document.company_id is None


def test_an_advertiser_is_found_and_the_kit_bears_its_name(real_desk: RealDesk) -> None:
    page = real_desk.open("media_kit")
    page.text_input(key="kit_search_0").set_value("lumi").run()
    page.button(key="kit-hit-0").click().run()
    assert page.title[0].value == "A kit for Lumicité SAS\\."
    page.segmented_control(key=f"kit_language_{real_desk.ids.advertiser_id}").set_value(
        "en"
    ).run()
    page.button(key="kit_issue").click().run()
    [document] = kept(real_desk)
    assert (document.company_id, document.language) == (
        real_desk.ids.advertiser_id,
        "en",
    )
    page.button(key="kit_forget").click().run()
    assert page.title[0].value == "A kit for the market\\."


def test_pages_are_chosen_and_none_says_so(real_desk: RealDesk) -> None:
    page = real_desk.open("media_kit")
    page.toggle(key="kit_free").set_value(False)
    page.pills(key="kit_offers").set_value([])
    page.pills(key="kit_pages").set_value(["rates", "cover"]).run()
    assert "1 · Cover" in texts(page)
    assert "2 · Print rates" in texts(page)
    assert "· Calendar" not in texts(page)
    page.pills(key="kit_pages").set_value([]).run()
    assert "No page chosen" in [header.value for header in page.header]
    assert page.button(key="kit_issue").disabled
    page.button(key="kit_all").click().run()
    assert "1 · Cover" in texts(page)
    assert page.toggle(key="kit_free").value


def test_the_page_of_one_advertiser_is_not_the_markets(real_desk: RealDesk) -> None:
    page = real_desk.open("media_kit")
    assert "yours" not in page.pills(key="kit_pages").value
    page.segmented_control(key="kit_whom").set_value("list").run()
    assert "yours" in page.pills(key="kit_pages").value
    page.segmented_control(key="kit_whom").set_value("one").run()
    assert "yours" not in page.pills(key="kit_pages").value


def test_greeting_and_prices_go_into_the_kit(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    page = real_desk.open("media_kit", id=ids.advertiser_id)
    page.segmented_control(key=f"kit_prices_{ids.advertiser_id}").set_value("none")
    page.text_input(key=f"kit_greeting_{ids.advertiser_id}_fr").set_value(HOSTILE).run()
    assert not page.exception
    page.button(key="kit_issue").click().run()
    [document] = kept(real_desk)
    assert document.figures["prices"] == "none"
    assert document.figures["greeting"] == HOSTILE


def test_a_stale_figure_is_refused_by_name(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    real_desk.writing(lambda s: add_claim(s, ids, expires_on=date(2027, 3, 3)))
    page = real_desk.open("media_kit")
    assert "exemplaires" in page.error[0].value or "copies" in page.error[0].value
    assert page.button(key="kit_issue").disabled
    page.pills(key="kit_pages").set_value(["cover", "rates"]).run()
    assert not page.error
    assert not page.button(key="kit_issue").disabled


def test_a_hostile_name_is_shown_as_typed(real_desk: RealDesk) -> None:
    ids = real_desk.ids

    def rename(session: Session) -> None:
        session.get_one(Company, ids.advertiser_id).trade_name = HOSTILE

    real_desk.writing(rename)
    page = real_desk.open("media_kit", id=ids.advertiser_id)
    assert not page.exception
    assert "](http" not in page.title[0].value.replace("\\", "\0")
    real_desk.writing(
        lambda s: documents.issue_media_kit(s, ids.rep, KitWish(ids.advertiser_id))
    )
    page = real_desk.open("documents")
    assert not page.exception
    assert "](http" not in texts(page)


def run_of(page: AppTest) -> KitRun:
    """Return the run once it is over: it works in a thread of its own."""
    run: KitRun = page.session_state["ui"]["kit_run"].run
    for thread in threading.enumerate():
        if thread.name == "media kits":
            thread.join(30)
    assert run.finished
    return run


def test_kits_are_made_for_a_whole_list(real_desk: RealDesk) -> None:
    page = real_desk.open("media_kit")
    page.segmented_control(key="kit_whom").set_value("list").run()
    assert not page.exception
    assert page.title[0].value == "A kit for one advertiser\\."
    page.pills(key="kit_pages").set_value(["cover", "contact"]).run()
    page.button(key="kits_make").click().run()
    assert not page.exception
    run = run_of(page)
    page.run()
    assert "1 kit kept" in texts(page)
    assert page.get("download_button")
    [document] = kept(real_desk)
    assert document.company_id == real_desk.ids.advertiser_id
    assert run.archive.exists()


def test_a_list_that_cannot_be_drawn_says_whose_and_why(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    page = real_desk.open("media_kit")
    page.segmented_control(key="kit_whom").set_value("list").run()

    def rename(session: Session) -> None:
        session.get_one(Company, ids.advertiser_id).trade_name = HOSTILE

    real_desk.writing(rename)
    real_desk.writing(lambda s: add_claim(s, ids, expires_on=date(2027, 3, 3)))
    page.button(key="kits_make").click().run()
    run = run_of(page)
    page.run()
    assert (run.kept, len(run.refused)) == (0, 1)
    assert "0 kits kept" in texts(page)
    assert "cannot be printed" in texts(page)
    assert "](http" not in texts(page).replace("\\", "\0")
    assert kept(real_desk) == []


def test_a_list_of_advertisers_leads_to_its_kits(real_desk: RealDesk) -> None:
    page = real_desk.open("advertisers")
    page.button(key="kits_open").click().run()
    assert not page.exception
    assert page.session_state["kit_whom"] == "list"
    assert page.selectbox(key="kit_list").value == "came"


def test_a_reader_looks_and_issues_nothing(real_desk: RealDesk) -> None:
    def make_reader(session: Session) -> int:
        wish = users.UserWish("Rémi", "remi@desk.example", RoleCode.READER)
        return users.add_user(session, ITSELF, wish)

    real_desk.seat = real_desk.front.store.write(make_reader, ITSELF)
    page = real_desk.open("media_kit")
    page.segmented_control(key="kit_whom").set_value("list").run()
    assert not page.exception
    assert not {"kits_make", "kit_issue"} & {button.key for button in page.button}


def test_documents_open_empty_then_list_search_and_let_out(real_desk: RealDesk) -> None:
    page = real_desk.open("documents")
    assert page.title[0].value == "Nothing issued yet\\."
    ids = real_desk.ids

    def fill(session: Session) -> None:
        documents.issue_media_kit(session, ids.rep, KitWish(language="en"))
        documents.issue_media_kit(session, ids.rep, KitWish(ids.advertiser_id))

    real_desk.writing(fill)
    page = real_desk.open("documents")
    assert page.title[0].value == "2 documents, kept as issued\\."
    assert not page.get("download_button")
    page.text_input(key="documents_search").set_value("lumicite").run()
    assert "1 document" in texts(page)
    page.text_input(key="documents_search").set_value("nowhere").run()
    assert "No document answers these filters" in texts(page)
    real_desk.seat = ids.manager.user_id
    page = real_desk.open("documents")
    assert page.get("download_button")


def test_the_publisher_is_shown_and_changed(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    page = real_desk.open("publisher")
    assert page.title[0].value.startswith("Documents lack\\: SIRET")
    assert "publisher_change" not in {button.key for button in page.button}
    real_desk.seat = ids.manager.user_id
    real_desk.writing(
        lambda s: titles.add_claim(
            s,
            ids.manager,
            ids.title_id,
            cluster="headline",
            amount=6_200,
            unit="bp",
            label_fr="décideurs",
            label_en="decision makers",
            source_fr="e",
            source_en="e",
            measured_on=date(2026, 1, 1),
            expires_on=date(2027, 4, 1),
        )
    )
    page = real_desk.open("publisher")
    assert "Until 1 April 2027" in texts(page).replace("\u00a0", " ")
    page.button(key="publisher_change").click().run()
    siret = next(t for t in page.text_input if t.key.startswith("publisher_siret_"))
    siret.set_value("123")
    page.button(key="publisher_save").click().run()
    assert "is not understood as a SIRET" in page.error[0].value
    page.button(key="publisher_change").click().run()
    siret = next(t for t in page.text_input if t.key.startswith("publisher_siret_"))
    siret.set_value("732 829 320 00074")
    page.button(key="publisher_save").click().run()
    assert not page.error
    assert page.title[0].value == "Documents lack\\: VAT number, address\\."


def test_the_rows_that_are_ticked_lead_to_kits_for_them_alone(
    real_desk: RealDesk,
) -> None:
    ids = real_desk.ids

    real_desk.writing(lambda s: make_company(s, ids.rep, "Aube"))
    real_desk.writing(lambda s: make_company(s, ids.rep, "Brume"))
    page = real_desk.open("advertisers")
    assert "kits_ticked" not in {button.key for button in page.button}
    page.session_state["advertisers_list"] = {"selection": {"rows": [0, 1]}}
    page.run()
    page.button(key="kits_ticked").click().run()
    assert not page.exception
    assert page.title[0].value == "A kit for each of 2 advertisers\\."
    came = page.session_state["ui"]["kit_came"]
    with real_desk.reading() as session:
        names = [session.get_one(Company, id_).name for id_ in came.ticked]
    assert names == ["Aube", "Brume"]


def test_some_of_a_list_are_ticked_on_the_builder_itself(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    real_desk.writing(lambda s: make_company(s, ids.rep, "Brume"))
    page = real_desk.open("media_kit")
    page.segmented_control(key="kit_whom").set_value("list").run()
    assert page.title[0].value == "A kit for each of 2 advertisers\\."
    [table] = [one for one in page.dataframe if (one.key or "").startswith("kit_tick")]
    page.session_state[table.key] = {"selection": {"rows": [0]}}
    page.run()
    assert page.title[0].value == "A kit for one advertiser\\."
    page.pills(key="kit_pages").set_value(["cover"]).run()
    page.button(key="kits_make").click().run()
    assert run_of(page).kept == 1
    with real_desk.reading() as session:
        [drawn] = session.query(Document)
        assert session.get_one(Company, drawn.company_id).name == "Brume"
