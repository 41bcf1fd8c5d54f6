"""Companies in their roles, their people, their mandates."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.domain.companies import AddressKind, ContactRole, FieldKind
from crm.domain.mailboxes import MailboxKind
from crm.domain.reaching import PhoneUse
from crm.store.columns import Base, Code, Facts, Kept, Keyed, Line, Name, Note, refers
from crm.store.models.people import User


class Sector(Keyed, Base):
    """A trade the titles sell to."""

    __tablename__ = "sector"

    code: Mapped[Code] = mapped_column(unique=True)
    name_fr: Mapped[Name]
    name_en: Mapped[Name]


class Company(Kept, Base):
    """Anyone the desk deals with, as advertiser, agency, payer, or several.

    `name` is the legal name; `folded` is what a search reads, `duplicate_key` the
    name without legal form and small words.
    """

    __tablename__ = "company"
    __table_args__ = (Index("ix_company_folded_id", "folded", "id"),)

    name: Mapped[Name]
    trade_name: Mapped[Line]
    folded: Mapped[Name]
    duplicate_key: Mapped[Name] = mapped_column(index=True)
    is_advertiser: Mapped[bool] = mapped_column(default=True)
    is_agency: Mapped[bool] = mapped_column(default=False)
    is_payer: Mapped[bool] = mapped_column(default=False)
    is_public_body: Mapped[bool] = mapped_column(default=False)
    is_private_person: Mapped[bool] = mapped_column(default=False)
    sector_id: Mapped[int | None] = refers("sector", remembers=True)
    group_id: Mapped[int | None] = refers("company")
    owner_id: Mapped[int | None] = refers("user")
    country: Mapped[str] = mapped_column(default="FR")
    language: Mapped[Code] = mapped_column(default="fr")
    siren: Mapped[str | None] = mapped_column(index=True)
    siret: Mapped[str | None]
    vat_number: Mapped[str | None] = mapped_column(index=True)
    website: Mapped[Line]
    domain: Mapped[str | None] = mapped_column(index=True)
    chorus_service_code: Mapped[Line]
    is_unpaid: Mapped[bool] = mapped_column(default=False)
    note: Mapped[Note]

    owner: Mapped[User | None] = relationship(lazy="raise")
    sector: Mapped[Sector | None] = relationship(lazy="raise")
    group: Mapped[Company | None] = relationship(lazy="raise", remote_side="Company.id")
    addresses: Mapped[list[Address]] = relationship(
        back_populates="company", lazy="raise", cascade="all, delete-orphan"
    )
    contacts: Mapped[list[Contact]] = relationship(
        back_populates="company", lazy="raise"
    )


class Address(Keyed, Base):
    """Where a company is found; its seat decides VAT."""

    __tablename__ = "address"

    company_id: Mapped[int] = refers("company")
    kind: Mapped[AddressKind]
    street: Mapped[Line]
    postcode: Mapped[str] = mapped_column(default="", index=True)
    town: Mapped[Line]
    country: Mapped[str] = mapped_column(default="FR")

    company: Mapped[Company] = relationship(back_populates="addresses", lazy="raise")


class CompanyIdentifier(Keyed, Base):
    """A number a company is known by elsewhere: buyer code, foreign register."""

    __tablename__ = "company_identifier"
    __table_args__ = (UniqueConstraint("company_id", "scheme"),)

    company_id: Mapped[int] = refers("company")
    scheme: Mapped[Code]
    value: Mapped[Name]


class CompanyOwner(Keyed, Base):
    """Who has looked after a company, from when to when."""

    __tablename__ = "company_owner"

    company_id: Mapped[int] = refers("company")
    user_id: Mapped[int] = refers("user")
    since: Mapped[date]
    until: Mapped[date | None]


OPPOSED = text("opposed_on IS NOT NULL")


class Contact(Kept, Base):
    """A person at a company, with what the law wants known about the record."""

    __tablename__ = "contact"
    __table_args__ = (
        Index(
            "ix_contact_opposed",
            "company_id",
            sqlite_where=OPPOSED,
            postgresql_where=OPPOSED,
        ),
    )

    company_id: Mapped[int] = refers("company")
    salutation: Mapped[Line]
    first_name: Mapped[Line]
    last_name: Mapped[Name]
    folded: Mapped[Name] = mapped_column(index=True)
    job: Mapped[Line]
    language: Mapped[Code] = mapped_column(default="fr")
    source: Mapped[Line]
    collected_on: Mapped[date]
    informed_on: Mapped[date | None]
    opposed_on: Mapped[date | None]
    opposed_to: Mapped[Line]
    note: Mapped[Note]

    company: Mapped[Company] = relationship(back_populates="contacts", lazy="raise")
    phones: Mapped[list[ContactPhone]] = relationship(
        back_populates="contact", lazy="raise", cascade="all, delete-orphan"
    )
    emails: Mapped[list[ContactEmail]] = relationship(
        back_populates="contact", lazy="raise", cascade="all, delete-orphan"
    )
    positions: Mapped[list[ContactPosition]] = relationship(
        back_populates="contact", lazy="raise", cascade="all, delete-orphan"
    )


class ContactPosition(Keyed, Base):
    """A role a contact plays."""

    __tablename__ = "contact_position"
    __table_args__ = (UniqueConstraint("contact_id", "role"),)

    contact_id: Mapped[int] = refers("contact")
    role: Mapped[ContactRole]

    contact: Mapped[Contact] = relationship(back_populates="positions", lazy="raise")


class ContactPhone(Keyed, Base):
    """A number as typed and, where it can be read, as E.164.

    `digits` is what a search reads: the number in its national and its whole form.
    `kind` is the type of its range; `use` what somebody said it is for, or nothing.
    """

    __tablename__ = "contact_phone"

    contact_id: Mapped[int] = refers("contact")
    raw: Mapped[Name]
    e164: Mapped[str | None] = mapped_column(index=True)
    digits: Mapped[Line]
    extension: Mapped[str | None]
    kind: Mapped[Code]
    use: Mapped[PhoneUse | None]
    region: Mapped[str] = mapped_column(default="")
    quality: Mapped[Code]

    contact: Mapped[Contact] = relationship(back_populates="phones", lazy="raise")


class ContactEmail(Keyed, Base):
    """An address as typed and normalised; `kind` where somebody said what it is."""

    __tablename__ = "contact_email"

    contact_id: Mapped[int] = refers("contact")
    raw: Mapped[Name]
    address: Mapped[Name] = mapped_column(index=True)
    kind: Mapped[MailboxKind | None]

    contact: Mapped[Contact] = relationship(back_populates="emails", lazy="raise")


class Mandate(Kept, Base):
    """The written authority for an agency to buy in an advertiser's name.

    Loi 93-122 of 29 January 1993, art. 20. Valid from its first to its last day,
    both inside; open-ended where `valid_until` is empty.
    """

    __tablename__ = "mandate"

    advertiser_id: Mapped[int] = refers("company")
    agency_id: Mapped[int] = refers("company")
    reference: Mapped[Name]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    revoked_on: Mapped[date | None]
    note: Mapped[Note]


class Tag(Keyed, Base):
    """A word the desk sorts by."""

    __tablename__ = "tag"

    name: Mapped[Code] = mapped_column(unique=True)


class Tagging(Keyed, Base):
    """A tag on a company or on a contact."""

    __tablename__ = "tagging"
    __table_args__ = (UniqueConstraint("tag_id", "company_id", "contact_id"),)

    tag_id: Mapped[int] = refers("tag")
    company_id: Mapped[int | None] = refers("company")
    contact_id: Mapped[int | None] = refers("contact")


class CustomField(Keyed, Base):
    """A typed field a desk adds to its companies or contacts."""

    __tablename__ = "custom_field"
    __table_args__ = (UniqueConstraint("entity", "code"),)

    entity: Mapped[Code]
    code: Mapped[Code]
    label_fr: Mapped[Name]
    label_en: Mapped[Name]
    kind: Mapped[FieldKind]
    choices: Mapped[Facts]
    rank: Mapped[int] = mapped_column(default=0)


class CustomValue(Keyed, Base):
    """What a company or contact has in a custom field; text as its kind writes it."""

    __tablename__ = "custom_value"
    __table_args__ = (UniqueConstraint("field_id", "company_id", "contact_id"),)

    field_id: Mapped[int] = refers("custom_field")
    company_id: Mapped[int | None] = refers("company")
    contact_id: Mapped[int | None] = refers("contact")
    value: Mapped[Note]
