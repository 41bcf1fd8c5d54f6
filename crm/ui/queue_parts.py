"""Who waits for a place, and what a booking can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import date_short, number
from crm.services import option_queue
from crm.ui import acting, asking, parts
from crm.ui.drawers.first_refusal import open_first_refusal
from crm.ui.escape import bold, join
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from crm.store.queries.availability import HeldSpace
    from crm.store.queries.option_queue import Waiting


def line(pool_id: int, waiting: Sequence[Waiting], booking_id: int = 0) -> None:
    """List who stands in line for a pool; the booking one looks from is named so."""
    for one in waiting:
        mine = booking_id and one.booking_id == booking_id
        name = _("This booking") if mine else one.advertiser or _("Another advertiser")
        by = _("by {rep}").format(rep=one.rep)
        refusal = _("first refusal") if one.is_first_refusal else ""
        parts.pair(
            f"in-line-{pool_id}-{one.place}",
            bold(_("{place}. {name}").format(place=number(one.place), name=name)),
            join((_("in line"), refusal, "" if mine else by)),
            _mark(one),
        )


def _mark(one: Waiting) -> str:
    if one.kept_until is None:
        return parts.muted(_("waits"))
    day = date_short(one.kept_until)
    return badge("optioned", _("kept → {day}").format(day=day))


def moves(need: HeldSpace) -> None:
    """Offer what a booking can do about a pool: stand in line, go first, leave."""
    if not asking.may(Right.WRITE):
        return
    pool_id = need.pool.pool_id
    with st.container(
        key=f"queue-{pool_id}", horizontal=True, gap="small", width="stretch"
    ):
        if need.in_line:
            _button(
                _("Leave the line"),
                "queue_leave",
                "logout",
                need,
                option_queue.leave_line,
                _("The booking stands in line no more."),
            )
            return
        if need.may_wait:
            _button(
                _("Stand in line"),
                "queue_stand",
                "hourglass_empty",
                need,
                option_queue.stand_in_line,
                _("In line: you are told when it falls free."),
            )
        if need.held_before and need.wanted:
            label = _("First refusal")
            if st.button(
                label,
                key=f"queue_first_{pool_id}",
                type="tertiary",
                icon=":material/military_tech:",
                help=_("The advertiser held this place a year before."),
            ):
                open_first_refusal(need.booking_id, pool_id, need.closes_on)


def _button(
    label: str,
    key: str,
    icon: str,
    need: HeldSpace,
    action: Callable[..., None],
    done: str,
) -> None:
    pool_id = need.pool.pool_id
    st.button(
        label,
        key=f"{key}_{pool_id}",
        type="tertiary",
        icon=f":material/{icon}:",
        on_click=_do,
        args=(
            action,
            need.booking_id,
            pool_id,
            acting.form_id(f"{key}_{need.booking_id}_{pool_id}"),
            done,
        ),
    )


def _do(
    action: Callable[..., None], booking_id: int, pool_id: int, form: str, done: str
) -> None:
    me = asking.me()
    acting.speak()

    def act(session: Session) -> None:
        action(session, me, booking_id, pool_id)

    acting.save(act, form, done=done)
