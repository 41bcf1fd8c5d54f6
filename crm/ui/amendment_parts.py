"""The amendments on a booking's page: before and after, and how each one ended."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.amendments import AmendmentStatus
from crm.domain.roles import Right
from crm.language import _
from crm.language.agreement_words import means_word
from crm.language.formats import day_short, money, number
from crm.language.vocabulary import word
from crm.services.amendments import withdraw_amendment
from crm.services.documents import issue_amendment
from crm.ui import acting, asking, parts
from crm.ui.drawers.amendment import open_agree, open_refuse
from crm.ui.escape import bold, join
from crm.ui.issuing import paper_button
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.services.documents import Issued
    from crm.store.queries.amendments import AmendmentRow

LOOKS = {
    AmendmentStatus.PROPOSED: "optioned",
    AmendmentStatus.AGREED: "confirmed",
    AmendmentStatus.REFUSED: "cancelled",
    AmendmentStatus.WITHDRAWN: "cancelled",
}
"""The status each one looks like."""


def amendments(rows: Sequence[AmendmentRow], language: str = "") -> None:
    """List the amendments, the last first; one that waits has its answers beside."""
    if not rows:
        return
    with parts.section(_("Amendments"), number(len(rows)), key="amendments"):
        for row in rows:
            name = _("Amendment no. {number}").format(number=number(row.number))
            mark = badge(LOOKS[row.status], word(row.status))
            changed = dict.fromkeys(
                f"{word(x.field)} {x.before} → {x.after}" for x in row.changes
            )
            parts.pair(
                f"amendment-{row.id}",
                join((bold(name), mark), " "),
                join((row.reason, *changed, _ended(row))),
                bold(money(row.difference, plus=True)),
                _("excl. VAT"),
            )
            paper_button(
                f"amendment_{row.id}",
                _("Amendment (PDF)"),
                partial(_issued, row.id),
                language=language,
            )
            if row.status is not AmendmentStatus.PROPOSED:
                continue
            if row.issue_id is not None:
                said = _("Its answer is recorded with the issue, in the calendar.")
                st.markdown(parts.muted(said))
            elif asking.may(Right.WRITE):
                _answers(row)


def _issued(amendment_id: int, session: Session, language: str) -> Issued:
    return issue_amendment(session, asking.me(), amendment_id, language=language)


def _ended(row: AmendmentRow) -> str:
    day = day_short(row.settled_on) if row.settled_on else ""
    if row.agreed_by:
        return _("agreed by {name} on {day}, {means}").format(
            name=row.agreed_by, day=day, means=means_word(row.means)
        )
    if row.status is AmendmentStatus.REFUSED and not row.refusal:
        return _("declined {day}").format(day=day)
    if row.refusal:
        said = _("refused on {day}: {reason}")
        return said.format(day=day, reason=row.refusal)
    return day or _("proposed by {name}").format(name=row.proposed_by)


def _answers(row: AmendmentRow) -> None:
    with parts.row(f"amendment-answer-{row.id}", wrap=True):
        if st.button(
            _("It is agreed"), key=f"amendment_agree_{row.id}", icon=":material/check:"
        ):
            open_agree(row.id, row.number)
        if st.button(
            _("It is refused"),
            key=f"amendment_refuse_{row.id}",
            icon=":material/close:",
        ):
            open_refuse(row.id, row.number)
        st.button(
            _("Withdraw it"),
            key=f"amendment_withdraw_{row.id}",
            type="tertiary",
            icon=":material/undo:",
            on_click=_withdraw,
            args=(row.id, acting.form_id(f"amendment_back_{row.id}")),
        )


def _withdraw(amendment_id: int, form: str) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: withdraw_amendment(session, me, amendment_id),
        form,
        done=_("The amendment is taken back."),
    )
