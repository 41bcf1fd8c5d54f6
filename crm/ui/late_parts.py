"""The list of what changed in issues after they had closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import words
from crm.language import _
from crm.language.formats import day_short, money, number
from crm.store.queries.after_closing import HELD
from crm.ui import parts
from crm.ui.escape import bold, join
from crm.ui.lists import open_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.store.queries.after_closing import LateRow

CAUSES = {
    HELD: words("taken, not confirmed yet"),
    "confirmed": words("sold"),
    "cancelled": words("cancelled"),
    "amended": words("amended"),
    "penalty": words("penalty"),
    "make_good": words("make-good"),
    "postponed": words("moved with its issue"),
}
SHOWN = 12


def after_closing(rows: Sequence[LateRow]) -> None:
    """List the changes, the latest first; each leads to its booking."""
    if not rows:
        return
    note = _("what was sold, cancelled or amended later, and why")
    with parts.section(_("Changed after closing"), note, key="late"):
        for place, row in enumerate(rows[:SHOWN]):
            _row(place, row)
        if len(rows) > SHOWN:
            rest = _("and {number} more").format(number=number(len(rows) - SHOWN))
            st.markdown(parts.muted(rest))


def _row(place: int, row: LateRow) -> None:
    with parts.row(f"late-{place}"):
        closed = _("closed {day}").format(day=day_short(row.closed_on))
        what = _(CAUSES[row.cause]) if row.cause in CAUSES else row.cause
        changed = f"{what} {day_short(row.changed_on)}" if row.changed_on else what
        first = join((bold(row.advertiser), parts.muted(f"{row.issue}, {closed}")), " ")
        second = join((changed, row.reason, row.rep))
        st.markdown(join((first, parts.muted(second)), "  \n"), width="stretch")
        st.markdown(bold(money(row.amount, cents=False)), width="content")
        if st.button(row.number, key=f"late_open_{place}", type="tertiary"):
            open_record("booking", row.booking_id)
