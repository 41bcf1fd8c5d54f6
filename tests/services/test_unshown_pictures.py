"""A picture goes once nothing shows it; what was printed with it stays as issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from crm.services import documents, profiles
from crm.services.documents.media_kit import KitWish
from crm.services.pictures import read_picture
from crm.store.models import AuditEntry, Document, Picture
from tests.factories import ITSELF, Desk, make_desk, make_issue

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def desk(session: Session) -> Desk:
    made = make_desk(session)
    make_issue(session, made)
    return made


def keep(session: Session, desk: Desk, tone: int) -> int:
    drawn = BytesIO()
    Image.new("RGB", (40, 20), (tone, tone, tone)).save(drawn, "PNG")
    return profiles.keep_picture(session, desk.manager, read_picture(drawn.getvalue()))


def show(
    session: Session, desk: Desk, logo: int | None, cover: int | None = None
) -> None:
    profiles.show_on_title(
        session, desk.manager, desk.title_id, logo_id=logo, cover_id=cover
    )


def kept(session: Session) -> list[int]:
    return [picture.id for picture in session.query(Picture).order_by(Picture.id)]


def test_a_logo_that_is_replaced_goes_and_is_told(session: Session, desk: Desk) -> None:
    first, second = keep(session, desk, 10), keep(session, desk, 200)
    show(session, desk, first)
    show(session, desk, second)
    assert kept(session) == [second]
    told = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert told is not None
    assert (told.action, told.entity, told.entity_id) == ("remove", "picture", first)
    show(session, desk, None)
    assert kept(session) == []


def test_a_picture_shown_twice_stays_for_the_other(
    session: Session, desk: Desk
) -> None:
    both = keep(session, desk, 10)
    show(session, desk, both, both)
    profiles.show_person(session, desk.rep, desk.rep.user_id or 0, both)
    show(session, desk, None, both)
    show(session, desk, None)
    assert kept(session) == [both]
    profiles.show_person(session, desk.rep, desk.rep.user_id or 0, None)
    assert kept(session) == []


def test_the_desk_lets_go_of_what_nobody_ever_showed(
    session: Session, desk: Desk
) -> None:
    shown, _unshown = keep(session, desk, 10), keep(session, desk, 200)
    show(session, desk, shown)
    profiles.drop_unshown(session, ITSELF)
    assert len(kept(session)) == 2
    later = replace(ITSELF, at=ITSELF.at + profiles.KEPT_UNSHOWN + timedelta(seconds=1))
    profiles.drop_unshown(session, later)
    assert kept(session) == [shown]


def test_a_kit_keeps_the_logo_it_was_issued_with(session: Session, desk: Desk) -> None:
    show(session, desk, keep(session, desk, 10))
    issued = documents.issue_media_kit(session, desk.rep, KitWish(pages=("cover",)))
    show(session, desk, None)
    assert kept(session) == []
    assert session.get_one(Document, issued.id).content == issued.content
