"""Which kept document some bytes are, and who sealed for the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.sealing import SEALED, KeptDocument, SealRow
from crm.store.models import Company, Document, Publisher, SealCertificate, User
from crm.store.queries.companies import shown_name
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def documents_of(
    session: Session, _asker: Actor, digests: Collection[str]
) -> list[KeptDocument]:
    """Return the documents with one of these hashes that the asker sees."""
    return _documents(session, Document.sha256.in_(digests))


def documents_named(
    session: Session, _asker: Actor, references: Collection[str]
) -> list[KeptDocument]:
    """Return the newest editions of documents the asker sees, by their references."""
    rows = _documents(session, Document.reference.in_(references))
    return [row for row in rows if row.edition == row.newest]


def digests_kept(
    session: Session, _asker: Actor, digests: Sequence[str]
) -> frozenset[str]:
    """Return those of some hashes that the desk keeps a document of, anybody's."""
    query = select(Document.sha256).where(
        Document.sha256.in_(digests), Document.kind.in_(SEALED)
    )
    with beyond_scope(session, "whoever holds a document may ask if it is genuine"):
        return frozenset(session.scalars(query))


def list_seals(
    session: Session, _asker: Actor, publisher_id: int | None = None
) -> list[SealRow]:
    """List the certificates documents were sealed with, the newest first."""
    query = (
        select(SealCertificate, Publisher.name, User.name)
        .join(Publisher, Publisher.id == SealCertificate.publisher_id)
        .outerjoin(User, User.id == SealCertificate.imported_by_id)
        .order_by(SealCertificate.id.desc())
    )
    if publisher_id is not None:
        query = query.where(SealCertificate.publisher_id == publisher_id)
    return [
        SealRow(
            publisher_id=row.publisher_id,
            publisher=publisher,
            subject=row.subject,
            issuer=row.issuer,
            fingerprint=row.fingerprint,
            key_kind=row.key_kind,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            imported_at=row.imported_at,
            imported_by=user or "",
            ended_at=row.ended_at,
        )
        for row, publisher, user in session.execute(query)
    ]


def _documents(session: Session, which: ColumnElement[bool]) -> list[KeptDocument]:
    query = (
        select(Document, User.name, shown_name())
        .outerjoin(User, User.id == Document.issued_by_id)
        .outerjoin(Company, Company.id == Document.company_id)
        .where(which, Document.kind.in_(SEALED))
        .order_by(Document.id)
    )
    return [
        KeptDocument(
            id=row.id,
            kind=row.kind,
            reference=row.reference,
            edition=row.edition,
            newest=_newest(session, row),
            language=row.language,
            company=company or "",
            issued_at=row.issued_at,
            issued_by=user or "",
            sha256=row.sha256,
        )
        for row, user, company in session.execute(query)
    ]


def _newest(session: Session, row: Document) -> int:
    same = {name: getattr(row, name) for name in ("kind", "reference", "language")}
    query = select(func.max(Document.edition)).filter_by(**same)
    return session.scalar(query) or row.edition
