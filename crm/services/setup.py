"""Opening a desk for the first time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.errors import AlreadySetUpError
from crm.domain.magazine import SupportKind
from crm.domain.roles import RoleCode
from crm.services import titles, users
from crm.services.audit import record
from crm.services.passwords import keep_password
from crm.services.standard_formats import (
    add_newsletter_banner,
    add_print_formats,
    add_web_rectangle,
)
from crm.store.models import Setting, User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

DEMONSTRATION = "demonstration"
ANCHOR = "anchor_day"
OPENED = "opened"
SUPPORTS = (
    (SupportKind.PRINT, "Magazine", "Magazine"),
    (SupportKind.NEWSLETTER, "Lettre", "Newsletter"),
    (SupportKind.WEB, "Site", "Website"),
    (SupportKind.EVENT, "Événements", "Events"),
)


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """The answers a desk of one's own starts from."""

    title: str
    publisher: str
    name: str
    email: str
    phone: str = ""
    language: str = "fr"
    password: str = field(default="", repr=False)


def is_set_up(session: Session) -> bool:
    """Tell whether somebody can sit down at the desk."""
    return session.get(Setting, OPENED) is not None


def is_demonstration(session: Session) -> bool:
    """Tell whether this is the demonstration desk."""
    return session.get(Setting, DEMONSTRATION) is not None


def keep_setting(session: Session, name: str, value: str) -> None:
    """Keep what the desk knows about itself."""
    session.merge(Setting(name=name, value=value))
    session.flush()


def setting(session: Session, name: str) -> str | None:
    """Return what the desk knows about itself."""
    found = session.get(Setting, name)
    return found.value if found else None


def check_not_set_up(session: Session) -> None:
    """Refuse to set a desk up twice."""
    if is_set_up(session) or session.scalars(select(User.id).limit(1)).first():
        raise AlreadySetUpError


def start_own(
    session: Session, actor: Actor, answers: OwnDesk, password_digest: str = ""
) -> int:
    """Set up an empty desk: its title, publisher and first user; return the user's id.

    The title starts with the supports, formats and positions most titles have, so
    that a rate card can be written and an issue planned at once. The first user is
    the administrator, with the password of the digest; without one they sign in by a
    one-time link. Raises AlreadySetUpError, MissingError, NotUnderstoodError, each
    naming its field.
    """
    check_not_set_up(session)
    users.add_roles(session)
    user_id = users.add_user(
        session,
        actor,
        users.UserWish(
            name=answers.name,
            email=answers.email,
            phone=answers.phone,
            language=answers.language,
            role=RoleCode.ADMINISTRATOR,
        ),
    )
    if password_digest:
        keep_password(session, actor, user_id, password_digest)
    publisher_id = titles.add_publisher(
        session, actor, titles.PublisherWish(name=answers.publisher)
    )
    title_id = titles.add_title(
        session,
        actor,
        titles.TitleWish(
            publisher_id=publisher_id,
            name=answers.title,
            language=answers.language,
            contact_user_id=user_id,
        ),
    )
    supports = {
        kind: titles.add_support(
            session, actor, title_id, kind.value, kind, name_fr, name_en, rank=rank
        )
        for rank, (kind, name_fr, name_en) in enumerate(SUPPORTS)
    }
    add_print_formats(session, actor, supports[SupportKind.PRINT])
    add_newsletter_banner(session, actor, supports[SupportKind.NEWSLETTER])
    add_web_rectangle(session, actor, supports[SupportKind.WEB])
    keep_setting(session, OPENED, actor.at.isoformat())
    record(session, actor, "start", "desk", None, title=answers.title)
    return user_id
