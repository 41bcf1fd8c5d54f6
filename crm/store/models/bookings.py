"""Bookings and their lines; the life is the line's."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from crm.domain.approvals import Approval
from crm.domain.bookings import LineStatus
from crm.domain.magazine import MaterialStatus
from crm.domain.money import Money
from crm.domain.prices import StepKind
from crm.domain.vat import VatCategory
from crm.store.columns import (
    Base,
    BasisPoints,
    Cents,
    Code,
    Currency,
    Kept,
    Keyed,
    Name,
    Note,
    refers,
)
from crm.store.columns import Line as OneLine
from crm.store.models.companies import Company, Contact
from crm.store.models.magazine import Format, Issue, Position, Title
from crm.store.models.people import User

HOLDING = text("status in ('optioned', 'confirmed', 'ran')")


class Booking(Kept, Base):
    """What one advertiser has asked us to run. Its status follows from its lines.

    The bill is the advertiser's even where a payer settles it (loi Sapin art. 20).
    """

    __tablename__ = "booking"
    # Most bookings name neither: an index with all those would not be used.
    __table_args__ = (
        Index("ix_booking_confirmed_on_owner_id", "confirmed_on", "owner_id"),
        *(
            Index(f"ix_booking_{name}", name, sqlite_where=some, postgresql_where=some)
            for name in ("agency_id", "payer_id")
            for some in [text(f"{name} IS NOT NULL")]
        ),
    )

    quote_number: Mapped[Code] = mapped_column(unique=True)
    number: Mapped[str | None] = mapped_column(unique=True)
    title_id: Mapped[int] = refers("title")
    advertiser_id: Mapped[int] = refers("company")
    agency_id: Mapped[int | None] = refers("company", index=False)
    payer_id: Mapped[int | None] = refers("company", index=False)
    contact_id: Mapped[int | None] = refers("contact")
    owner_id: Mapped[int] = refers("user")
    opportunity_id: Mapped[int | None] = refers("opportunity")
    terms_id: Mapped[int | None] = refers("terms_of_sale")
    mandate_id: Mapped[int | None] = refers("mandate")
    campaign: Mapped[OneLine]
    language: Mapped[Code] = mapped_column(default="fr")
    currency: Mapped[Currency]
    purchase_order: Mapped[OneLine]
    engagement_number: Mapped[OneLine]
    service_code: Mapped[OneLine]
    quoted_on: Mapped[date] = mapped_column(index=True)
    quote_valid_until: Mapped[date]
    confirmed_on: Mapped[date | None] = mapped_column()
    note: Mapped[Note]

    title: Mapped[Title] = relationship(lazy="raise")
    advertiser: Mapped[Company] = relationship(
        lazy="raise", foreign_keys=[advertiser_id]
    )
    agency: Mapped[Company | None] = relationship(
        lazy="raise", foreign_keys=[agency_id]
    )
    payer: Mapped[Company | None] = relationship(lazy="raise", foreign_keys=[payer_id])
    contact: Mapped[Contact | None] = relationship(lazy="raise")
    owner: Mapped[User] = relationship(lazy="raise")
    lines: Mapped[list[Line]] = relationship(
        back_populates="booking", lazy="raise", order_by="Line.rank"
    )
    credits: Mapped[list[BookingCredit]] = relationship(
        back_populates="booking", lazy="raise", cascade="all, delete-orphan"
    )


class BookingCredit(Keyed, Base):
    """A rep's share of a booking's revenue, in basis points."""

    __tablename__ = "booking_credit"
    __table_args__ = (
        UniqueConstraint("booking_id", "user_id"),
        CheckConstraint("share > 0 and share <= 10000", name="share_is_a_percentage"),
    )

    booking_id: Mapped[int] = refers("booking")
    user_id: Mapped[int] = refers("user")
    share: Mapped[BasisPoints] = mapped_column(default=10_000)

    booking: Mapped[Booking] = relationship(back_populates="credits", lazy="raise")


class Line(Keyed, Base):
    """One format at one position in one issue, at one price.

    The amounts are sums of its price steps, kept with it so that a list need not
    read the steps; `regie check` proves that they agree.
    """

    __tablename__ = "line"
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity_is_positive"),
        Index("ix_line_issue_id_status", "issue_id", "status"),
        Index(
            "ix_line_status_material_status",
            *("status", "material_status", "issue_id"),
        ),
        Index("ix_line_status_issue_id_booking_id", "status", "issue_id", "booking_id"),
    )

    booking_id: Mapped[int] = refers("booking")
    rank: Mapped[int] = mapped_column(default=0)
    issue_id: Mapped[int | None] = refers("issue", index=False)
    format_id: Mapped[int | None] = refers("format")
    position_id: Mapped[int | None] = refers("position")
    rate_card_id: Mapped[int | None] = refers("rate_card")
    package_id: Mapped[int | None] = refers("package")
    repairs_line_id: Mapped[int | None] = refers("line")
    status: Mapped[LineStatus] = mapped_column(default=LineStatus.QUOTED)
    quantity: Mapped[int] = mapped_column(default=1)
    is_guaranteed: Mapped[bool] = mapped_column(default=False)
    is_barter: Mapped[bool] = mapped_column(default=False)
    is_penalty: Mapped[bool] = mapped_column(default=False)
    label: Mapped[OneLine]
    currency: Mapped[Currency]
    card_cents: Mapped[Cents]
    gross_cents: Mapped[Cents]
    net_cents: Mapped[Cents]
    net_net_cents: Mapped[Cents]
    fees_cents: Mapped[Cents]
    vat_category: Mapped[VatCategory] = mapped_column(default=VatCategory.STANDARD)
    option_until: Mapped[date | None] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    ran_on: Mapped[date | None]
    page_number: Mapped[str | None]
    material_status: Mapped[MaterialStatus] = mapped_column(
        default=MaterialStatus.AWAITED
    )
    material_received_on: Mapped[date | None]
    booked_after_closing: Mapped[bool] = mapped_column(default=False)
    override_reason: Mapped[OneLine]
    approval: Mapped[Approval | None] = mapped_column(index=True)
    approval_note: Mapped[str | None]

    net_net: Mapped[Money] = composite("net_net_cents", "currency")

    booking: Mapped[Booking] = relationship(back_populates="lines", lazy="raise")
    issue: Mapped[Issue | None] = relationship(lazy="raise")
    format: Mapped[Format | None] = relationship(lazy="raise")
    position: Mapped[Position | None] = relationship(lazy="raise")
    steps: Mapped[list[PriceStep]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="PriceStep.rank"
    )
    spaces: Mapped[list[LineSpace]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="LineSpace.pool_id"
    )


class PriceStep(Keyed, Base):
    """A named amount between the card rate and the net, as printed."""

    __tablename__ = "price_step"
    __table_args__ = (
        UniqueConstraint("line_id", "rank"),
        Index("ix_price_step_kind_line_id", "kind", "line_id"),
    )

    line_id: Mapped[int] = refers("line")
    rank: Mapped[int]
    kind: Mapped[StepKind]
    detail_fr: Mapped[OneLine]
    detail_en: Mapped[OneLine]
    base_cents: Mapped[Cents | None]
    rate: Mapped[BasisPoints | None]
    amount_cents: Mapped[Cents]
    reason: Mapped[OneLine]
    approver_id: Mapped[int | None] = refers("user", index=False)


class LineSpace(Keyed, Base):
    """Units of a pool that a line needs; `status` follows the line's.

    `unit` names the place in a pool of one (a cover), so that the partial unique
    index refuses a second holder whatever by-passes the services.
    """

    __tablename__ = "line_space"
    __table_args__ = (
        UniqueConstraint("line_id", "pool_id"),
        CheckConstraint("units > 0", name="units_are_positive"),
        Index(
            "uq_line_space_named_place",
            "pool_id",
            "unit",
            unique=True,
            sqlite_where=HOLDING,
            postgresql_where=HOLDING,
        ),
    )

    line_id: Mapped[int] = refers("line")
    pool_id: Mapped[int] = refers("pool")
    units: Mapped[int]
    unit: Mapped[int | None]
    status: Mapped[LineStatus] = mapped_column(default=LineStatus.QUOTED)


class OptionQueue(Keyed, Base):
    """Who is next in line for a pool when its option falls.

    `kept_until` is the last day on which what fell free is kept for them.
    """

    __tablename__ = "option_queue"
    __table_args__ = (UniqueConstraint("pool_id", "line_id"),)

    pool_id: Mapped[int] = refers("pool")
    line_id: Mapped[int] = refers("line")
    asked_at: Mapped[datetime]
    is_first_refusal: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime | None]
    kept_until: Mapped[date | None]


class Agreement(Keyed, Base):
    """Who agreed to a confirmation or an amendment, when and how."""

    __tablename__ = "agreement"

    booking_id: Mapped[int] = refers("booking")
    amendment_id: Mapped[int | None] = refers("amendment")
    agreed_by: Mapped[Name]
    agreed_on: Mapped[date]
    means: Mapped[Code]
    document_id: Mapped[int | None] = refers("document")
    recorded_by_id: Mapped[int | None] = refers("user")
    recorded_at: Mapped[datetime]


class Amendment(Keyed, Base):
    """A change to a confirmed booking that its advertiser must agree to.

    `issue_id` is the issue that was postponed or cancelled, where that is what
    changes; `follow_up_id` what asks its advertiser. Dropped, it was taken back.
    """

    __tablename__ = "amendment"
    __table_args__ = (UniqueConstraint("booking_id", "number"),)

    booking_id: Mapped[int] = refers("booking")
    number: Mapped[int]
    reason: Mapped[OneLine]
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = refers("user")
    issue_id: Mapped[int | None] = refers("issue")
    follow_up_id: Mapped[int | None] = refers("follow_up", index=False)
    agreed_on: Mapped[date | None]
    refused_on: Mapped[date | None]
    dropped_on: Mapped[date | None]
    refusal: Mapped[str | None]


class AmendmentChange(Keyed, Base):
    """What an amendment changes on a line: before, after."""

    __tablename__ = "amendment_change"

    amendment_id: Mapped[int] = refers("amendment")
    line_id: Mapped[int | None] = refers("line")
    field: Mapped[Code]
    before: Mapped[OneLine]
    after: Mapped[OneLine]


class InsertionReport(Keyed, Base):
    """What ran, where and when; due within a month (loi Sapin art. 23).

    `document_id` is the report as it was issued, `tear_sheet_id` the page that ran.
    """

    __tablename__ = "insertion_report"

    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), unique=True)
    booking_id: Mapped[int] = refers("booking")
    due_on: Mapped[date] = mapped_column(index=True)
    sent_on: Mapped[date | None]
    page_number: Mapped[OneLine]
    appeared_from: Mapped[date | None]
    appeared_until: Mapped[date | None]
    circulation: Mapped[int | None]
    impressions: Mapped[int | None]
    clicks: Mapped[int | None]
    note: Mapped[OneLine]
    document_id: Mapped[int | None] = refers("document")
    tear_sheet_id: Mapped[int | None] = refers("document")
