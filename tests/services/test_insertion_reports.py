"""What ran is told to its advertiser within a month, and proved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import (
    DateOrderError,
    DeskError,
    MissingError,
    NotUnderstoodError,
    RangeError,
    UnknownError,
)
from crm.domain.material_errors import ClicksError, SentReportError, ToComeError
from crm.services import bookings, insertion_reports
from crm.services.agreements import Agreed
from crm.services.insertion_reports import Ran, fill, read_count, send
from crm.services.lines import LineWish
from crm.services.papers import Paper
from crm.services.preflight.reading import read_facts
from crm.store.models import AuditEntry, Document, InsertionReport, Issue
from crm.store.queries.insertion_reports import (
    Queue,
    ReportsAsked,
    count_reports,
    issues_reported,
    list_reports,
    report,
    reports_of,
)
from tests.ads import make_picture
from tests.factories import MORNING, Desk, make_desk, make_issue, make_quote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TODAY = MORNING.date()
RAN = Ran(page_number="12", circulation=24_000)


def ran(session: Session, desk: Desk, *, on: date = date(2027, 2, 15)) -> int:
    """Book a page, let its issue run, return its report."""
    issue = make_issue(session, desk)
    booking = make_quote(session, desk, LineWish(issue, desk.page))
    bookings.confirm(session, desk.rep, booking, Agreed("A. L.", TODAY, "mail"))
    session.get_one(Issue, issue).published_on = on
    session.get_one(Issue, issue).closes_on = on
    session.get_one(Issue, issue).materials_due_on = on
    session.flush()
    bookings.run_issue(session, desk.manager, issue)
    session.flush()
    return max(row.id for row in session.query(InsertionReport))


def test_a_report_is_due_a_month_after_its_publication(session: Session) -> None:
    desk = make_desk(session)
    report_id = ran(session, desk, on=date(2027, 1, 31))
    [row] = list_reports(session, desk.rep)
    assert (row.id, row.due_on) == (report_id, date(2027, 2, 28))
    counts = count_reports(session, desk.rep)
    assert (counts.owed, counts.late, counts.soon, counts.sent) == (1, 1, 0, 0)
    assert [one.lines for one in issues_reported(session, desk.rep)] == [1]


def test_a_report_is_filled_in_then_sent_once(session: Session) -> None:
    desk = make_desk(session)
    report_id = ran(session, desk)
    fill(session, desk.rep, report_id, RAN)
    found = report(session, desk.rep, report_id)
    assert found is not None
    assert (found.page_number, found.circulation, found.sent_on) == ("12", 24_000, None)
    send(session, desk.rep, report_id, RAN)
    later = replace(desk.rep, at=MORNING + timedelta(days=3))
    send(session, later, report_id, Ran("99"))
    session.flush()
    [row] = list_reports(session, desk.rep, ReportsAsked(Queue.SENT))
    assert (row.sent_on, row.page_number) == (TODAY, "12")
    assert list_reports(session, desk.rep) == []
    assert reports_of(session, desk.rep, row.booking_id) == [row]
    with pytest.raises(SentReportError):
        fill(session, desk.rep, report_id, RAN)
    told = session.query(AuditEntry.action).filter_by(entity="insertion_report")
    assert [action for (action,) in told] == ["fill", "send"]


def test_a_printed_ad_names_its_page(session: Session) -> None:
    desk = make_desk(session)
    report_id = ran(session, desk)
    with pytest.raises(MissingError) as refused:
        send(session, desk.rep, report_id, Ran(circulation=24_000))
    assert refused.value.field == "page_number"


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (Ran("12", circulation=-1), RangeError),
        (Ran("12", impressions=10**10), RangeError),
        (Ran("12", impressions=10, clicks=11), ClicksError),
        (
            Ran(
                "12",
                appeared_from=date(2027, 3, 2),
                appeared_until=date(2027, 3, 1),
            ),
            DateOrderError,
        ),
        (Ran("12", appeared_from=date(2027, 3, 5)), ToComeError),
    ],
)
def test_what_cannot_have_been_is_refused(
    said: Ran, refusal: type[DeskError], session: Session
) -> None:
    desk = make_desk(session)
    report_id = ran(session, desk)
    for act in (fill, send):
        with pytest.raises(refusal):
            act(session, desk.rep, report_id, said)
    with pytest.raises(UnknownError):
        fill(session, desk.rep, 999, RAN)


def test_a_tear_sheet_is_kept_with_its_report(session: Session) -> None:
    desk = make_desk(session)
    report_id = ran(session, desk)
    sheet = make_picture(600, 800)
    paper = Paper("page-12.png", sheet)
    fill(session, desk.rep, report_id, RAN, paper, read_facts(sheet))
    session.flush()
    found = report(session, desk.rep, report_id)
    assert found is not None
    assert found.tear_sheet == "page-12.png"
    document = session.get_one(Document, found.tear_sheet_id)
    assert (document.content, document.media_type) == (sheet, "image/png")


@pytest.mark.parametrize(
    ("typed", "count"),
    [("", None), ("12 400", 12_400), ("12\u202f400", 12_400), ("0", 0)],
)
def test_a_count_is_read_as_people_write_it(typed: str, count: int | None) -> None:
    assert read_count(typed, "clicks", "a count") == count


@pytest.mark.parametrize("typed", ["douze", "12,5", "-3", "1" * 13, "٣"])
def test_what_is_no_count_is_not_understood(typed: str) -> None:
    with pytest.raises(NotUnderstoodError):
        read_count(typed, "clicks", "a count")
    with pytest.raises(RangeError):
        read_count("9" * 11, "clicks", "a count")


def test_the_counted_supports_are_the_digital_ones() -> None:
    assert {kind.value for kind in insertion_reports.COUNTED} == {"newsletter", "web"}
