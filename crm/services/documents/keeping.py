"""Keeping a document as issued: its bytes, their hash, for whom, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.magazine import SHOWN_WITH_THEIR_LINE
from crm.domain.sealing import SEALED
from crm.services.audit import record
from crm.services.sealing.issuing import sealed
from crm.store.models import Document

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.magazine import DocumentKind
    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Issued:
    """A document as issued."""

    id: int
    file_name: str
    content: bytes
    sha256: str
    edition: int


def keep(
    session: Session,
    actor: Actor,
    kind: DocumentKind,
    reference: str,
    language: str,
    content: bytes,
    *,
    file_name: str,
    media_type: str = "application/pdf",
    figures: dict[str, Any] | None = None,
    **about: int | None,
) -> Issued:
    """Keep a document, sealed where its publisher has a certificate.

    The same bytes again are the same edition, as it was sealed then. `about` names
    what it is for: title_id, company_id, contact_id, booking_id. Raises KeyLostError
    where the certificate's key no longer opens.
    """
    drawn = sha256(content).hexdigest()
    last = session.scalars(
        select(Document)
        .filter_by(kind=kind, reference=reference, language=language)
        .order_by(Document.edition.desc())
        .limit(1)
    ).first()
    if last is not None and drawn in {last.sha256, last.drawn_sha256}:
        return Issued(last.id, last.file_name, last.content, last.sha256, last.edition)
    if kind in SEALED and media_type == "application/pdf":
        content = sealed(session, actor, content, language, about.get("title_id"))
    digest = sha256(content).hexdigest()
    document = Document(
        kind=kind,
        reference=reference,
        edition=last.edition + 1 if last else 1,
        language=language,
        media_type=media_type,
        file_name=file_name,
        sha256=digest,
        drawn_sha256=drawn if drawn != digest else None,
        content=content,
        figures=figures or {},
        issued_at=actor.at,
        issued_by_id=actor.user_id,
        **about,
    )
    session.add(document)
    session.flush()
    if kind not in SHOWN_WITH_THEIR_LINE:  # whose own action tells of its file
        record(
            session,
            actor,
            "issue",
            "document",
            document.id,
            kind=kind,
            reference=reference,
            edition=document.edition,
            sha256=digest,
        )
    return Issued(document.id, file_name, content, digest, document.edition)


def check_kept(session: Session) -> list[int]:
    """Return the ids of kept documents whose bytes no longer match their hash."""
    rows = session.execute(select(Document.id, Document.sha256, Document.content))
    return [
        document_id
        for document_id, digest, content in rows
        if sha256(content).hexdigest() != digest
    ]
