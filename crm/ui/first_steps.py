"""The first steps of a new desk, ticked as they are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import number
from crm.ui import asking
from crm.ui.drawers.company import open_add_company
from crm.ui.drawers.log_call import open_log_call
from crm.ui.drawers.new_booking import open_new_booking
from crm.ui.escape import bold, join
from crm.ui.map import page_file
from crm.ui.parts import icon, muted, row, section

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.store.queries.today import FirstSteps


def first_steps_section(steps: FirstSteps) -> None:
    """Draw what a desk needs before its first booking, each step with its button."""
    note = _("{done} of {many} done").format(
        done=number(steps.done), many=number(steps.many)
    )
    with section(_("First steps"), note, key="first_steps"):
        _step(
            "rate_card",
            _("Add a rate card"),
            _("Prices by format, premiums and discounts; published, it is frozen."),
            done=steps.rate_card,
            go=_page("rate_cards"),
            needs=Right.CHANGE_RATE_CARDS,
        )
        _step(
            "issue",
            _("Plan an issue"),
            _("Its closing date, its materials date, its publication, its space."),
            done=steps.issue,
            go=_page("issues"),
            needs=Right.MANAGE_TITLES,
        )
        _step(
            "advertiser",
            _("Add an advertiser"),
            _("A name is enough to begin; lists can be imported."),
            done=steps.advertiser,
            go=open_add_company,
        )
        _step(
            "activity",
            _("Log a call"),
            _("What was said, and what comes next: it returns here on its day."),
            done=steps.activity,
            go=open_log_call,
        )
        _step(
            "booking",
            _("Quote a booking"),
            _("Lines from the rate card, the price explained as they come."),
            done=steps.booking,
            go=open_new_booking,
        )


def _page(name: str) -> Callable[[], None] | None:
    source = page_file(name)
    return (
        (lambda: st.switch_page(source, query_params={})) if source.exists() else None
    )


def _step(
    key: str,
    title: str,
    sentence: str,
    *,
    done: bool,
    go: Callable[[], None] | None,
    needs: Right = Right.WRITE,
) -> None:
    with row(f"step-{key}"):
        mark = icon("check_circle", "green") if done else icon("circle", "gray")
        st.markdown(mark, width="content")
        st.markdown(join((bold(title), muted(sentence)), "  \n"), width="stretch")
        if done:
            st.markdown(muted(_("done")), width="content")
        elif (
            go is not None
            and asking.may(needs)
            and st.button(
                _("Begin"), key=f"step_{key}", icon=":material/arrow_forward:"
            )
        ):
            go()
