"""VAT: where the buyer sits decides, and it is counted once per rate.

The places are those of the French tax code as the publisher's rule table holds
them (the rates and sentences are its data). VAT is computed once per category and
rate on the sum of the line bases (EN 16931: BT-117 = BT-116 × BT-119), never per
line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.money import Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable


class VatPlace(StrEnum):
    """Where the advertiser's seat lies, as VAT sees it."""

    FRANCE = "france"
    OVERSEAS_REDUCED = "overseas_reduced"
    OVERSEAS_EXEMPT = "overseas_exempt"
    EU_BUSINESS = "eu_business"
    OUTSIDE_EU = "outside_eu"


class VatCategory(StrEnum):
    """The category of a rate of the card; it combines with the place."""

    STANDARD = "standard"
    REDUCED = "reduced"


_BY_COUNTRY = {
    "FR": VatPlace.FRANCE,
    "MC": VatPlace.FRANCE,
    "GP": VatPlace.OVERSEAS_REDUCED,
    "MQ": VatPlace.OVERSEAS_REDUCED,
    "RE": VatPlace.OVERSEAS_REDUCED,
    "GF": VatPlace.OVERSEAS_EXEMPT,
    "YT": VatPlace.OVERSEAS_EXEMPT,
    "MF": VatPlace.OVERSEAS_EXEMPT,
    "BL": VatPlace.OVERSEAS_EXEMPT,
}
_BY_POSTCODE = {
    "971": "GP",
    "972": "MQ",
    "973": "GF",
    "974": "RE",
    "975": "PM",
    "976": "YT",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
    "97133": "BL",
    "97150": "MF",
}
EU = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"),
        *("HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI"),
        "SK",
    }
)


def vat_place(
    country: str,
    postcode: str = "",
    *,
    has_vat_number: bool = False,
    is_private: bool = False,
) -> VatPlace:
    """Say which place rule applies to a seat.

    `country` is ISO 3166-1 alpha-2; a French overseas seat is known by its country
    or by its postcode. A private person, and an EU business without a valid
    number, are taxed as in France; so is Monaco.
    """
    country = country.upper()
    if country == "FR":
        code = postcode.replace(" ", "")
        country = _BY_POSTCODE.get(code, _BY_POSTCODE.get(code[:3], "FR"))
    if country in _BY_COUNTRY:
        return _BY_COUNTRY[country]
    if is_private:
        return VatPlace.FRANCE
    if country in EU:
        return VatPlace.EU_BUSINESS if has_vat_number else VatPlace.FRANCE
    return VatPlace.OUTSIDE_EU


@dataclass(frozen=True, slots=True)
class VatRow:
    """One rate on the sum of its bases; `rate` in basis points."""

    category: VatCategory
    rate: int
    base: Money
    amount: Money


def vat_rows(bases: Iterable[tuple[VatCategory, int, Money]]) -> list[VatRow]:
    """Group line bases by category and rate, and compute VAT once on each sum."""
    groups: dict[tuple[VatCategory, int], list[Money]] = {}
    for category, rate, base in bases:
        groups.setdefault((category, rate), []).append(base)
    rows = []
    for (category, rate), amounts in sorted(
        groups.items(), key=lambda group: -group[0][1]
    ):
        base = total(amounts)
        rows.append(VatRow(category, rate, base, base.share(rate)))
    return rows
