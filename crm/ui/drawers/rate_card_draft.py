"""A draft's prices, and the moment it is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.money import Money
from crm.language import _
from crm.language.formats import date_long
from crm.language.vocabulary import word
from crm.services.card_prices import set_prices
from crm.services.rate_cards import publish_card
from crm.store.queries import editable
from crm.store.queries.magazine import list_formats
from crm.store.queries.rate_cards import card as card_of
from crm.ui import acting, asking, conflict, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.edit_form import EditForm
from crm.ui.escape import bold, join
from crm.ui.inputs import money_input
from crm.ui.rate_card_words import card_name, plain_amount

if TYPE_CHECKING:
    from crm.domain.editing import Value
    from crm.store.queries.rate_cards import Card


def open_prices(card_id: int) -> None:
    """Open the drawer that changes a draft's prices."""
    name = f"card_prices_{card_id}"
    form = acting.fresh_form(name)
    title = _("Prices of the draft")
    way = ("card_prices", card_id)
    open_drawer(name, title, "edit", lambda: _prices(card_id, form), way=way)


def _prices(card_id: int, form: str) -> None:
    me = asking.me()
    with asking.reading() as session:
        card = card_of(session, card_id)
        formats = list_formats(session, me, card.title_id) if card else []
    names = {f"price_{row.id}": row.name for row in formats}
    editing = EditForm(form, "card", names, _widgets, _shown)
    opened = editing.opened(
        lambda session, asker: editable.open_prices(session, asker, card_id)
    )
    if card is None or opened is None:
        st.markdown(parts.muted(_("This record is not there any more.")))
        return
    conflict.panel(editing)
    st.markdown(parts.muted(_("Blank: the format is not sold by this card.")))
    for row in formats:
        rate = card.rate_of(row.id)
        money_input(
            row.name,
            editing.key(f"price_{row.id}"),
            help_text=word(rate.unit) if rate else "",
        )
    conflict.foot(
        "card_prices",
        editing,
        lambda: editing.save(
            set_prices,
            {field: editing.text(field) for field in names},
            done=_("The prices are saved."),
        ),
    )


def _widgets(field: str, value: Value) -> dict[str, str]:
    return {field: _shown(field, value)}


def _shown(_field: str, value: Value) -> str:
    return plain_amount(Money(value)) if isinstance(value, int) else ""


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
