"""Changing what documents say of their seller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.domain.errors import (
    ChangedError,
    MissingError,
    NotUnderstoodError,
    UnknownError,
    words,
)
from crm.domain.identifiers import check_siret, check_vat_number, vat_number_of
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.store.models import Publisher

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.titles import PublisherWish

LINES = (
    "legal_form",
    "capital",
    "register",
    "street",
    "postcode",
    "town",
    "phone",
    "email",
    "website",
    "notice_fr",
    "notice_en",
)


def change_publisher(
    session: Session,
    actor: Actor,
    publisher_id: int,
    version: int,
    wish: PublisherWish,
) -> None:
    """Change a publisher's legal data; documents already issued stay as they are.

    Raises NotYoursError, UnknownError, ChangedError (`version` is the one that was
    read), MissingError, NotUnderstoodError for a SIRET or VAT number that fails its
    check.
    """
    actor.require(Right.MANAGE_TITLES)
    publisher = session.get(Publisher, publisher_id)
    if publisher is None:
        raise UnknownError
    if publisher.version != version:
        raise ChangedError
    name = clean_line(wish.name, longest=200)
    if not name:
        raise MissingError(field="name", label=words("Publisher"))
    siret = _siret(wish.siret)
    told: dict[str, str | None] = {
        "name": name,
        "siret": siret,
        "siren": siret[:9] if siret else None,
        "vat_number": _vat_number(wish),
        **{field: clean_line(getattr(wish, field), longest=400) for field in LINES},
    }
    changes: dict[str, Any] = {}
    for field, value in told.items():
        before = getattr(publisher, field)
        if before != value:
            changes[field] = (before, value)
            setattr(publisher, field, value)
    if changes:
        publisher.version += 1
        publisher.changed_at = actor.at
        record(session, actor, "change", "publisher", publisher_id, **changes)
        session.flush()


def _siret(typed: str) -> str | None:
    if not typed.strip():
        return None
    checked = check_siret(typed)
    if not checked.ok:
        raise NotUnderstoodError(
            field="siret",
            typed=typed[:40],
            label=words("a SIRET"),
            example="732 829 320 00074",
        )
    return checked.value


def _vat_number(wish: PublisherWish) -> str | None:
    if not wish.vat_number.strip():
        return None
    checked = check_vat_number(wish.vat_number, wish.country)
    if not checked.ok:
        raise NotUnderstoodError(
            field="vat_number",
            typed=wish.vat_number[:40],
            label=words("a VAT number"),
            example=vat_number_of("732829320"),
        )
    return checked.value
