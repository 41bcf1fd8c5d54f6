"""The names of the records that the audit speaks of, as their reader sees them."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, case, cast, func, literal, select

from crm.language import current_language
from crm.language.vocabulary import word
from crm.store import models as m
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from crm.domain.audit import Reference


class Named(NamedTuple):
    """A record's name, and the record whose page shows it."""

    name: str
    home: Reference | None


def names_of(
    session: Session, references: Iterable[Reference]
) -> dict[Reference, Named]:
    """Return the names of records; those their reader does not see are missing."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, number in references:
        wanted[kind].add(number)
    found: dict[Reference, Named] = {}
    for kind, numbers in wanted.items():
        if kind not in _HOMES:
            continue
        query, key = _named(kind)
        for number, name, home in session.execute(query.where(key.in_(numbers))):
            said = word(name) if isinstance(name, StrEnum) else str(name or "").strip()
            at_home = (_HOMES[kind], home) if _HOMES[kind] and home else None
            found[kind, number] = Named(said, at_home)
    return found


_HOMES = {
    "company": "company",
    "contact": "company",
    "mandate": "company",
    "follow_up": "company",
    "activity": "company",
    "opportunity": "company",
    "booking": "booking",
    "line": "booking",
    "insertion_report": "booking",
    "document": "document",
    "issue": "issue",
    "rate_card": "rate_card",
    "publisher": "publisher",
    "title": "publisher",
    "terms_of_sale": "publisher",
    "audience_claim": "publisher",
    "support": "publisher",
    "format": "publisher",
    "position": "publisher",
    "pool": "",
    "user": "user",
    "role": "",
    "team": "",
    "saved_view": "",
    "call_run": "",
    "editorial_column": "",
    "event": "",
    "sector": "",
    "custom_field": "",
}
"""The kinds of records that have a name, and the kind of page that shows them."""

_PLAIN: dict[str, tuple[Any, str]] = {
    "opportunity": (m.Opportunity, "name"),
    "mandate": (m.Mandate, "reference"),
    "document": (m.Document, "reference"),
    "publisher": (m.Publisher, "name"),
    "title": (m.Title, "name"),
    "terms_of_sale": (m.TermsOfSale, "version"),
    "event": (m.Event, "name"),
    "user": (m.User, "name"),
    "role": (m.Role, "code"),
    "team": (m.Team, "name"),
    "saved_view": (m.SavedView, "name"),
    "call_run": (m.CallRun, "name"),
}
_SPOKEN: dict[str, tuple[Any, str]] = {
    "issue": (m.Issue, "name"),
    "support": (m.Support, "name"),
    "format": (m.Format, "name"),
    "position": (m.Position, "name"),
    "pool": (m.Pool, "name"),
    "sector": (m.Sector, "name"),
    "editorial_column": (m.EditorialColumn, "name"),
    "audience_claim": (m.AudienceClaim, "label"),
    "custom_field": (m.CustomField, "label"),
}
"""Names that each language has of its own."""

_PARENTS = {
    "mandate": "advertiser_id",
    "opportunity": "company_id",
    "follow_up": "company_id",
    "activity": "company_id",
}


def _named(kind: str) -> tuple[Select[Any], Any]:
    """Return the statement that names a kind: number, name, page's number; its key."""
    table, name = _table(kind)
    parent = getattr(table, _PARENTS.get(kind, "id"))
    query: Select[Any] = select(table.id, name, parent)
    match kind:
        case "contact":
            query = select(table.id, name, table.company_id)
        case "follow_up" | "activity":
            query = query.join(m.Company, m.Company.id == table.company_id)
        case "line":
            query = (
                select(table.id, name, table.booking_id)
                .join(m.Booking, m.Booking.id == table.booking_id)
                .outerjoin(m.Issue, m.Issue.id == table.issue_id)
            )
        case "insertion_report":
            query = (
                select(table.id, name, table.booking_id)
                .join(m.Booking, m.Booking.id == table.booking_id)
                .join(m.Line, m.Line.id == table.line_id)
                .outerjoin(m.Issue, m.Issue.id == m.Line.issue_id)
            )
    return query, table.id


def _table(kind: str) -> tuple[Any, Any]:
    """Return the mapped class of a kind and the column, or expression, of its name."""
    if kind in _PLAIN:
        table, column = _PLAIN[kind]
        return table, getattr(table, column)
    if kind in _SPOKEN:
        table, column = _SPOKEN[kind]
        return table, _spoken(table, column)
    number = func.coalesce(m.Booking.number, m.Booking.quote_number)
    issue = func.coalesce(literal(", ") + _spoken(m.Issue, "name"), "")
    edition = literal(" (") + cast(m.RateCard.edition, String) + literal(")")
    tables: dict[str, tuple[Any, ColumnElement[str]]] = {
        "company": (m.Company, shown_name()),
        "contact": (m.Contact, m.Contact.first_name + " " + m.Contact.last_name),
        "follow_up": (m.FollowUp, shown_name()),
        "activity": (m.Activity, shown_name()),
        "booking": (m.Booking, number),
        "line": (m.Line, number + issue),
        "insertion_report": (m.InsertionReport, number + issue),
        "rate_card": (
            m.RateCard,
            m.RateCard.name + case((m.RateCard.edition > 1, edition), else_=""),
        ),
    }
    return tables[kind]


def _spoken(table: Any, column: str) -> Any:  # noqa: ANN401  a mapped class's column
    return getattr(table, f"{column}_{current_language()}")
