"""The fields a desk adds to its companies, and what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.companies import FieldKind
from crm.domain.errors import (
    AlreadyThereError,
    MissingError,
    NotUnderstoodError,
    UnknownError,
    words,
)
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.store.models import Company, CustomField, CustomValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

COMPANY = "company"
LONGEST = 400


def add_company_field(
    session: Session,
    actor: Actor,
    code: str,
    kind: FieldKind,
    label_fr: str,
    label_en: str,
    *,
    choices: Sequence[str] = (),
    rank: int = 0,
) -> int:
    """Add a field to every company; return its id.

    `choices` are the values a field of choice takes. Raises MissingError,
    AlreadyThereError.
    """
    if kind is FieldKind.CHOICE and not choices:
        raise MissingError(field="choices", label=words("Choices"))
    known = select(CustomField.id).filter_by(entity=COMPANY, code=code)
    if session.scalars(known).first() is not None:
        raise AlreadyThereError(field="code", value=code)
    field = CustomField(
        entity=COMPANY,
        code=code,
        kind=kind,
        label_fr=clean_line(label_fr, longest=200),
        label_en=clean_line(label_en, longest=200),
        choices={"values": list(choices)} if choices else {},
        rank=rank,
    )
    session.add(field)
    session.flush()
    record(session, actor, "add", "custom_field", field.id, code=code)
    return field.id


def fill_company_field(
    session: Session, actor: Actor, field_id: int, company_id: int, value: str
) -> None:
    """Write what a company has in a field, as the field's kind writes it.

    Raises UnknownError; NotUnderstoodError for a value that is no choice.
    """
    field = session.get(CustomField, field_id)
    if field is None or session.get(Company, company_id) is None:
        raise UnknownError
    value = clean_line(value, longest=LONGEST)
    choices = field.choices.get("values", [])
    if field.kind is FieldKind.CHOICE and value not in choices:
        raise NotUnderstoodError(
            field=field.code, typed=value[:40], label=field.label_fr, example=choices[0]
        )
    held = session.scalars(
        select(CustomValue).filter_by(field_id=field_id, company_id=company_id)
    ).first()
    before = held.value if held else None
    if held is None:
        held = CustomValue(field_id=field_id, company_id=company_id)
        session.add(held)
    held.value = value
    record(
        session,
        actor,
        "fill",
        "company",
        company_id,
        custom_field=field.code,
        value=(before, value),
    )
    session.flush()
