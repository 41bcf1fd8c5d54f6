"""The end of an opportunity: lost, and why; or won, and which booking it became."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.opportunities import LostReason
from crm.language import _
from crm.language.formats import money
from crm.language.vocabulary import word
from crm.services.opportunities import lose_opportunity, win_opportunity
from crm.store.queries.opportunities import bookings_for, opportunity
from crm.ui import acting, asking
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join
from crm.ui.parts import muted

if TYPE_CHECKING:
    from crm.store.queries.opportunity_rows import OpportunityRow


def open_lose(opportunity_id: int) -> None:
    """Open the drawer that says why an opportunity is lost."""
    name = f"lose_{opportunity_id}"
    form = acting.fresh_form(name)
    way = ("lose", opportunity_id)
    draw = partial(_draw_lose, form, opportunity_id)
    open_drawer(name, _("The opportunity is lost"), "close", draw, way=way)


def open_win(opportunity_id: int) -> None:
    """Open the drawer that says which booking an opportunity became."""
    name = f"win_{opportunity_id}"
    form = acting.fresh_form(name)
    way = ("win", opportunity_id)
    draw = partial(_draw_win, form, opportunity_id)
    open_drawer(name, _("The opportunity is won"), "check", draw, way=way)


def _about(form: str, opportunity_id: int) -> OpportunityRow | None:
    """Say which it is; the version drawn first is the one that is closed."""
    with asking.reading() as session:
        stands = opportunity(session, asking.me(), opportunity_id)
    if stands is None:
        st.markdown(muted(_("This record is not there any more.")))
        return None
    acting.aside(form).setdefault("seen", stands.version)
    acting.aside(form)["about"] = stands.advertiser
    said = muted(join((stands.name, money(stands.amount, cents=False))))
    st.markdown(join((bold(stands.advertiser), said), "  \n"))
    return stands


def _draw_lose(form: str, opportunity_id: int) -> None:
    if _about(form, opportunity_id) is None:
        return
    st.pills(_("Why?"), list(LostReason), format_func=word, key=f"lose_reason_{form}")
    st.text_area(
        _("In your words"),
        key=f"lose_words_{form}",
        max_chars=380,
        height=88,
        placeholder=_("Who decided, what they chose instead, when to ask again"),
    )
    st.markdown(muted(_("The reason is kept; the opportunity can be opened again.")))
    save = partial(_lose, form, opportunity_id)
    drawer_foot("lose", form, save, label=_("It is lost"))


def _lose(form: str, opportunity_id: int) -> None:
    reason = st.session_state.get(f"lose_reason_{form}")
    told = str(st.session_state.get(f"lose_words_{form}") or "")
    seen, me = acting.aside(form).get("seen"), asking.me()
    acting.save(
        lambda session: lose_opportunity(
            session, me, opportunity_id, reason, told, seen=seen
        ),
        form,
        done=_("Lost, and why is kept."),
    )


def _draw_win(form: str, opportunity_id: int) -> None:
    stands = _about(form, opportunity_id)
    if stands is None:
        return
    with asking.reading() as session:
        found = bookings_for(session, asking.me(), stands.company_id, stands.id)
    names = {
        row.id: " · ".join(
            part
            for part in (row.number, row.campaign, money(row.net_net, cents=False))
            if part
        )
        for row in found
    }
    own = next((row.id for row in found if row.opportunity_id), None)
    ids = list(names)
    st.selectbox(
        _("Which booking did it become?"),
        ids,
        ids.index(own) if own else None,
        format_func=lambda id_: names.get(id_, ""),
        key=f"win_booking_{form}",
        placeholder=_("None yet") if found else _("This advertiser has none"),
        disabled=not found,
    )
    said = _("Its lines count as booked: the forecast counts one intent once.")
    st.markdown(muted(said))
    save = partial(_win, form, opportunity_id)
    drawer_foot("win", form, save, label=_("It is won"))


def _win(form: str, opportunity_id: int) -> None:
    booking_id = st.session_state.get(f"win_booking_{form}")
    seen, me = acting.aside(form).get("seen"), asking.me()
    acting.save(
        lambda session: win_opportunity(
            session, me, opportunity_id, booking_id, seen=seen
        ),
        form,
        done=_("Won."),
    )
