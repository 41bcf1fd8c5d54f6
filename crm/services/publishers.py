"""Changing what documents say of their seller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import UnknownError, words
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services import company_checks as checks
from crm.services.editing import keep, settle
from crm.store.models import Publisher
from crm.store.queries.editable import publisher_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor

PUBLISHER_FIELDS: Mapping[str, str] = {
    "name": words("Publisher"),
    "legal_form": words("Legal form"),
    "capital": words("Capital"),
    "register": words("Register"),
    "siret": words("SIRET"),
    "vat_number": words("VAT number"),
    "street": words("Street"),
    "postcode": words("Postcode"),
    "town": words("Town"),
    "phone": words("Telephone"),
    "email": words("E-mail"),
    "website": words("Web site"),
    "notice_fr": words("Notice in French"),
    "notice_en": words("Notice in English"),
}
"""The fields of a publisher's form, with their labels."""


def change_publisher(
    session: Session, actor: Actor, publisher_id: int, edit: Edit
) -> None:
    """Change a publisher's legal data; documents already issued stay as they are.

    Raises NotYoursError, UnknownError, MissingError, NotUnderstoodError for a SIRET
    or VAT number that fails its check, ConflictError, UnchangedError.
    """
    actor.require(Right.MANAGE_TITLES)
    publisher = session.get(
        Publisher, publisher_id, with_for_update=True, populate_existing=True
    )
    if publisher is None:
        raise UnknownError
    theirs = publisher_values(publisher)
    mine: dict[str, Value] = {**edit.base, **edit.typed}
    for field in edit.typed:
        typed = str(mine[field] or "")
        if not edit.touched(field):
            mine[field] = edit.base.get(field)
        elif field == "name":
            mine[field] = checks.required(typed, field, PUBLISHER_FIELDS[field])
        elif field == "siret":
            mine[field] = checks.siret(typed) or ""
        elif field == "vat_number":
            mine[field] = checks.vat_number(typed, publisher.country) or ""
        else:
            mine[field] = clean_line(typed, longest=400)
    changes = settle(
        session, actor, "publisher", publisher, edit, mine, theirs, PUBLISHER_FIELDS
    )
    for field, (_before, after) in changes.items():
        empty = field in {"siret", "vat_number"} and not after
        setattr(publisher, field, None if empty else after)
    if "siret" in changes:
        publisher.siren = publisher.siret[:9] if publisher.siret else None
    keep(session, actor, "publisher", publisher, changes)
