"""What a title shows and says of itself: pictures and testimonials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select

from crm.domain.errors import DateOrderError, MissingError, UnknownError, words
from crm.domain.roles import Right
from crm.domain.text import clean_line, clean_note
from crm.services.audit import record
from crm.store.models import Picture, Testimonial, Title, User

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LONGEST_NAME, LONGEST_LINE, LONGEST_QUOTE = 200, 400, 1_000
KEPT_UNSHOWN = timedelta(hours=1)
"""How long a picture may wait to be shown before it goes."""


@dataclass(frozen=True, slots=True)
class PictureWish:
    """A raster ready to be drawn, `width` × `height` in pixels."""

    media_type: str
    width: int
    height: int
    content: bytes
    alt_fr: str = ""
    alt_en: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody says of a title; without a permission it is never told."""

    quote_fr: str
    quote_en: str
    person: str
    role_fr: str = ""
    role_en: str = ""
    organisation: str = ""
    permitted_on: date | None = None
    expires_on: date | None = None
    rank: int = 0


def keep_picture(session: Session, actor: Actor, wish: PictureWish) -> int:
    """Keep a picture; return its id. Raises MissingError for one without bytes."""
    if not wish.content:
        raise MissingError(field="picture", label=words("A picture"))
    picture = Picture(
        media_type=wish.media_type,
        width=wish.width,
        height=wish.height,
        sha256=sha256(wish.content).hexdigest(),
        content=wish.content,
        alt_fr=clean_line(wish.alt_fr, longest=LONGEST_LINE),
        alt_en=clean_line(wish.alt_en, longest=LONGEST_LINE),
        kept_at=actor.at,
    )
    session.add(picture)
    session.flush()
    record(session, actor, "add", "picture", picture.id, sha256=picture.sha256)
    return picture.id


def show_on_title(
    session: Session,
    actor: Actor,
    title_id: int,
    *,
    logo_id: int | None,
    cover_id: int | None,
) -> None:
    """Say which pictures a title shows, None for none.

    Raises NotYoursError, UnknownError.
    """
    actor.require(Right.MANAGE_TITLES)
    title = session.get(Title, title_id, with_for_update=True)
    pictures = [one for one in (logo_id, cover_id) if one is not None]
    if title is None or not all(session.get(Picture, one) for one in pictures):
        raise UnknownError
    changes: dict[str, Any] = {
        name: (before, after)
        for name, before, after in (
            ("logo_id", title.logo_id, logo_id),
            ("cover_id", title.cover_id, cover_id),
        )
        if before != after
    }
    if not changes:
        return
    title.logo_id, title.cover_id = logo_id, cover_id
    title.version += 1
    title.changed_at = actor.at
    record(session, actor, "show", "title", title.id, **changes)
    session.flush()
    _drop_unshown(
        session, actor, Picture.id.in_([old for old, _new in changes.values() if old])
    )


def show_person(
    session: Session, actor: Actor, user_id: int, photo_id: int | None
) -> None:
    """Say which picture is a person's, None for none; everybody may change their own.

    Raises NotYoursError, UnknownError.
    """
    if user_id != actor.user_id:
        actor.require(Right.ADMINISTER)
    user = session.get(User, user_id, with_for_update={"key_share": True})
    if user is None or (photo_id and session.get(Picture, photo_id) is None):
        raise UnknownError
    if user.photo_id == photo_id:
        return
    before, user.photo_id = user.photo_id, photo_id
    user.version += 1
    user.changed_at = actor.at
    record(session, actor, "show", "user", user.id, photo_id=(before, photo_id))
    session.flush()
    _drop_unshown(session, actor, Picture.id == before)


def drop_unshown(session: Session, actor: Actor) -> None:
    """Take away the pictures that nothing shows, an hour after they came.

    Documents that printed one keep their bytes: they never refer to it.
    """
    _drop_unshown(session, actor, Picture.kept_at < actor.at - KEPT_UNSHOWN)


def _drop_unshown(session: Session, actor: Actor, among: ColumnElement[bool]) -> None:
    shown = [
        exists().where(reference.parent == Picture.id)
        for table in Picture.metadata.tables.values()
        for reference in table.foreign_keys
        if reference.column.table is Picture.__table__
    ]
    unshown = select(Picture).where(among, *(~one for one in shown))
    for picture in session.scalars(unshown).all():
        record(session, actor, "remove", "picture", picture.id, sha256=picture.sha256)
        session.delete(picture)
    session.flush()


def add_testimonial(session: Session, actor: Actor, title_id: int, wish: Voice) -> int:
    """Add what somebody says of a title; return its id.

    Raises NotYoursError, MissingError, DateOrderError.
    """
    actor.require(Right.MANAGE_TITLES)
    person = clean_line(wish.person, longest=LONGEST_NAME)
    quotes = [
        clean_note(quote, longest=LONGEST_QUOTE)
        for quote in (wish.quote_fr, wish.quote_en)
    ]
    if not any(quotes):
        raise MissingError(field="quote_fr", label=words("The testimonial"))
    if not person:
        raise MissingError(field="person", label=words("Who says it"))
    if wish.permitted_on and wish.expires_on and wish.expires_on < wish.permitted_on:
        raise DateOrderError(
            field="expires_on",
            first=words("The permission"),
            first_day=wish.permitted_on,
            second=words("its end"),
            second_day=wish.expires_on,
        )
    row = Testimonial(
        title_id=title_id,
        rank=wish.rank,
        quote_fr=quotes[0],
        quote_en=quotes[1],
        person=person,
        role_fr=clean_line(wish.role_fr, longest=LONGEST_LINE),
        role_en=clean_line(wish.role_en, longest=LONGEST_LINE),
        organisation=clean_line(wish.organisation, longest=LONGEST_LINE),
        permitted_on=wish.permitted_on,
        expires_on=wish.expires_on,
    )
    session.add(row)
    session.flush()
    record(session, actor, "add", "testimonial", row.id, name=person)
    return row.id
