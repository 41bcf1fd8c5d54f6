"""Calls of the actions about space that others wait for, for the audit's test."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.bookings import LineStatus
from crm.services import bookings, option_queue
from crm.services.lines import LineWish
from crm.store.models import Issue, Line, LineSpace, Pool
from tests.factories import ITSELF, MORNING, make_issue, make_quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

TODAY = MORNING.date()
AGREED = bookings.Agreed("A. L.", TODAY, "mail")


def cover(x: Any, issue: int | None = None) -> LineWish:
    return LineWish(issue or x.issue, x.desk.page, x.desk.c4)


def cover_pool(session: Session, x: Any) -> int:
    return session.scalars(select(Pool.id).filter_by(issue_id=x.issue, code="C4")).one()


def waits(session: Session, x: Any) -> tuple[int, int]:
    """Have a quote want the cover somebody holds; return it, and the cover's pool."""
    holder = make_quote(session, x.desk, cover(x))
    bookings.option(session, x.desk.rep, holder)
    return make_quote(session, x.desk, cover(x)), cover_pool(session, x)


def leaves(session: Session, x: Any) -> Callable[[], object]:
    found = waits(session, x)
    option_queue.stand_in_line(session, x.desk.rep, *found)
    return lambda: option_queue.leave_line(session, x.desk.rep, *found)


def falls_free(session: Session, x: Any) -> Callable[[], object]:
    booking, pool = waits(session, x)
    option_queue.stand_in_line(session, x.desk.rep, booking, pool)
    held = session.scalars(
        select(LineSpace).filter_by(pool_id=pool, status=LineStatus.OPTIONED)
    ).one()
    line = session.get_one(Line, held.line_id)
    bookings.release(session, x.desk.rep, line.booking_id)
    return lambda: option_queue.call_next(session, ITSELF)


def held_a_year_before(session: Session, x: Any) -> tuple[int, int]:
    """Have the cover of the issue of a year before sold; return who may go first."""
    last = make_issue(session, x.desk, "58")
    sold = make_quote(session, x.desk, cover(x, last))
    bookings.confirm(session, x.desk.rep, sold, AGREED)
    before = session.get_one(Issue, last)
    before.closes_on = before.materials_due_on = before.closes_on - timedelta(days=365)
    before.published_on -= timedelta(days=365)
    session.flush()
    return make_quote(session, x.desk, cover(x)), cover_pool(session, x)


def first_refusal(session: Session, x: Any) -> Callable[[], object]:
    found = held_a_year_before(session, x)
    return lambda: option_queue.give_first_refusal(session, x.desk.rep, *found, TODAY)


SPACE: dict[str, Callable[[Session, Any], object]] = {
    "option_queue.stand_in_line": lambda s, x: option_queue.stand_in_line(
        s, x.desk.rep, *waits(s, x)
    ),
    "option_queue.give_first_refusal": first_refusal,
    "option_queue.leave_line": leaves,
    "option_queue.call_next": falls_free,
}
