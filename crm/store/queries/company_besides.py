"""What a list may show of companies besides: last exchange, tags, numbers, fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.domain.activities import ActivityKind
from crm.store.models import (
    Activity,
    Contact,
    ContactPhone,
    CustomValue,
    Tag,
    Tagging,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Besides:
    """Of one company: when it was last heard of, tags, a number, fields by id."""

    last: datetime | None = None
    tags: tuple[str, ...] = ()
    phone: str = ""
    filled: Mapping[int, str] = field(default_factory=dict)


NOTHING_BESIDES = Besides()


def besides(
    session: Session, _asker: Actor, company_ids: Collection[int] | None
) -> dict[int, Besides]:
    """Return what is known of companies besides; None asks for all of them."""
    last = _last(session, company_ids)
    tags = _tags(session, company_ids)
    phones = _phones(session, company_ids)
    values = _values(session, company_ids)
    return {
        id_: Besides(
            last.get(id_),
            tuple(tags.get(id_, ())),
            phones.get(id_, ""),
            values.get(id_, {}),
        )
        for id_ in {*last, *tags, *phones, *values}
    }


def _of(query: Any, column: Any, ids: Collection[int] | None) -> Any:  # noqa: ANN401  a select
    return query if ids is None else query.where(column.in_(ids))


def _last(session: Session, ids: Collection[int] | None) -> dict[int, datetime]:
    query = (
        select(Activity.company_id, func.max(Activity.happened_at))
        .where(Activity.kind != ActivityKind.NOTE, Activity.archived_at.is_(None))
        .group_by(Activity.company_id)
    )
    found = session.execute(_of(query, Activity.company_id, ids))
    return {id_: at for id_, at in found}  # noqa: C416  a row is no pair to mypy


def _tags(session: Session, ids: Collection[int] | None) -> dict[int, list[str]]:
    query = (
        select(Tagging.company_id, Tag.name)
        .join(Tag, Tag.id == Tagging.tag_id)
        .where(Tagging.company_id.is_not(None))
        .order_by(Tag.name)
    )
    found: dict[int, list[str]] = {}
    for id_, name in session.execute(_of(query, Tagging.company_id, ids)):
        found.setdefault(id_, []).append(name)
    return found


def _phones(session: Session, ids: Collection[int] | None) -> dict[int, str]:
    """Return the first number of each company's first contact who has one."""
    query = (
        select(Contact.company_id, ContactPhone.raw)
        .join(ContactPhone, ContactPhone.contact_id == Contact.id)
        .where(Contact.archived_at.is_(None))
        .order_by(Contact.id.desc(), ContactPhone.id.desc())
    )
    found = session.execute(_of(query, Contact.company_id, ids))
    return {id_: raw for id_, raw in found}  # noqa: C416  a row is no pair to mypy


def _values(session: Session, ids: Collection[int] | None) -> dict[int, dict[int, str]]:
    query = select(CustomValue.company_id, CustomValue.field_id, CustomValue.value)
    query = query.where(CustomValue.company_id.is_not(None))
    found: dict[int, dict[int, str]] = {}
    for id_, field_id, value in session.execute(
        _of(query, CustomValue.company_id, ids)
    ):
        found.setdefault(id_, {})[field_id] = value
    return found
