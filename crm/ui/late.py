"""Why space of an issue that has closed is sold all the same, where one may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.option_queue import WAITS
from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import day_short
from crm.ui import asking

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from crm.store.queries.bookings import BookingCard
    from crm.store.queries.selling import Shelf
    from crm.ui.booking_draft import Typed


def why(key: str, booking: BookingCard) -> None:
    """Ask why, where a line that is to be taken runs in an issue that has closed."""
    _ask(key, ((x.issue, x.closes_on) for x in booking.lines if x.status in WAITS))


def why_typed(key: str, sold: Shelf, typed: Typed | None) -> None:
    """Ask why, where a line that is being written names an issue that has closed."""
    if typed is None:
        return
    wanted = {issue_id for line in typed.lines for issue_id in line.issue_ids}
    rows = (row.issue for row in sold.issues if row.issue.id in wanted)
    _ask(key, ((row.name, row.closes_on) for row in rows))


def given(key: str) -> str:
    """Return the reason that was typed; empty where none was asked for."""
    return str(st.session_state.get(key) or "")


def _ask(key: str, issues: Iterable[tuple[str, date | None]]) -> None:
    today = asking.me().today
    closed = {name: day for name, day in issues if day is not None and day < today}
    if not closed or not asking.may(Right.OVERRIDE_CLOSING):
        return
    name, day = next(iter(closed.items()))
    st.text_input(
        _("{issue} closed on {day}: why it is sold all the same").format(
            issue=name, day=day_short(day)
        ),
        key=key,
        max_chars=200,
        placeholder=_("Kept on the list of what changed after closing"),
    )
