"""What an advertiser may come to book."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.domain.opportunities import Stage
from crm.store.columns import (
    Base,
    BasisPoints,
    Cents,
    Currency,
    Kept,
    Name,
    Note,
    refers,
)
from crm.store.columns import Line as OneLine
from crm.store.models.companies import Company


class Opportunity(Kept, Base):
    """An intent: stage, amount, expected close; `probability` overrides the stage's."""

    __tablename__ = "opportunity"

    company_id: Mapped[int] = refers("company")
    contact_id: Mapped[int | None] = refers("contact")
    owner_id: Mapped[int] = refers("user")
    issue_id: Mapped[int | None] = refers("issue")
    name: Mapped[Name]
    stage: Mapped[Stage] = mapped_column(index=True)
    probability: Mapped[BasisPoints | None]
    amount_cents: Mapped[Cents]
    booked_cents: Mapped[Cents] = mapped_column(default=0)
    currency: Mapped[Currency]
    expected_close: Mapped[date]
    lost_reason: Mapped[OneLine]
    note: Mapped[Note]

    company: Mapped[Company] = relationship(lazy="raise")
