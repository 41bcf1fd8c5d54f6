"""Write a package on a draft: its names, its price, what it holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import NotUnderstoodError, words
from crm.language import _, current_language
from crm.language.formats import number, parse_money
from crm.services.packages import NewPackage, add_package
from crm.store.queries.card_values import known
from crm.store.queries.rate_cards import card
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import md
from crm.ui.inputs import money_input
from crm.ui.rate_card_rows import format_label

if TYPE_CHECKING:
    from crm.store.queries.card_values import KnownFormat

MOST_DIGITS = 2


def open_package(card_id: int) -> None:
    """Open the drawer that adds a package to a draft."""
    name = f"package_{card_id}"
    form = acting.fresh_form(name)
    inside = partial(draw, card_id, form)
    way = ("package", card_id)
    open_drawer(name, _("Add a package"), "inventory_2", inside, way=way)


def draw(card_id: int, form: str) -> None:
    """Draw the package's names, price, formats and how it is printed."""
    me = asking.me()
    with asking.reading() as session:
        found = card(session, card_id)
        sold = known(session, me, found.title_id) if found else None
    if found is None or sold is None:
        return
    acting.aside(form)["about"] = found.name
    french, english = st.columns(2)
    french.text_input(_("Name in French"), key=f"package_name_fr_{form}", max_chars=200)
    english.text_input(
        _("Name in English"), key=f"package_name_en_{form}", max_chars=200
    )
    money_input(_("Price of the package"), f"package_price_{form}")
    priced = [x for x in sold.formats if found.rate_of(x.id) is not None]
    _formats(priced, form)
    st.checkbox(
        _("Documents print its name and its price alone"),
        key=f"package_hides_{form}",
    )
    said = _("Its price is split over its lines by their card rates, to the cent.")
    st.markdown(parts.muted(said))
    save = partial(_save, card_id, form)
    chosen = st.session_state.get(f"package_formats_{form}")
    waits = "" if chosen else _("Choose what it holds first.")
    drawer_foot("package", form, save, label=_("Add it"), waits_for=waits)


def _formats(priced: list[KnownFormat], form: str) -> None:
    by_id = {row.id: row for row in priced}
    chosen = st.multiselect(
        _("What it holds"),
        list(by_id),
        format_func=lambda one: md(format_label(by_id[one])),
        key=f"package_formats_{form}",
        placeholder=_("Formats of the card"),
    )
    for format_id in chosen:
        label = _("{format}: insertions").format(format=by_id[format_id].name)
        st.text_input(
            md(label),
            "1",
            key=f"package_many_{format_id}_{form}",
            max_chars=MOST_DIGITS,
            width=200,
        )


def _many(typed: str) -> int:
    if not typed.strip().isdecimal():
        raise NotUnderstoodError(
            field="insertions",
            typed=typed[:40],
            label=words("a whole number"),
            example=number(3),
        )
    return int(typed)


def _save(card_id: int, form: str) -> None:
    typed = st.session_state
    wish = NewPackage(
        str(typed[f"package_name_fr_{form}"] or ""),
        str(typed[f"package_name_en_{form}"] or ""),
        parse_money(str(typed[f"package_price_{form}"] or "")).cents,
        {
            int(one): _many(str(typed.get(f"package_many_{one}_{form}") or ""))
            for one in typed[f"package_formats_{form}"]
        },
        hides_components=bool(typed[f"package_hides_{form}"]),
    )
    if current_language() == "en" and not wish.name_fr.strip():
        wish = NewPackage(
            wish.name_en,
            wish.name_en,
            wish.cents,
            wish.insertions,
            hides_components=wish.hides_components,
        )
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: add_package(session, me, card_id, wish),
        form,
        done=_("The package is on the draft."),
    )
