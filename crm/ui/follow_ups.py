"""Follow-ups on screen: when one is due, done, and put off; the days one may say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import streamlit as st

from crm.domain.clock import paris_instant
from crm.domain.errors import MissingError, words
from crm.domain.follow_ups import Later, later_days
from crm.language import _, ngettext
from crm.language.formats import clock_time, day_short, number
from crm.services.activities import finish, put_off
from crm.ui import acting, asking
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold
from crm.ui.parts import pair
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from datetime import time

    from sqlalchemy.orm import Session

    from crm.ui.escape import Marked

CHOOSE, NOTHING = "choose", "nothing"
ANY_DAY = date(2027, 1, 1)


def due_badge(due_on: date, due_time: time | None, today: date) -> Marked:
    """Mark how urgent a follow-up is: how many days late, due today, or when."""
    late = (today - due_on).days
    if late > 0:
        said = ngettext("follow-up {days} day late", "follow-up {days} days late", late)
        return badge("overdue", said.format(days=number(late)))
    hour = hour_word(due_time) if due_time else ""
    if late == 0:
        said = _("due today, {hour}").format(hour=hour) if hour else _("due today")
        return badge("optioned", said, "schedule")
    return badge("reason", day_short(due_on), "schedule")


def hour_word(hour: time) -> str:
    """Write a time of day as a clock shows it."""
    # Any day will do: the hour is told as it was typed, Paris time.
    return clock_time(paris_instant(ANY_DAY, hour.hour, hour.minute))


def finish_follow_up(follow_up_id: int) -> None:
    """Mark a follow-up done, in one transaction; made for callbacks."""
    acting.speak()
    me = asking.me()
    acting.save(
        lambda session: finish(session, me, follow_up_id), done=_("Follow-up done.")
    )


def choose_day(
    key: str, today: date, *, label: str, nothing: bool = False
) -> tuple[str, date | None]:
    """Draw the days one says, and a calendar; return the choice and its day.

    A week from today is chosen beforehand. The day is None for nothing at all, and
    until the calendar gives one.
    """
    days = later_days(today)
    said = {
        Later.TOMORROW: _("Tomorrow"),
        Later.MONDAY: _("Monday"),
        Later.WEEK: _("In 1 week"),
        Later.FORTNIGHT: _("In 2 weeks"),
        CHOOSE: _("Choose…"),
        NOTHING: _("Nothing"),
    }
    options = [*days, CHOOSE, *([NOTHING] if nothing else [])]
    chosen = (
        st.pills(
            label,
            options,
            default=Later.WEEK,
            format_func=lambda option: said[option],
            key=f"{key}_pill",
        )
        or NOTHING
    )
    if chosen == CHOOSE:
        st.date_input(
            _("Which day"),
            None,
            min_value=today,
            format="DD/MM/YYYY",
            key=f"{key}_day",
        )
    return str(chosen), chosen_day(key, today)


def chosen_day(key: str, today: date) -> date | None:
    """Read the day that `choose_day` draws; None where there is none."""
    chosen = st.session_state.get(f"{key}_pill")
    if chosen == CHOOSE:
        picked: date | None = st.session_state.get(f"{key}_day")
        return picked
    return later_days(today).get(chosen) if chosen else None


def choose_hour(key: str, *, width: int | Literal["stretch"] = 200) -> None:
    """Draw the time of day a follow-up is due; none is any time of its day."""
    st.time_input(
        _("At what time"),
        None,
        key=f"{key}_hour",
        help=_("Empty: any time of the day."),
        width=width,
    )


def chosen_hour(key: str) -> time | None:
    """Read the time that `choose_hour` draws."""
    picked: time | None = st.session_state.get(f"{key}_hour")
    return picked


def open_put_off(follow_up_id: int, company: str, reason: str) -> None:
    """Open the drawer that moves a follow-up to a later day, with its reason."""
    name = f"put_off_{follow_up_id}"
    form = acting.form_id(name)
    me = asking.me()
    key = f"put_off_{form}"

    def save() -> None:
        to_day, to_time = chosen_day(key, me.today), chosen_hour(key)
        why = str(st.session_state.get(f"{key}_reason") or "")

        def action(session: Session) -> None:
            if to_day is None:
                raise MissingError(field="due_on", label=words("Put off to"))
            put_off(session, me, follow_up_id, to_day, why, to_time=to_time)

        said = _("Put off to {day}").format(day=day_short(to_day) if to_day else "")
        acting.save(action, form, done=said)

    def draw() -> None:
        pair("put_off_what", bold(company), reason)
        choose_day(key, me.today, label=_("Put off to"))
        choose_hour(key)
        st.text_input(
            _("Why"),
            key=f"{key}_reason",
            max_chars=400,
            placeholder=_("The budget meeting has moved"),
        )
        drawer_foot("put_off", form, save)

    acting.aside(form)["about"] = company
    way = ("put_off", follow_up_id, company, reason)
    open_drawer(name, _("Put off"), "event_repeat", draw, way=way)
