"""How the fields of a rate card are written for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.card_fields import Table, scale_tiers, table_of
from crm.domain.money import EURO, Money
from crm.domain.rate_cards import RateUnit, TierKind
from crm.domain.vat import VatCategory
from crm.language import _, current_language
from crm.language.formats import money, number, percent
from crm.language.vocabulary import word

if TYPE_CHECKING:
    from crm.domain.editing import Value
    from crm.domain.rate_cards import Tier

MEMBERS = {"unit_": RateUnit, "vat_": VatCategory}


def tier_words(kind: TierKind, tier: Tier, currency: str = EURO) -> str:
    """Say what a tier asks for: “2 to 3”, “from 15 000 € a year”."""
    if kind is TierKind.VOLUME:
        least = money(Money(tier.lower, currency), cents=False)
        return _("from {amount} a year").format(amount=least)
    last = tier.upper - 1 if tier.upper else None
    if last is None:
        return _("{number} and more").format(number=number(tier.lower))
    if last == tier.lower:
        return number(tier.lower)
    return _("{first} to {last}").format(first=number(tier.lower), last=number(last))


def field_words(field: str, value: Value) -> str:
    """Write the value of a field of `crm.domain.card_fields`; nothing for None."""
    if value is None:
        return ""
    if table_of(field) is Table.TIERS:
        return _scale(TierKind(field.partition(".")[2]), value)
    for start, members in MEMBERS.items():
        if field.startswith(start):
            return word(members(str(value)))
    if not isinstance(value, int):
        return str(value)
    if field.startswith("price_") or field.endswith(".cents"):
        return money(Money(value), cents=value % 100 != 0)
    return percent(value) if field.endswith("rate") else number(value)


def field_label(field: str) -> str:
    """Name a field of a card's table whose own name is not at hand, by its code."""
    if table_of(field) is Table.TIERS:
        return word(TierKind(field.partition(".")[2]))
    _kind, code, part = field.split(".")
    about = {
        "name_fr": _("name in French"),
        "name_en": _("name in English"),
        "position_id": _("position"),
    }.get(part, "")
    return f"{code}, {about}" if about else code


def _scale(kind: TierKind, value: Value) -> str:
    colon = "\u00a0:" if current_language() == "fr" else ":"
    return "; ".join(
        f"{tier_words(kind, tier)}{colon} {percent(-tier.rate)}"
        for tier in scale_tiers(value)
    )
