from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from crm.domain.editing import Edit
from crm.domain.rate_cards import Cumulation, RateCardStatus
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.card_copies import copy_card
from crm.services.card_edits import change_card
from crm.services.lines import LineWish
from crm.store.models import Issue, Line, Rate, RateCard, TermsOfSale
from crm.store.queries.card_values import card_values
from crm.store.queries.rate_cards import card
from tests import factories
from tests.factories import MORNING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown)


def field(page: AppTest, start: str) -> str:
    """Return the key of the one input of a form that begins so."""
    keys = [
        widget.key
        for widget in [*page.text_input, *page.date_input, *page.selectbox]
        if widget.key and widget.key.startswith(start)
    ]
    assert len(keys) == 1, keys
    return keys[0]


def editor(page: AppTest, table: str) -> str:
    """Return the key of a table's editor."""
    [key] = [
        frame.key
        for frame in page.data_editor
        if frame.key and frame.key.startswith(f"card_{table}_")
    ]
    return str(key)


def rows(page: AppTest, table: str = "prices") -> list[dict[str, Any]]:
    [frame] = [f for f in page.data_editor if f.key == editor(page, table)]
    return [dict(row) for row in frame.value.to_dict("records")]


def row_of(page: AppTest, name: str) -> dict[str, Any]:
    [row] = [row for row in rows(page) if row["format"] == name]
    return row


def typed(page: AppTest, table: str, **touches: Any) -> AppTest:
    """Type into an editor, as its cells are left one by one."""
    empty: dict[str, Any] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    page.session_state[editor(page, table)] = empty | touches
    return page.run()


def a_draft(desk: RealDesk) -> int:
    made: list[int] = []
    ids = desk.ids
    desk.seat = ids.manager.user_id
    desk.writing(lambda s: made.append(copy_card(s, ids.manager, ids.card_id)))
    return made[0]


def draft_page(desk: RealDesk, card_id: int) -> AppTest:
    page = desk.open("rate_cards")
    return page.button(key=f"card_show_{card_id}").click().run()


def says(desk: RealDesk, card_id: int) -> dict[str, Any]:
    with desk.reading() as session:
        found = card(session, card_id)
    assert found is not None
    return card_values(found)


def errors(page: AppTest) -> str:
    return " ".join(error.value for error in page.error).replace("\\", "")


def cards(desk: RealDesk) -> list[RateCard]:
    with desk.reading() as session:
        return session.query(RateCard).order_by(RateCard.id).all()


def test_a_rep_sees_the_card_in_force_and_changes_nothing(real_desk: RealDesk) -> None:
    page = real_desk.open("rate_cards")
    assert not page.exception
    assert "prices until 31" in page.title[0].value
    assert "card_new" not in {button.key for button in page.button}


def test_a_card_is_copied_corrected_and_published(real_desk: RealDesk) -> None:
    real_desk.seat = real_desk.ids.manager.user_id
    page = real_desk.open("rate_cards")
    page.button(key="card_new").click().run()
    page.text_input(key=field(page, "card_rise_")).set_value("trois")
    page.button(key="card_new_save").click().run()
    assert "is not understood as a percentage" in page.error[0].value
    assert len(cards(real_desk)) == 1
    page.button(key="card_new").click().run()
    page.text_input(key=field(page, "card_rise_")).set_value("3")
    page.button(key="card_new_save").click().run()
    real_desk.open("rate_cards")
    assert [card.name for card in cards(real_desk)] == ["Tarif 2027", "Tarif 2028"]
    page.button(key=f"card_show_{cards(real_desk)[1].id}").click().run()
    [frame] = [f for f in page.dataframe if "change" in f.value.columns]
    assert frame.value.to_dict("records")[0]["before"] == "€4,000"
    assert row_of(page, "Magazine · Full page")["price"] == "4\u202f120"
    page = typed(page, "prices", edited_rows={0: {"price": "4 200,50"}})
    page.button(key="card_prices_save").click().run()
    with real_desk.reading() as session:
        rate = (
            session.query(Rate)
            .filter_by(
                rate_card_id=cards(real_desk)[1].id, format_id=real_desk.ids.page
            )
            .one()
        )
    assert rate.cents == 4_200_50
    page.button(key="card_publish").click().run()
    page.button(key="card_publish_save").click().run()
    assert cards(real_desk)[1].status is RateCardStatus.PUBLISHED
    assert "card_publish" not in {button.key for button in page.button}


