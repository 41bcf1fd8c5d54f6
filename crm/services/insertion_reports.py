"""What the desk does with insertion reports: send what ran, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import RangeError, UnknownError, words
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.store.models import InsertionReport

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LARGEST_COUNT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Ran:
    """What ran: the page of a printed ad, the counts of a digital one."""

    page_number: str = ""
    circulation: int | None = None
    impressions: int | None = None
    clicks: int | None = None


def send(session: Session, actor: Actor, report_id: int, ran: Ran) -> None:
    """Record that a report went to the advertiser today (loi Sapin art. 23).

    A report that was sent keeps its first day; sending it again changes nothing.
    Raises UnknownError, RangeError.
    """
    report = session.get(InsertionReport, report_id)
    if report is None:
        raise UnknownError
    if report.sent_on is not None:
        return
    for count in (ran.circulation, ran.impressions, ran.clicks):
        if count is not None and not 0 <= count <= LARGEST_COUNT:
            raise RangeError(
                field="count", label=words("A count"), lowest=0, highest=LARGEST_COUNT
            )
    report.sent_on = actor.today
    page = clean_line(ran.page_number, longest=40)
    report.page_number = page or report.page_number
    report.circulation = ran.circulation
    report.impressions = ran.impressions
    report.clicks = ran.clicks
    record(
        session,
        actor,
        "send",
        "insertion_report",
        report.id,
        booking=report.booking_id,
        line=report.line_id,
        sent_on=(None, report.sent_on),
    )
