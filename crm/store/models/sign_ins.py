"""How people prove who they are, and where they are signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.domain.sign_ins import LinkPurpose, SignInMethod
from crm.store.columns import Base, Code, Keyed, Line, Name, refers


class Credential(Keyed, Base):
    """A person's password, as a digest, and the secret of their second step.

    Apart from the person, so that whoever loads people loads no secret.
    """

    __tablename__ = "credential"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    password_digest: Mapped[Line]
    password_set_at: Mapped[datetime | None]
    totp_secret: Mapped[Line]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]


class RecoveryCode(Keyed, Base):
    """A code that stands in for the second step, once."""

    __tablename__ = "recovery_code"

    user_id: Mapped[int] = refers("user")
    digest: Mapped[Name]
    used_at: Mapped[datetime | None]


class ExternalIdentity(Keyed, Base):
    """Who a person is at an identity provider, once they came from there."""

    __tablename__ = "external_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    user_id: Mapped[int] = refers("user")
    issuer: Mapped[Name]
    subject: Mapped[Name]
    linked_at: Mapped[datetime]


class SignIn(Keyed, Base):
    """A browser that is signed in; its cookie is known here by digest only."""

    __tablename__ = "sign_in"

    token_digest: Mapped[Name] = mapped_column(unique=True)
    user_id: Mapped[int] = refers("user")
    method: Mapped[SignInMethod]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    address: Mapped[Name]
    browser: Mapped[Name]


class PendingSignIn(Base):
    """A sign-in under way: at an identity provider, or before its second step."""

    __tablename__ = "pending_sign_in"

    state_digest: Mapped[Name] = mapped_column(primary_key=True)
    provider: Mapped[Code]
    user_id: Mapped[int | None] = refers("user")
    nonce: Mapped[Name]
    verifier: Mapped[Name]
    wanted: Mapped[Line]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class OneTimeLink(Keyed, Base):
    """A link that lets its holder choose a password, once, for a while."""

    __tablename__ = "one_time_link"

    token_digest: Mapped[Name] = mapped_column(unique=True)
    user_id: Mapped[int] = refers("user")
    purpose: Mapped[LinkPurpose]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = refers("user")
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CalendarFeed(Keyed, Base):
    """A person's secret address of deadlines for a calendar; known by digest only."""

    __tablename__ = "calendar_feed"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    token_digest: Mapped[Name] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class Throttle(Base):
    """Failed attempts by account or by address, both known by digest only."""

    __tablename__ = "throttle"

    subject: Mapped[Name] = mapped_column(primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime]
    blocked_until: Mapped[datetime | None]
