"""Who works at the desk."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.domain.roles import Reach, RoleCode
from crm.store.columns import Base, BasisPoints, Code, Kept, Keyed, Line, Name, refers


class Team(Keyed, Base):
    """People who see each other's records where their role reaches the team."""

    __tablename__ = "team"

    name: Mapped[Name] = mapped_column(unique=True)


class Role(Keyed, Base):
    """What a kind of user may see and do; rows, so that a desk can change them."""

    __tablename__ = "role"

    code: Mapped[RoleCode] = mapped_column(unique=True)
    reach: Mapped[Reach]
    may_write: Mapped[bool]
    may_export: Mapped[bool]
    may_override_closing: Mapped[bool]
    may_approve_discounts: Mapped[bool]
    may_see_targets: Mapped[bool]
    may_change_rate_cards: Mapped[bool]
    may_manage_titles: Mapped[bool]
    may_administer: Mapped[bool]
    discount_limit: Mapped[BasisPoints]
    version: Mapped[int] = mapped_column(default=1)


class User(Kept, Base):
    """A person at the desk; ended, never deleted."""

    __tablename__ = "user"

    name: Mapped[Name]
    job: Mapped[Line]
    job_en: Mapped[Line]
    email: Mapped[Name] = mapped_column(unique=True)
    phone_raw: Mapped[Line]
    phone_e164: Mapped[str | None]
    language: Mapped[Code] = mapped_column(default="fr")
    role_id: Mapped[int] = refers("role")
    team_id: Mapped[int | None] = refers("team")
    photo_id: Mapped[int | None] = refers("picture")
    ended_on: Mapped[date | None]

    role: Mapped[Role] = relationship(lazy="raise")
