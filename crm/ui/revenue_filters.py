"""What the revenue page counts: its selectors, its address, its kept views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import streamlit as st

from crm.domain.money import EURO
from crm.domain.revenue import Against, Basis, Segment
from crm.domain.revenue import year as whole_year
from crm.domain.revenue_views import KNOWN, RevenueView, decode, encode
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import number
from crm.language.vocabulary import word
from crm.services import saved_views
from crm.ui import acting, asking, parts
from crm.ui.escape import md

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.store.queries.saved_views import PageView

EVERYTHING = 0
"""Chosen in place of a record's number."""
PICKS = ("title_id", "support_id", "sector_id")


def arrive(today: date, *, mine: int | None) -> None:
    """Read an address that was opened from outside; else show what was shown last.

    `mine` is the rep whose figures come first where the reader follows nobody else.
    """
    kept = acting.state()
    told = {name: st.query_params[name] for name in st.query_params if name in KNOWN}
    if told and told != kept.get("revenue_told"):
        kept["revenue_told"] = told
    elif "revenue_year" in st.session_state:
        return
    found: dict[str, str] = kept.setdefault("revenue_told", {})
    put(decode(found, today), mine=mine if "rep" not in found else None)


def put(view: RevenueView, *, mine: int | None = None) -> None:
    """Write a view into the widgets that show it."""
    held: dict[str, Any] = {
        "year": view.since.year,
        "since": None if view.is_year else view.since,
        "until": None if view.is_year else view.until,
        "basis": view.basis,
        "against": view.against,
        "rep": view.rep_id or mine or EVERYTHING,
        "bought": view.by_agency,
        "segment": view.segment,
        "issue": view.issue_id,
        "currency": view.currency,
        **{name: getattr(view, name) or EVERYTHING for name in PICKS},
    }
    for name, value in held.items():
        st.session_state[f"revenue_{name}"] = value


def tell_address(view: RevenueView, today: date) -> dict[str, str]:
    """Let the address say what is shown; return what it says."""
    told = encode(view, today)
    acting.state()["revenue_told"] = told
    others = {k: v for k, v in st.query_params.items() if k not in KNOWN}
    if dict(st.query_params) != {**others, **told}:
        st.query_params.from_dict({**others, **told})
    return told


def shown_now(today: date) -> RevenueView:
    """Return what the widgets choose."""

    def held(name: str) -> Any:  # noqa: ANN401  a widget's value
        return st.session_state.get(f"revenue_{name}")

    days = whole_year(held("year") or today.year)
    since, until = held("since") or days.since, held("until") or days.until
    if until < since:
        since, until = days.since, days.until
    ids = {name: held(name) or None for name in PICKS}
    return RevenueView(
        since,
        until,
        held("basis") or Basis.PUBLISHED,
        held("against") or Against.LAST_YEAR,
        held("rep") or None,
        ids["title_id"],
        ids["support_id"],
        ids["sector_id"],
        held("bought"),
        held("segment"),
        held("issue"),
        held("currency") or EURO,
    )


def selectors(
    years: Sequence[int],
    names: Mapping[int, str],
    *,
    alone: bool,
) -> None:
    """Draw the year, what counts it and whose it is; `alone`: one rep's own first."""
    bases = {Basis.PUBLISHED: _("publication"), Basis.POSTED: _("booking")}
    everyone = _("The whole team")
    picked = st.session_state.get("revenue_year")
    offered = sorted({*years, *([picked] if picked else [])}, reverse=True)
    st.selectbox(_("Year"), offered, key="revenue_year", width=100)
    st.segmented_control(
        _("Count by date of"),
        list(Basis),
        format_func=bases.__getitem__,
        required=True,
        key="revenue_basis",
    )
    choices = [*names, EVERYTHING] if alone else [EVERYTHING, *names]
    if st.session_state.get("revenue_rep") not in choices:
        st.session_state["revenue_rep"] = choices[0]
    st.selectbox(
        _("Rep"),
        choices,
        format_func=lambda id_: names.get(id_, everyone),
        key="revenue_rep",
        width=180,
    )


def settle_currency(currencies: Sequence[str]) -> None:
    """Count the currency that was chosen, else the desk's first: never two at once."""
    if st.session_state.get("revenue_currency") not in currencies:
        st.session_state["revenue_currency"] = currencies[0]


