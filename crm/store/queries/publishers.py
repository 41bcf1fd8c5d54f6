"""The seller as its own settings show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.penalties import scale_of
from crm.language import current_language
from crm.store.models import Publisher, TermsOfSale, Title, VatRule

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.penalties import PenaltyRow
    from crm.domain.roles import Actor
    from crm.domain.vat import VatCategory, VatPlace


@dataclass(frozen=True, slots=True)
class PublisherCard:
    """A publisher, whole, with the version a form is written against."""

    id: int
    version: int
    name: str
    legal_form: str
    capital: str
    register: str
    siret: str
    vat_number: str
    street: str
    postcode: str
    town: str
    country: str
    phone: str
    email: str
    website: str
    notice_fr: str
    notice_en: str


@dataclass(frozen=True, slots=True)
class VatRow:
    """A rate in basis points for a place, with its legal sentence."""

    place: VatPlace
    category: VatCategory
    rate: int
    sentence: str


@dataclass(frozen=True, slots=True)
class TermsVersion:
    """A version of the terms of sale."""

    version: str
    valid_from: date
    cancellation_notice_days: int
    scale: tuple[PenaltyRow, ...] = ()


def publisher_of(session: Session, _asker: Actor, title_id: int) -> PublisherCard:
    """Return the publisher of a title."""
    row = session.scalars(
        select(Publisher)
        .join(Title, Title.publisher_id == Publisher.id)
        .where(Title.id == title_id)
    ).one()
    return PublisherCard(
        id=row.id,
        version=row.version,
        name=row.name,
        legal_form=row.legal_form,
        capital=row.capital,
        register=row.register,
        siret=row.siret or "",
        vat_number=row.vat_number or "",
        street=row.street,
        postcode=row.postcode,
        town=row.town,
        country=row.country,
        phone=row.phone,
        email=row.email,
        website=row.website,
        notice_fr=row.notice_fr,
        notice_en=row.notice_en,
    )


def list_vat(session: Session, _asker: Actor, publisher_id: int) -> list[VatRow]:
    """List a publisher's VAT rules in the order they were written."""
    french = current_language() == "fr"
    query = select(VatRule).filter_by(publisher_id=publisher_id).order_by(VatRule.id)
    return [
        VatRow(
            row.place,
            row.category,
            row.rate,
            row.sentence_fr if french else row.sentence_en,
        )
        for row in session.scalars(query)
    ]


def list_terms(
    session: Session, _asker: Actor, publisher_id: int
) -> list[TermsVersion]:
    """List the versions of the terms of sale, the newest first."""
    query = (
        select(TermsOfSale)
        .filter_by(publisher_id=publisher_id)
        .order_by(TermsOfSale.valid_from.desc(), TermsOfSale.id.desc())
    )
    return [
        TermsVersion(
            *(row.version, row.valid_from, row.cancellation_notice_days),
            scale=scale_of(row.penalty_rule),
        )
        for row in session.scalars(query)
    ]


def current_terms_id(session: Session, publisher_id: int, day: date) -> int | None:
    """Return the terms in force on a day, None where there are none."""
    query = (
        select(TermsOfSale.id)
        .where(TermsOfSale.publisher_id == publisher_id, TermsOfSale.valid_from <= day)
        .order_by(TermsOfSale.valid_from.desc(), TermsOfSale.id.desc())
        .limit(1)
    )
    return session.scalars(query).first()
