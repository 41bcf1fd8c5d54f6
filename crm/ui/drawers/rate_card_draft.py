"""A draft's rules, and the moment it is frozen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.card_fields import RULES, fields_of
from crm.domain.rate_cards import Cumulation
from crm.language import _
from crm.language.formats import date_long, parse_percent, percent
from crm.language.vocabulary import word
from crm.services.card_edits import change_card
from crm.services.rate_cards import publish_card
from crm.store.queries.card_values import open_card, terms_choices
from crm.store.queries.editable import Opened
from crm.store.queries.rate_cards import card as card_of
from crm.ui import acting, asking, conflict, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.edit_form import EditForm
from crm.ui.escape import bold, join, md
from crm.ui.rate_card_words import card_name

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.editing import Value
    from crm.domain.roles import Actor
    from crm.store.queries.card_values import TermsChoice
    from crm.store.queries.rate_cards import Card


def open_rules(card_id: int) -> None:
    """Open the drawer that changes what a draft says once: days, rules, terms."""
    name = f"card_rules_{card_id}"
    form = acting.fresh_form(name)
    title = _("Rules of the draft")
    way = ("card_rules", card_id)
    open_drawer(name, title, "rule", lambda: _rules(card_id, form), way=way)


def _rules(card_id: int, form: str) -> None:
    me = asking.me()
    with asking.reading() as session:
        card = card_of(session, card_id)
        terms = terms_choices(session, me, card.title_id) if card else []
    versions = {row.id: row for row in terms}

    def shown(field: str, value: Value) -> str:
        if field == "terms_id" and isinstance(value, int) and value in versions:
            return versions[value].version
        return _shown(field, value)

    editing = EditForm(form, "card", RULES, _widgets, shown)
    opened = editing.opened(lambda session, asker: _look(session, asker, card_id))
    if card is None or opened is None:
        st.markdown(parts.muted(_("This record is not there any more.")))
        return
    conflict.panel(editing)
    st.text_input(editing.label("name"), key=editing.key("name"), max_chars=200)
    for place, field in zip(st.columns(2), ("valid_from", "valid_until"), strict=True):
        place.date_input(
            editing.label(field), None, format="DD/MM/YYYY", key=editing.key(field)
        )
    st.radio(
        editing.label("cumulation"),
        list(Cumulation),
        format_func=lambda rule: md(word(rule)),
        captions=[md(caption) for caption in _explained().values()],
        key=editing.key("cumulation"),
    )
    st.toggle(
        editing.label("counts_group"),
        key=editing.key("counts_group"),
        help=_("Frequency and volume count what every company of the group booked."),
    )
    st.text_input(
        _("Professional discount, in %"),
        key=editing.key("professional_discount"),
        max_chars=8,
        help=_("On the net, last, for an agency with the advertiser’s mandate."),
    )
    st.selectbox(
        editing.label("terms_id"),
        list(versions),
        None,
        format_func=lambda id_: _version(versions[id_]),
        key=editing.key("terms_id"),
        placeholder=_("None yet: documents go without an annex."),
    )
    conflict.foot(
        "card_rules",
        editing,
        lambda: editing.save(change_card, _typed(editing), done=_("Saved.")),
    )


def _look(session: Session, asker: Actor, card_id: int) -> Opened | None:
    found = open_card(session, asker, card_id)
    if found is None:
        return None
    values = fields_of(found.values, None)
    return Opened(found.id, found.version, found.name, values)


def _explained() -> dict[Cumulation, str]:
    return {
        Cumulation.BETTER: _("then the combination discount on what stands"),
        Cumulation.BOTH: _("one after the other, then the combination discount"),
        Cumulation.ONE: _("of volume, frequency and combination"),
    }


def _version(row: TermsChoice) -> str:
    said = _("Version {version}, since {day}")
    return said.format(version=row.version, day=date_long(row.valid_from))


def _typed(editing: EditForm) -> dict[str, Value]:
    return {
        "name": editing.text("name"),
        "valid_from": editing.held("valid_from"),
        "valid_until": editing.held("valid_until"),
        "cumulation": Cumulation(editing.held("cumulation")).value,
        "counts_group": bool(editing.held("counts_group")),
        "professional_discount": parse_percent(editing.text("professional_discount")),
        "terms_id": editing.held("terms_id"),
    }


def _widgets(field: str, value: Value) -> dict[str, Any]:
    if field == "professional_discount" and isinstance(value, int):
        return {field: percent(value)}
    if field == "cumulation":
        return {field: Cumulation(str(value))}
    return {field: value}


def _shown(field: str, value: Value) -> str:
    if field == "professional_discount" and isinstance(value, int):
        return percent(value)
    if field == "cumulation":
        return word(Cumulation(str(value)))
    if field == "counts_group":
        return _("yes") if value else _("no")
    return date_long(value) if isinstance(value, date) else str(value or "")


def open_publish(card: Card) -> None:
    """Ask once more before a card is frozen."""
    name = f"card_publish_{card.id}"
    form = acting.form_id(name)
    open_drawer(
        name,
        _("Publish {name}").format(name=card_name(card)),
        "lock",
        lambda: _publish(card, form),
    )


def _publish(card: Card, form: str) -> None:
    st.markdown(
        join(
            (
                bold(card_name(card)),
                _("Publications from {first} to {last}").format(
                    first=date_long(card.valid_from), last=date_long(card.valid_until)
                ),
            ),
            "  \n",
        )
    )
    st.markdown(
        parts.muted(
            _(
                "Once published a card is frozen: quotes are priced by it, and a "
                "change is a new edition."
            )
        )
    )
    drawer_foot(
        "card_publish",
        form,
        lambda: _freeze(card, form),
        label=_("Publish and freeze"),
    )


def _freeze(card: Card, form: str) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: publish_card(session, me, card.id),
        form,
        done=_("{name} is published.").format(name=card_name(card)),
    )
