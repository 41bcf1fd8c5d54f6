"""The actions on issues, their advertisers' answers and calendars, each done once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.issue_pattern import Planned
from crm.services import (
    calendar_feeds,
    issue_agreements,
    issue_bonus,
    issue_moves,
    issue_years,
)
from crm.services.bookings import Agreed
from crm.services.issue_moves import NewDays
from crm.store.models import Amendment
from tests.factories import MORNING, make_issue

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

DAY = date(2028, 5, 2)
JUNE = NewDays(date(2027, 5, 4), date(2027, 5, 11), date(2027, 6, 7))
AGREED = Agreed("A. L.", MORNING.date(), "mail")


def plan_year(session: Session, x: Any) -> object:
    year = [Planned("70", "n° 70", "no. 70", DAY, DAY, DAY)]
    return issue_years.plan_year(session, x.desk.manager, x.desk.print_id, year)


def unpublish(session: Session, x: Any) -> Callable[[], object]:
    manager = x.desk.manager
    issue_moves.publish_issue(session, manager, x.issue, is_out=True)
    return lambda: issue_moves.unpublish_issue(session, manager, x.issue, "erreur")


def postponed(session: Session, x: Any) -> int:
    issue_moves.postpone_issue(session, x.desk.manager, x.issue, JUNE, "papier")
    return session.scalars(select(Amendment.id)).one()


def agree(session: Session, x: Any) -> Callable[[], object]:
    asked = postponed(session, x)
    rep = x.desk.rep
    return lambda: issue_agreements.agree_to_change(session, rep, asked, AGREED)


def decline(session: Session, x: Any) -> Callable[[], object]:
    asked = postponed(session, x)
    rep = x.desk.rep
    return lambda: issue_agreements.decline_change(session, rep, asked, "trop tard")


def make_good(session: Session, x: Any) -> Callable[[], object]:
    later, autumn = date(2027, 8, 6), date(2027, 9, 6)
    into = make_issue(session, x.desk, "71", closes_on=later, published_on=autumn)
    issue_moves.cancel_issue(session, x.desk.manager, x.issue, "trop peu vendu")
    asked = session.scalars(select(Amendment.id)).one()
    rep = x.desk.rep
    return lambda: issue_agreements.make_good(session, rep, asked, into, AGREED)


def end_feed(session: Session, x: Any) -> Callable[[], object]:
    calendar_feeds.make_feed(session, x.desk.rep)
    return lambda: calendar_feeds.end_feed(session, x.desk.rep)


ISSUES: dict[str, Callable[[Session, Any], object]] = {
    "calendar_feeds.make_feed": lambda s, x: calendar_feeds.make_feed(s, x.desk.rep),
    "calendar_feeds.end_feed": end_feed,
    "issue_agreements.agree_to_change": agree,
    "issue_agreements.decline_change": decline,
    "issue_agreements.make_good": make_good,
    "issue_bonus.plan_event": lambda s, x: issue_bonus.plan_event(
        s, x.desk.manager, "Salon", "Paris", DAY, DAY
    ),
    "issue_moves.publish_issue": lambda s, x: issue_moves.publish_issue(
        s, x.desk.manager, x.issue, is_out=True
    ),
    "issue_moves.unpublish_issue": unpublish,
    "issue_moves.close_issue": lambda s, x: issue_moves.close_issue(
        s, x.desk.manager, x.issue
    ),
    "issue_moves.postpone_issue": lambda s, x: issue_moves.postpone_issue(
        s, x.desk.manager, x.issue, JUNE, "papier"
    ),
    "issue_moves.cancel_issue": lambda s, x: issue_moves.cancel_issue(
        s, x.desk.manager, x.issue, "trop peu vendu"
    ),
    "issue_years.plan_year": plan_year,
}

ISSUE_PIECES = {
    "bookings.move_in_issue": "a piece of the moves of issues",
    "calendar_feeds.own_calendar": "reads",
    "calendar_feeds.year_calendar": "reads",
    "issue_asking.ask_about_postponing": "a piece of postponing",
    "issue_asking.ask_about_cancelling": "a piece of cancelling",
    "issue_asking.finish_asking": "a piece of an answer",
}
