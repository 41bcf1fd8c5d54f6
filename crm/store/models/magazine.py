"""The publication side: publishers, titles, supports, issues, formats, pools."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.domain.magazine import FormatKind, IssueStatus, SupportKind
from crm.domain.vat import VatCategory, VatPlace
from crm.store.columns import (
    Base,
    BasisPoints,
    Code,
    Currency,
    Facts,
    Kept,
    Keyed,
    Line,
    Name,
    Note,
    refers,
)


class Publisher(Kept, Base):
    """The seller: what its documents must say about it."""

    __tablename__ = "publisher"

    name: Mapped[Name]
    legal_form: Mapped[Line]
    capital: Mapped[Line]
    register: Mapped[Line]
    siren: Mapped[str | None]
    siret: Mapped[str | None]
    vat_number: Mapped[str | None]
    street: Mapped[Line]
    postcode: Mapped[str] = mapped_column(default="")
    town: Mapped[Line]
    country: Mapped[str] = mapped_column(default="FR")
    phone: Mapped[Line]
    email: Mapped[Line]
    website: Mapped[Line]
    currency: Mapped[Currency]
    notice_fr: Mapped[Line]
    notice_en: Mapped[Line]


class VatRule(Keyed, Base):
    """The rate and the sentence for a place and a category of supply."""

    __tablename__ = "vat_rule"
    __table_args__ = (
        UniqueConstraint("publisher_id", "place", "category"),
        CheckConstraint("rate >= 0 and rate <= 10000", name="rate_is_a_percentage"),
    )

    publisher_id: Mapped[int] = refers("publisher")
    place: Mapped[VatPlace]
    category: Mapped[VatCategory]
    rate: Mapped[BasisPoints]
    sentence_fr: Mapped[Line]
    sentence_en: Mapped[Line]


class TermsOfSale(Keyed, Base):
    """A version of the terms; `penalty_rule` is data for the cancellation rule."""

    __tablename__ = "terms_of_sale"
    __table_args__ = (UniqueConstraint("publisher_id", "version"),)

    publisher_id: Mapped[int] = refers("publisher")
    version: Mapped[Code]
    valid_from: Mapped[date]
    text_fr: Mapped[Note]
    text_en: Mapped[Note]
    penalty_rule: Mapped[Facts]
    cancellation_notice_days: Mapped[int] = mapped_column(default=42)


class NumberSequence(Keyed, Base):
    """The last number given of a kind in a year; numbers are never reused."""

    __tablename__ = "number_sequence"
    __table_args__ = (UniqueConstraint("publisher_id", "prefix", "year"),)

    publisher_id: Mapped[int] = refers("publisher")
    prefix: Mapped[Code]
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


class Title(Kept, Base):
    """A publication, with its look and its contact for advertisers.

    The shapes of `promise`, `technical_rules` and `branded_content` are those of
    `crm.domain.profile`; `look` holds colours by token, and `faces`.
    """

    __tablename__ = "title"

    publisher_id: Mapped[int] = refers("publisher")
    name: Mapped[Name]
    tagline_fr: Mapped[Line]
    tagline_en: Mapped[Line]
    language: Mapped[Code] = mapped_column(default="fr")
    look: Mapped[Facts]
    promise: Mapped[Facts]
    technical_rules: Mapped[Facts]
    branded_content: Mapped[Facts]
    logo_id: Mapped[int | None] = refers("picture")
    cover_id: Mapped[int | None] = refers("picture")
    contact_user_id: Mapped[int | None] = refers("user")
    rank: Mapped[int] = mapped_column(default=0)

    publisher: Mapped[Publisher] = relationship(lazy="raise")


class AudienceClaim(Keyed, Base):
    """A figure told to the market, with its source and its expiry.

    `unit` is count, bp (a share in basis points) or seconds; `cluster` groups what
    a page shows together.
    """

    __tablename__ = "audience_claim"

    title_id: Mapped[int] = refers("title")
    cluster: Mapped[Code]
    rank: Mapped[int] = mapped_column(default=0)
    amount: Mapped[int]
    unit: Mapped[Code]
    label_fr: Mapped[Name]
    label_en: Mapped[Name]
    detail_fr: Mapped[Line]
    detail_en: Mapped[Line]
    source_fr: Mapped[Line]
    source_en: Mapped[Line]
    measured_on: Mapped[date]
    expires_on: Mapped[date]


class EditorialColumn(Keyed, Base):
    """A section of the publication an advertiser can stand beside.

    Its sample themes are told one a line.
    """

    __tablename__ = "editorial_column"

    title_id: Mapped[int] = refers("title")
    rank: Mapped[int] = mapped_column(default=0)
    name_fr: Mapped[Name]
    name_en: Mapped[Name]
    text_fr: Mapped[Note]
    text_en: Mapped[Note]
    themes_fr: Mapped[Note]
    themes_en: Mapped[Note]


class Support(Keyed, Base):
    """What carries the advertising of a title: print, newsletter, web, event.

    The page is trimmed to `page_width` × `page_height`, in tenths of a millimetre;
    zero where there is no page.
    """

    __tablename__ = "support"
    __table_args__ = (UniqueConstraint("title_id", "code"),)

    title_id: Mapped[int] = refers("title")
    code: Mapped[Code]
    kind: Mapped[SupportKind]
    name_fr: Mapped[Name]
    name_en: Mapped[Name]
    rhythm_fr: Mapped[Line]
    rhythm_en: Mapped[Line]
    page_width: Mapped[int] = mapped_column(default=0)
    page_height: Mapped[int] = mapped_column(default=0)
    rank: Mapped[int] = mapped_column(default=0)

    title: Mapped[Title] = relationship(lazy="raise")


class Issue(Kept, Base):
    """One dated slot of a support; dates are plain Paris days."""

    __tablename__ = "issue"
    __table_args__ = (
        UniqueConstraint("support_id", "code"),
        CheckConstraint("closes_on <= published_on", name="closes_before_published"),
        CheckConstraint(
            "materials_due_on <= published_on", name="materials_before_published"
        ),
    )

    support_id: Mapped[int] = refers("support")
    code: Mapped[Code]
    name_fr: Mapped[Name]
    name_en: Mapped[Name]
    theme_fr: Mapped[Line]
    theme_en: Mapped[Line]
    dossiers_fr: Mapped[Line]
    dossiers_en: Mapped[Line]
    theme_sectors: Mapped[Facts]
    closes_on: Mapped[date] = mapped_column(index=True)
    materials_due_on: Mapped[date]
    published_on: Mapped[date] = mapped_column(index=True, active_history=True)
    ends_on: Mapped[date | None]
    status: Mapped[IssueStatus] = mapped_column(default=IssueStatus.PLANNED)
    pages: Mapped[int | None]
    circulation: Mapped[int | None]
    event_id: Mapped[int | None] = refers("event")

    support: Mapped[Support] = relationship(lazy="raise")


class Event(Keyed, Base):
    """A fair or meeting the publication attends, or runs (an issue names it).

    `attendance` is what its last meeting had: told only with its source, and until
    it expires.
    """

    __tablename__ = "event"

    name: Mapped[Name]
    place: Mapped[Line]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    text_fr: Mapped[Line]
    text_en: Mapped[Line]
    attendance: Mapped[int | None]
    attendance_source_fr: Mapped[Line]
    attendance_source_en: Mapped[Line]
    attendance_expires_on: Mapped[date | None]


class IssueBonus(Keyed, Base):
    """Extra copies of an issue handed out at an event."""

    __tablename__ = "issue_bonus"

    issue_id: Mapped[int] = refers("issue")
    event_id: Mapped[int] = refers("event")
    copies: Mapped[int | None]


class Format(Keyed, Base):
    """Size and kind of an ad: tenths of a millimetre in print, pixels on screens.

    `units` is what it takes of the page budget, in twelfths of a page; `includes`
    says what comes with it, where it is more than space.
    """

    __tablename__ = "format"
    __table_args__ = (
        UniqueConstraint("support_id", "code"),
        CheckConstraint("width >= 0 and height >= 0", name="size_is_positive"),
    )

    support_id: Mapped[int] = refers("support")
    code: Mapped[Code]
    kind: Mapped[FormatKind]
    name_fr: Mapped[Name]
    name_en: Mapped[Name]
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    bleed: Mapped[int] = mapped_column(default=0)
    safe: Mapped[int] = mapped_column(default=0)
    units: Mapped[int] = mapped_column(default=0)
    longest_kilobytes: Mapped[int | None]
    includes_fr: Mapped[Line]
    includes_en: Mapped[Line]
    is_advertorial: Mapped[bool] = mapped_column(default=False)
    rank: Mapped[int] = mapped_column(default=0)


class Position(Keyed, Base):
    """Where an ad is promised; an exclusive one is a pool of one per issue.

    `fits` lists the codes of the formats that may stand there; `takes_page` says
    whether it is one of the pages of the budget.
    """

    __tablename__ = "position"
    __table_args__ = (UniqueConstraint("support_id", "code"),)

    support_id: Mapped[int] = refers("support")
    code: Mapped[Code]
    name_fr: Mapped[Name]
    name_en: Mapped[Name]
    is_exclusive: Mapped[bool] = mapped_column(default=False)
    is_premium: Mapped[bool] = mapped_column(default=False)
    takes_page: Mapped[bool] = mapped_column(default=True)
    fits: Mapped[Facts]
    rank: Mapped[int] = mapped_column(default=0)


class Pool(Keyed, Base):
    """What can run out in an issue. `taken` moves only by conditional updates.

    The check is the back-stop: whatever by-passes the services cannot oversell.
    """

    __tablename__ = "pool"
    __table_args__ = (
        UniqueConstraint("issue_id", "code"),
        CheckConstraint("taken >= 0 and taken <= capacity", name="not_oversold"),
    )

    issue_id: Mapped[int] = refers("issue")
    code: Mapped[Code]
    name_fr: Mapped[Name]
    name_en: Mapped[Name]
    position_id: Mapped[int | None] = refers("position")
    format_id: Mapped[int | None] = refers("format")
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    rank: Mapped[int] = mapped_column(default=0)

    issue: Mapped[Issue] = relationship(lazy="raise")
