"""The words of a quote or of an insertion order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from mediakit.model.parts import Cascade, Fact, Party, Person

SummaryKind: TypeAlias = Literal["quote", "booking"]


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one printed line: six sends may be one line of quantity 6.

    ``unit_price`` is the card rate of one insertion, ``amount`` the line's total
    excluding VAT, as its cascade ends. ``trim`` is a printed format's size, ``size``
    that of one on screen.
    """

    issue: str
    what: str
    amount: str
    quantity: str = "1"
    unit_price: str = ""
    vat: str = ""
    position: str = ""
    de_rigueur: bool = False
    trim: str = ""
    size: str = ""
    materials_due: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Vat:
    """Hold one VAT rate: its base (the sum of the lines' bases) and its sentence."""

    label: str
    base: str
    amount: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class References:
    """Hold the references a payer asks to find on every paper."""

    purchase_order: str = ""
    engagement: str = ""
    service_code: str = ""
    others: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """Hold one clause of the terms: a heading and its text (line breaks kept)."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class BookingSummary:
    """Hold the words of a quote or of an insertion order.

    ``bill_to`` is who the invoice names: the advertiser, always (law 93-122, art. 20).
    ``payer`` is printed when somebody else pays. ``agency`` and ``mandate`` stand
    apart; ``mandate_missing`` is the warning printed until a mandate is recorded.
    """

    number: str
    issued_on: str
    seller: Party
    advertiser: Party
    lines: tuple[Line, ...]
    cascades: tuple[Cascade, ...]
    vat: tuple[Vat, ...]
    total_excl: str
    total_incl: str
    kind: SummaryKind = "booking"
    valid_until: str = ""
    watermark: str = ""
    agency: Party | None = None
    mandate: str = ""
    mandate_missing: str = ""
    payer: Party | None = None
    bill_to: Party | None = None
    references: References = References()
    campaign: str = ""
    cancellation: str = ""
    payment: str = ""
    notes: tuple[str, ...] = ()
    terms: str = ""
    annex_heading: str = ""
    annex: tuple[Clause, ...] = ()
    signatory: str = ""
    agreed: str = ""
    may_be_signed: bool = True
    contact: Person | None = None
    notice: str = ""
