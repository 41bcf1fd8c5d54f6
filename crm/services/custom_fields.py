"""The fields a desk adds to its companies, and what stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.companies import FieldKind
from crm.domain.errors import (
    AlreadyThereError,
    FieldInUseError,
    MissingError,
    UnknownError,
    words,
)
from crm.domain.fields import read_value
from crm.domain.names import fold
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services.audit import record, record_changes
from crm.store.models import Company, CustomField, CustomValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

COMPANY = "company"
LONGEST = 400
LONGEST_LABEL = 60
MOST_CHOICES = 40


@dataclass(frozen=True, slots=True)
class FieldWish:
    """A field as it is typed; the English name is the French one where it is empty."""

    kind: FieldKind
    label_fr: str
    label_en: str = ""
    choices: Sequence[str] = ()


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


def define_field(session: Session, actor: Actor, wish: FieldWish) -> int:
    """Add a field as the settings ask for one, behind the others; return its id.

    Raises NotYoursError, MissingError, AlreadyThereError for a name that is taken.
    """
    actor.require(Right.MANAGE_TITLES)
    french, english = _labels(wish)
    code = re.sub(r"[^a-z0-9]+", "_", fold(french)).strip("_")[:40]
    last = session.scalars(select(func.max(CustomField.rank))).one()
    return add_company_field(
        session,
        actor,
        code or "field",
        wish.kind,
        french,
        english,
        choices=_choices(wish.choices),
        rank=(last or 0) + 1,
    )


def change_field(
    session: Session, actor: Actor, field_id: int, wish: FieldWish
) -> None:
    """Call a field otherwise, or offer other choices; its kind stays.

    A choice that companies have stays offered: raises FieldInUseError; NotYoursError,
    UnknownError, MissingError.
    """
    actor.require(Right.MANAGE_TITLES)
    field = _field(session, field_id)
    french, english = _labels(wish)
    choices = _choices(wish.choices)
    if field.kind is FieldKind.CHOICE:
        if not choices:
            raise MissingError(field="choices", label=words("Choices"))
        gone = set(field.choices.get("values", [])) - set(choices)
        if gone and (many := _held(session, field_id, gone)):
            raise FieldInUseError(field="choices", label=min(gone), many=many)
    after = {"label_fr": french, "label_en": english}
    before = {name: getattr(field, name) for name in after}
    field.label_fr, field.label_en = french, english
    if field.kind is FieldKind.CHOICE:
        before["choices"] = ", ".join(field.choices.get("values", []))
        after["choices"] = ", ".join(choices)
        field.choices = {"values": choices}
    changes = {
        name: (old, after[name]) for name, old in before.items() if old != after[name]
    }
    if changes:
        record_changes(session, actor, "change", "custom_field", field_id, changes)
        session.flush()


def remove_field(session: Session, actor: Actor, field_id: int) -> None:
    """Remove a field that no company has filled in.

    Raises NotYoursError, UnknownError, FieldInUseError.
    """
    actor.require(Right.MANAGE_TITLES)
    field = _field(session, field_id)
    if many := _held(session, field_id):
        raise FieldInUseError(label=field.label_fr, many=many)
    for held in session.scalars(select(CustomValue).filter_by(field_id=field_id)):
        session.delete(held)
    session.flush()
    record(session, actor, "remove", "custom_field", field_id, name=field.label_fr)
    session.delete(field)
    session.flush()


def fill_company_field(
    session: Session, actor: Actor, field_id: int, company_id: int, value: str
) -> None:
    """Write what a company has in a field, as the field's kind writes it.

    Writing the same again changes nothing. Raises UnknownError; NotUnderstoodError
    for what is no number, no day, no choice.
    """
    field = _field(session, field_id)
    if session.get(Company, company_id) is None:
        raise UnknownError
    typed = clean_line(value, longest=LONGEST)
    choices = field.choices.get("values", [])
    value = read_value(field.kind, typed, field.label_fr, choices)
    held = session.scalars(
        select(CustomValue).filter_by(field_id=field_id, company_id=company_id)
    ).first()
    before = held.value if held else None
    if value == (before or ""):
        return
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


def fill_company_fields(
    session: Session, actor: Actor, company_id: int, values: Mapping[int, str]
) -> None:
    """Write what a company has in several fields, by their ids; all or none.

    Raises as `fill_company_field` does.
    """
    for field_id, value in values.items():
        fill_company_field(session, actor, field_id, company_id, value)


def _field(session: Session, field_id: int) -> CustomField:
    field = session.get(CustomField, field_id)
    if field is None:
        raise UnknownError
    return field


def _labels(wish: FieldWish) -> tuple[str, str]:
    french = clean_line(wish.label_fr, longest=LONGEST_LABEL)
    if not french:
        raise MissingError(field="label_fr", label=words("Name in French"))
    return french, clean_line(wish.label_en, longest=LONGEST_LABEL) or french


def _choices(typed: Sequence[str]) -> list[str]:
    cleaned = (clean_line(choice, longest=80) for choice in typed)
    return list(dict.fromkeys(choice for choice in cleaned if choice))[:MOST_CHOICES]


def _held(session: Session, field_id: int, values: set[str] | None = None) -> int:
    query = select(func.count(CustomValue.id)).where(
        CustomValue.field_id == field_id, CustomValue.value != ""
    )
    if values is not None:
        query = query.where(CustomValue.value.in_(values))
    return session.scalars(query).one()
