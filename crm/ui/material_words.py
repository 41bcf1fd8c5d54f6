"""How materials are said on screen: when they are due, how late, by whom reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.clock import paris_day
from crm.domain.materials import OWED, days_late
from crm.language import _, ngettext, words_of
from crm.language.formats import date_short, day_short, number
from crm.ui.space_words import in_days
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from datetime import date, datetime

    from crm.domain.magazine import MaterialStatus
    from crm.ui.escape import Marked


def due_mark(status: MaterialStatus, due_on: date | None, today: date) -> Marked:
    """Mark where a line's materials stand; those awaited say how late they are."""
    if due_on is None or status not in OWED:
        return badge(status)
    late = days_late(due_on, today)
    if late > 0:
        return badge("overdue", days_late_words(late))
    if late == 0:
        said = _(words_of("material", "due today"))
        return badge("optioned", said, "schedule")
    return badge(status)


def days_late_words(days: int) -> str:
    """Say how many days something is late."""
    said = ngettext("{days} day late", "{days} days late", days)
    return said.format(days=number(days))


def due_words(due_on: date, today: date) -> str:
    """Say when something is, or was, due."""
    if due_on < today:
        return _("due {day}").format(day=date_short(due_on))
    said = _("due {day}, {far}")
    return said.format(day=day_short(due_on), far=in_days(due_on, today))


def reminded_words(many: int, last: datetime | None) -> str:
    """Say how often somebody was reminded, and when last."""
    if not many or last is None:
        return ""
    said = ngettext("reminded on {day}", "reminded {number} times, last on {day}", many)
    return said.format(number=number(many), day=date_short(paris_day(last)))
