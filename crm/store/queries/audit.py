"""What can be asked of the audit: who changed what, and one record's history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import distinct, func, or_, select

from crm.domain.audit import AuditRow, Reference, refers_to
from crm.domain.clock import in_days, paris_instant
from crm.store import models as m
from crm.store.models import AuditEntry, AuditSeal
from crm.store.queries.audit_names import names_of
from crm.store.queries.audit_search import about, meant_by
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor, Door

PAGE = 50


@dataclass(frozen=True, slots=True)
class AuditAsked:
    """Which rows are asked for; what is empty asks for all of them.

    `user_id` 0 is the desk itself; both days are inside, Paris time.
    """

    search: str = ""
    user_id: int | None = None
    door: Door | None = None
    entity: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """How much was changed on a day, and by how many people."""

    changes: int
    people: int


@dataclass(frozen=True, slots=True)
class SealRow:
    """The last seal: until which row, when, and its digest."""

    last_id: int
    at: datetime
    digest: str


def list_audit(
    session: Session,
    _asker: Actor,
    asked: AuditAsked | None = None,
    *,
    limit: int = PAGE,
    offset: int = 0,
) -> list[AuditRow]:
    """List what was done, the last written first."""
    query = (
        select(AuditEntry.id)
        .where(*_asked(session, asked or AuditAsked()))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
        .offset(offset)
    )
    numbers = session.scalars(query).all()
    return _rows(session, session.scalars(_entries(numbers)).all())


def count_audit(
    session: Session, _asker: Actor, asked: AuditAsked | None = None
) -> int:
    """Count the rows `list_audit` lists."""
    query = select(func.count(AuditEntry.id))
    return session.scalars(query.where(*_asked(session, asked or AuditAsked()))).one()


def changes_of_day(session: Session, _asker: Actor, day: date) -> Today:
    """Count what was done on a Paris day, and the people who did it."""
    query = select(
        func.count(AuditEntry.id), func.count(distinct(AuditEntry.user_id))
    ).where(*_on(day, day))
    changes, people = session.execute(query).one()
    return Today(changes, people)


def kinds_there(session: Session, _asker: Actor) -> tuple[list[str], list[str]]:
    """List the kinds of records and the actions the audit knows."""
    entities = session.scalars(select(AuditEntry.entity).distinct()).all()
    actions = session.scalars(select(AuditEntry.action).distinct()).all()
    return sorted(entities), sorted(actions)


def newest_seal(session: Session, _asker: Actor) -> SealRow | None:
    """Return the last seal, None before the first."""
    found = session.scalars(select(AuditSeal).order_by(AuditSeal.id.desc())).first()
    return SealRow(found.last_id, found.at, found.digest) if found else None


def history_of(
    session: Session, _asker: Actor, entity: str, number: int, *, most: int = 10
) -> list[AuditRow]:
    """List what was done to a record its asker sees, the last first.

    A company's history holds its contacts', mandates', opportunities', bookings' and
    follow-ups', a booking's its lines' and reports': those the asker sees.
    """
    told = _of_record(session, entity, number)
    return [] if told is None else entries_about(session, told, most)


def count_history(session: Session, _asker: Actor, entity: str, number: int) -> int:
    """Count what `history_of` lists without a limit."""
    told = _of_record(session, entity, number)
    return 0 if told is None else count_about(session, told)


def entries_about(
    session: Session, told: ColumnElement[bool], most: int
) -> list[AuditRow]:
    """List what was done, the last first, about records its asker is found to see.

    `told` names them by their numbers, which whoever calls asked within the scope.
    """
    with beyond_scope(
        session, "the history of a record is read by whoever sees the record"
    ):
        query = select(AuditEntry).where(told).order_by(AuditEntry.id.desc())
        entries = session.scalars(query.limit(most)).all()
    return _rows(session, entries)


def count_about(session: Session, told: ColumnElement[bool]) -> int:
    """Count what `entries_about` lists without a limit."""
    with beyond_scope(
        session, "the history of a record is read by whoever sees the record"
    ):
        return session.scalars(select(func.count(AuditEntry.id)).where(told)).one()


RECORDS: dict[str, Any] = {
    "company": m.Company,
    "booking": m.Booking,
    "opportunity": m.Opportunity,
    "issue": m.Issue,
    "line": m.Line,
    "rate_card": m.RateCard,
    "publisher": m.Publisher,
}
"""The records whose history is shown."""

_PARTS: dict[str, tuple[tuple[str, Any, str], ...]] = {
    "company": (
        ("contact", m.Contact, "company_id"),
        ("mandate", m.Mandate, "advertiser_id"),
        ("opportunity", m.Opportunity, "company_id"),
        ("booking", m.Booking, "advertiser_id"),
        ("booking", m.Booking, "agency_id"),
        ("follow_up", m.FollowUp, "company_id"),
    ),
    "booking": (
        ("line", m.Line, "booking_id"),
        ("insertion_report", m.InsertionReport, "booking_id"),
        ("document", m.Document, "booking_id"),
    ),
    "publisher": (
        ("title", m.Title, "publisher_id"),
        ("terms_of_sale", m.TermsOfSale, "publisher_id"),
    ),
}
"""What a record's history tells beside its own: kind, table, column of the record."""


