"""Closing the audit in batches, and proving that what was closed still stands.

A seal covers the rows written since the one before, and that seal: a row that was
changed, removed or slipped in, and a seal that was removed, are seen. Only whoever
rewrote every seal after their change would go unseen; so `regie check` shows the last
seal's digest, which a desk writes down elsewhere and later asks about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text

from crm.domain.audit import START, row_digest, seal_digest
from crm.domain.errors import words
from crm.services.audit import content_of
from crm.services.faults import Fault
from crm.store.models import AuditEntry, AuditSeal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

BATCH = 10_000
"""The most rows under one seal."""

_COLUMNS: tuple[Any, ...] = (
    *(AuditEntry.id, AuditEntry.at, AuditEntry.user_id, AuditEntry.door),
    *(AuditEntry.action, AuditEntry.entity, AuditEntry.entity_id),
    *(AuditEntry.note, AuditEntry.changes, AuditEntry.salt, AuditEntry.digest),
)


def seal_due(session: Session, actor: Actor) -> int:
    """Seal the rows written since the last seal; return how many.

    On PostgreSQL it first waits for whoever is writing rows, for half a second at
    most: a row of theirs may have a lower number than one that is there already, and
    would come to stand under a seal that does not cover it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL lock_timeout = '500ms'"))
        session.execute(text("LOCK TABLE audit_seal IN EXCLUSIVE MODE"))
        session.execute(text("LOCK TABLE audit_entry IN SHARE MODE"))
    last = session.scalars(select(AuditSeal).order_by(AuditSeal.id.desc())).first()
    digest, after = (last.digest, last.last_id) if last else (START, 0)
    sealed = 0
    while rows := session.execute(
        select(AuditEntry.id, AuditEntry.digest)
        .where(AuditEntry.id > after)
        .order_by(AuditEntry.id)
        .limit(BATCH)
    ).all():
        digest = seal_digest(digest, ((row.id, row.digest) for row in rows))
        first, after = rows[0].id, rows[-1].id
        session.add(
            AuditSeal(
                at=actor.at,
                first_id=first,
                last_id=after,
                rows=len(rows),
                digest=digest,
            )
        )
        session.flush()
        sealed += len(rows)
    return sealed


def last_seal(session: Session) -> str | None:
    """Return the digest of the last seal: to be written down elsewhere."""
    newest = select(AuditSeal.digest).order_by(AuditSeal.id.desc()).limit(1)
    return session.scalars(newest).first()


def check_seal(session: Session, digest: str) -> list[Fault]:
    """Say whether a seal whose digest was written down still stands."""
    known = digest.strip().lower()
    if session.scalars(select(AuditSeal.id).filter_by(digest=known)).first():
        return []
    sentence = words("No seal of the audit has the digest {digest} any more.")
    return [Fault(sentence, {"digest": known[:64]})]


def check_audit(session: Session) -> Iterator[Fault]:
    """Yield what was changed, removed or slipped in behind the audit's back.

    Each row's digest is computed again where its details were not erased, then each
    seal's from the one before.
    """
    query = select(*_COLUMNS).order_by(AuditEntry.id)
    rows = iter(session.execute(query.execution_options(yield_per=2_000)))
    row = next(rows, None)
    before, after = START, 0
    for seal in session.scalars(select(AuditSeal).order_by(AuditSeal.id)).all():
        under: list[tuple[int, str]] = []
        while row is not None and row.id <= seal.last_id:
            yield from _row(row)
            under.append((row.id, row.digest))
            row = next(rows, None)
        yield from _seal(seal, before, under, after)
        before, after = seal.digest, seal.last_id
    while row is not None:
        yield from _row(row)
        row = next(rows, None)


def check_page(session: Session, first_id: int, last_id: int) -> Iterator[Fault]:
    """Yield the rows between two numbers that are not as they were written."""
    between = AuditEntry.id.between(first_id, last_id)
    for row in session.execute(select(*_COLUMNS).where(between)):
        yield from _row(row)


def _row(row: Row[Any]) -> Iterator[Fault]:
    erased = not row.salt
    blank = not row.note and not row.changes
    kept = blank if erased else row_digest(row.salt, content_of(row)) == row.digest
    if not kept:
        yield Fault(words("Row {row} of the audit was changed."), {"row": row.id})


def _seal(
    seal: AuditSeal, before: str, rows: list[tuple[int, str]], after: int
) -> Iterable[Fault]:
    facts: dict[str, object] = {
        "first": seal.first_id,
        "last": seal.last_id,
        "sealed": seal.rows,
        "there": len(rows),
    }
    if len(rows) != seal.rows:
        sentence = words(
            "Rows {first} to {last} of the audit: {sealed} were sealed, {there} are "
            "there."
        )
        yield Fault(sentence, facts)
    elif not (
        rows
        and (rows[0][0], rows[-1][0]) == (seal.first_id, seal.last_id)
        and after < seal.first_id
        and seal.digest == seal_digest(before, rows)
    ):
        sentence = words(
            "Rows {first} to {last} of the audit are not the ones that were sealed."
        )
        yield Fault(sentence, facts)


def count_unsealed(session: Session) -> int:
    """Count the rows that no seal covers yet."""
    last = select(func.coalesce(func.max(AuditSeal.last_id), 0)).scalar_subquery()
    query = select(func.count(AuditEntry.id)).where(AuditEntry.id > last)
    return session.scalars(query).one()


def check_last(session: Session) -> Iterable[Fault]:
    """Prove the last seal alone: the digests under it, and the seal before."""
    newest = select(AuditSeal).order_by(AuditSeal.id.desc()).limit(2)
    seals = session.scalars(newest).all()
    if not seals:
        return []
    before, after = (seals[1].digest, seals[1].last_id) if seals[1:] else (START, 0)
    rows = session.execute(
        select(AuditEntry.id, AuditEntry.digest)
        .where(AuditEntry.id > after, AuditEntry.id <= seals[0].last_id)
        .order_by(AuditEntry.id)
    )
    return _seal(seals[0], before, [(row.id, row.digest) for row in rows], after)
