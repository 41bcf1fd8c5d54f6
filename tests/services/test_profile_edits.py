"""A title's profile: changed flat, refused where it could not be printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.editing import Edit
from crm.domain.errors import (
    ConflictError,
    DateOrderError,
    DeskError,
    MissingError,
    NotUnderstoodError,
    NotYoursError,
    RangeError,
    StaleClaimError,
    UnchangedError,
    UnknownError,
)
from crm.domain.profile import promise_of, rules_of
from crm.domain.profile_errors import NoSourceError, UnreadableLookError
from crm.services.documents import draw_media_kit
from crm.services.documents.kit_facts import AsIf
from crm.services.documents.media_kit import KitWish
from crm.services.documents.words import look_of
from crm.services.profile_edits import change_title, seller_with
from crm.services.profile_row_values import row_typed, row_values
from crm.services.profile_rows import add_row, change_row, remove_row
from crm.services.profile_values import TITLE_FIELDS, title_values
from crm.store import models
from crm.store.models import AudienceClaim, EditorialColumn, Title
from crm.store.queries.publishing import seller
from mediakit.theme import contrast, faults, shortfalls
from tests.factories import make_desk
from tests.mediakit.specimens import LOOK
from tests.services.test_documents import add_claim, words_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.editing import Value
    from tests.factories import Desk

NAUGHTY = "R&D <b>*x*</b> \u202eevil\x00 🦄 Łódź Ελλάδα"


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


def edit(session: Session, desk: Desk, **typed: Value) -> Edit:
    title = session.get_one(Title, desk.title_id)
    values = title_values(title)
    return Edit(title.version, values, {**values, **typed})


def change(session: Session, desk: Desk, **typed: Value) -> Title:
    change_title(session, desk.manager, desk.title_id, edit(session, desk, **typed))
    return session.get_one(Title, desk.title_id)


def test_every_field_goes_into_its_column_and_back(
    session: Session, desk: Desk
) -> None:
    title = change(
        session,
        desk,
        name="Quayside",
        tagline_en="The review of working waterfronts",
        faces="serif",
        accent="#7a1f2b",
        sky="#F3D9CF",
        promise_heading_en="We read the shore.",
        promise_point_0_heading_en="A long read",
        promise_topics_fr="Quais\nMarée",
        promise_topics_en="Quays\nTide\nLight",
        branded_label_fr="Publicité",
        rule_0_kind="digital",
        rule_0_name_en="Weight",
        rule_0_text_en="200 KB at most.",
    )
    assert title.look["accent"] == "7A1F2B"
    promise = promise_of(title.promise)
    assert [topic.said("fr") for topic in promise.topics] == ["Quais", "Marée", "Light"]
    assert rules_of(title.technical_rules)[0].kind.value == "digital"
    assert title_values(title)["accent"] == "#7A1F2B"
    look = look_of(seller(session, desk.title_id))
    assert (look.name, look.faces, look.accent) == ("Quayside", "serif", "#7A1F2B")
    assert set(title_values(title)) == set(TITLE_FIELDS)
    with pytest.raises(UnchangedError):
        change(session, desk)


def test_colours_that_cannot_be_read_are_refused_with_the_nearest_that_can(
    session: Session, desk: Desk
) -> None:
    with pytest.raises(UnreadableLookError) as refused:
        change(session, desk, accent="#9AA6FF")
    nearest = refused.value.facts["nearest"]
    assert refused.value.field == "accent"
    assert contrast(nearest, "#FFFFFF") >= 4.5
    change(session, desk, accent=nearest)
    with pytest.raises(NotUnderstoodError):
        change(session, desk, ink="red; }")


@pytest.mark.parametrize(
    ("tone", "colour"),
    [
        ("accent", "#8FA0FF"),
        ("slate", "#B0B8C0"),
        ("lime", "#1A1A1A"),
        ("coral", "#FFD0C0"),
        ("sky", "#2438E0"),
        ("paper", "#101010"),
    ],
)
def test_the_nearest_colour_passes_wherever_the_tone_is(tone: str, colour: str) -> None:
    look = replace(LOOK, **{tone: colour})
    found = shortfalls(look)
    assert found
    mended = look
    for _turn in range(4):
        worst = next(iter(shortfalls(mended)), None)
        if worst is None:
            break
        mended = replace(mended, **{worst.changes: worst.nearest})
    assert faults(mended) == []


def test_two_people_are_told_of_each_other(session: Session, desk: Desk) -> None:
    mine = edit(session, desk, tagline_fr="La mienne")
    change(session, desk, tagline_fr="La sienne")
    with pytest.raises(ConflictError):
        change_title(session, desk.manager, desk.title_id, mine)


def test_only_who_manages_titles_changes_them(session: Session, desk: Desk) -> None:
    wish = edit(session, desk, name="Autre")
    with pytest.raises(NotYoursError):
        change_title(session, desk.rep, desk.title_id, wish)
    with pytest.raises(UnknownError):
        change_title(session, desk.manager, 999, wish)
    with pytest.raises(MissingError):
        change(session, desk, name="  ")


def test_hostile_words_are_bounded_and_still_drawn(
    session: Session, desk: Desk
) -> None:
    typed: dict[str, Value] = {
        name: NAUGHTY * 300
        for name in TITLE_FIELDS
        if "promise" in name or "rule" in name or "tagline" in name
    }
    title = change(session, desk, **{**typed, "rule_0_kind": "print"})
    assert len(title.tagline_fr) <= 400
    assert "\u202e" not in title.tagline_fr
    drawn = draw_media_kit(session, desk.manager, KitWish(language="en"))
    assert "R&D <b>" in words_of(drawn.content)


def test_a_kit_is_drawn_as_a_form_stands_before_it_is_saved(
    session: Session, desk: Desk
) -> None:
    wish = KitWish(language="fr", pages=("cover",))
    drawn = draw_media_kit(
        session,
        desk.manager,
        wish,
        as_if=AsIf(lambda card: seller_with(card, {"name": "Pas encore"}, "fr")),
    )
    assert "Pas encore" in words_of(drawn.content)
    assert session.get_one(Title, desk.title_id).name != "Pas encore"


CLAIM: dict[str, Value] = {
    "cluster": "headline",
    "rank": "1",
    "amount": "12 400",
    "unit": "count",
    "label_fr": "exemplaires",
    "label_en": "",
    "source_fr": "tirage",
    "measured_on": date(2027, 1, 4),
    "expires_on": date(2027, 12, 31),
}


def test_a_figure_is_added_changed_and_taken_away(session: Session, desk: Desk) -> None:
    made = add_row(session, desk.manager, desk.title_id, "audience_claim", CLAIM)
    row = session.get_one(AudienceClaim, made)
    assert (row.amount, row.label_en, row.source_en) == (
        12_400,
        "exemplaires",
        "tirage",
    )
    values = row_values("audience_claim", row)
    version = session.get_one(Title, desk.title_id).version
    typed = {**values, "amount": "62,5", "unit": "bp"}
    wish = Edit(version, values, typed)
    change_row(session, desk.manager, "audience_claim", made, wish)
    assert (row.amount, row.unit) == (6_250, "bp")
    assert row_values("audience_claim", row)["amount"] == "62,5"
    with pytest.raises(ConflictError):
        change_row(
            session,
            desk.manager,
            "audience_claim",
            made,
            Edit(version, values, {**values, "amount": "9 000"}),
        )
    remove_row(session, desk.manager, "audience_claim", made)
    assert session.get(AudienceClaim, made) is None
    with pytest.raises(UnknownError):
        remove_row(session, desk.manager, "audience_claim", made)


@pytest.mark.parametrize(
    ("typed", "refusal", "field"),
    [
        ({"source_fr": " ", "source_en": ""}, NoSourceError, "source_fr"),
        ({"expires_on": date(2027, 1, 3)}, DateOrderError, "expires_on"),
        ({"expires_on": None}, MissingError, "expires_on"),
        ({"amount": ""}, MissingError, "amount"),
        ({"amount": "many"}, NotUnderstoodError, "amount"),
        ({"amount": "1e400"}, RangeError, "amount"),
        ({"amount": "NaN"}, NotUnderstoodError, "amount"),
        ({"amount": "-4"}, RangeError, "amount"),
        ({"amount": "101", "unit": "bp"}, RangeError, "amount"),
        ({"amount": "99999999999"}, RangeError, "amount"),
        ({"label_fr": "", "label_en": "\u202e"}, MissingError, "label_fr"),
    ],
)
def test_a_figure_that_could_not_be_told_is_refused(
    typed: dict[str, Value],
    refusal: type[DeskError],
    field: str,
    session: Session,
    desk: Desk,
) -> None:
    with pytest.raises(refusal) as refused:
        add_row(
            session,
            desk.manager,
            desk.title_id,
            "audience_claim",
            {**CLAIM, **typed},
        )
    assert refused.value.field == field
    assert session.query(AudienceClaim).count() == 0


def test_columns_and_voices_stand_in_for_each_language(
    session: Session, desk: Desk
) -> None:
    column: dict[str, Value] = {"name_fr": NAUGHTY * 200, "themes_fr": "Un\nDeux"}
    add_row(session, desk.manager, desk.title_id, "editorial_column", column)
    voice: dict[str, Value] = {
        "quote_fr": "Oui.",
        "person": "Maud",
        "permitted_on": date(2027, 1, 4),
        "expires_on": date(2027, 1, 3),
    }
    with pytest.raises(DateOrderError):
        add_row(session, desk.manager, desk.title_id, "testimonial", voice)
    voice["expires_on"] = None
    made = add_row(session, desk.manager, desk.title_id, "testimonial", voice)
    assert session.get_one(models.Testimonial, made).quote_en == "Oui."
    with pytest.raises(MissingError):
        add_row(
            session, desk.manager, desk.title_id, "testimonial", {"quote_fr": "Oui."}
        )
    with pytest.raises(NotYoursError):
        add_row(session, desk.rep, desk.title_id, "testimonial", voice)


def typed_column(**typed: str) -> dict[str, Value]:
    return {"name_fr": "Le quai", "name_en": "The quay", **typed}


def test_a_row_being_typed_is_drawn_in_its_place_and_kept_nowhere(
    session: Session, desk: Desk
) -> None:
    kind, title_id = "editorial_column", desk.title_id
    kept = add_row(session, desk.manager, title_id, kind, typed_column(rank="5"))

    def drawn(row_id: int | None, **typed: str) -> str:
        row = row_typed(kind, row_id, title_id, typed_column(**typed))
        wish = KitWish(None, "en", ("columns",), title_id)
        return words_of(
            draw_media_kit(session, desk.rep, wish, as_if=AsIf(row=row)).content
        )

    said = drawn(kept, name_en="The lock", rank="5")
    assert "The lock" in said
    assert "The quay" not in said
    said = drawn(None, name_en="The lock", rank="5")
    assert said.index("The quay") < said.index("The lock")
    said = drawn(None, name_en="The lock", rank="1")
    assert said.index("The lock") < said.index("The quay")
    assert session.query(EditorialColumn).one().name_en == "The quay"


def test_a_figure_too_old_is_drawn_as_soon_as_its_renewal_is_typed(
    session: Session, desk: Desk
) -> None:
    add_claim(session, desk, expires_on=date(2027, 3, 3))
    claim = session.query(AudienceClaim).one()
    wish = KitWish(None, "en", ("audience",), desk.title_id)
    with pytest.raises(StaleClaimError):
        draw_media_kit(session, desk.rep, wish)
    typed = row_values("audience_claim", claim)
    typed["expires_on"] = date(2028, 3, 3)
    row = row_typed("audience_claim", claim.id, desk.title_id, typed)
    assert draw_media_kit(session, desk.rep, wish, as_if=AsIf(row=row)).pages
    with pytest.raises(StaleClaimError):
        draw_media_kit(session, desk.rep, wish)
