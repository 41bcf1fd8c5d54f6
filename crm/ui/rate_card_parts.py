"""The pieces of the rate cards' page: the list, one card's prices, its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.rate_cards import RateCardStatus, RateUnit, TierKind, change
from crm.language import _, current_language, ngettext
from crm.language.card_words import tier_words
from crm.language.formats import date_long, millimetres, money, number, percent
from crm.language.vocabulary import word
from crm.ui import parts
from crm.ui.escape import bold, join
from crm.ui.rate_card_words import card_name
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.domain.money import Money
    from crm.store.queries.magazine import FormatRow
    from crm.store.queries.rate_cards import Card


def conclusion(cards: Sequence[Card], today: date) -> str:
    """Say which card prices today, or that none does."""
    published = [card for card in cards if card.status is RateCardStatus.PUBLISHED]
    valid = [card for card in published if card.valid_from <= today <= card.valid_until]
    if valid:
        return _("{name} prices until {day}.").format(
            name=card_name(valid[0]), day=date_long(valid[0].valid_until)
        )
    if published:
        return _("No published card prices today.")
    if cards:
        return _("A draft to publish, no card in force.")
    return _("No rate card yet.")


def shown(cards: Sequence[Card], today: date) -> Card:
    """Return the card to show: the one chosen, the one in force, else the newest."""
    chosen = st.session_state.get("card_shown")
    for card in cards:
        if card.id == chosen:
            return card
    for card in cards:
        in_force = card.valid_from <= today <= card.valid_until
        if in_force and card.status is RateCardStatus.PUBLISHED:
            return card
    return cards[0]


def before(card: Card, cards: Sequence[Card]) -> Card | None:
    """Return the card a card follows: the nearest that was written before it."""
    earlier = [
        other
        for other in cards
        if other.id != card.id
        and (other.valid_from, other.edition) < (card.valid_from, card.edition)
    ]
    return max(earlier, key=lambda c: (c.valid_from, c.edition), default=None)


def card_list(cards: Sequence[Card], current: Card) -> None:
    """Draw the cards with their days and status; a name shows its card."""
    many = ngettext("{number} card", "{number} cards", len(cards))
    with parts.section(
        _("Rate cards"), many.format(number=number(len(cards))), key="cards"
    ):
        for card in cards:
            with parts.row(f"card-{card.id}", wrap=True):
                with st.container(gap=None, width="stretch"):
                    if card.id == current.id:
                        st.markdown(bold(card_name(card)))
                    else:
                        with st.container(key=f"name-card-{card.id}", gap=None):
                            st.button(
                                bold(card_name(card)),
                                key=f"card_show_{card.id}",
                                type="tertiary",
                                on_click=_show,
                                args=(card.id,),
                            )
                    days = _("{first} to {last}").format(
                        first=date_long(card.valid_from),
                        last=date_long(card.valid_until),
                    )
                    st.markdown(parts.muted(days))
                status = "quoted" if card.status is RateCardStatus.DRAFT else "ran"
                st.markdown(badge(status, word(card.status)), width="content")


def _show(card_id: int) -> None:
    st.session_state["card_shown"] = card_id


def rates(card: Card, previous: Card | None, formats: Sequence[FormatRow]) -> None:
    """Draw the price of each format, and how much it moved since the card before."""
    priced = [(row, card.rate_of(row.id)) for row in formats]
    sold = [(row, rate) for row, rate in priced if rate is not None]
    note = _("before: {name}").format(name=card_name(previous)) if previous else ""
    title = _("Prices of {name}").format(name=card_name(card))
    with parts.section(title, note, key="card-rates"):
        for row, rate in sold:
            old = previous.rate_of(row.id) if previous else None
            unit = "" if rate.unit is RateUnit.INSERTION else word(rate.unit)
            if rate.from_quantity > 1:
                least = _("from {number}").format(number=number(rate.from_quantity))
                unit = join((unit, least))
            parts.pair(
                f"rate-{row.id}",
                bold(row.name),
                join((_size(row), unit)),
                bold(_amount(rate.amount)),
                _moved(old.amount, rate.amount) if old else _new(previous),
            )
            for more in card.rates_of(row.id)[1:]:
                parts.pair(
                    f"rate-{row.id}-{more.from_quantity}",
                    "",
                    _("from {number}").format(number=number(more.from_quantity)),
                    bold(_amount(more.amount)),
                )
        for row, kept in priced:
            old = previous.rate_of(row.id) if previous else None
            if kept is None and old:
                parts.pair(
                    f"rate-{row.id}",
                    row.name,
                    _("no longer sold"),
                    "–",
                    money(old.amount, cents=False),
                )


def _amount(amount: Money) -> str:
    return money(amount, cents=amount.cents % 100 != 0)


def _new(previous: Card | None) -> str:
    return _("new") if previous else ""


def _moved(old: Money, new: Money) -> str:
    share = change(old, new)
    was = money(old, cents=False)
    if share is None:
        return was
    moved = percent(share // 10 * 10, plus=True) if share else _("unchanged")
    return join((moved, _("was {amount}").format(amount=was)))


def _size(row: FormatRow) -> str:
    if not row.width:
        return ""
    if row.units:
        return f"{millimetres(row.width)} × {millimetres(row.height)}\u00a0mm"
    return f"{row.width} × {row.height}\u00a0px"


def rules(card: Card) -> None:
    """Draw what a card adds and takes: premiums, scales, fees, the agency's share."""
    french = current_language() == "fr"
    with parts.section(_("Premiums"), _("of the card rate"), key="card-premiums"):
        if not card.premiums:
            st.markdown(parts.muted(_("None.")))
        for premium in card.premiums:
            name = premium.name_fr if french else premium.name_en
            parts.pair(
                f"premium-{premium.code}",
                name,
                right=bold(percent(premium.rate, plus=True)),
            )
    with parts.section(_("Discounts"), word(card.cumulation), key="card-tiers"):
        for kind in TierKind:
            for tier in card.tiers_of(kind):
                parts.pair(
                    f"tier-{kind.value}-{tier.lower}",
                    word(kind),
                    tier_words(kind, tier, card.currency),
                    bold(percent(-tier.rate)),
                )
        parts.pair(
            "tier-professional",
            _("Agency with a mandate"),
            _("on the net, last"),
            bold(percent(-card.professional_discount)),
        )
    with parts.section(_("Technical fees"), _("outside discounts"), key="card-fees"):
        if not card.fees:
            st.markdown(parts.muted(_("None.")))
        for fee in card.fees:
            name = fee.name_fr if french else fee.name_en
            parts.pair(f"fee-{fee.code}", name, right=bold(money(fee.amount)))
