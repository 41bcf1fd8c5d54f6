"""What can be asked about tags, custom fields, and who looked after a company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.names import fold
from crm.language import current_language
from crm.store.models import (
    CompanyOwner,
    CustomField,
    CustomValue,
    Tag,
    Tagging,
    User,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.companies import FieldKind
    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field every company has; `label` in the reader's language."""

    id: int
    code: str
    kind: FieldKind
    label: str
    label_fr: str
    label_en: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagRow:
    """A word the desk sorts its companies by."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """Who looked after a company, from which day to which; empty: still does."""

    name: str
    since: date
    until: date | None


def list_fields(session: Session, _asker: Actor) -> list[FieldRow]:
    """List the fields of companies, in their order."""
    query = (
        select(CustomField)
        .where(CustomField.entity == "company")
        .order_by(CustomField.rank, CustomField.id)
    )
    french = current_language() == "fr"
    return [
        FieldRow(
            row.id,
            row.code,
            row.kind,
            row.label_fr if french else row.label_en,
            row.label_fr,
            row.label_en,
            tuple(row.choices.get("values", [])),
        )
        for row in session.scalars(query)
    ]


def count_filled(session: Session, _asker: Actor) -> dict[int, int]:
    """Count the companies that have something in each field."""
    query = (
        select(CustomValue.field_id, func.count(CustomValue.id))
        .where(CustomValue.value != "", CustomValue.company_id.is_not(None))
        .group_by(CustomValue.field_id)
    )
    found = session.execute(query)
    return {id_: told for id_, told in found}  # noqa: C416  a row is no pair to mypy


def values_of(session: Session, _asker: Actor, company_id: int) -> dict[int, str]:
    """Return what a company has in its fields, by the field's id."""
    query = select(CustomValue.field_id, CustomValue.value).where(
        CustomValue.company_id == company_id
    )
    found = session.execute(query)
    return {id_: told for id_, told in found}  # noqa: C416  a row is no pair to mypy


def list_tags(session: Session, _asker: Actor) -> list[TagRow]:
    """List the tags there are, by name."""
    rows = [TagRow(*row) for row in session.execute(select(Tag.id, Tag.name))]
    return sorted(rows, key=lambda row: fold(row.name))


def tags_of(session: Session, _asker: Actor, company_id: int) -> list[TagRow]:
    """List a company's tags, by name."""
    query = (
        select(Tag.id, Tag.name)
        .join(Tagging, Tagging.tag_id == Tag.id)
        .where(Tagging.company_id == company_id)
    )
    rows = [TagRow(*row) for row in session.execute(query)]
    return sorted(rows, key=lambda row: fold(row.name))


def owners_of(session: Session, _asker: Actor, company_id: int) -> list[OwnerRow]:
    """List who looked after a company, the latest first."""
    query = (
        select(User.name, CompanyOwner.since, CompanyOwner.until)
        .join(User, User.id == CompanyOwner.user_id)
        .where(CompanyOwner.company_id == company_id)
        .order_by(CompanyOwner.since.desc(), CompanyOwner.id.desc())
    )
    return [OwnerRow(*row) for row in session.execute(query)]
