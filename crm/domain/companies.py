"""Companies play roles; their people have theirs."""

from __future__ import annotations

from enum import StrEnum


class CompanyRole(StrEnum):
    """What a company is to the desk; it may be several things."""

    ADVERTISER = "advertiser"
    AGENCY = "agency"
    PAYER = "payer"


class AddressKind(StrEnum):
    """What an address is for; the seat decides VAT."""

    SEAT = "seat"
    BILLING = "billing"
    DELIVERY = "delivery"


class ContactRole(StrEnum):
    """What a contact decides or does."""

    COMMERCIAL = "commercial"
    ARTWORK = "artwork"
    ACCOUNTS = "accounts"
    SIGNATORY = "signatory"


class FieldKind(StrEnum):
    """The type of a custom field."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    FLAG = "flag"


class CompanyStatus(StrEnum):
    """Where an advertiser stands, by the publication dates of its lines."""

    PROSPECT = "prospect"
    NEW = "new"
    RENEWED = "renewed"
    ACTIVE = "active"
    EXPIRING = "expiring"
    LAPSED = "lapsed"


class MandateState(StrEnum):
    """Where an agency's mandate stands on a day."""

    VALID = "valid"
    TO_COME = "to_come"
    EXPIRED = "expired"
    ENDED = "ended"
