"""The demonstration desk: the invented tables, played through the services.

Everything is counted from the anchor day, the Paris day the desk is opened on: the
same day gives the same desk, and its options and follow-ups are alive whenever it is
opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import event

from crm.domain.clock import paris_day, paris_instant
from crm.domain.errors import words
from crm.domain.roles import Door, desk_itself
from crm.services import bookings, setup
from crm.services.audit import record
from crm.services.demo import tables
from crm.services.demo.desk import clock, new_desk
from crm.services.demo.flatplan import plan_flatplans
from crm.services.demo.magazine import plan_magazine
from crm.services.demo.opening import plan_opening
from crm.services.demo.people import plan_people
from crm.services.demo.pipeline import plan_pipeline
from crm.services.demo.plans import campaigns
from crm.services.demo.sales import play
from crm.services.demo.second_title import plan_second_title
from crm.services.demo.situations import arranged, plan_make_good
from crm.services.demo.talks import plan_calls, plan_rounds, plan_talks
from crm.store import search_index
from crm.store.models import (
    Company,
    Contact,
    FollowUp,
    Format,
    Issue,
    Line,
    Position,
    Title,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from crm.services.demo.desk import Desk
    from crm.store.database import Store

FIRST_STEP = words("The title, its prices, its companies")
STEPS = {
    -3: FIRST_STEP,
    -2: words("Bookings and calls of two years ago"),
    -1: words("Bookings and calls of last year"),
    0: words("Bookings and calls of this year"),
}
READ_OFTEN = (Company, Contact, FollowUp, Format, Issue, Line, Position, Title)
LAST_STEP = words("The desk is ready")


@dataclass(frozen=True, slots=True)
class DemoFigures:
    """How big the demonstration is: counted, never guessed."""

    advertisers: int
    years: int
    issues: int


def figures() -> DemoFigures:
    """Count the tables: advertisers, years of history, printed issues in them."""
    years = tables.past_issues()
    return DemoFigures(len(tables.advertisers()), len(years), years.total())


def load(store: Store, at: datetime, progress: Callable[[int, str], None]) -> None:
    """Load the demonstration desk as it stands on the Paris day of `at`.

    One transaction: a failure leaves the desk as it was, ready to be loaded.
    `progress` is told a percentage and a step, a text of the catalogue. Raises
    AlreadySetUpError.
    """
    store.write(
        lambda session: _load(session, at, progress), desk_itself(at, Door.LOADER)
    )
    progress(100, LAST_STEP)


def _load(session: Session, at: datetime, progress: Callable[[int, str], None]) -> None:
    setup.check_not_set_up(session)
    anchor = paris_day(at)
    desk = new_desk(session, anchor)
    kept = _keep(session)
    _plan(desk)
    told = -1
    with search_index.written_at_the_end(session):
        for done, day in enumerate(desk.run(), start=1):
            percent = 99 * done // (done + desk.waiting)
            if percent > told:
                told = percent
                progress(percent, _step(day, anchor))
    morning = clock(paris_instant(anchor))
    bookings.expire_due(session, morning)
    record(session, clock(at), "load", "desk", None, anchor=anchor)
    setup.keep_setting(session, setup.DEMONSTRATION, tables.house()["title"]["key"])
    setup.keep_setting(session, setup.ANCHOR, anchor.isoformat())
    setup.keep_setting(session, setup.OPENED, at.isoformat())
    kept.clear()


def _keep(session: Session) -> list[object]:
    """Hold on to records that the session would forget and read again."""
    kept: list[object] = []

    def keep(_session: Session, found: object) -> None:
        if isinstance(found, READ_OFTEN):
            kept.append(found)

    for name in ("pending_to_persistent", "loaded_as_persistent"):
        event.listen(session, name, keep)
    return kept


def _plan(desk: Desk) -> None:
    plan_opening(desk)
    plan_people(desk)
    plan_magazine(desk)
    plan_pipeline(desk)
    for campaign in (*campaigns(desk), *arranged(desk)):
        plan_talks(desk, play(desk, campaign))
    plan_rounds(desk)
    plan_make_good(desk)
    plan_calls(desk)
    plan_flatplans(desk)
    plan_second_title(desk)


def _step(day: date, anchor: date) -> str:
    return STEPS.get(day.year - anchor.year, FIRST_STEP)
