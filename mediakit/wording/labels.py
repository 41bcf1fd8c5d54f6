"""What words a document needs, whatever its language.

Sentences name their source of law where there is one; ``{}`` fields are filled with
words that arrive already formatted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediakit.model import SummaryKind


@dataclass(frozen=True, slots=True)
class SummaryWording:
    """Hold the fixed words of a quote or an insertion order."""

    headings: Mapping[SummaryKind, str]
    issued: str
    valid: str
    continued: str
    seller: str
    advertiser: str
    agency: str
    payer: str
    bill_to: str
    billed_in_name: str
    purchase_order: str
    engagement: str
    service_code: str
    campaign: str
    lines: str
    issue: str
    what: str
    position: str
    quantity: str
    unit_price: str
    vat: str
    amount: str
    trim: str
    materials: str
    rigueur_yes: str
    rigueur_no: str
    cascade: str
    conditions: str
    total_excl: str
    vat_on: str
    total_incl: str
    agreement: str
    agreement_name: str
    agreement_date: str
    agreement_sign: str
    agreement_name_tip: str
    agreement_date_tip: str
    agreement_sign_tip: str
    agreement_terms: str
    signatory: str
    agreed: str
    size: str
    contact: str
    annex: str
    notes: str
    page: str


@dataclass(frozen=True, slots=True)
class KitWording:
    """Hold the fixed words of a media kit.

    ``sections`` names the parts of the navigation; ``heads`` gives the kicker and the
    title of the pages that have no field of their own.
    """

    title: str
    cover: str
    cover_alt: str
    prepared_for: str
    audience: tuple[str, str]
    calendar: tuple[str, str]
    formats: tuple[str, str]
    sections: Mapping[str, str]
    heads: Mapping[str, tuple[str, str]]
    rates: tuple[str, str]
    contact: tuple[str, str]
    calendar_lead: str
    calendar_dates: str
    calendar_days: str
    columns_lead: str
    terms_lead: str
    formats_lead: str
    digital_lead: str
    source: str
    issue: str
    theme: str
    closing: str
    materials: str
    publication: str
    still_free: str
    free: str
    optioned: str
    sold: str
    stamped: str
    trim: str
    bleed: str
    safe: str
    scale: str
    format_alt: str
    format_bleed: str
    digital_alt: str
    format: str
    example: str
    terms: str
    people: str
    go_to: str
    page: str
    topics: str
    handed_out: str
    pages: str
    included: str
    not_included: str
    deadlines: str
    label_alt: str
    card_alt: str
    card_says: str
    form: str
    form_fields: tuple[str, ...]
    form_columns: tuple[str, str, str]
    yours_columns: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """Hold every fixed word of one language; ``tag`` is its BCP 47 name."""

    tag: str
    summary: SummaryWording
    kit: KitWording
    write_to: str
    call: str
