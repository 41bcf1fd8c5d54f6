"""A document's total is what the books held when it was issued, then and later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from crm.domain.magazine import DocumentKind
from crm.language import use_language
from crm.language.formats import money
from crm.services import bookings, checks
from crm.services.agreements import Agreed
from crm.services.cancelling import Notice, cancel_lines
from crm.services.documents import issue_booking_summary
from crm.services.documents.totals import check_totals
from crm.services.lines import LineWish
from crm.store.models import Document, Line
from crm.store.queries.bookings import booking_card
from tests import factories
from tests.factories import MORNING
from tests.services.test_documents import words_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.services.documents.keeping import Issued

AGREED = Agreed("Anaïs Lefèvre", MORNING.date(), "mail")


@pytest.fixture
def desk(session: Session) -> factories.Desk:
    return factories.make_desk(session)


def sold(session: Session, desk: factories.Desk) -> tuple[int, Issued]:
    issue = factories.make_issue(session, desk)
    booking_id = factories.make_quote(
        session, desk, LineWish(issue, desk.page, desk.c4), LineWish(issue, desk.half)
    )
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    return booking_id, issue_booking_summary(session, desk.rep, booking_id)


def told(session: Session) -> list[str]:
    with use_language("en"):
        return [fault.told() for fault in check_totals(session)]


def test_a_document_s_total_is_kept_as_it_is_printed(
    session: Session, desk: factories.Desk
) -> None:
    booking_id, issued = sold(session, desk)
    card = booking_card(session, desk.rep, booking_id)
    kept = session.get_one(Document, issued.id).figures
    assert card is not None
    assert kept["total_cents"] == card.total.cents == sum(c for _n, c in kept["lines"])
    with use_language("fr"):
        printed = money(card.total).replace("\u202f", " ")
    assert printed in words_of(issued.content)
    assert checks.check(session) == []


def test_a_quote_holds_nothing_of_the_ledger(
    session: Session, desk: factories.Desk
) -> None:
    issue = factories.make_issue(session, desk)
    booking_id = factories.make_quote(session, desk, LineWish(issue, desk.page))
    quote = issue_booking_summary(session, desk.rep, booking_id)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    order = issue_booking_summary(session, desk.rep, booking_id)
    kinds = [session.get_one(Document, x.id).kind for x in (quote, order)]
    assert kinds == [DocumentKind.QUOTE, DocumentKind.BOOKING_SUMMARY]
    assert told(session) == []


def test_a_booking_changed_since_is_no_fault(
    session: Session, desk: factories.Desk
) -> None:
    booking_id, _first = sold(session, desk)
    line_id = session.scalars(select(Line.id).filter_by(booking_id=booking_id)).first()
    assert line_id is not None
    notice = Notice("the advertiser has withdrawn", MORNING.date(), (line_id,))
    cancel_lines(session, desk.rep, booking_id, notice)
    issue_booking_summary(session, desk.rep, booking_id)
    assert told(session) == []


def change(session: Session, document_id: int, name: str, value: object) -> None:
    document = session.get_one(Document, document_id)
    document.figures = {**document.figures, name: value}
    session.flush()


def test_a_document_that_never_agreed_is_named(
    session: Session, desk: factories.Desk
) -> None:
    _booking_id, issued = sold(session, desk)
    document = session.get_one(Document, issued.id)
    whole = document.figures["total_cents"]
    (first, cents), second = document.figures["lines"]
    change(session, issued.id, "total_cents", whole + 1)
    (said,) = told(session)
    assert document.reference in said
    change(session, issued.id, "lines", [[first, cents + 1], second])
    (said,) = told(session)
    assert "the ledger held" in said
    assert len(checks.check(session)) == 1


def test_a_ledger_row_taken_away_is_told_by_its_document(
    session: Session, desk: factories.Desk
) -> None:
    booking_id, issued = sold(session, desk)
    session.flush()
    session.connection().execute(
        text("UPDATE ledger_entry SET net_net_cents = 1 WHERE booking_id = :id"),
        {"id": booking_id},
    )
    reference = session.get_one(Document, issued.id).reference
    assert [reference in said for said in told(session)] == [True]
