"""Calls of the morning's actions and of the quick log, for the audit's test."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from crm.services import call_list, opportunities, privacy, quick_log
from crm.services.activities import ActivityWish
from tests.factories import MORNING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

TOMORROW = MORNING.date() + timedelta(days=1)


def row(x: Any) -> call_list.CallWish:
    return call_list.CallWish(x.desk.advertiser_id, reason="rien depuis 60 jours")


def said(x: Any) -> quick_log.QuickLog:
    return quick_log.QuickLog(ActivityWish(x.desk.advertiser_id))


def undo(session: Session, x: Any) -> Callable[[], object]:
    receipt = quick_log.log_quick(session, x.desk.rep, said(x))
    return lambda: quick_log.undo(session, x.desk.rep, receipt)


def withdraw(session: Session, x: Any) -> Callable[[], object]:
    privacy.oppose(session, x.desk.rep, x.contact, "all")
    return lambda: privacy.withdraw_opposition(
        session, x.desk.rep, x.contact, since=None, to=""
    )


CALLING: dict[str, Callable[[Session, Any], object]] = {
    "call_list.postpone": lambda s, x: call_list.postpone(
        s, x.desk.rep, row(x), TOMORROW, "absent"
    ),
    "call_list.settle": lambda s, x: call_list.settle(s, x.desk.rep, row(x)),
    "opportunities.withdraw_opportunity": lambda s, x: (
        opportunities.withdraw_opportunity(s, x.desk.rep, x.opportunity)
    ),
    "privacy.withdraw_opposition": withdraw,
    "quick_log.log_quick": lambda s, x: quick_log.log_quick(s, x.desk.rep, said(x)),
    "quick_log.undo": undo,
}
