"""What happened, and what is to be done."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.store.columns import Base, Kept, Keyed, Name, Note, refers
from crm.store.columns import Line as OneLine
from crm.store.models.companies import Company, Contact
from crm.store.models.people import User

UNDONE = text("done_at IS NULL AND archived_at IS NULL")


class Activity(Kept, Base):
    """A call, meeting, e-mail, visit or note."""

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_company_id_happened_at", "company_id", "happened_at"),
        Index("ix_activity_user_id_happened_at", "user_id", "happened_at"),
        Index(
            "ix_activity_happened_at_company_id",
            *("happened_at", "company_id", "kind", "archived_at"),
        ),
        Index(
            "ix_activity_happened_at_user_id",
            *("happened_at", "user_id", "kind", "outcome", "archived_at"),
        ),
        Index(
            "ix_activity_company_id_kind_archived_at",
            *("company_id", "kind", "archived_at"),
        ),
    )

    company_id: Mapped[int] = refers("company", index=False)
    contact_id: Mapped[int | None] = refers("contact")
    user_id: Mapped[int] = refers("user", index=False)
    opportunity_id: Mapped[int | None] = refers("opportunity")
    booking_id: Mapped[int | None] = refers("booking")
    kind: Mapped[ActivityKind]
    direction: Mapped[Direction]
    outcome: Mapped[Outcome | None]
    happened_at: Mapped[datetime]
    minutes: Mapped[int | None]
    note: Mapped[Note]

    company: Mapped[Company] = relationship(lazy="raise")
    contact: Mapped[Contact | None] = relationship(lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")


class FollowUp(Kept, Base):
    """Something to do for a company; it never vanishes while undone."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("ix_follow_up_owner_id_due_on", "owner_id", "due_on"),
        Index(
            "ix_follow_up_undone",
            *("company_id", "due_on"),
            sqlite_where=UNDONE,
            postgresql_where=UNDONE,
        ),
    )

    company_id: Mapped[int] = refers("company")
    contact_id: Mapped[int | None] = refers("contact")
    owner_id: Mapped[int] = refers("user", index=False)
    activity_id: Mapped[int | None] = refers("activity")
    opportunity_id: Mapped[int | None] = refers("opportunity")
    reason: Mapped[Name]
    due_on: Mapped[date] = mapped_column(index=True)
    due_time: Mapped[time | None]
    done_at: Mapped[datetime | None]
    done_activity_id: Mapped[int | None] = refers("activity")

    company: Mapped[Company] = relationship(lazy="raise")
    contact: Mapped[Contact | None] = relationship(lazy="raise")


class FollowUpMove(Keyed, Base):
    """An attempt or a postponement, with its reason."""

    __tablename__ = "follow_up_move"

    follow_up_id: Mapped[int] = refers("follow_up")
    user_id: Mapped[int | None] = refers("user")
    moved_at: Mapped[datetime]
    from_day: Mapped[date]
    to_day: Mapped[date]
    reason: Mapped[OneLine]
