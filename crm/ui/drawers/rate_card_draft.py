"""A draft's prices, and the moment it is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import date_long
from crm.language.vocabulary import word
from crm.services.card_prices import set_prices
from crm.services.rate_cards import publish_card
from crm.store.queries.magazine import list_formats
from crm.store.queries.rate_cards import card as card_of
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join
from crm.ui.inputs import money_input
from crm.ui.rate_card_words import card_name, plain_amount

if TYPE_CHECKING:
    from crm.store.queries.rate_cards import Card


def open_prices(card_id: int) -> None:
    """Open the drawer that changes a draft's prices."""
    name = f"card_prices_{card_id}"
    form = acting.form_id(name)
    title = _("Prices of the draft")
    open_drawer(name, title, "edit", lambda: _prices(card_id, form))


def _prices(card_id: int, form: str) -> None:
    me = asking.me()
    with asking.reading() as session:
        card = card_of(session, card_id)
        formats = list_formats(session, me, card.title_id) if card else []
    if card is None:
        return
    st.markdown(parts.muted(_("Blank: the format is not sold by this card.")))
    for row in formats:
        rate = card.rate_of(row.id)
        money_input(
            row.name,
            f"card_price_{row.id}_{form}",
            value=plain_amount(rate.amount) if rate else "",
            help_text=word(rate.unit) if rate else "",
        )
    drawer_foot(
        "card_prices",
        form,
        lambda: _set_prices(card_id, card.version, [row.id for row in formats], form),
    )


def _set_prices(card_id: int, version: int, formats: list[int], form: str) -> None:
    me = asking.me()
    acting.speak()
    typed = {
        id_: str(st.session_state.get(f"card_price_{id_}_{form}") or "")
        for id_ in formats
    }
    acting.save(
        lambda session: set_prices(session, me, card_id, version, typed),
        form,
        done=_("The prices are saved."),
    )


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
