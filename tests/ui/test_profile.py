"""A title's profile on screen: its forms, and the kit's page beside them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.services import titles
from crm.store import models
from crm.store.models import Title

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

HOSTILE = "R&D *[x](http://e.example)* ![i](http://e.example/b.png)"
PARTS = (
    *("words", "look", "pictures", "promise", "figures"),
    *("columns", "voices", "branded", "rules"),
)


@pytest.fixture
def manager(real_desk: RealDesk) -> RealDesk:
    real_desk.seat = real_desk.ids.manager.user_id
    return real_desk


def opened(desk: RealDesk, part: str = "words") -> AppTest:
    page = desk.open("profile", id=desk.ids.title_id)
    page.pills(key="profile_part").set_value(part).run()
    assert not page.exception
    return page


def of(page: AppTest, name: str) -> str:
    """Return the key of a field's widget in the form that is open."""
    return next(
        widget.key
        for kind in ("text_input", "text_area", "color_picker", "radio", "selectbox")
        for widget in page.get(kind)
        if widget.key and widget.key.startswith(f"profile_{name}_")
    )


def title(desk: RealDesk) -> Title:
    with desk.reading() as session:
        return session.get_one(Title, desk.ids.title_id)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_with_the_kit_beside_it(part: str, manager: RealDesk) -> None:
    page = opened(manager, part)
    shown = [text.value for text in page.markdown]
    pages = ("Cover", "Print formats", "drawn again")
    assert any(word in told for told in shown for word in pages)


def test_a_rep_reads_the_publisher_and_has_no_profile(real_desk: RealDesk) -> None:
    page = real_desk.open("publisher")
    assert "profile_open" not in {button.key for button in page.button}


def test_words_are_saved_and_the_page_is_drawn_before(manager: RealDesk) -> None:
    page = opened(manager)
    page.text_input(key=of(page, "tagline_en")).set_value(HOSTILE).run()
    assert not page.exception
    assert title(manager).tagline_en != HOSTILE
    page.button(key="profile_words_save").click().run()
    assert not page.exception
    assert title(manager).tagline_en == HOSTILE
    assert not page.error


def test_colours_that_cannot_be_read_are_named_and_mended(manager: RealDesk) -> None:
    page = opened(manager, "look")
    page.color_picker(key=of(page, "accent")).set_value("#9AA6FF").run()
    assert not page.exception
    page.button(key="profile_look_save").click().run()
    assert "cannot be read on" in page.error[0].value
    before = title(manager).look
    while takes := [b for b in page.button if (b.key or "").startswith("profile_take")]:
        takes[0].click().run()
    page.button(key="profile_look_save").click().run()
    assert not page.error
    assert title(manager).look != before
    assert title(manager).look["accent"] != "9AA6FF"


def test_a_figure_is_added_from_its_drawer(manager: RealDesk) -> None:
    way = ("profile_row", "audience_claim", manager.ids.title_id, None)
    drawer = manager.drawer(*way)
    assert not drawer.exception
    drawer.text_input(key=of(drawer, "amount")).set_value("5 800")
    drawer.text_input(key=of(drawer, "label_en")).set_value("copies")
    drawer.button(key="profile_row_save").click().run()
    assert "A figure without its source" in drawer.error[0].value
    drawer.text_input(key=of(drawer, "source_en")).set_value("the printer's count")
    for name, day in (
        ("measured_on", date(2027, 1, 4)),
        ("expires_on", date(2028, 1, 4)),
    ):
        next(
            one
            for one in drawer.date_input
            if one.key and one.key.startswith(f"profile_{name}_")
        ).set_value(day)
    drawer.button(key="profile_row_save").click().run()
    assert not drawer.exception
    with manager.reading() as session:
        [claim] = session.query(models.AudienceClaim).all()
    assert (claim.amount, claim.label_fr) == (5_800, "copies")


def test_a_figure_is_changed_and_taken_away(manager: RealDesk) -> None:
    ids = manager.ids
    manager.writing(
        lambda s: titles.add_claim(
            s,
            ids.manager,
            ids.title_id,
            cluster="headline",
            amount=6_200,
            unit="bp",
            label_fr=HOSTILE,
            label_en=HOSTILE,
            source_fr="e",
            source_en="e",
            measured_on=date(2026, 1, 1),
            expires_on=date(2027, 4, 1),
        )
    )
    page = opened(manager, "figures")
    shown = "\n".join(text.value for text in page.markdown)
    assert "](http" not in shown.replace("\\", "\0")
    with manager.reading() as session:
        [claim] = session.query(models.AudienceClaim).all()
    drawer = manager.drawer("profile_row", "audience_claim", ids.title_id, claim.id)
    drawer.text_input(key=of(drawer, "amount")).set_value("57")
    drawer.button(key="profile_row_save").click().run()
    assert not drawer.error
    with manager.reading() as session:
        assert session.query(models.AudienceClaim).one().amount == 5_700
    drawer = manager.drawer("profile_row", "audience_claim", ids.title_id, claim.id)
    drawer.button(key="profile_row_remove").click().run()
    with manager.reading() as session:
        assert session.query(models.AudienceClaim).count() == 0


def test_a_column_is_drawn_on_its_page_while_it_is_typed(manager: RealDesk) -> None:
    drawer = manager.drawer(
        "profile_row", "editorial_column", manager.ids.title_id, None
    )
    said = "\n".join(text.value for text in drawer.markdown)
    assert "Not on this page yet" in said
    drawer.text_input(key=of(drawer, "name_en")).set_value(HOSTILE).run()
    assert not drawer.exception
    said = "\n".join(text.value for text in drawer.markdown)
    assert "Not on this page yet" not in said
    assert "Editorial columns" in said
    with manager.reading() as session:
        assert session.query(models.EditorialColumn).count() == 0
