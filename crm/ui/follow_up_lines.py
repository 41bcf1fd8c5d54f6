"""A follow-up in a line: what, when, with whom, and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import day_short
from crm.ui import asking
from crm.ui.drawers.edit_follow_up import open_edit_follow_up
from crm.ui.escape import Marked, bold, join
from crm.ui.follow_ups import due_badge, finish_follow_up, hour_word, open_put_off
from crm.ui.parts import muted

if TYPE_CHECKING:
    from datetime import date

    from crm.store.queries.activities import FollowUpRow


def follow_up_line(
    step: FollowUpRow,
    today: date,
    *,
    head: Marked | None = None,
    opportunity: bool = True,
) -> None:
    """Draw a follow-up with its buttons; `head` stands before its badge.

    `opportunity` says what it is about, where that is not on the page already.
    """
    with st.container(
        key=f"step-line-{step.id}", horizontal=True, vertical_alignment="center"
    ):
        marks = [head] if head else []
        marks.append(due_badge(step.due_on, step.due_time, today))
        about = step.opportunity if opportunity else ""
        when = [day_short(step.due_on)]
        if step.due_time and step.due_on != today:
            when.append(hour_word(step.due_time))
        said = (", ".join(when), step.contact, about)
        lines = (join(marks, " "), bold(step.reason), muted(join(said)))
        st.markdown(join(lines, "  \n"), width="stretch")
        if asking.may(Right.WRITE):
            _buttons(step)


def _buttons(step: FollowUpRow) -> None:
    with st.container(horizontal=True, width="content", gap="xsmall"):
        st.button(
            _("Done"),
            key=f"follow_up_done_{step.id}",
            icon=":material/check:",
            on_click=finish_follow_up,
            args=(step.id,),
        )
        if st.button(
            _("Put off"),
            key=f"follow_up_put_off_{step.id}",
            icon=":material/event_repeat:",
        ):
            open_put_off(step.id, step.company, step.reason)
        if st.button(
            "",
            key=f"follow_up_edit_{step.id}",
            icon=":material/edit:",
            help=_("Change the follow-up"),
        ):
            open_edit_follow_up(step.id)
