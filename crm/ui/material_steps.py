"""The next step of a line's materials: checked, proof sent, approved, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.magazine import MaterialStatus
from crm.language import _
from crm.services import materials
from crm.ui import acting, asking, parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.material_cards import MaterialCard

    Act = Callable[[Session, Actor], None]


def next_step(card: MaterialCard) -> None:
    """Draw what may be done with what came, the next step as the primary one."""
    if card.current is None:
        return
    with st.container(key=f"panel-step-{card.line_id}", gap="small"):
        if card.status is MaterialStatus.RECEIVED:
            _check(card)
        elif card.status is MaterialStatus.CHECKED:
            _proof(card)
            with st.expander(_("Approved without a proof"), type="compact"):
                _approve(card, primary=False)
        elif card.status is MaterialStatus.PROOF_SENT:
            _approve(card, primary=True)
        _refuse(card)


def _form(card: MaterialCard) -> str:
    return acting.form_id(f"step_{card.line_id}_{card.status}")


def _check(card: MaterialCard) -> None:
    form = _form(card)
    stops = card.current.blocking if card.current else 0
    acting.refusal(form)
    _button(
        card,
        _("Mark as checked"),
        "check",
        form,
        lambda: lambda session, me: materials.mark_checked(session, me, card.line_id),
        _("Checked."),
        primary=True,
        waits=bool(stops),
    )
    if stops:
        said = _("What blocks has to be accepted first, or another file asked for.")
        st.markdown(parts.muted(said))


def _proof(card: MaterialCard) -> None:
    form = _form(card)
    key = f"material_proof_{form}"

    def action() -> Act:
        to = str(st.session_state.get(key) or "")
        return lambda session, me: materials.send_proof(session, me, card.line_id, to)

    st.text_input(_("Proof sent to"), card.contact, key=key, max_chars=200)
    acting.refusal(form)
    _button(
        card,
        _("The proof is sent"),
        "proof",
        form,
        action,
        _("The proof is out for approval."),
        primary=True,
    )


def _approve(card: MaterialCard, *, primary: bool) -> None:
    form = acting.form_id(f"approve_{card.line_id}_{card.status}")
    by, seen = f"material_agreed_{form}", f"material_label_{form}"
    sent_to = card.current.proof_sent_to if card.current else ""

    def action() -> Act:
        agreed_by = str(st.session_state.get(by) or "")
        is_labelled = bool(st.session_state.get(seen))
        return lambda session, me: materials.approve(
            session, me, card.line_id, agreed_by=agreed_by, is_labelled=is_labelled
        )

    st.text_input(
        _("Approved by (BAT)"), sent_to or card.contact, key=by, max_chars=200
    )
    if card.place.is_advertorial:
        st.checkbox(
            _("I have seen the word “Publicité” or “Communiqué” on it"), key=seen
        )
        said = _("The law asks for it on an advertorial (1 August 1986, art. 10).")
        st.markdown(parts.muted(said))
    acting.refusal(form)
    _button(
        card,
        _("Record the approval"),
        "approve",
        form,
        action,
        _("Approved: it can run."),
        primary=primary,
    )


def _refuse(card: MaterialCard) -> None:
    form = acting.form_id(f"refuse_{card.line_id}")
    key = f"material_refused_{form}"

    def action() -> Act:
        reason = str(st.session_state.get(key) or "")
        return lambda session, me: materials.ask_again(
            session, me, card.line_id, reason
        )

    with st.expander(_("Ask for another file"), type="compact"):
        st.text_input(
            _("What is wrong with it"),
            key=key,
            max_chars=300,
            placeholder=_("the advertiser asks for a correction"),
        )
        acting.refusal(form)
        _button(
            card,
            _("Await another file"),
            "refuse",
            form,
            action,
            _("Another file is awaited."),
        )


def _button(
    card: MaterialCard,
    label: str,
    key: str,
    form: str,
    action: Callable[[], Act],
    done: str,
    *,
    primary: bool = False,
    waits: bool = False,
) -> None:
    st.button(
        label,
        key=f"material_{key}_{card.line_id}",
        type="primary" if primary else "secondary",
        disabled=waits,
        on_click=_do,
        args=(action, form, done),
    )


def _do(action: Callable[[], Act], form: str, done: str) -> None:
    me, act = asking.me(), action()  # what is typed is read before anything is saved
    acting.save(lambda session: act(session, me), form, done=done)
