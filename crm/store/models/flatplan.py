"""The flatplan of an issue: what its pages are kept for, where its ads were put."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.domain.flatplan import PageKind
from crm.store.columns import Base, Keyed, Line, refers


class FlatplanPage(Keyed, Base):
    """A page that something is said of: the section it opens, what it is kept for.

    `position_id` is the position the page is sold as; an ad booked there stands on it
    by itself.
    """

    __tablename__ = "flatplan_page"
    __table_args__ = (
        UniqueConstraint("issue_id", "folio"),
        UniqueConstraint("issue_id", "position_id"),
        CheckConstraint("folio >= 1", name="folio_is_positive"),
    )

    issue_id: Mapped[int] = refers("issue", index=False)
    folio: Mapped[int]
    kind: Mapped[PageKind] = mapped_column(default=PageKind.OPEN)
    section: Mapped[Line]
    note: Mapped[Line]
    position_id: Mapped[int | None] = refers("position")


class Placement(Keyed, Base):
    """Where a line's ad was put, in tenths of a millimetre of its page.

    It counts while the line holds space in this issue with an ad of this size: what
    is cancelled, expires, moves or changes leaves the plan by itself.
    """

    __tablename__ = "placement"
    __table_args__ = (
        CheckConstraint("folio >= 1", name="folio_is_positive"),
        CheckConstraint("x >= 0 and y >= 0", name="corner_is_on_the_page"),
        CheckConstraint("width > 0 and height > 0", name="size_is_positive"),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), unique=True)
    issue_id: Mapped[int] = refers("issue")
    folio: Mapped[int]
    x: Mapped[int]
    y: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