def test_a_card_is_started_from_the_formats(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    real_desk.seat = ids.manager.user_id

    def empty(session: Session) -> None:
        for row in session.query(RateCard):
            row.archived_at = MORNING

    real_desk.writing(empty)
    page = real_desk.open("rate_cards")
    assert page.title[0].value == "No rate card yet\\."
    page.button(key="card_new").click().run()
    page.text_input(key=field(page, f"card_price_{ids.page}_")).set_value("4 000")
    page.text_input(key=field(page, f"card_premium_{ids.c4}_")).set_value("30")
    page.button(key="card_new_save").click().run()
    assert [card.name for card in cards(real_desk)][-1] == "Rates 2027"
    assert row_of(page, "Magazine · Full page")["price"] == "4\u202f000"
    assert "+30%" in texts(page).replace("\\", "")


def test_an_issue_is_planned_with_its_space_and_refused_by_its_code(
    real_desk: RealDesk,
) -> None:
    real_desk.seat = real_desk.ids.manager.user_id
    page = real_desk.open("issues")
    assert page.title[0].value == "No issue planned for this year\\."
    page.button(key="issue_plan").click().run()
    page.button(key="issue_save").click().run()
    assert "Please fill in" in page.error[0].value
    page.button(key="issue_plan").click().run()
    page.text_input(key=field(page, "issue_code_")).set_value("62")
    page.text_input(key=field(page, "issue_name_fr_")).set_value("n° 62 *gras*")
    page.text_input(key=field(page, "issue_ad_pages_")).set_value("16")
    page.button(key="issue_save").click().run()
    assert not page.error
    with real_desk.reading() as session:
        [issue] = session.query(Issue).all()
    assert issue.code == "62"
    assert page.title[0].value.startswith("n° 62 \\*gras\\* closes in 46 days")
    assert "16 of 16 pages free" in texts(page)


def test_an_issue_is_published_after_a_confirmation(real_desk: RealDesk) -> None:
    ids = real_desk.ids

    def past(session: Session) -> None:
        issue = factories.make_issue(
            session,
            ids,
            closes_on=date(2027, 3, 4),
            published_on=date(2027, 3, 4),
        )
        booking = factories.make_quote(session, ids, LineWish(issue, ids.half))
        bookings.confirm(session, ids.rep, booking, Agreed("A", MORNING.date(), "mail"))

    real_desk.writing(past)
    page = real_desk.open("issues")
    key = next(
        (b.key for b in page.button if b.key and b.key.startswith("issue_publish_")), ""
    )
    assert key == ""
    real_desk.seat = ids.manager.user_id
    page = real_desk.open("issues")
    page.button(key="issue_publish_1").click().run()
    page.button(key="issue_publish_save").click().run()
    with real_desk.reading() as session:
        assert session.query(Line).one().status.value == "ran"
    assert "Published" in texts(page)


def test_every_table_of_a_draft_is_edited_in_place(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    card_id = a_draft(real_desk)
    page = draft_page(real_desk, card_id)
    assert not page.exception
    page = typed(
        page,
        "prices",
        edited_rows={1: {"price": ""}},
        added_rows=[
            {
                "format": "Newsletter · Banner 600 × 200",
                "unit": "an insertion",
                "from_quantity": "10",
                "price": "650",
            }
        ],
    )
    page.button(key="card_prices_save").click().run()
    page = typed(
        page,
        "premiums",
        added_rows=[{"name_fr": "Cinquième couleur", "rate": "7,5"}],
        deleted_rows=[0],
    )
    page.button(key="card_premiums_save").click().run()
    page = typed(
        page, "tiers", added_rows=[{"scale": "Combination", "lower": "2", "rate": "3"}]
    )
    page.button(key="card_tiers_save").click().run()
    page = typed(page, "fees", edited_rows={0: {"price": "155"}})
    page.button(key="card_fees_save").click().run()
    assert not page.error
    stands = says(real_desk, card_id)
    assert f"price_{ids.half}" not in stands
    assert stands[f"price_{ids.banner}_10"] == 650_00
    assert "premium.C4.rate" not in stands
    assert stands["premium.cinquieme_couleur.rate"] == 750
    assert stands["tiers.combination"] == ("2-:300",)
    assert stands["tiers.frequency"][0] == "2-4:500"
    assert stands["fee.layout.cents"] == 155_00


@pytest.mark.parametrize(
    ("table", "touches", "said"),
    [
        (
            "prices",
            {"edited_rows": {0: {"price": "-5"}}},
            "Prices, row 1, “Price”: A price must be between",
        ),
        (
            "prices",
            {"added_rows": [{"price": "5"}]},
            "row 5, “Format”: Please fill in “Format”.",
        ),
        (
            "premiums",
            {"edited_rows": {0: {"rate": "101 %"}}},
            "row 1, “Percentage”: A percentage must be between 0% and 100%.",
        ),
        (
            "tiers",
            {"edited_rows": {0: {"upper": "3"}}},
            "row 2, “Starting at”: The tiers must follow each other",
        ),
        (
            "tiers",
            {"edited_rows": {4: {"upper": "40 000"}}},
            "look at the one that starts at €30,000.00.",
        ),
    ],
)
def test_a_refused_cell_is_named_and_keeps_what_was_typed(
    real_desk: RealDesk, table: str, touches: dict[str, Any], said: str
) -> None:
    card_id = a_draft(real_desk)
    before = says(real_desk, card_id)
    page = typed(draft_page(real_desk, card_id), table, **touches)
    assert said in errors(page)
    save = page.button(key=f"card_{table}_save")
    assert save.disabled
    assert (
        page.session_state[editor(page, table)] | touches
        == page.session_state[editor(page, table)]
    )
    assert says(real_desk, card_id) == before
    page.button(key=f"card_{table}_undo").click().run()
    assert not page.error


def test_prices_that_two_people_set_are_chosen_between(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    card_id = a_draft(real_desk)
    page = draft_page(real_desk, card_id)
    page = typed(
        page, "prices", edited_rows={0: {"price": "5 000"}, 1: {"price": "2 000"}}
    )
    field_ = f"price_{ids.page}"
    other = Edit(1, {field_: 4_000_00}, {field_: 4_500_00})
    real_desk.writing(lambda s: change_card(s, ids.manager, card_id, other))
    page.button(key="card_prices_save").click().run()
    [choice] = [r for r in page.radio if str(r.key).startswith(f"clash_{field_}_")]
    assert "€4,500" in "".join(choice.options)
    assert says(real_desk, card_id)[field_] == 4_500_00
    choice.set_value("theirs").run()
    assert row_of(page, "Magazine · Full page")["price"] == "4\u202f500"
    [choice] = [r for r in page.radio if str(r.key).startswith(f"clash_{field_}_")]
    choice.set_value("mine").run()
    assert row_of(page, "Magazine · Full page")["price"] == "5\u202f000"
    page.button(key="card_prices_save").click().run()
    assert not page.exception
    stands = says(real_desk, card_id)
    assert (stands[field_], stands[f"price_{ids.half}"]) == (5_000_00, 2_000_00)


def test_a_draft_s_rules_are_changed(real_desk: RealDesk) -> None:
    card_id = a_draft(real_desk)
    page = real_desk.drawer("card_rules", card_id)
    page.text_input(key=field(page, "card_professional_discount_")).set_value("12,5 %")
    [rule] = page.radio
    rule.set_value(Cumulation.ONE)
    page.button(key="card_rules_save").click().run()
    assert not page.exception
    stands = says(real_desk, card_id)
    assert (stands["professional_discount"], stands["cumulation"]) == (1_250, "one")


def test_terms_are_kept_by_version_and_never_twice(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    a_draft(real_desk)
    page = real_desk.drawer("terms", ids.title_id)
    assert "Les présentes conditions" in page.text_area[0].value
    page.text_input(key=field(page, "terms_version_")).set_value("2027")
    page.button(key="terms_save").click().run()
    assert "“2027” exists already" in errors(page)
    page.text_input(key=field(page, "terms_version_")).set_value("2028-1")
    page.button(key="terms_save").click().run()
    assert not page.error
    with real_desk.reading() as session:
        kept = session.query(TermsOfSale).order_by(TermsOfSale.id).all()
    assert [row.version for row in kept] == ["2027", "2028-1"]
    assert kept[1].text_en == kept[0].text_en


def test_two_cards_stand_side_by_side(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    card_id = a_draft(real_desk)
    field_ = f"price_{ids.page}"
    edit = Edit(1, {field_: 4_000_00}, {field_: 4_120_00, "premium.C4.rate": 2_500})
    real_desk.writing(lambda s: change_card(s, ids.manager, card_id, edit))
    page = draft_page(real_desk, card_id)
    assert "2 lines of 15 differ" in texts(page) + "".join(h.value for h in page.header)
    [frame] = [f for f in page.dataframe if "change" in f.value.columns]
    shown = {row["name"]: row for row in frame.value.to_dict("records")}
    assert shown["Full page"]["change"] == "+3%"
    assert shown["Back cover"]["change"] == "−5 pt"
    page.toggle(key="card_compare_moved").set_value(True).run()
    [frame] = [f for f in page.dataframe if "change" in f.value.columns]
    assert len(frame.value) == 2


def test_a_rep_reads_cards_and_takes_nothing_away(real_desk: RealDesk) -> None:
    page = real_desk.open("rate_cards")
    assert not page.data_editor
    keys = {str(button.key) for button in [*page.button, *page.download_button]}
    offered = ("card_export", "card_compare_export", "terms_new", "card_import")
    assert not keys & set(offered)


def test_a_hostile_name_is_shown_inert(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    card_id = a_draft(real_desk)
    name = "<script>alert(1)</script> [x](javascript:alert(1)) :red[*a*]"
    edit = Edit(1, {"name": "Tarif 2028"}, {"name": name})
    real_desk.writing(lambda s: change_card(s, ids.manager, card_id, edit))
    page = draft_page(real_desk, card_id)
    assert not page.exception
    assert "[x](javascript" not in texts(page)
    assert ":red[" not in texts(page).replace("\\:red", "")
