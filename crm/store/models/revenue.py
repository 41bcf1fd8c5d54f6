"""Sums of the ledger that are kept with it, in the transaction that posts to it.

Nothing is told here that the ledger does not say: `regie check` adds the ledger up
anew and compares. `crm.store.rollups` is the only writer. On SQLite each table is its
own index: a year is read in its order, without a sort.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from crm.store.columns import Base, Cents, Currency

CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}


def _key() -> Any:  # noqa: ANN401  a column
    return mapped_column(primary_key=True, autoincrement=False)


class RevenueDay(Base):
    """What a day has posted for a month of publication, by rep and for everybody.

    `rep_id` 0 is everybody. A row without an issue counts in the month it was posted.
    """

    __tablename__ = "revenue_day"
    __table_args__ = (
        Index("ix_revenue_day_rep_id_posted_on", "rep_id", "posted_on"),
        CLUSTERED,
    )

    rep_id: Mapped[int] = _key()
    month: Mapped[int] = _key()
    posted_on: Mapped[date] = _key()
    currency: Mapped[Currency] = mapped_column(primary_key=True)
    is_barter: Mapped[bool] = _key()
    net_net_cents: Mapped[Cents]
    many: Mapped[int]


class RevenueCell(Base):
    """What a rep, or everybody, has posted for an issue in a month, by agencies or not.

    `rep_id` 0 is everybody, the other ids are 0 where there is none. `month` is the
    month of posting, year × 100 + month.
    """

    __tablename__ = "revenue_cell"
    __table_args__ = (
        Index("ix_revenue_cell_rep_id_month", "rep_id", "month"),
        CLUSTERED,
    )

    issue_id: Mapped[int] = _key()
    rep_id: Mapped[int] = _key()
    by_agency: Mapped[bool] = _key()
    month: Mapped[int] = _key()
    title_id: Mapped[int] = _key()
    support_id: Mapped[int] = _key()
    currency: Mapped[Currency] = mapped_column(primary_key=True)
    is_barter: Mapped[bool] = _key()
    card_cents: Mapped[Cents]
    gross_cents: Mapped[Cents]
    net_cents: Mapped[Cents]
    net_net_cents: Mapped[Cents]
    many: Mapped[int]


class RevenueRep(Base):
    """What a rep has posted in a month for a month of publication, by agencies or not.

    `month` is publication's; a row without an issue counts in the month it was posted.
    """

    __tablename__ = "revenue_rep"
    __table_args__ = (CLUSTERED,)

    month: Mapped[int] = _key()
    posted_month: Mapped[int] = _key()
    rep_id: Mapped[int] = _key()
    by_agency: Mapped[bool] = _key()
    currency: Mapped[Currency] = mapped_column(primary_key=True)
    is_barter: Mapped[bool] = _key()
    card_cents: Mapped[Cents]
    gross_cents: Mapped[Cents]
    net_cents: Mapped[Cents]
    net_net_cents: Mapped[Cents]
    many: Mapped[int]


class RevenueAdvertiser(Base):
    """What an advertiser has booked for a month of publication, by rep.

    `rep_id` 0 is everybody, `month` 0 the whole year. A row without an issue counts in
    the month it was posted.
    """

    __tablename__ = "revenue_advertiser"
    __table_args__ = (
        Index("ix_revenue_advertiser_company_id_year", "company_id", "year"),
        CLUSTERED,
    )

    year: Mapped[int] = _key()
    rep_id: Mapped[int] = _key()
    month: Mapped[int] = _key()
    company_id: Mapped[int] = _key()
    currency: Mapped[Currency] = mapped_column(primary_key=True)
    is_barter: Mapped[bool] = _key()
    net_net_cents: Mapped[Cents]
    many: Mapped[int]
