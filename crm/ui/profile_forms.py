"""The forms of a title's profile: what each part of it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.errors import words
from crm.domain.profile import MOST_POINTS, MOST_RULES, RuleKind
from crm.language import LANGUAGES, _
from crm.language.formats import tell
from crm.services import profile_edits as edits
from crm.services import profile_values as values
from crm.ui import acting, conflict, parts
from crm.ui.edit_form import EditForm
from crm.ui.escape import join, md
from crm.ui.look_specimen import specimen
from mediakit.faces import SETS
from mediakit.theme import ARTS, shortfalls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.editing import Value

FACES = {
    "grotesque": words("Grotesques: Bricolage Grotesque and Instrument Sans"),
    "serif": words("Serifs: Fraunces and Newsreader"),
}
ART_WORDS = {"city": words("A city’s tiles"), "shore": words("Sails and waves")}
KINDS = {
    RuleKind.PRINT: words("print"),
    RuleKind.DIGITAL: words("screens"),
    RuleKind.ADVERTORIAL: words("advertorials"),
}
PARTS: Mapping[str, Mapping[str, str]] = {
    "words": values.WORDS,
    "look": values.LOOK,
    "promise": values.PROMISE,
    "branded": values.BRANDED,
    "rules": values.RULES,
}
"""Which fields each part of the profile holds."""


def editing_of(part: str, title_id: int) -> EditForm | None:
    """Return the form of a part of a profile, opened; None where the title is gone."""
    form = acting.form_id(f"profile_{part}_{title_id}")
    editing = EditForm(form, "profile", PARTS[part], shown=_shown)
    opened = editing.opened(
        lambda session, me: edits.open_title(session, me, title_id, PARTS[part])
    )
    return editing if opened else None


def held(editing: EditForm) -> dict[str, Value]:
    """Return what stands in a form's widgets now."""
    return {
        name: editing.held(name) if name == "contact_user_id" else editing.text(name)
        for name in editing.fields
    }


def draw(part: str, editing: EditForm, people: Mapping[int, str]) -> None:
    """Draw a part's form, why it was not saved, and what saves it."""
    conflict.panel(editing)
    match part:
        case "words":
            _words(editing, people)
        case "look":
            _look(editing)
        case "promise":
            _two(editing, "promise_heading")
            _two(editing, "promise_lead", long=True)
            _points(editing, "promise_point")
            _two(editing, "promise_topics", long=True)
        case "branded":
            _two(editing, "branded_label")
            _two(editing, "branded_lead", long=True)
            _points(editing, "branded_stage")
        case _:
            _rules(editing)
    foot(
        f"profile_{part}",
        editing.form,
        lambda: editing.save(
            edits.change_title, held(editing), done=_("The profile is saved.")
        ),
        waits=bool(editing.undecided()),
    )


def foot(key: str, form: str, on_save: Any, *, waits: bool = False) -> None:  # noqa: ANN401  a callback
    """Draw why a form on a page was not saved, and the button that saves."""
    acting.refusal(form)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Save"),
            key=f"{key}_save",
            type="primary",
            icon=":material/check:",
            shortcut="Ctrl+Enter",
            on_click=acting.attempt,
            args=(on_save, form),
            disabled=waits,
        )
        said = _("Nothing is saved before this button.")
        st.markdown(parts.muted(said), width="content")


def _words(editing: EditForm, people: Mapping[int, str]) -> None:
    _line(editing, "name")
    _line(editing, "tagline_fr")
    _line(editing, "tagline_en")
    left, right = st.columns(2, vertical_alignment="bottom")
    left.segmented_control(
        editing.label("language"),
        LANGUAGES,
        required=True,
        format_func=lambda code: _("French") if code == "fr" else _("English"),
        key=editing.key("language"),
    )
    right.selectbox(
        editing.label("contact_user_id"),
        list(people),
        None,
        format_func=lambda id_: people.get(id_, ""),
        key=editing.key("contact_user_id"),
    )


def _look(editing: EditForm) -> None:
    st.radio(
        editing.label("faces"),
        list(SETS),
        format_func=lambda name: _(FACES[name]),
        key=editing.key("faces"),
    )
    st.segmented_control(
        editing.label("art"),
        ARTS,
        required=True,
        format_func=lambda name: _(ART_WORDS[name]),
        key=editing.key("art"),
    )
    with st.grid(3, min_column_width=120, gap="small", key="profile-colours"):
        for name in values.COLOURS:
            st.color_picker(editing.label(name), key=editing.key(name))
    look = values.look_with(held(editing))
    found = shortfalls(look)
    with parts.section(
        _("Read on each other"),
        "WCAG AA",
        key="profile-contrast",
    ):
        st.image(specimen(look), width="stretch", alt=_contrast_words(found))
        for fault in found:
            said = tell(edits.unreadable(fault))
            with parts.row(f"fault-{fault.type}-{fault.ground}"):
                st.markdown(
                    join((parts.icon("error", "red"), md(said)), " "), width="stretch"
                )
                st.button(
                    _("Take {colour}").format(colour=fault.nearest),
                    key=f"profile_take_{fault.type}_{fault.ground}",
                    on_click=_take,
                    args=(editing.key(fault.changes), fault.nearest),
                )


def _contrast_words(found: list[Any]) -> str:
    if not found:
        return _("Every pair of colours can be read.")
    return _("{number} pairs of colours cannot be read.").format(number=len(found))


def _take(key: str, colour: str) -> None:
    st.session_state[key] = colour


def _points(editing: EditForm, stem: str) -> None:
    for number in range(MOST_POINTS):
        first = f"{stem}_{number}_heading_fr"
        said = editing.text(first) or editing.text(f"{stem}_{number}_heading_en")
        label = f"{number + 1}. {said}" if said else f"{number + 1}."
        with st.expander(md(label), key=f"profile_{stem}_{number}"):
            _two(editing, f"{stem}_{number}_heading")
            _two(editing, f"{stem}_{number}_text", long=True)


def _rules(editing: EditForm) -> None:
    for number in range(MOST_RULES):
        said = editing.text(f"rule_{number}_name_fr") or editing.text(
            f"rule_{number}_name_en"
        )
        label = f"{number + 1}. {said}" if said else f"{number + 1}."
        with st.expander(md(label), key=f"profile_rule_{number}"):
            st.segmented_control(
                editing.label(f"rule_{number}_kind"),
                [kind.value for kind in RuleKind],
                required=True,
                format_func=lambda kind: _(KINDS[RuleKind(kind)]),
                key=editing.key(f"rule_{number}_kind"),
            )
            _two(editing, f"rule_{number}_name")
            _two(editing, f"rule_{number}_text", long=True)


def _two(editing: EditForm, stem: str, *, long: bool = False) -> None:
    """Draw a text in both languages, side by side."""
    for column, end, language in zip(
        st.columns(2), ("fr", "en"), (_("French"), _("English")), strict=True
    ):
        name = f"{stem}_{end}"
        label = join((editing.label(name), parts.muted(language)), " ")
        if long:
            column.text_area(label, key=editing.key(name), max_chars=1_000, height=110)
        else:
            column.text_input(label, key=editing.key(name), max_chars=400)


def _line(editing: EditForm, name: str) -> None:
    st.text_input(editing.label(name), key=editing.key(name), max_chars=400)


def _shown(name: str, value: Value) -> str:
    if name in {"faces", "art"}:
        return _({**FACES, **ART_WORDS}.get(str(value)) or str(value))
    return str(value or "")
