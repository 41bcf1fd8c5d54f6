"""Handing over what a person looks after; and ending them, which hands over all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import MissingError, words
from crm.language import _
from crm.language.formats import number
from crm.services.handover import hand_over
from crm.services.users import end_user
from crm.store.queries.handover import left_by, list_owned
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, md

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.store.queries.handover import Left, OwnedRow
    from crm.store.queries.users import PersonRow

ALL, SECTOR, DEPARTMENT, CHOSEN = "all", "sector", "department", "chosen"


def open_handover(row: PersonRow, people: Sequence[PersonRow]) -> None:
    """Open the drawer that hands over all, or a part, of what a person looks after."""
    name = f"handover_{row.id}"
    form = acting.form_id(name)
    title = _("What {name} looks after").format(name=row.name)
    open_drawer(name, title, "swap_horiz", lambda: _draw(row, people, form))


def _draw(row: PersonRow, people: Sequence[PersonRow], form: str) -> None:
    me = asking.me()
    with asking.reading() as session:
        owned = list_owned(session, me, row.id)
    company_ids = _choose(owned, form)
    with asking.reading() as session:
        left = left_by(session, me, row.id, company_ids)
    _what_moves(left)
    _heir(row, people, form)
    _why(form)
    label = _("Hand over")
    drawer_foot("handover", form, lambda: _save(row, company_ids, form), label=label)


def _choose(owned: Sequence[OwnedRow], form: str) -> list[int] | None:
    """Draw what goes: all, or the companies of a sector, a department, by name."""
    said = {
        ALL: _("Everything"),
        SECTOR: _("By sector"),
        DEPARTMENT: _("By department"),
        CHOSEN: _("By name"),
    }
    by = st.segmented_control(
        _("What goes"),
        list(said),
        default=ALL,
        required=True,
        format_func=said.__getitem__,
        key=f"handover_by_{form}",
    )
    if by == ALL:
        return None
    told = {row.id: row.name for row in owned}
    if by == CHOSEN:
        return st.multiselect(
            _("Advertisers"),
            list(told),
            format_func=lambda id_: md(told[id_]),
            key=f"handover_chosen_{form}",
            placeholder=_("Choose from the list"),
        )
    of = {row.id: row.sector if by == SECTOR else row.department for row in owned}
    chosen = st.multiselect(
        said[str(by)],
        sorted({value for value in of.values() if value}),
        key=f"handover_{by}_{form}",
        placeholder=_("Choose from the list"),
    )
    return [id_ for id_, value in of.items() if value in chosen]


def _what_moves(left: Left) -> None:
    """Say how much goes, before it does."""
    with parts.section(_("What goes along"), key="handover"):
        for key, label, note, ids in (
            (
                "companies",
                _("Advertisers and agencies"),
                _("their history names both"),
                left.companies,
            ),
            ("follow-ups", _("Open follow-ups"), "", left.follow_ups),
            ("opportunities", _("Open opportunities"), "", left.opportunities),
            (
                "bookings",
                _("Bookings still to run"),
                _("credits and figures stay with the credited rep"),
                left.bookings,
            ),
        ):
            parts.pair(f"moves-{key}", bold(label), note, bold(number(len(ids))))


def _heir(row: PersonRow, people: Sequence[PersonRow], form: str) -> None:
    names = {
        one.id: one.name for one in people if one.ended_on is None and one.id != row.id
    }
    st.selectbox(
        _("Who takes over"),
        list(names),
        index=None,
        format_func=lambda id_: md(names[id_]),
        key=f"handover_heir_{form}",
        placeholder=_("Choose somebody"),
    )


def _why(form: str) -> None:
    st.text_input(
        _("Why"),
        key=f"handover_reason_{form}",
        max_chars=400,
        placeholder=_("New sectors, maternity leave…"),
    )


def _save(row: PersonRow, company_ids: Collection[int] | None, form: str) -> None:
    me = asking.me()
    heir_id, reason = _typed(form)

    def action(session: Session) -> None:
        if heir_id is None:
            raise MissingError(field="heir", label=words("Who takes over"))
        hand_over(session, me, row.id, heir_id, company_ids, reason=reason)

    acting.save(action, form, done=_("Handed over, with its history."))


def open_end(row: PersonRow, people: Sequence[PersonRow]) -> None:
    """Open the drawer that ends a person and hands over all they look after."""
    name = f"end_{row.id}"
    form = acting.form_id(name)
    title = _("{name} leaves").format(name=row.name)
    open_drawer(name, title, "logout", lambda: _draw_end(row, people, form))


def _draw_end(row: PersonRow, people: Sequence[PersonRow], form: str) -> None:
    me = asking.me()
    with asking.reading() as session:
        left = left_by(session, me, row.id)
    said = _(
        "Their sessions end and their links open nothing any more; what they did stays "
        "under their name."
    )
    st.markdown(parts.muted(said))
    st.date_input(
        _("Last day"),
        me.today,
        max_value=me.today,
        format="DD/MM/YYYY",
        key=f"end_on_{form}",
        width=200,
    )
    if left.is_something:
        _what_moves(left)
        _heir(row, people, form)
    _why(form)
    drawer_foot("end", form, lambda: _end(row, form), label=_("End and hand over"))


def _end(row: PersonRow, form: str) -> None:
    me = asking.me()
    on: date = st.session_state[f"end_on_{form}"]
    heir_id, reason = _typed(form)
    acting.save(
        lambda session: end_user(session, me, row.id, on, heir_id, reason=reason),
        form,
        done=_("{name} has left; all is handed over.").format(name=row.name),
    )


def _typed(form: str) -> tuple[int | None, str]:
    heir: int | None = st.session_state.get(f"handover_heir_{form}")
    return heir, str(st.session_state.get(f"handover_reason_{form}") or "")
