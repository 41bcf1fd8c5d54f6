"""Views of the list, calling one through, the team's activity, fields: by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.companies import FieldKind
from crm.domain.views import Filters
from crm.services import call_runs, custom_fields, saved_views, tags
from crm.services.activities import ActivityWish, log_activity
from crm.services.companies import ContactWish, add_contact
from crm.services.custom_fields import FieldWish
from crm.store.models import Activity, Company, CustomValue, FollowUp, SavedView, Tag
from crm.store.queries.call_runs import find_run
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

HOSTILE = "<img src=x onerror=alert(1)> [a](javascript:1) **b**"


def made(desk: RealDesk, action: Callable[[Session], int]) -> int:
    kept: list[int] = []
    desk.writing(lambda session: kept.append(action(session)))
    return kept[0]


def add(desk: RealDesk, name: str, **wish: object) -> int:
    return made(desk, lambda s: factories.make_company(s, desk.ids.rep, name, **wish))


def names(page: AppTest) -> list[str]:
    return [str(name) for name in page.dataframe[0].value["name"]]


def begins(nodes: object, field: str) -> object:
    return next(b for b in nodes if b.key and b.key.startswith(field))  # type: ignore[attr-defined]


def test_a_view_is_saved_found_in_the_address_renamed_removed_and_back(
    real_desk: RealDesk,
) -> None:
    add(real_desk, "Hydrélia", postcode="29200")
    page = real_desk.open("advertisers")
    page.selectbox(key="advertisers_region").set_value("53").run()
    assert names(page) == ["Hydrélia"]
    page.pills(key="advertisers_columns").set_value(["town", "status"]).run()
    assert list(page.dataframe[0].value) == ["name", "status", "town"]
    assert page.query_params["region"] == "53"
    page.button(key="view_save_open").click().run()
    begins(page.text_input, "view_name_").set_value(HOSTILE)
    page.button(key="view_save").click().run()
    assert not page.exception
    with real_desk.reading() as session:
        view = session.scalars(select(SavedView)).one()
    assert (view.name, view.filters) == (HOSTILE, {"region": "53"})
    assert view.columns == ["status", "town"]
    opened = real_desk.open("advertisers", view=view.id)
    assert names(opened) == ["Hydrélia"]
    assert list(opened.dataframe[0].value) == ["name", "status", "town"]
    options = opened.pills(key="advertisers_view").options
    assert any("\\<img" in option for option in options)
    assert not any("<img" in option.replace("\\<img", "") for option in options)
    opened.button(key="view_remove").click().run()
    assert len(names(opened)) == 1 or opened.button(key="view_undo")
    opened.button(key="view_undo").click().run()
    with real_desk.reading() as session:
        assert session.scalars(select(SavedView)).one().archived_at is None


def test_a_link_opens_filters_that_were_not_saved(real_desk: RealDesk) -> None:
    add(real_desk, "Hydrélia", postcode="29200")
    page = real_desk.open("advertisers", region="53", status="prospect")
    assert names(page) == ["Hydrélia"]
    assert page.pills(key="advertisers_statuses").value == ["prospect"]
    wrong = real_desk.open("advertisers", view="999", region="<b>")
    assert not wrong.exception
    assert len(names(wrong)) == 2


def test_a_built_in_view_is_picked_and_left(real_desk: RealDesk) -> None:
    add(real_desk, "Hydrélia")
    call = ActivityWish(real_desk.ids.advertiser_id)
    made(real_desk, lambda s: log_activity(s, real_desk.ids.rep, call))
    page = real_desk.open("advertisers")
    page.pills(key="advertisers_view").set_value("uncalled").run()
    assert names(page) == ["Hydrélia"]
    assert page.query_params["view"] == "uncalled"
    page.pills(key="advertisers_view").set_value("all").run()
    assert len(names(page)) == 2
    assert page.checkbox(key="advertisers_uncalled").value is False


def test_the_changes_of_a_view_are_kept_by_its_owner_alone(
    real_desk: RealDesk,
) -> None:
    ids = real_desk.ids
    view = made(
        real_desk,
        lambda s: saved_views.save_view(s, ids.rep, "À tous", Filters(), shared=True),
    )
    page = real_desk.open("advertisers", view=view)
    page.checkbox(key="advertisers_mine").check().run()
    page.button(key="view_keep").click().run()
    with real_desk.reading() as session:
        assert session.get_one(SavedView, view).filters == {"mine": "1"}
    real_desk.seat = ids.manager.user_id
    other = real_desk.open("advertisers", view=view)
    assert "view_remove" not in {b.key for b in other.button}


def test_a_list_is_called_through(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    other = add(real_desk, "Hydrélia")
    third = add(real_desk, "Zéphyr")
    wish = ContactWish(other, "Lefèvre", phone="06 39 98 12 34")
    made(real_desk, lambda s: add_contact(s, ids.rep, wish))
    run = made(real_desk, lambda s: call_runs.start_run(s, ids.rep, HOSTILE, Filters()))
    page = real_desk.open("calling", id=run)
    assert not page.exception
    assert page.title[0].value == "1 of 3, 3 still to call\\."
    assert page.header[0].value == "Hydrélia"
    page.button(key="run_log").click().run()
    page.button(key="call_save").click().run()
    assert page.header[0].value == "Lumicité SAS"
    page.button(key="run_put_off").click().run()
    page.button(key="run_put_off_save").click().run()
    assert page.error
    page.button(key="run_put_off").click().run()
    begins(page.text_input, "run_put_off_").set_value("salon")
    page.button(key="run_put_off_save").click().run()
    assert page.header[0].value == "Zéphyr"
    again = real_desk.open("calling", id=run)
    assert again.header[0].value == "Zéphyr"
    again.button(key="run_skip").click().run()
    assert again.title[0].value == "One called, 1 reached, 1 put off\\."
    again.button(key="run_take_up").click().run()
    assert again.header[0].value == "Zéphyr"
    again.button(key="run_end").click().run()
    with real_desk.reading() as session:
        assert session.query(Activity).count() == 1
        assert session.query(FollowUp).filter_by(reason="salon").count() == 1
        card = find_run(session, ids.rep, run)
    assert card is not None
    assert card.ended_at is not None
    assert third


def test_the_button_starts_a_run_and_the_list_takes_one_back_to_it(
    real_desk: RealDesk,
) -> None:
    page = real_desk.open("advertisers")
    page.button(key="run_start").click().run()
    assert page.title[0].value == "1 of 1, one still to call\\."
    back = real_desk.open("advertisers")
    assert any(str(b.key).startswith("run_resume_") for b in back.button)


def test_tags_and_fields_are_filled_on_the_record(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    number = FieldWish(FieldKind.NUMBER, "Effectif", HOSTILE)
    field = made(
        real_desk, lambda s: custom_fields.define_field(s, ids.manager, number)
    )
    tag = made(
        real_desk, lambda s: tags.tag_company(s, ids.rep, ids.advertiser_id, HOSTILE)
    )
    page = real_desk.open("advertiser", id=ids.advertiser_id)
    assert "\\<img" in page.button(key=f"tag_off_{tag}").label
    page.button(key=f"tag_off_{tag}").click().run()
    assert f"tag_off_{tag}" not in {b.key for b in page.button}
    page.button(key="fields_fill").click().run()
    begins(page.text_input, "field_").set_value("beaucoup")
    page.button(key="fields_save").click().run()
    assert page.error
    page.button(key="fields_fill").click().run()
    begins(page.text_input, "field_").set_value("1 200,5")
    page.button(key="fields_save").click().run()
    with real_desk.reading() as session:
        assert session.scalars(select(CustomValue.value)).one() == "1200.5"
        assert session.scalars(select(Tag.name)).one() == HOSTILE[:40]
    listed = real_desk.open("advertisers", columns=f"status,field:{field}")
    assert listed.dataframe[0].value[f"field:{field}"].tolist() == ["1,200.5"]


def test_fields_are_settled_by_who_manages_titles(real_desk: RealDesk) -> None:
    real_desk.seat = real_desk.ids.manager.user_id
    page = real_desk.open("fields")
    assert page.title[0].value == "No field of your own\\."
    page.button(key="field_add").click().run()
    begins(page.text_input, "field_fr_").set_value("Potentiel")
    page.button(key="field_save").click().run()
    assert page.title[0].value == "One field, empty so far\\."
    page.button(key=next(b.key for b in page.button if "field_edit_" in str(b.key)))
    edit = next(b for b in page.button if str(b.key).startswith("field_edit_"))
    edit.click().run()
    page.button(key="field_remove").click().run()
    assert page.title[0].value == "No field of your own\\."


@pytest.mark.parametrize("calls", [0, 1, 3])
def test_activity_is_told_empty_of_one_call_and_of_several(
    real_desk: RealDesk, calls: int
) -> None:
    ids = real_desk.ids
    for _call in range(calls):
        wish = ActivityWish(ids.advertiser_id)
        made(real_desk, lambda s, wish=wish: log_activity(s, ids.rep, wish))
    wish = ActivityWish(ids.advertiser_id)
    for seat, said in (
        (ids.rep.user_id, ("No call logged", "One call of yours", "3 calls of yours")),
        (ids.manager.user_id, ("No call logged", "One call, ", "3 calls, ")),
    ):
        real_desk.seat = seat
        page = real_desk.open("team_activity")
        assert not page.exception
        begun = {0: said[0], 1: said[1], 3: said[2]}[calls]
        assert page.title[0].value.startswith(begun)


def test_ticked_rows_are_handed_over_by_who_reaches_all(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    real_desk.seat = ids.manager.user_id
    page = real_desk.drawer("assign", str(ids.advertiser_id))
    page.button(key="assign_save").click().run()
    assert page.error
    begins(page.selectbox, "assign_heir_").set_value(ids.manager.user_id)
    begins(page.text_input, "assign_reason_").set_value("secteurs")
    page.button(key="assign_save").click().run()
    assert not page.exception
    with real_desk.reading() as session:
        company = session.get_one(Company, ids.advertiser_id)
        assert company.owner_id == ids.manager.user_id
