"""What a person makes of the lists: views kept by name, and calling one through."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.domain.views import StopState
from crm.store.columns import Base, Code, Facts, Kept, Keyed, Name, refers


class SavedView(Kept, Base):
    """A list as a person wants to find it again: its filters and its columns."""

    __tablename__ = "saved_view"

    user_id: Mapped[int] = refers("user")
    page: Mapped[Code]
    name: Mapped[Name]
    filters: Mapped[Facts]
    columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_shared: Mapped[bool] = mapped_column(default=False)


class CallRun(Kept, Base):
    """A list being called through by one person; whom it held is kept in its stops."""

    __tablename__ = "call_run"

    user_id: Mapped[int] = refers("user")
    view_id: Mapped[int | None] = refers("saved_view")
    name: Mapped[Name]
    filters: Mapped[Facts]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CallStop(Keyed, Base):
    """One company of a call run; that it was called stands in its activities."""

    __tablename__ = "call_stop"
    __table_args__ = (UniqueConstraint("run_id", "company_id"),)

    run_id: Mapped[int] = refers("call_run", index=False)
    company_id: Mapped[int] = refers("company")
    place: Mapped[int]
    state: Mapped[StopState] = mapped_column(default=StopState.WAITING)
    follow_up_id: Mapped[int | None] = refers("follow_up")
