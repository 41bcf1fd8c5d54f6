"""A rate card as fields of a form: one name and one value for everything it says.

Editing, importing, comparing and the audit all speak of a card by these fields.

* `price_FORMAT`, `price_FORMAT_QUANTITY`: cents, from one or from a quantity on;
* `unit_FORMAT`, `vat_FORMAT`: the unit of sale and the category of VAT;
* `premium.CODE.rate`, `.name_fr`, `.name_en`, `.position_id`;
* `tiers.KIND`: a scale as one value, since it only holds together;
* `fee.CODE.cents`, `.name_fr`, `.name_en`;
* and the rules, by their names.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.errors import TiersError, words
from crm.domain.money import EURO, Money
from crm.domain.rate_cards import Tier, TierKind, check_tiers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.editing import Value


class Table(StrEnum):
    """The tables a card is written in."""

    PRICES = "prices"
    PREMIUMS = "premiums"
    TIERS = "tiers"
    FEES = "fees"


COLUMNS: Mapping[Table, Mapping[str, str]] = {
    Table.PRICES: {
        "support": words("Support"),
        "format": words("Format"),
        "unit": words("Unit of sale"),
        "from_quantity": words("Quantity from"),
        "price": words("Price"),
        "vat": words("VAT"),
    },
    Table.PREMIUMS: {
        "code": words("Code"),
        "name_fr": words("Name in French"),
        "name_en": words("Name in English"),
        "position": words("Position"),
        "rate": words("Percentage"),
    },
    Table.TIERS: {
        "scale": words("Scale"),
        "lower": words("Starting at"),
        "upper": words("Below"),
        "rate": words("Percentage"),
    },
    Table.FEES: {
        "code": words("Code"),
        "name_fr": words("Name in French"),
        "name_en": words("Name in English"),
        "price": words("Price"),
    },
}
"""The columns of each table, with their headings."""

TABLES: Mapping[Table, str] = {
    Table.PRICES: words("Prices"),
    Table.PREMIUMS: words("Premiums"),
    Table.TIERS: words("Discounts"),
    Table.FEES: words("Technical fees"),
}

RULES: Mapping[str, str] = {
    "name": words("Name"),
    "valid_from": words("From publication on"),
    "valid_until": words("until"),
    "cumulation": words("Discounts together"),
    "counts_group": words("Counts the whole group"),
    "professional_discount": words("Professional discount"),
    "terms_id": words("Terms of sale"),
}
"""What a card says once, with its label."""

_BEGINNINGS = {
    **dict.fromkeys(("price_", "unit_", "vat_"), Table.PRICES),
    "premium.": Table.PREMIUMS,
    "tiers.": Table.TIERS,
    "fee.": Table.FEES,
}


def table_of(field: str) -> Table | None:
    """Return the table a field stands in; None for a rule."""
    found = (table for start, table in _BEGINNINGS.items() if field.startswith(start))
    return next(found, None)


def fields_of(values: Mapping[str, Value], table: Table | None) -> dict[str, Value]:
    """Return the fields of one table, of the rules where it is None."""
    return {name: value for name, value in values.items() if table_of(name) is table}


def price_field(format_id: int, from_quantity: int) -> str:
    """Return the field of a format's price from a quantity on."""
    base = f"price_{format_id}"
    return base if from_quantity == 1 else f"{base}_{from_quantity}"


def price_place(field: str) -> tuple[int, int]:
    """Return the format and the quantity of a price's field."""
    _price, format_id, *rest = field.split("_")
    return int(format_id), int(rest[0]) if rest else 1


def format_of(field: str) -> int:
    """Return the format of a field of the table of prices."""
    return int(field.split("_")[1])


def scale_value(tiers: Sequence[Tier]) -> tuple[str, ...] | None:
    """Write a scale as a value: each tier as “lower-upper:rate”; None for none."""
    ordered = sorted(tiers, key=lambda tier: tier.lower)
    written = tuple(
        f"{tier.lower}-{'' if tier.upper is None else tier.upper}:{tier.rate}"
        for tier in ordered
    )
    return written or None


def scale_tiers(value: Value) -> list[Tier]:
    """Read a scale's value back."""
    if not isinstance(value, tuple | list):
        return []
    read = []
    for text in value:
        bounds, _colon, rate = text.partition(":")
        lower, _dash, upper = bounds.partition("-")
        read.append(Tier(int(lower), int(upper) if upper else None, int(rate)))
    return read


def check_scale(kind: TierKind, tiers: Sequence[Tier], currency: str = EURO) -> None:
    """Refuse a scale with a fault, naming the tier as its scale counts.

    Raises TiersError, RangeError.
    """
    try:
        check_tiers(tiers)
    except TiersError as refusal:
        lower = refusal.facts["lower"]
        if kind is not TierKind.VOLUME:
            raise
        raise TiersError(field="tiers", lower=Money(lower, currency)) from None
