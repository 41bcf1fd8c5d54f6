"""What advertisers answer about an issue that was postponed or cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.magazine import IssueStatus
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.agreement_words import MEANS, means_word
from crm.language.formats import date_long, date_short, money, number
from crm.services import issue_agreements
from crm.services.agreements import Agreed
from crm.store.queries.issue_standing import list_agreements, open_after
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from crm.store.queries.issue_standing import AgreementRow
    from crm.store.queries.magazine import IssueRow

AGREES, MOVES, DECLINES = "agrees", "moves", "declines"


def open_agreements(issue: IssueRow) -> None:
    """Open what was asked about an issue, and the answers."""
    name = f"issue_answers_{issue.id}"
    form = acting.form_id(name)
    said = _("{name}: what advertisers answer")
    open_drawer(
        name, said.format(name=issue.name), "handshake", lambda: _draw(issue, form)
    )


def _draw(issue: IssueRow, form: str) -> None:
    me = asking.me()
    with asking.reading() as session:
        rows = list_agreements(session, me, issue.id)
        into = open_after(session, me, issue.id)
    if not rows:
        st.markdown(parts.muted(_("None of your advertisers was asked about it.")))
        return
    waiting = {row.id: row for row in rows if row.waits}
    st.markdown(_said(issue, len(waiting), len(rows)))
    if waiting and me.may(Right.WRITE):
        chosen = st.selectbox(
            _("Who answers?"),
            list(waiting),
            format_func=lambda id_: f"{waiting[id_].advertiser}, {waiting[id_].number}",
            key=f"answer_whose_{form}",
        )
        _answer(issue, form, chosen, into)
    with parts.section(_("Who was asked"), number(len(rows)), key="asked"):
        for row in rows:
            _row(row, is_cancelled=issue.status is IssueStatus.CANCELLED)


def _said(issue: IssueRow, waiting: int, asked: int) -> str:
    if issue.status is IssueStatus.CANCELLED:
        about = _("It was cancelled; each is proposed a make-good.")
    else:
        day = date_long(issue.published_on)
        about = _("It now appears on {day}; each has to agree.").format(day=day)
    if not waiting:
        answered = _("All have answered.")
        return f"{about} {answered}"
    many = ngettext(
        "{waiting} of {number} answer is awaited.",
        "{waiting} of {number} answers are awaited.",
        asked,
    )
    return f"{about} {many.format(waiting=number(waiting), number=number(asked))}"


def _row(row: AgreementRow, *, is_cancelled: bool) -> None:
    with parts.row(f"answer-{row.id}", wrap=True):
        lines = ngettext("{number} line", "{number} lines", row.lines)
        about = join(
            (
                row.number,
                lines.format(number=number(row.lines)),
                money(row.net_net, cents=False),
                row.rep,
            )
        )
        st.markdown(
            join((bold(row.advertiser), parts.muted(about)), "  \n"), width="stretch"
        )
        if row.agreed_on:
            said = _("made good {day}") if is_cancelled else _("agreed {day}")
            shown = badge("confirmed", said.format(day=date_short(row.agreed_on)))
        elif row.refused_on:
            said = _("declined {day}").format(day=date_short(row.refused_on))
            shown = badge("cancelled", said)
        else:
            shown = badge("optioned", _("no answer yet"))
        st.markdown(shown, width="content")


def _answer(issue: IssueRow, form: str, chosen: int, into: dict[int, str]) -> None:
    cancelled = issue.status is IssueStatus.CANCELLED
    words = {
        AGREES: _("Agrees to the new date"),
        MOVES: _("Make-good in another issue"),
        DECLINES: _("Wants none") if cancelled else _("Declines"),
    }
    offered = [MOVES, DECLINES] if cancelled else [AGREES, DECLINES]
    if cancelled and not into:
        offered = [DECLINES]
        st.markdown(parts.muted(_("No issue of this support is open: plan one first.")))
    answer = st.segmented_control(
        _("The answer"),
        offered,
        default=offered[0],
        required=True,
        format_func=words.__getitem__,
        key=f"answer_kind_{form}_{len(offered)}",
    )
    if answer == DECLINES:
        st.text_area(_("Why?"), key=f"answer_reason_{form}", max_chars=400, height=80)
        said = (
            _("Nothing more is owed for it.")
            if cancelled
            else _("Their lines in it are cancelled, without penalty.")
        )
        st.markdown(parts.muted(said))
    else:
        _agreed(form)
    if answer == MOVES:
        st.selectbox(
            _("Into which issue?"),
            list(into),
            format_func=into.__getitem__,
            key=f"answer_into_{form}",
        )
        st.checkbox(_("At the same position"), value=True, key=f"answer_place_{form}")
        said = _("Free lines that name what they repair; their space is taken now.")
        st.markdown(parts.muted(said))
    drawer_foot(
        "issue_answer",
        form,
        lambda: _save(form, chosen, answer),
        label=_("Record the answer"),
    )


def _agreed(form: str) -> None:
    left, right = st.columns([2, 1])
    left.text_input(_("Agreed by"), key=f"answer_by_{form}", max_chars=200)
    today = asking.me().today
    right.date_input(_("On"), today, format="DD/MM/YYYY", key=f"answer_on_{form}")
    st.pills(
        _("By what means"),
        MEANS,
        default=MEANS[1],
        required=True,
        format_func=means_word,
        key=f"answer_means_{form}",
    )


def _save(form: str, chosen: int, answer: str) -> None:
    held, me = st.session_state, asking.me()
    acting.speak()
    if answer == DECLINES:
        reason = str(held.get(f"answer_reason_{form}") or "")
        acting.save(
            lambda session: issue_agreements.decline_change(
                session, me, chosen, reason
            ),
            form,
            done=_("The answer is recorded."),
        )
        return
    agreed = Agreed(
        str(held.get(f"answer_by_{form}") or ""),
        held[f"answer_on_{form}"],
        str(held.get(f"answer_means_{form}") or ""),
    )
    if answer == AGREES:
        acting.save(
            lambda session: issue_agreements.agree_to_change(
                session, me, chosen, agreed
            ),
            form,
            done=_("The answer is recorded."),
        )
        return
    into_id, keeps = (
        int(held[f"answer_into_{form}"]),
        bool(held[f"answer_place_{form}"]),
    )
    acting.save(
        lambda session: issue_agreements.make_good(
            session, me, chosen, into_id, agreed, keeps_positions=keeps
        ),
        form,
        done=_("The make-good is booked and confirmed."),
    )
