"""What is typed about a company or its people, read and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import MissingError, NotUnderstoodError, TooLongError, words
from crm.domain.identifiers import (
    check_siren,
    check_siret,
    check_vat_number,
    vat_number_of,
)
from crm.domain.mailboxes import MailboxKind
from crm.domain.names import normal_email
from crm.domain.phones import (
    phone_digits_for_search,
    phone_search_text,
    read_phone,
)
from crm.domain.reaching import PhoneUse, split_kind
from crm.domain.text import clean_line
from crm.store.models import ContactEmail, ContactPhone

if TYPE_CHECKING:
    from crm.domain.identifiers import Checked

LONGEST_NAME = 200
LANGUAGES = ("fr", "en")
SIREN = "732 829 320"
SIRET = "732 829 320 00074"
PHONE = "06 39 98 12 34"
EMAIL = "nom@societe.example"


def required(typed: str, field: str, label: str) -> str:
    """Read a name that must not be empty. Raises MissingError, TooLongError."""
    if len(typed) > 4 * LONGEST_NAME:
        raise TooLongError(field=field, label=label, longest=LONGEST_NAME)
    cleaned = clean_line(typed, longest=4 * LONGEST_NAME)
    if not cleaned:
        raise MissingError(field=field, label=label)
    if len(cleaned) > LONGEST_NAME:
        raise TooLongError(field=field, label=label, longest=LONGEST_NAME)
    return cleaned


def siren(typed: str) -> str | None:
    """Read a SIREN, None where nothing is typed. Raises NotUnderstoodError."""
    if not typed.strip():
        return None
    return _held(check_siren(typed), typed, "siren", words("a SIREN"), SIREN)


def siret(typed: str) -> str | None:
    """Read a SIRET, None where nothing is typed. Raises NotUnderstoodError."""
    if not typed.strip():
        return None
    return _held(check_siret(typed), typed, "siret", words("a SIRET"), SIRET)


def vat_number(typed: str, country: str) -> str | None:
    """Read a VAT number of a country, None where nothing is typed.

    Raises NotUnderstoodError.
    """
    if not typed.strip():
        return None
    checked = check_vat_number(typed, country)
    example = vat_number_of(SIREN)
    return _held(checked, typed, "vat_number", words("a VAT number"), example)


def country(typed: str) -> str:
    """Read a country’s code (ISO 3166-1 alpha-2). Raises NotUnderstoodError."""
    code = typed.strip().upper()
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        label = words("a country’s code")
        raise NotUnderstoodError(
            field="country", typed=typed[:40], label=label, example="FR"
        )
    return code


def language(typed: str) -> str:
    """Read the language of documents. Raises NotUnderstoodError."""
    if typed not in LANGUAGES:
        label = words("a language of the desk")
        raise NotUnderstoodError(
            field="language", typed=typed[:40], label=label, example="fr"
        )
    return typed


def phones(typed: str, country: str, field: str = "phone") -> list[ContactPhone]:
    """Read one telephone number, as typed and as E.164; none where none is typed.

    What it is for may be written beside it (crm.domain.reaching). Raises
    NotUnderstoodError for what cannot be a number at all.
    """
    text, use = split_kind(typed, PhoneUse)
    if not text.strip():
        return []
    phone = read_phone(text, region=country)
    if phone is None:
        label = words("a telephone number")
        raise NotUnderstoodError(
            field=field, typed=typed[:40], label=label, example=PHONE
        )
    return [
        ContactPhone(
            raw=phone.raw,
            e164=phone.e164,
            digits=(
                phone_search_text(phone.e164)
                if phone.e164
                else phone_digits_for_search(phone.raw)
            ),
            extension=phone.extension,
            kind=phone.kind,
            use=use,
            region=phone.region,
            quality=phone.quality,
        )
    ]


def emails(typed: str, field: str = "email") -> list[ContactEmail]:
    """Read one address; none where none is typed. Raises NotUnderstoodError.

    What it is may be written beside it (crm.domain.reaching).
    """
    text, kind = split_kind(typed, MailboxKind)
    if not text.strip():
        return []
    address = normal_email(text)
    if address is None:
        label = words("an e-mail address")
        raise NotUnderstoodError(
            field=field, typed=typed[:40], label=label, example=EMAIL
        )
    raw = clean_line(text, longest=LONGEST_NAME)
    return [ContactEmail(raw=raw, address=address, kind=kind)]


def _held(checked: Checked, typed: str, field: str, label: str, example: object) -> str:
    if not checked.ok:
        raise NotUnderstoodError(
            field=field, typed=typed[:40], label=label, example=example
        )
    return checked.value
