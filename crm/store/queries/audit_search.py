"""Finding rows of the audit by what somebody types: a name, a value, a number."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, cast, select

from crm.domain.errors import NotUnderstoodError
from crm.domain.names import fold
from crm.language import current_language
from crm.language.formats import parse_day, parse_money
from crm.store import models as m
from crm.store.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

MOST_NAMED = 200
"""How many records of a kind a search by name looks up."""


def about(entity: str, numbers: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition for what was done to some records of a kind."""
    return and_(AuditEntry.entity == entity, AuditEntry.entity_id.in_(numbers))


def meant_by(session: Session, typed: str) -> Iterator[ColumnElement[bool]]:
    """Yield the ways in which a row may be meant by what was typed.

    Amounts and days are looked for as they are kept, however they are typed.
    """
    changes = cast(AuditEntry.changes, Text)
    # SQLite's LIKE reads capitals as small letters by itself, in half the time.
    plain = session.get_bind().dialect.name == "sqlite"
    holds = changes.contains if plain else changes.icontains
    for stored in (json.dumps(typed)[1:-1], *_as_kept(typed)):
        yield holds(stored, autoescape=True)
    yield AuditEntry.note.icontains(typed, autoescape=True)
    folded, spoken = fold(typed), f"name_{current_language()}"
    places: tuple[tuple[str, Any, Any, str], ...] = (
        ("company", m.Company, m.Company.folded, folded),
        ("contact", m.Contact, m.Contact.folded, folded),
        ("booking", m.Booking, m.Booking.number, typed),
        ("booking", m.Booking, m.Booking.quote_number, typed),
        ("opportunity", m.Opportunity, m.Opportunity.name, typed),
        ("user", m.User, m.User.name, typed),
        ("issue", m.Issue, getattr(m.Issue, spoken), typed),
        ("format", m.Format, getattr(m.Format, spoken), typed),
        ("rate_card", m.RateCard, m.RateCard.name, typed),
        ("title", m.Title, m.Title.name, typed),
        ("publisher", m.Publisher, m.Publisher.name, typed),
    )
    for kind, table, column, wanted in places:
        if not wanted:
            continue
        query = select(table.id).where(column.icontains(wanted, autoescape=True))
        if numbers := session.scalars(query.limit(MOST_NAMED)).all():
            yield about(kind, numbers)
            if kind == "user":
                yield AuditEntry.user_id.in_(numbers)


def _as_kept(typed: str) -> Iterator[str]:
    with contextlib.suppress(NotUnderstoodError):
        yield str(parse_money(typed).cents)
    with contextlib.suppress(NotUnderstoodError):
        yield parse_day(typed).isoformat()
