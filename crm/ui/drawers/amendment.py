"""The answer to an amendment: agreed by whom, when and how; refused, and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.services.amendments import agree_amendment, refuse_amendment
from crm.ui import acting, asking, parts
from crm.ui.agreement_inputs import agreed_typed, agreement_inputs
from crm.ui.drawers.drawer import drawer_foot, open_drawer

if TYPE_CHECKING:
    from collections.abc import Callable


def open_agree(amendment_id: int, number: int) -> None:
    """Open the drawer that records an agreement, and applies what was agreed to."""
    _open(amendment_id, _("Amendment no. {number} is agreed"), number, _draw_agreed)


def open_refuse(amendment_id: int, number: int) -> None:
    """Open the drawer that records a refusal."""
    _open(amendment_id, _("Amendment no. {number} is refused"), number, _draw_refused)


def _open(
    amendment_id: int, title: str, number: int, draw: Callable[[int, str], None]
) -> None:
    name = f"amendment_{amendment_id}"
    form = acting.fresh_form(name)
    inside = partial(draw, amendment_id, form)
    open_drawer(name, title.format(number=number), "edit_document", inside)


def _draw_agreed(amendment_id: int, form: str) -> None:
    me = asking.me()
    agreement_inputs("amendment", form, me.today)
    said = _("Space, price and ledger move together, or not at all.")
    st.markdown(parts.muted(said))
    save = partial(_agree, amendment_id, form)
    drawer_foot("amendment", form, save, label=_("Apply the amendment"))


def _agree(amendment_id: int, form: str) -> None:
    agreed = agreed_typed("amendment", form)
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: agree_amendment(session, me, amendment_id, agreed),
        form,
        done=_("The amendment is applied."),
    )


def _draw_refused(amendment_id: int, form: str) -> None:
    st.text_area(
        _("Why is it refused?"), key=f"amendment_refusal_{form}", max_chars=400
    )
    st.markdown(parts.muted(_("The booking stays as it was confirmed.")))
    save = partial(_refuse, amendment_id, form)
    drawer_foot("amendment", form, save, label=_("Record the refusal"))


def _refuse(amendment_id: int, form: str) -> None:
    reason = str(st.session_state[f"amendment_refusal_{form}"])
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: refuse_amendment(session, me, amendment_id, reason),
        form,
        done=_("The refusal is recorded."),
    )
