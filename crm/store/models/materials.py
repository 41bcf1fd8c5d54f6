"""Advertisers' files: what came for a line, what was found in it, who approved it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.store.columns import Base, Facts, Keyed, refers
from crm.store.columns import Line as OneLine

KEPT = text("document_id IS NOT NULL")


class Material(Keyed, Base):
    """What came once for a line; a line stands on the last of its own.

    Without a document it came another way: by a transfer, on a disk. `findings` are
    those of preflight, by the code of the check: what it weighs, the figures of its
    sentence and, once somebody accepted it, who, when and why.
    """

    __tablename__ = "material"
    # Most came another way in a desk that began before files were kept.
    __table_args__ = (
        Index(
            "ix_material_document_id",
            "document_id",
            sqlite_where=KEPT,
            postgresql_where=KEPT,
        ),
    )

    line_id: Mapped[int] = refers("line")
    document_id: Mapped[int | None] = refers("document", index=False)
    same_as_id: Mapped[int | None] = refers("material", index=False)
    received_on: Mapped[date]
    received_at: Mapped[datetime]
    received_by_id: Mapped[int | None] = refers("user", index=False)
    read: Mapped[Facts]
    findings: Mapped[Facts]
    checked_on: Mapped[date | None]
    proof_sent_on: Mapped[date | None]
    proof_sent_to: Mapped[OneLine]
    agreed_on: Mapped[date | None]
    agreed_by: Mapped[OneLine]
    is_labelled: Mapped[bool] = mapped_column(default=False)
    refused_on: Mapped[date | None]
    refused_because: Mapped[OneLine]


class MaterialReminder(Keyed, Base):
    """A line's advertiser was reminded of its files; the activity tells how."""

    __tablename__ = "material_reminder"

    line_id: Mapped[int] = refers("line")
    activity_id: Mapped[int] = refers("activity")
    sent_at: Mapped[datetime]
