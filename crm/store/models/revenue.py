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

from crm.store.columns import Base, Cents, Code, Currency

CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}
SUMMED = ("net_net_cents", "many")
"""Kept in an index beside its key: SQLite then sums without looking up the row."""


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
    """What an advertiser has booked in a month, by rep; on both bases.

    `rep_id` 0 is everybody, `month` 0 the whole year. By publication a row without an
    issue counts in the month it was posted. `segment` and `stays` are told of whole
    years, 0 elsewhere, and are the same for every rep and on both bases: what the
    advertiser is to the years of publication before it (the place in `SEGMENTS`), and
    1 where it has net in the year after.
    """

    __tablename__ = "revenue_advertiser"
    __table_args__ = (
        Index("ix_revenue_advertiser_company_id_year", "company_id", "year"),
        CLUSTERED,
    )

    year: Mapped[int] = _key()
    by_posting: Mapped[bool] = _key()
    rep_id: Mapped[int] = _key()
    month: Mapped[int] = _key()
    company_id: Mapped[int] = _key()
    currency: Mapped[Currency] = mapped_column(primary_key=True)
    is_barter: Mapped[bool] = _key()
    net_net_cents: Mapped[Cents]
    many: Mapped[int]
    segment: Mapped[int] = mapped_column(default=0)
    stays: Mapped[int] = mapped_column(default=0)


class RevenueGrain(Base):
    """The ledger, with the day of publication and the advertiser's sector beside it.

    The finest sums: what a title, a support or a sector keeps is read here alone. The
    ids are 0 where there is none. `day` and `month` (year × 100 + month) are
    publication's; without an issue, posting's.
    """

    __tablename__ = "revenue_grain"
    __table_args__ = (
        Index("ix_revenue_grain_title_id", "title_id", "month", *SUMMED),
        Index("ix_revenue_grain_support_id", "support_id", "month", *SUMMED),
        CLUSTERED,
    )

    sector_id: Mapped[int] = _key()
    month: Mapped[int] = _key()
    company_id: Mapped[int] = _key()
    posted_on: Mapped[date] = _key()
    day: Mapped[date] = _key()
    title_id: Mapped[int] = _key()
    support_id: Mapped[int] = _key()
    issue_id: Mapped[int] = _key()
    rep_id: Mapped[int] = _key()
    by_agency: Mapped[bool] = _key()
    cause: Mapped[Code] = mapped_column(primary_key=True)
    currency: Mapped[Currency] = mapped_column(primary_key=True)
    is_barter: Mapped[bool] = _key()
    card_cents: Mapped[Cents]
    gross_cents: Mapped[Cents]
    net_cents: Mapped[Cents]
    net_net_cents: Mapped[Cents]
    many: Mapped[int]
