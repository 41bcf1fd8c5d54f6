"""What preflight found, line by line, and the way to accept a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.preflight import Weight
from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import date_short
from crm.language.preflight_words import finding_words
from crm.language.vocabulary import word
from crm.services.materials import accept
from crm.ui import acting, asking, parts
from crm.ui.escape import bold, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.preflight import Check
    from crm.store.queries.material_cards import FindingRow
    from crm.ui.escape import Marked

LOOKS = {
    Weight.BLOCKING: ("block", "red"),
    Weight.WARNING: ("warning", "orange"),
    Weight.GOOD: ("check_circle", "green"),
}


def findings(rows: Sequence[FindingRow], line_id: int | None = None) -> None:
    """List findings; with a line, those that are open can be accepted."""
    for row in rows:
        with parts.row(f"finding-{row.check}"):
            st.markdown(parts.icon(*_look(row)), width="content")
            name = word(row.check)
            said = finding_words(row.check, row.weight, row.facts)
            head = join((bold(name[:1].upper() + name[1:]), said), " ")
            st.markdown(join((head, parts.muted(_under(row))), "  \n"), width="stretch")
            if line_id is not None and row.is_open and _may(row):
                _accept(line_id, row.check)


def _look(row: FindingRow) -> tuple[str, str]:
    return ("task_alt", "gray") if row.accepted_on else LOOKS[row.weight]


def _under(row: FindingRow) -> Marked | str:
    if row.accepted_on:
        said = _("{weight}, accepted by {name} on {day}: {reason}")
        return said.format(
            weight=word(row.weight),
            name=row.accepted_by,
            day=date_short(row.accepted_on),
            reason=row.reason,
        )
    if row.weight is Weight.GOOD:
        return ""
    if row.weight is Weight.BLOCKING and not asking.may(Right.OVERRIDE_CLOSING):
        return join((word(row.weight), _("a manager may accept it with a reason")))
    return word(row.weight)


def _may(row: FindingRow) -> bool:
    if row.weight is Weight.BLOCKING:
        return asking.may(Right.OVERRIDE_CLOSING)
    return asking.may(Right.WRITE)


def _accept(line_id: int, check: Check) -> None:
    form = acting.form_id(f"accept_{line_id}_{check}")
    with st.popover(_("Accept…"), key=f"finding_accept_{check}"):
        st.text_input(
            _("Why it can be used as it is"),
            key=f"finding_reason_{form}",
            max_chars=300,
            placeholder=_("agreed with the printer"),
        )
        acting.refusal(form)
        st.button(
            _("Accept with this reason"),
            key=f"finding_save_{check}",
            type="primary",
            on_click=_save,
            args=(line_id, check, form),
        )


def _save(line_id: int, check: Check, form: str) -> None:
    me = asking.me()
    reason = str(st.session_state.get(f"finding_reason_{form}") or "")
    acting.save(
        lambda session: accept(session, me, line_id, check, reason),
        form,
        done=_("Accepted: the reason is kept."),
    )
