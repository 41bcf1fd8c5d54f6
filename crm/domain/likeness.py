"""What two companies share, and how much it says that they are one."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Likeness(StrEnum):
    """What two companies share, the surest first."""

    SIREN = "siren"
    VAT = "vat"
    NAME = "name"
    DOMAIN = "domain"
    PHONE = "phone"
    POSTCODE = "postcode"


_SAYS: Mapping[Likeness, int] = {
    Likeness.SIREN: 95,
    Likeness.VAT: 95,
    Likeness.NAME: 70,
    Likeness.DOMAIN: 60,
    Likeness.PHONE: 60,
    Likeness.POSTCODE: 25,
}


def score(likenesses: Iterable[Likeness]) -> int:
    """Return how likely two companies are one, in hundredths: 99 at the most.

    Each likeness takes its share of the doubt that the others leave.
    """
    doubt = 10_000
    for likeness in likenesses:
        doubt = doubt * (100 - _SAYS[likeness]) // 100
    return min(99, 100 - doubt // 100)
