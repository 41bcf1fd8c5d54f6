"""What was issued, what was changed, what the desk knows about itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.domain.magazine import DocumentKind
from crm.domain.roles import Door
from crm.store.columns import Base, Bytes, Code, Facts, Keyed, Name, Note, refers
from crm.store.columns import Line as OneLine


class Document(Keyed, Base):
    """A document as issued: its bytes, their hash, and whom it was made for.

    `drawn_sha256` is the hash of the bytes before they were sealed: a seal is another
    each time, and the same words are the same edition. None where it is not sealed.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("kind", "reference", "edition", "language"),)

    kind: Mapped[DocumentKind]
    reference: Mapped[Name]
    edition: Mapped[int] = mapped_column(default=1)
    language: Mapped[Code]
    media_type: Mapped[Code] = mapped_column(default="application/pdf")
    file_name: Mapped[Name]
    sha256: Mapped[Name] = mapped_column(index=True)
    drawn_sha256: Mapped[str | None] = mapped_column(String(200))
    content: Mapped[Bytes] = mapped_column(deferred=True)
    title_id: Mapped[int | None] = refers("title")
    company_id: Mapped[int | None] = refers("company")
    contact_id: Mapped[int | None] = refers("contact")
    booking_id: Mapped[int | None] = refers("booking")
    mandate_id: Mapped[int | None] = refers("mandate")
    figures: Mapped[Facts]
    issued_at: Mapped[datetime] = mapped_column(index=True)
    issued_by_id: Mapped[int | None] = refers("user")


class SealCertificate(Keyed, Base):
    """A certificate a publisher's documents are, or were, sealed with.

    `secret` is its key and its chain, sealed in their turn by the desk's own key, and
    empty once the certificate was taken away; `fingerprint` its SHA-256.
    """

    __tablename__ = "seal_certificate"

    publisher_id: Mapped[int] = refers("publisher")
    subject: Mapped[OneLine]
    issuer: Mapped[OneLine]
    fingerprint: Mapped[Name]
    key_kind: Mapped[Code]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int | None] = refers("user")
    ended_at: Mapped[datetime | None]
    secret: Mapped[Note] = mapped_column(deferred=True)


class AuditEntry(Keyed, Base):
    """Who changed what, from what to what, when, through which door."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_entity_entity_id", "entity", "entity_id"),)

    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int | None] = refers("user")
    door: Mapped[Door]
    action: Mapped[Code]
    entity: Mapped[Code]
    entity_id: Mapped[int | None]
    changes: Mapped[Facts]
    note: Mapped[OneLine]
    salt: Mapped[Code]
    digest: Mapped[Name]


class AuditSeal(Keyed, Base):
    """A batch of audit rows, closed: their number and a digest over theirs.

    Each seal also covers the digest of the one before, so that a row, or a seal,
    cannot be taken out unseen.
    """

    __tablename__ = "audit_seal"

    at: Mapped[datetime]
    first_id: Mapped[int]
    last_id: Mapped[int] = mapped_column(unique=True)
    rows: Mapped[int]
    digest: Mapped[Name]


class Draft(Keyed, Base):
    """A form half filled: what a person typed and did not save yet."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("user_id", "form"),)

    user_id: Mapped[int] = refers("user")
    form: Mapped[Name]
    label: Mapped[OneLine]
    typed: Mapped[Facts]
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class FormReceipt(Base):
    """A form that was saved: a second click on Save finds it here."""

    __tablename__ = "form_receipt"

    form_id: Mapped[Code] = mapped_column(primary_key=True)
    saved_at: Mapped[datetime]


class Setting(Base):
    """What the desk knows about itself: a name and a value."""

    __tablename__ = "setting"

    name: Mapped[Code] = mapped_column(primary_key=True)
    value: Mapped[Note]
