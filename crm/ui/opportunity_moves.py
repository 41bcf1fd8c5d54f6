"""The moves of an opportunity: a step along the path, won, lost, open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.opportunities import (
    CLOSED,
    PATH,
    Stage,
    next_stage,
    previous_stage,
)
from crm.language import _
from crm.language.vocabulary import word
from crm.services.opportunities import move_opportunity, reopen_opportunity
from crm.ui import acting, asking
from crm.ui.drawers.close_opportunity import open_lose, open_win
from crm.ui.drawers.log_call import open_log_call
from crm.ui.drawers.new_booking import open_new_booking
from crm.ui.drawers.opportunity import open_edit_opportunity

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.store.queries.opportunity_rows import OpportunityRow

BACK, WIN, LOSE, REOPEN = "back", "win", "lose", "reopen"
QUOTE, CALL, EDIT = "quote", "call", "edit"


def step_button(row: OpportunityRow) -> None:
    """Draw the button that takes it one stage on; the last leads to won."""
    after = next_stage(row.stage)
    key = f"opportunity_step_{row.id}"
    if after is None:
        if st.button(
            _shown(Stage.WON), key=key, icon=":material/check:", width="stretch"
        ):
            open_win(row.id)
        return
    st.button(
        _shown(after),
        key=key,
        icon=":material/arrow_forward:",
        help=_("Move it to the next stage"),
        width="stretch",
        on_click=move,
        args=(row.id, row.version, after, _form(row)),
    )


def menu(row: OpportunityRow) -> None:
    """Draw the other moves as a menu."""
    offered = {**_moves(row), QUOTE: _("Quote it…"), CALL: _("Log a call…")}
    offered[EDIT] = _("Change…")
    key, form = f"opportunity_act_{row.id}", _form(row)
    before = previous_stage(row.stage)

    def chosen() -> None:
        act = st.session_state.get(key)
        if act == BACK and before is not None:
            move(row.id, row.version, before, form)
        elif act == REOPEN:
            reopen(row.id, row.version, form)

    picked = st.menu_button(
        "",
        list(offered),
        format_func=lambda option: offered[option],
        icon=":material/more_horiz:",
        help=_("What can be done"),
        type="tertiary",
        key=key,
        on_click=chosen,
    )
    opens: dict[str, Callable[[], None]] = {
        WIN: lambda: open_win(row.id),
        LOSE: lambda: open_lose(row.id),
        QUOTE: lambda: quote(row),
        CALL: lambda: open_log_call(row.company_id, row.contact_id, row.id),
        EDIT: lambda: open_edit_opportunity(row.id),
    }
    if picked in opens:
        opens[str(picked)]()


def _moves(row: OpportunityRow) -> dict[str, str]:
    if row.stage in CLOSED:
        return {REOPEN: _("Open it again")}
    before = previous_stage(row.stage)
    back = _("Back to “{stage}”").format(stage=word(before)) if before else ""
    moves = {BACK: back} if before else {}
    return {**moves, WIN: _("Won…"), LOSE: _("Lost…")}


def stepper(row: OpportunityRow) -> None:
    """Draw the path with the stage it stands at; touching another moves it there."""
    form = _form(row)
    key = f"opportunity_stage_{form}"

    def chosen() -> None:
        stage = st.session_state.get(key)
        if stage is not None and stage is not row.stage:
            move(row.id, row.version, Stage(stage), form)

    st.pills(
        _("Stage"),
        PATH,
        default=row.stage,
        required=True,
        format_func=_shown,
        key=key,
        on_change=chosen,
        label_visibility="collapsed",
    )


def quote(row: OpportunityRow) -> None:
    """Open the drawer that quotes what the advertiser intends."""
    open_new_booking(row.company_id, issue_id=row.issue_id, opportunity_id=row.id)


def move(opportunity_id: int, seen: int, stage: Stage, form: str) -> None:
    """Move an opportunity from what was on screen; made for callbacks."""
    acting.speak()
    me = asking.me()
    acting.save(
        lambda session: move_opportunity(session, me, opportunity_id, stage, seen=seen),
        form,
        done=_("Now {stage}.").format(stage=word(stage)),
    )


def reopen(opportunity_id: int, seen: int, form: str) -> None:
    """Open an opportunity again; made for callbacks."""
    acting.speak()
    me = asking.me()
    acting.save(
        lambda session: reopen_opportunity(session, me, opportunity_id, seen=seen),
        form,
        done=_("It is open again."),
    )


def _form(row: OpportunityRow) -> str:
    """Return the form of the moves from a version: a second click moves nothing."""
    return acting.form_id(f"opportunity_move_{row.id}_{row.version}")


def _shown(stage: Stage) -> str:
    said = word(stage)
    return said[:1].upper() + said[1:]
