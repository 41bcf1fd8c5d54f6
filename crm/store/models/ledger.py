"""The two append-only tables every figure is a sum over, and the targets."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.store.columns import (
    Base,
    BasisPoints,
    Cents,
    Code,
    Currency,
    Keyed,
    refers,
)


class LedgerEntry(Keyed, Base):
    """A signed row: what a confirmation, amendment or cancellation adds or takes.

    One row per line and credited rep; the shares of a line add up to it. `posted_on`
    is the Paris day of the booking. Never changed, never removed.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_posted_on_user_id", "posted_on", "user_id"),
        Index("ix_ledger_entry_cause_issue_id", "cause", "issue_id"),
        Index(
            "ix_ledger_entry_issue_id_posted_on",
            *("issue_id", "posted_on", "user_id", "company_id"),
            *("is_barter", "currency", "net_net_cents"),
        ),
        Index(
            "ix_ledger_entry_company_id_issue_id",
            *("company_id", "issue_id", "is_barter", "net_net_cents"),
        ),
    )

    line_id: Mapped[int] = refers("line")
    booking_id: Mapped[int] = refers("booking")
    company_id: Mapped[int] = refers("company", index=False)
    agency_id: Mapped[int | None] = refers("company", index=False)
    issue_id: Mapped[int | None] = refers("issue", index=False)
    support_id: Mapped[int | None] = refers("support")
    title_id: Mapped[int] = refers("title")
    user_id: Mapped[int] = refers("user")
    cause: Mapped[Code]
    amendment_id: Mapped[int | None] = refers("amendment")
    is_barter: Mapped[bool] = mapped_column(default=False)
    currency: Mapped[Currency]
    card_cents: Mapped[Cents]
    gross_cents: Mapped[Cents]
    net_cents: Mapped[Cents]
    net_net_cents: Mapped[Cents]
    fees_cents: Mapped[Cents]
    posted_on: Mapped[date]
    posted_at: Mapped[datetime]


class PipelineMove(Keyed, Base):
    """What an option or an opportunity became, and when: the forecast of any day."""

    __tablename__ = "pipeline_move"
    __table_args__ = (Index("ix_pipeline_move_moved_on", "moved_on"),)

    line_id: Mapped[int | None] = refers("line")
    opportunity_id: Mapped[int | None] = refers("opportunity")
    user_id: Mapped[int | None] = refers("user")
    stage: Mapped[Code]
    probability: Mapped[BasisPoints]
    amount_cents: Mapped[Cents]
    currency: Mapped[Currency]
    expected_on: Mapped[date | None]
    cause: Mapped[Code]
    moved_on: Mapped[date]
    moved_at: Mapped[datetime]


class Target(Keyed, Base):
    """Net to be booked in a month, by rep, title or support (empty: all of them)."""

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("month", "user_id", "title_id", "support_id"),)

    month: Mapped[date] = mapped_column(index=True)
    user_id: Mapped[int | None] = refers("user")
    title_id: Mapped[int | None] = refers("title")
    support_id: Mapped[int | None] = refers("support")
    cents: Mapped[Cents]
    currency: Mapped[Currency]
