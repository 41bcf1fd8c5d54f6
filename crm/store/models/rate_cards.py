"""Published price lists: dated, versioned, frozen once published."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.domain.rate_cards import Cumulation, RateCardStatus, RateUnit, TierKind
from crm.domain.vat import VatCategory
from crm.store.columns import (
    Base,
    BasisPoints,
    Cents,
    Code,
    Currency,
    Kept,
    Keyed,
    Line,
    Name,
    Note,
    refers,
)


class RateCard(Kept, Base):
    """A version of a title's prices for a span of publication dates."""

    __tablename__ = "rate_card"
    __table_args__ = (UniqueConstraint("title_id", "name", "edition"),)

    title_id: Mapped[int] = refers("title")
    name: Mapped[Name]
    edition: Mapped[int] = mapped_column(default=1)
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    status: Mapped[RateCardStatus] = mapped_column(default=RateCardStatus.DRAFT)
    published_at: Mapped[datetime | None]
    currency: Mapped[Currency]
    cumulation: Mapped[Cumulation] = mapped_column(default=Cumulation.BETTER)
    counts_group: Mapped[bool] = mapped_column(default=False)
    professional_discount: Mapped[BasisPoints] = mapped_column(default=1_500)
    terms_id: Mapped[int | None] = refers("terms_of_sale")


class Rate(Keyed, Base):
    """The price of a format in a support, for a unit of sale, from a quantity on."""

    __tablename__ = "rate"
    __table_args__ = (
        UniqueConstraint("rate_card_id", "format_id", "unit", "from_quantity"),
        CheckConstraint("cents >= 0", name="not_negative"),
        CheckConstraint("from_quantity >= 1", name="quantity_is_positive"),
    )

    rate_card_id: Mapped[int] = refers("rate_card")
    format_id: Mapped[int] = refers("format")
    unit: Mapped[RateUnit] = mapped_column(default=RateUnit.INSERTION)
    from_quantity: Mapped[int] = mapped_column(default=1)
    cents: Mapped[Cents]
    vat_category: Mapped[VatCategory] = mapped_column(default=VatCategory.STANDARD)


class CardPremium(Keyed, Base):
    """A premium in basis points of the card rate.

    On a position (`position_id`), or on a wish of the advertiser's (`code` alone,
    such as the guaranteed position, “position de rigueur”).
    """

    __tablename__ = "card_premium"
    __table_args__ = (
        UniqueConstraint("rate_card_id", "code"),
        CheckConstraint("rate >= 0 and rate <= 10000", name="rate_is_a_percentage"),
    )

    rate_card_id: Mapped[int] = refers("rate_card")
    code: Mapped[Code]
    position_id: Mapped[int | None] = refers("position")
    name_fr: Mapped[Name]
    name_en: Mapped[Name]
    rate: Mapped[BasisPoints]


class CardTier(Keyed, Base):
    """A step of a scale; `lower` inside, `upper` outside (see domain.rate_cards)."""

    __tablename__ = "card_tier"
    __table_args__ = (
        UniqueConstraint("rate_card_id", "kind", "lower"),
        CheckConstraint("rate >= 0 and rate <= 10000", name="rate_is_a_percentage"),
    )

    rate_card_id: Mapped[int] = refers("rate_card")
    kind: Mapped[TierKind]
    lower: Mapped[Cents]
    upper: Mapped[Cents | None]
    rate: Mapped[BasisPoints]


class CardFee(Keyed, Base):
    """A technical fee, outside every discount."""

    __tablename__ = "card_fee"
    __table_args__ = (UniqueConstraint("rate_card_id", "code"),)

    rate_card_id: Mapped[int] = refers("rate_card")
    code: Mapped[Code]
    name_fr: Mapped[Name]
    name_en: Mapped[Name]
    cents: Mapped[Cents]


class Package(Keyed, Base):
    """Several formats sold at one price, split over its lines by card rates.

    What it does not include is told beside what it does, one a line.
    """

    __tablename__ = "package"
    __table_args__ = (UniqueConstraint("rate_card_id", "code"),)

    rate_card_id: Mapped[int] = refers("rate_card")
    code: Mapped[Code]
    name_fr: Mapped[Name]
    name_en: Mapped[Name]
    cents: Mapped[Cents]
    hides_components: Mapped[bool] = mapped_column(default=False)
    text_fr: Mapped[Line]
    text_en: Mapped[Line]
    not_included_fr: Mapped[Note]
    not_included_en: Mapped[Note]


class PackageItem(Keyed, Base):
    """What a package holds."""

    __tablename__ = "package_item"

    package_id: Mapped[int] = refers("package")
    format_id: Mapped[int] = refers("format")
    quantity: Mapped[int] = mapped_column(default=1)
