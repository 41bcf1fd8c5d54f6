"""The actions on a flatplan, for the walk through every action."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.services import flatplan
from crm.services.flatplan import PageWish
from crm.store.models import Issue, Line
from tests.factories import make_issue

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session


def counted(session: Session, small: Any) -> None:
    version = session.get_one(Issue, small.issue).version
    flatplan.set_page_count(
        session, small.desk.manager, small.issue, 16, version=version
    )


def ready(session: Session, small: Any) -> Callable[[], None]:
    return lambda: counted(session, small)


def line_of(session: Session, small: Any) -> int:
    query = select(Line.id).filter_by(booking_id=small.confirmed)
    return session.scalars(query).one()


def put(session: Session, small: Any) -> Callable[[], None]:
    counted(session, small)
    line = line_of(session, small)
    return lambda: flatplan.place(session, small.desk.rep, small.issue, line, 5)


def take_off(session: Session, small: Any) -> Callable[[], None]:
    put(session, small)()
    line, rep = line_of(session, small), small.desk.rep
    return lambda: flatplan.take_off(session, rep, small.issue, line, version=1)


def describe(session: Session, small: Any) -> Callable[[], None]:
    counted(session, small)
    wish = PageWish("Dossier")
    return lambda: flatplan.describe_page(
        session, small.desk.manager, small.issue, 5, wish, PageWish()
    )


def copy(session: Session, small: Any) -> Callable[[], None]:
    describe(session, small)()
    later = make_issue(session, small.desk, "63", published_on=date(2027, 7, 1))
    return lambda: flatplan.copy_plan(session, small.desk.manager, later) and None


FLATPLAN: dict[str, Callable[[Session, Any], object]] = {
    "flatplan.place": put,
    "flatplan.take_off": take_off,
    "flatplan.set_page_count": ready,
    "flatplan.describe_page": describe,
    "flatplan.copy_plan": copy,
}