def _of_record(
    session: Session, entity: str, number: int
) -> ColumnElement[bool] | None:
    """Return the condition for a record's history, None where it is not seen.

    Everything here is asked within the scope of whoever asks.
    """
    table = RECORDS[entity]
    if session.scalars(select(table.id).where(table.id == number)).first() is None:
        return None
    found = [about(entity, [number])]
    for kind, part, column in _PARTS.get(entity, ()):
        of_record = getattr(part, column) == number
        if numbers := session.scalars(select(part.id).where(of_record)).all():
            found.append(about(kind, numbers))
    return or_(*found)


def _on(since: date | None, until: date | None) -> Iterator[ColumnElement[bool]]:
    if since:
        yield AuditEntry.at >= paris_instant(since)
    if until:
        yield AuditEntry.at < paris_instant(in_days(until, 1))


def _asked(session: Session, asked: AuditAsked) -> Iterator[ColumnElement[bool]]:
    if asked.user_id is not None:
        yield (
            AuditEntry.user_id == asked.user_id
            if asked.user_id
            else AuditEntry.user_id.is_(None)
        )
    if asked.door:
        yield AuditEntry.door == asked.door
    if asked.entity:
        yield AuditEntry.entity == asked.entity
    if asked.action:
        yield AuditEntry.action == asked.action
    yield from _on(asked.since, asked.until)
    if typed := asked.search.strip():
        yield or_(*meant_by(session, typed))


def _entries(numbers: Sequence[int]) -> Any:  # noqa: ANN401  a select
    return (
        select(AuditEntry)
        .where(AuditEntry.id.in_(numbers))
        .order_by(AuditEntry.id.desc())
    )


def _rows(session: Session, entries: Sequence[AuditEntry]) -> list[AuditRow]:
    names = names_of(session, {each for entry in entries for each in _spoken_of(entry)})
    plain = {reference: named.name for reference, named in names.items()}
    rows = []
    for entry in entries:
        own = names.get((entry.entity, entry.entity_id or 0))
        rows.append(
            AuditRow(
                id=entry.id,
                at=entry.at,
                user=plain.get(("user", entry.user_id or 0), ""),
                door=entry.door,
                action=entry.action,
                entity=entry.entity,
                entity_id=entry.entity_id,
                subject=own.name if own else "",
                note=entry.note,
                changes=entry.changes,
                names={r: plain[r] for r in _spoken_of(entry) if r in plain},
                home=own.home if own else None,
            )
        )
    return rows


def _spoken_of(entry: AuditEntry) -> Iterator[Reference]:
    """Yield the records a row names: who, what, and what its changes stand for."""
    if entry.user_id:
        yield "user", entry.user_id
    if entry.entity_id:
        yield entry.entity, entry.entity_id
    for name, value in entry.changes.items():
        for one in value if isinstance(value, list) else [value]:
            if reference := refers_to(name, one):
                yield reference
