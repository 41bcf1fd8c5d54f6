"""What a title shows and says of itself beside its figures: pictures, voices."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.store.columns import Base, Bytes, Code, Keyed, Line, Name, Note, refers


class Picture(Keyed, Base):
    """A logo, a cover, a face: a raster ready to be drawn, never changed.

    `width` and `height` in pixels; what it shows, in words, in both languages.
    """

    __tablename__ = "picture"
    __table_args__ = (CheckConstraint("width > 0 and height > 0", name="has_a_size"),)

    media_type: Mapped[Code]
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[Name]
    content: Mapped[Bytes] = mapped_column(deferred=True)
    alt_fr: Mapped[Line]
    alt_en: Mapped[Line]
    kept_at: Mapped[datetime]


class Testimonial(Keyed, Base):
    """What an advertiser or a reader says; told only with their permission."""

    __tablename__ = "testimonial"

    title_id: Mapped[int] = refers("title")
    rank: Mapped[int] = mapped_column(default=0)
    quote_fr: Mapped[Note]
    quote_en: Mapped[Note]
    person: Mapped[Name]
    role_fr: Mapped[Line]
    role_en: Mapped[Line]
    organisation: Mapped[Line]
    permitted_on: Mapped[date | None]
    expires_on: Mapped[date | None]
