"""What was signed is kept as it came; a quote expires once and is quoted again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.booking_errors import NotExpiredError
from crm.domain.bookings import BookingStatus
from crm.domain.company_errors import LargeFileError, NotPdfError
from crm.domain.editing import Edit
from crm.domain.errors import ClosedError, MissingError, UnchangedError, UnknownError
from crm.domain.magazine import DocumentKind
from crm.domain.material_errors import ToComeError
from crm.domain.roles import RoleCode
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.booking_edits import change_booking
from crm.services.lines import LineWish
from crm.services.papers import MOST_MEGABYTES, Paper
from crm.store.models import AuditEntry, Booking, Document
from crm.store.queries.bookings import booking_card
from crm.store.queries.editable_bookings import open_booking
from tests.factories import (
    ITSELF,
    MORNING,
    make_actor,
    make_company,
    make_desk,
    make_issue,
    make_quote,
)
from tests.laws import check_everything

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

TODAY = MORNING.date()
SIGNED = Paper("signé « 62 ».pdf", b"%PDF-1.7 signed")


def test_the_signed_file_is_kept_with_the_agreement(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking_id = make_quote(session, desk, LineWish(issue, desk.half))
    for paper, refusal in (
        (Paper("x.pdf", b"PK\x03\x04"), NotPdfError),
        (Paper("x.pdf", b"%PDF-" + bytes(MOST_MEGABYTES * 2**20)), LargeFileError),
    ):
        agreed = Agreed("A. L.", TODAY, "signed file", paper)
        with pytest.raises(refusal), session.begin_nested():
            bookings.confirm(session, desk.rep, booking_id, agreed)
    session.expire_all()
    with pytest.raises(MissingError):
        bookings.confirm(session, desk.rep, booking_id, Agreed(" ", TODAY, "mail"))
    agreed = Agreed("A. Lefèvre", TODAY, "signed file", SIGNED)
    bookings.confirm(session, desk.rep, booking_id, agreed)
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    (row,) = card.agreements
    kept = session.get_one(Document, row.document_id)
    assert (kept.kind, kept.content) == (DocumentKind.AGREEMENT, SIGNED.content)
    assert (kept.file_name, kept.booking_id) == (SIGNED.name, booking_id)
    check_everything(session)


def later(days: int) -> datetime:
    return MORNING + timedelta(days=days)


def test_a_quote_expires_by_itself_exactly_once(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking_id = make_quote(session, desk, LineWish(issue, desk.half))
    rep = make_actor(desk.rep.user_id, RoleCode.REP, at=later(20))
    with pytest.raises(NotExpiredError):
        bookings.requote(session, rep, booking_id)
    clock = replace(ITSELF, at=later(32))
    assert bookings.expire_due(session, clock) == 1
    assert bookings.expire_due(session, clock) == 0
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert card.status is BookingStatus.EXPIRED
    told = select(AuditEntry).filter_by(action="expire", entity_id=booking_id)
    assert len(session.scalars(told).all()) == 1


def test_what_expired_is_quoted_again_for_a_month(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk, closes_on=date(2027, 4, 20))
    booking_id = make_quote(session, desk, LineWish(issue, desk.half))
    after = make_actor(desk.rep.user_id, RoleCode.REP, at=later(32))
    bookings.expire_due(session, after)
    bookings.requote(session, after, booking_id)
    assert bookings.expire_due(session, after) == 0
    booking = session.get_one(Booking, booking_id)
    assert booking.quote_valid_until == date(2027, 5, 3)
    late = make_actor(desk.rep.user_id, RoleCode.REP, at=later(90))
    bookings.expire_due(session, late)
    with pytest.raises(ClosedError):
        bookings.requote(session, late, booking_id)
    check_everything(session)


def test_a_released_option_is_a_quote_that_holds(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk, closes_on=date(2027, 4, 20))
    booking_id = make_quote(session, desk, LineWish(issue, desk.half))
    bookings.option(session, desk.rep, booking_id, until=date(2027, 4, 15))
    after = make_actor(desk.rep.user_id, RoleCode.REP, at=later(35))
    bookings.release(session, after, booking_id)
    assert bookings.expire_due(session, after) == 0


def test_nobody_has_agreed_tomorrow(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking_id = make_quote(session, desk, LineWish(issue, desk.half))
    agreed = Agreed("A. L.", TODAY + timedelta(days=1), "mail")
    with pytest.raises(ToComeError), session.begin_nested():
        bookings.confirm(session, desk.rep, booking_id, agreed)
    session.expire_all()
    check_everything(session)


def test_references_and_payer_are_changed_by_version(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking_id = make_quote(session, desk, LineWish(issue, desk.half))
    payer = make_company(session, desk.rep, "Payeur SA")
    opened = open_booking(session, desk.rep, booking_id)
    assert opened is not None

    def change(**typed: object) -> None:
        now = open_booking(session, desk.rep, booking_id)
        assert now is not None
        edit = Edit(now.version, now.values, typed)  # type: ignore[arg-type]  plain values
        change_booking(session, desk.rep, booking_id, edit)

    change(
        purchase_order=" PO-77 ",
        engagement_number="E-1",
        service_code="S",
        payer_id=payer,
    )
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert (card.purchase_order, card.engagement_number) == ("PO-77", "E-1")
    assert (card.service_code, card.payer) == ("S", "Payeur SA")
    with pytest.raises(UnchangedError):
        change(purchase_order="PO-77")
    with pytest.raises(UnknownError):
        change(payer_id=999)
    with pytest.raises(UnknownError):
        change(contact_id=999)
