"""Choosing a company inside a drawer: typed for, then clicked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.store.queries.companies import list_companies
from crm.ui import acting, asking
from crm.ui.escape import bold, join
from crm.ui.parts import icon, muted, row

if TYPE_CHECKING:
    from crm.domain.companies import CompanyRole

HITS = 6


@dataclass(frozen=True, slots=True)
class Picked:
    """The company that was chosen."""

    id: int
    name: str


def picked(form: str) -> Picked | None:
    """Return the company chosen in a form, None before."""
    beside = acting.aside(form)
    return (
        Picked(beside["picked"], beside["picked_name"]) if "picked" in beside else None
    )


def pick_company(
    form: str, label: str, *, role: CompanyRole | None = None, but: int = 0
) -> Picked | None:
    """Draw the search for a company, or the one that was chosen; return it.

    `role` keeps those that play it, `but` leaves one out.
    """
    chosen = picked(form)
    if chosen is not None:
        with row("picked_company"):
            st.markdown(icon("storefront", "gray"), width="content")
            st.markdown(
                join((muted(label), bold(chosen.name)), "  \n"), width="stretch"
            )
            st.button(
                "",
                key=f"pick_again_{form}",
                icon=":material/edit:",
                type="tertiary",
                help=_("Choose another company"),
                on_click=_pick,
                args=(form, None),
            )
        return chosen
    typed = st.text_input(
        label,
        key=f"pick_company_{form}",
        type="search",
        live="150ms",
        max_chars=80,
        placeholder=_("Name, town, telephone, SIREN…"),
    )
    if not (typed or "").strip():
        st.markdown(muted(_("Type the beginning of a name, or a number.")))
        return None
    with asking.reading() as session:
        me = asking.me()
        found = list_companies(
            session, me, search=str(typed).strip(), role=role, size=HITS + 1
        )
    found = [company for company in found if company.id != but][:HITS]
    with st.container(gap=None, key="pick_hits"):
        for company in found:
            st.button(
                join((bold(company.name), muted(company.town)), " "),
                key=f"pick_hit_{company.id}",
                type="tertiary",
                icon=":material/storefront:",
                on_click=_pick,
                args=(form, Picked(company.id, company.name)),
            )
    if not found:
        st.markdown(muted(_("Nothing for “{words}”").format(words=str(typed).strip())))
    return None


def _pick(form: str, chosen: Picked | None) -> None:
    beside = acting.aside(form)
    if chosen is None:
        beside.pop("picked", None)
    else:
        beside.update(picked=chosen.id, picked_name=chosen.name)
