"""What documents ask: the seller, its rules, its figures, and what was issued."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.magazine import SHOWN_WITH_THEIR_LINE
from crm.domain.penalties import scale_of
from crm.language import current_language
from crm.store.models import (
    AudienceClaim,
    Document,
    Mandate,
    Publisher,
    TermsOfSale,
    Title,
    User,
    VatRule,
)
from crm.store.queries.editable_profiles import as_typed

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from crm.domain.magazine import DocumentKind
    from crm.domain.penalties import PenaltyRow
    from crm.domain.roles import Actor
    from crm.domain.vat import VatCategory, VatPlace


@dataclass(frozen=True, slots=True)
class SellerCard:
    """A title with its publisher, as documents name them."""

    title_id: int
    title: str
    tagline: str
    look: dict[str, str]
    promise: dict[str, Any]
    technical_rules: dict[str, Any]
    contact_user_id: int | None
    publisher_id: int
    name: str
    legal_form: str
    capital: str
    register: str
    siret: str | None
    vat_number: str | None
    street: str
    postcode: str
    town: str
    phone: str
    email: str
    website: str
    notice: str
    branded_content: dict[str, Any] = field(default_factory=dict)
    logo_id: int | None = None
    cover_id: int | None = None
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class VatRuleRow:
    """A rate in basis points and its sentence in the reader's language."""

    rate: int
    sentence: str


@dataclass(frozen=True, slots=True)
class TermsRow:
    """A version of the terms of sale."""

    version: str
    text: str
    cancellation_notice_days: int
    scale: tuple[PenaltyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """An audience figure; `unit` is count, bp (basis points) or seconds."""

    cluster: str
    amount: int
    unit: str
    label: str
    detail: str
    source: str
    measured_on: date
    expires_on: date

    def may_be_told(self, today: date) -> bool:
        """Whether it has a source and has not passed its expiry."""
        return bool(self.source.strip()) and self.expires_on >= today


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as issued, without its bytes."""

    id: int
    kind: DocumentKind
    reference: str
    edition: int
    language: str
    file_name: str
    sha256: str
    issued_at: datetime
    issued_by: str
    company_id: int | None
    booking_id: int | None
    media_type: str = "application/pdf"


def seller(session: Session, title_id: int) -> SellerCard:
    """Return a title with its publisher."""
    french = current_language() == "fr"
    title, publisher = session.execute(
        select(Title, Publisher)
        .join(Publisher, Publisher.id == Title.publisher_id)
        .where(Title.id == title_id)
    ).one()
    return SellerCard(
        title_id=title.id,
        title=title.name,
        tagline=title.tagline_fr if french else title.tagline_en,
        look=title.look,
        promise=title.promise,
        technical_rules=title.technical_rules,
        contact_user_id=title.contact_user_id,
        publisher_id=publisher.id,
        name=publisher.name,
        legal_form=publisher.legal_form,
        capital=publisher.capital,
        register=publisher.register,
        siret=publisher.siret,
        vat_number=publisher.vat_number,
        street=publisher.street,
        postcode=publisher.postcode,
        town=publisher.town,
        phone=publisher.phone,
        email=publisher.email,
        website=publisher.website,
        notice=publisher.notice_fr if french else publisher.notice_en,
        branded_content=title.branded_content,
        logo_id=title.logo_id,
        cover_id=title.cover_id,
        language=title.language,
    )


def vat_rule(
    session: Session, publisher_id: int, place: VatPlace, category: VatCategory
) -> VatRuleRow | None:
    """Return the publisher's rule for a place and a category of supply."""
    found = session.scalars(
        select(VatRule).filter_by(
            publisher_id=publisher_id, place=place, category=category
        )
    ).first()
    if found is None:
        return None
    french = current_language() == "fr"
    return VatRuleRow(found.rate, found.sentence_fr if french else found.sentence_en)


def terms(session: Session, terms_id: int | None) -> TermsRow | None:
    """Return a version of the terms of sale."""
    found = session.get(TermsOfSale, terms_id) if terms_id else None
    if found is None:
        return None
    text = found.text_fr if current_language() == "fr" else found.text_en
    scale = scale_of(found.penalty_rule)
    return TermsRow(found.version, text, found.cancellation_notice_days, scale)


def list_claims(
    session: Session, title_id: int, *, typed: AudienceClaim | None = None
) -> list[ClaimRow]:
    """List a title's audience figures, by cluster and rank; `typed` as it stands."""
    french = current_language() == "fr"
    rows = session.scalars(
        select(AudienceClaim)
        .where(AudienceClaim.title_id == title_id)
        .order_by(AudienceClaim.cluster, AudienceClaim.rank, AudienceClaim.id)
    )
    return [
        ClaimRow(
            row.cluster,
            row.amount,
            row.unit,
            row.label_fr if french else row.label_en,
            row.detail_fr if french else row.detail_en,
            row.source_fr if french else row.source_en,
            row.measured_on,
            row.expires_on,
        )
        for row in as_typed(rows, typed)
    ]


def mandate_reference(session: Session, mandate_id: int | None) -> Mandate | None:
    """Return the mandate a booking stands on."""
    return session.get(Mandate, mandate_id) if mandate_id else None


def list_documents(
    session: Session,
    _asker: Actor,
    *,
    company_id: int | None = None,
    booking_id: int | None = None,
    most: int = 50,
) -> list[DocumentRow]:
    """List documents as issued, the newest first."""
    query = (
        select(Document, User.name)
        .outerjoin(User, User.id == Document.issued_by_id)
        .where(Document.kind.not_in(SHOWN_WITH_THEIR_LINE))
        .order_by(Document.issued_at.desc(), Document.id.desc())
        .limit(most)
    )
    if company_id is not None:
        query = query.where(Document.company_id == company_id)
    if booking_id is not None:
        query = query.where(Document.booking_id == booking_id)
    return [_document(row, user or "") for row, user in session.execute(query)]


def latest_document(
    session: Session, _asker: Actor, kind: DocumentKind, language: str
) -> DocumentRow | None:
    """Return the last document of a kind issued in a language."""
    found = session.scalars(
        select(Document)
        .where(Document.kind == kind, Document.language == language)
        .order_by(Document.issued_at.desc(), Document.id.desc())
        .limit(1)
    ).first()
    return _document(found, "") if found else None


def document(
    session: Session, _asker: Actor, document_id: int
) -> tuple[DocumentRow, bytes] | None:
    """Return a document as issued, with its bytes."""
    found = session.get(Document, document_id)
    if found is None:
        return None
    return _document(found, ""), found.content


def _document(row: Document, user: str) -> DocumentRow:
    return DocumentRow(
        row.id,
        row.kind,
        row.reference,
        row.edition,
        row.language,
        row.file_name,
        row.sha256,
        row.issued_at,
        user,
        row.company_id,
        row.booking_id,
        row.media_type,
    )
