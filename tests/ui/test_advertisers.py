from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.companies import CompanyStatus
from crm.domain.likeness import Likeness
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.companies import ContactWish, add_contact
from crm.services.lines import LineWish
from crm.services.reports.advertisers import advertisers_csv
from crm.store.models import Company, Contact
from crm.store.queries.advertisers import Filters, list_advertisers
from crm.store.queries.duplicates import Sketch, possible_duplicates
from crm.ui.advertisers_parts import open_row
from tests import factories
from tests.factories import MORNING

if TYPE_CHECKING:
    import pytest
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk


def add(desk: RealDesk, name: str, **wish: object) -> int:
    made: list[int] = []
    desk.writing(
        lambda s: made.append(factories.make_company(s, desk.ids.rep, name, **wish))
    )
    return made[-1]


def names(page: AppTest) -> list[str]:
    return [str(name) for name in page.dataframe[0].value["name"]]


def typed(page: AppTest, field: str, value: str) -> None:
    box = next(b for b in page.text_input if b.key and b.key.startswith(field))
    box.set_value(value)


def save(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


def test_the_list_says_how_many_and_shows_advertisers_only(
    real_desk: RealDesk,
) -> None:
    add(real_desk, "=Hydrélia <b>", town="Nantes", postcode="44000")
    page = real_desk.open("advertisers")
    assert not page.exception
    assert page.title[0].value == "2 advertisers, nothing due\\."
    assert names(page) == ["=Hydrélia <b>", "Lumicité SAS"]


def test_search_and_views_narrow_it(real_desk: RealDesk) -> None:
    add(real_desk, "Hydrélia", town="Nantes")
    page = real_desk.open("advertisers")
    page.text_input(key="advertisers_search").set_value("hydre").run()
    assert names(page) == ["Hydrélia"]
    page.text_input(key="advertisers_search").set_value("nant").run()
    assert names(page) == ["Hydrélia"]
    page.text_input(key="advertisers_search").set_value("zzz").run()
    assert page.title[0].value == "No advertiser here\\."
    page.text_input(key="advertisers_search").set_value("").run()
    page.pills(key="advertisers_view").set_value("due").run()
    assert page.title[0].value == "No advertiser here\\."


def test_a_telephone_number_finds_the_company_however_it_is_typed(
    real_desk: RealDesk,
) -> None:
    ids = real_desk.ids
    wish = ContactWish(ids.advertiser_id, "Lefèvre", phone="06 39 98 12 34")
    real_desk.writing(lambda s: add_contact(s, ids.rep, wish))
    add(real_desk, "Hydrélia")
    for number in ("06 39 98", "+33 (0)6 39 98", "0033639981234"):
        page = real_desk.open("advertisers")
        page.text_input(key="advertisers_search").set_value(number).run()
        assert names(page) == ["Lumicité SAS"], number


def test_a_click_on_a_name_opens_its_record(
    real_desk: RealDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[object] = []
    monkeypatch.setattr(
        st, "switch_page", lambda _page, query_params: went.append(query_params)
    )
    monkeypatch.setitem(
        st.session_state, "advertisers_open", type("Click", (), {"row": 1})()
    )
    open_row((7, 9))
    assert went == [{"id": "9"}]
    assert real_desk


def test_status_and_nets_come_from_lines_and_ledger(real_desk: RealDesk) -> None:
    ids = real_desk.ids

    def book(session: Session) -> None:
        issue = factories.make_issue(session, ids)
        made = factories.make_quote(session, ids, LineWish(issue, ids.half))
        bookings.confirm(
            session, ids.rep, made, Agreed("Direction", MORNING.date(), "mail")
        )

    real_desk.writing(book)
    with real_desk.reading() as session:
        (row,) = list_advertisers(session, ids.rep, Filters())
    assert row.status is CompanyStatus.NEW
    assert (row.net.cents, row.net_before.cents, row.change) == (2_400_00, 0, None)


def test_the_file_holds_what_the_list_shows_and_no_formula(
    real_desk: RealDesk,
) -> None:
    add(real_desk, '=HYPERLINK("x")')
    with real_desk.reading() as session:
        manager = real_desk.ids.manager
        text = advertisers_csv(session, manager, Filters()).decode("utf-8")
    lines = text.removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("Advertiser;Status;Next step;Due on;Last exchange")
    assert lines[1].startswith('"\'=HYPERLINK(""x"")";prospect;')
    assert len(lines) == 3


def test_only_who_may_export_sees_the_way_out(real_desk: RealDesk) -> None:
    assert "advertisers_export" not in keys(real_desk.open("advertisers"))
    real_desk.seat = real_desk.ids.manager.user_id
    assert "advertisers_export" in keys(real_desk.open("advertisers"))


def keys(page: AppTest) -> set[str]:
    return {str(node.key) for node in page.get("download_button")}


def test_an_advertiser_and_its_first_contact_are_added_together(
    real_desk: RealDesk,
) -> None:
    page = real_desk.open("advertisers").button(key="company_add").click().run()
    typed(page, "company_name", "Citalys SAS")
    typed(page, "contact_last", "Benali")
    typed(page, "contact_phone", "06 39 98 44 60")
    page = save(page, "company_save")
    assert [toast.value for toast in page.toast] == ["Citalys SAS added\\."]
    with real_desk.reading() as session:
        company = session.query(Company).filter_by(name="Citalys SAS").one()
        (person,) = session.query(Contact).all()
    assert person.company_id == company.id


def test_a_contact_that_is_refused_keeps_the_company_out_too(
    real_desk: RealDesk,
) -> None:
    page = real_desk.open("advertisers").button(key="company_add").click().run()
    typed(page, "company_name", "Citalys SAS")
    typed(page, "contact_last", "Benali")
    typed(page, "contact_phone", "call me")
    page = save(page, "company_save")
    assert "is not understood as a telephone number" in page.error[0].value
    with real_desk.reading() as session:
        assert session.query(Company).filter_by(name="Citalys SAS").count() == 0


def test_one_that_may_be_there_is_shown_before_it_is_added(
    real_desk: RealDesk,
) -> None:
    page = real_desk.open("advertisers").button(key="company_add").click().run()
    typed(page, "company_name", "S.A.R.L. Lumicité")
    page = save(page, "company_save")
    assert not page.toast
    with real_desk.reading() as session:
        assert session.query(Company).filter_by(duplicate_key="lumicite").count() == 1


def test_likenesses_are_told_each_with_its_reason(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    other = add(real_desk, "Hydrélia", siret="732 829 320 00074", website="hyd.example")
    wish = ContactWish(ids.advertiser_id, "Lefèvre", phone="06 39 98 12 34")
    real_desk.writing(lambda s: add_contact(s, ids.rep, wish))
    sketch = Sketch(
        "Groupe Hydrelia",
        siren="732829320",
        email="x@hyd.example",
        phone="+33 6 39 98 12 34",
    )
    with real_desk.reading() as session:
        found = possible_duplicates(session, ids.rep, sketch)
        nothing = possible_duplicates(session, ids.rep, Sketch(""))
    assert [(row.id, row.likenesses) for row in found] == [
        (other, (Likeness.SIREN, Likeness.NAME, Likeness.DOMAIN)),
        (ids.advertiser_id, (Likeness.PHONE,)),
    ]
    assert [row.score for row in found] == [99, 60]
    assert nothing == []


def test_a_vat_number_finds_and_a_postcode_adds_to_it(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    here = add(
        real_desk, "Brussel Licht", country="BE", vat_number="BE0403019261",
        postcode="1000", town="Bruxelles",
    )  # fmt: skip
    add(real_desk, "Ailleurs", postcode="1000", town="Bruxelles", country="BE")
    typed = {"country": "BE", "vat_number": "0403.019.261"}
    with real_desk.reading() as session:
        (alone,) = possible_duplicates(session, ids.rep, Sketch("Autre", **typed))
        sketch = Sketch("Autre", postcode="1000", **typed)
        (both,) = possible_duplicates(session, ids.rep, sketch)
    assert (alone.id, alone.likenesses) == (here, (Likeness.VAT,))
    assert both.likenesses == (Likeness.VAT, Likeness.POSTCODE)
    assert both.score > alone.score


def test_a_trade_name_makes_a_likeness_too(real_desk: RealDesk) -> None:
    known = add(real_desk, "Hydrélia Logiciels SAS", trade_name="Hydrélia")
    with real_desk.reading() as session:
        (found,) = possible_duplicates(session, real_desk.ids.rep, Sketch("HYDRELIA"))
    assert (found.id, found.likenesses) == (known, (Likeness.NAME,))


def test_free_mail_makes_no_likeness(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    wish = ContactWish(ids.advertiser_id, "Lefèvre", email="a@gmail.com")
    real_desk.writing(lambda s: add_contact(s, ids.rep, wish))
    with real_desk.reading() as session:
        sketch = Sketch("Hydrélia", email="b@gmail.com")
        assert possible_duplicates(session, ids.rep, sketch) == []
