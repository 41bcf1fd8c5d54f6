"""The page of targets, through its keys."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from crm.domain.money import Money
from crm.domain.targets import About
from crm.language import use_language
from crm.services import targets
from crm.store.models import Target, User
from crm.ui.target_words import conclusion, plain_euros

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk


def aim(real_desk: RealDesk, year: int, month: int, cents: int) -> None:
    ids = real_desk.ids

    def fill(session: Session) -> None:
        targets.set_target(
            session,
            ids.manager,
            date(year, month, 1),
            Money(cents),
            user_id=ids.rep.user_id,
            title_id=ids.title_id,
        )

    real_desk.writing(fill)


@pytest.fixture
def managed(real_desk: RealDesk) -> RealDesk:
    real_desk.seat = real_desk.ids.manager.user_id
    return real_desk


def editor_key(page: AppTest) -> str:
    (frame,) = page.data_editor
    return str(frame.key)


def type_cells(page: AppTest, cells: dict[int, dict[str, str]]) -> AppTest:
    """Type into the grid as the browser does: rows by place, columns by month."""
    touched = {"edited_rows": cells, "added_rows": [], "deleted_rows": []}
    page.session_state[editor_key(page)] = touched
    return page.run()


def kept(real_desk: RealDesk) -> dict[tuple[int, int], int]:
    with real_desk.reading() as session:
        return {
            (row.month.year, row.month.month): row.cents
            for row in session.query(Target)
        }


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown)


def test_it_opens_on_nothing(managed: RealDesk) -> None:
    page = managed.open("targets")
    assert not page.exception
    assert page.title[0].value == "No target for 2027 yet\\."
    assert page.button(key="targets_save").disabled
    assert not [button for button in page.button if button.key == "targets_copy"]


def test_cells_are_typed_summed_and_saved_once(managed: RealDesk) -> None:
    page = managed.open("targets")
    page = type_cells(page, {0: {"3": "8 000", "4": "1 500,50 €"}})
    sums = page.dataframe[-1].value
    assert sums["3"].tolist() == ["8,000"]
    assert sums["sum"].tolist() == ["€9,500.50"]
    page.button(key="targets_save").click().run()
    assert not page.exception
    assert kept(managed) == {(2027, 3): 8_000_00, (2027, 4): 1_500_50}
    assert "€9,500" in texts(page) or "€9,501" in texts(page)
    assert page.button(key="targets_save").disabled


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-5", "between"),
        ("plenty", "not understood"),
        ("9999999999", "between"),
        ("$500", "not in euros"),
    ],
)
def test_a_refused_cell_is_named_and_kept(
    managed: RealDesk, typed: str, said: str
) -> None:
    page = type_cells(managed.open("targets"), {0: {"2": typed, "3": "100"}})
    (error,) = page.error
    assert "Camille Roussel, February 2027" in error.value
    assert said in error.value
    assert page.button(key="targets_save").disabled
    assert kept(managed) == {}
    page.button(key="targets_undo").click().run()
    assert not page.error


def test_two_people_and_one_cell(managed: RealDesk) -> None:
    aim(managed, 2027, 5, 1_000_00)
    page = type_cells(managed.open("targets"), {0: {"5": "7000"}})
    aim(managed, 2027, 5, 5_000_00)
    page.button(key="targets_save").click().run()
    assert kept(managed) == {(2027, 5): 5_000_00}
    (choice,) = page.radio
    assert choice.label == "Camille Roussel, May 2027"
    choice.set_value("mine").run()
    page.button(key="targets_save").click().run()
    assert not page.exception
    assert kept(managed) == {(2027, 5): 7_000_00}


def test_last_year_is_copied_with_a_preview(managed: RealDesk) -> None:
    aim(managed, 2026, 5, 1_000_00)
    page = managed.open("targets").button(key="targets_copy").click().run()
    (shown,) = [frame for frame in page.dataframe if "after" in frame.value.columns]
    assert shown.value["after"].tolist() == ["1,030"]
    growth(page).set_value("loads")
    page.button(key="targets_copy_save").click().run()
    assert "not understood as a percentage" in page.error[0].value
    assert kept(managed) == {(2026, 5): 1_000_00}
    page = managed.open("targets").button(key="targets_copy").click().run()
    growth(page).set_value("-2,5 %")
    page.button(key="targets_copy_save").click().run()
    assert not page.exception
    assert kept(managed) == {(2026, 5): 1_000_00, (2027, 5): 975_00}


def growth(page: AppTest) -> Any:
    (box,) = [box for box in page.text_input if "targets_growth" in str(box.key)]
    return box


def test_a_rep_reads_their_own(real_desk: RealDesk) -> None:
    aim(real_desk, 2027, 5, 1_000_00)
    ids = real_desk.ids

    def more(session: Session) -> None:
        targets.set_target(
            session,
            ids.manager,
            date(2027, 5, 1),
            Money(77_777_00),
            user_id=ids.manager.user_id,
            title_id=ids.title_id,
        )

    real_desk.writing(more)
    page = real_desk.open("targets")
    assert not page.exception
    rows = page.dataframe[0].value
    assert rows["rep"].tolist() == ["Camille Roussel"]
    assert "77,777" not in rows.to_csv()
    assert not [button for button in page.button if str(button.key) == "targets_save"]


def test_a_hostile_name_is_shown_inert(managed: RealDesk) -> None:
    def rename(session: Session) -> None:
        person = session.get_one(User, managed.ids.rep.user_id)
        person.name = "**[x](javascript:1)** <b>"
        person.ended_on = date(2027, 2, 1)

    aim(managed, 2027, 1, 1_00)
    managed.writing(rename)
    page = managed.open("targets")
    assert not page.exception
    assert "[x](javascript" not in texts(page)


def test_what_a_year_says() -> None:
    with use_language("en"):
        assert conclusion(2027, Money(0), Money(5)) == "No target for 2027 yet."
        lines = [
            conclusion(2027, Money(540_000_00), Money(cents))
            for cents in (0, 500_000_00, 540_000_00, 600_000_00)
        ]
        assert plain_euros(12_345_00) == "12,345"
        assert plain_euros(8_000_05) == "8,000.05"
        assert plain_euros(None) == ""
    assert lines == [
        "€540k to book in 2027.",
        "€540k to book in 2027. 8% more than in 2026.",
        "€540k to book in 2027. As much as in 2026.",
        "€540k to book in 2027. 10% less than in 2026.",
    ]
    assert About() == About(None, None)