def filters_popover(
    titles: Mapping[int, str],
    supports: Mapping[int, str],
    sectors: Mapping[int, str],
    currencies: Sequence[str],
    narrowed: int,
) -> None:
    """Draw the filters that are set now and then, how many are said on the button."""
    label = _("Filters")
    if narrowed:
        many = ngettext("{number} filter", "{number} filters", narrowed)
        label = many.format(number=number(narrowed))
    with st.popover(label, icon=":material/tune:", key="revenue_filters"):
        against = {Against.LAST_YEAR: _("last year"), Against.TARGET: _("the target")}
        st.segmented_control(
            _("Compare with"),
            list(Against),
            format_func=against.__getitem__,
            required=True,
            key="revenue_against",
        )
        first, last = st.columns(2)
        first.date_input(
            _("From"), value=None, key="revenue_since", format="DD/MM/YYYY"
        )
        last.date_input(_("To"), value=None, key="revenue_until", format="DD/MM/YYYY")
        records: tuple[tuple[str, str, Mapping[int, str]], ...] = (
            ("title_id", _("Title"), titles),
            ("support_id", _("Support"), supports),
            ("sector_id", _("Sector"), sectors),
        )
        for name, label_, choices in records:
            key = f"revenue_{name}"
            if st.session_state.get(key) not in choices:
                st.session_state[key] = EVERYTHING
            named: dict[int, str] = {EVERYTHING: _("All"), **choices}
            st.selectbox(label_, [*named], format_func=named.__getitem__, key=key)
        bought = {None: _("All"), True: _("by an agency"), False: _("direct")}
        st.selectbox(
            _("Bought"),
            list(bought),
            format_func=bought.__getitem__,
            key="revenue_bought",
        )
        if len(currencies) > 1:
            st.selectbox(_("Currency"), currencies, key="revenue_currency")
        ran = [one for one in Segment if one is not Segment.LAPSED]
        st.selectbox(
            _("Advertisers"),
            [None, *ran],
            format_func=lambda one: word(one) if one else _("All"),
            key="revenue_segment",
        )
        st.button(
            _("Show everything"),
            key="revenue_clear",
            icon=":material/filter_alt_off:",
            type="tertiary",
            on_click=clear,
        )


def clear() -> None:
    """Take every filter away but the year, its basis and the rep."""
    for name in PICKS:
        st.session_state[f"revenue_{name}"] = EVERYTHING
    for name in ("since", "until", "bought", "segment"):
        st.session_state[f"revenue_{name}"] = None


def views_popover(
    rows: Sequence[PageView], told: Mapping[str, str], today: date, mine: int | None
) -> None:
    """Draw the views that are kept, the way to keep this one, and its link."""
    with st.popover(_("Views"), icon=":material/bookmark:", key="revenue_views"):
        for row in rows:
            with st.container(
                horizontal=True, vertical_alignment="center", key=f"row-view-{row.id}"
            ):
                st.button(
                    md(row.name),
                    key=f"revenue_view_{row.id}",
                    type="tertiary",
                    icon=":material/check:" if row.told == told else None,
                    help=None if row.user_id == mine else md(row.user),
                    on_click=put,
                    args=(decode(row.told, today),),
                    width="stretch",
                )
                if row.user_id == mine:
                    st.button(
                        "",
                        key=f"revenue_view_remove_{row.id}",
                        icon=":material/delete:",
                        type="tertiary",
                        help=_("Remove the view"),
                        on_click=_remove,
                        args=(row.id,),
                    )
        form = acting.form_id("revenue_view")
        st.text_input(
            _("Name of this view"),
            key=f"revenue_view_name_{form}",
            max_chars=60,
            placeholder=_("Monday’s meeting"),
        )
        if asking.may(Right.WRITE):
            st.toggle(_("Share it with the desk"), key=f"revenue_view_shared_{form}")
        st.button(
            _("Save this view"),
            key="revenue_view_keep",
            icon=":material/bookmark_add:",
            on_click=_save,
            args=(dict(told), form),
        )
        st.markdown(parts.muted(_("The link to this page")))
        where = str(st.context.url or "").partition("?")[0].rstrip("/")
        link = f"{where}?{urlencode(told)}" if told else where
        st.code(link, language=None, wrap_lines=True)


def _save(told: dict[str, str], form: str) -> None:
    me = asking.me()
    name = str(st.session_state.get(f"revenue_view_name_{form}") or "")
    shared = bool(st.session_state.get(f"revenue_view_shared_{form}"))

    def action(session: Session) -> None:
        saved_views.save_view(
            session, me, name, told, shared=shared, page=saved_views.REVENUE
        )

    acting.save(action, form, done=_("The view is saved."))


def _remove(view_id: int) -> None:
    me = asking.me()
    acting.save(
        lambda session: saved_views.remove_view(session, me, view_id),
        done=_("The view is removed."),
    )
