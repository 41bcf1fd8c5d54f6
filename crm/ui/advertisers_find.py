"""Finding advertisers: the search, the filters, the columns, the views as pills."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.companies import CompanyRole, CompanyStatus
from crm.domain.regions import DEPARTMENTS, REGIONS, region_name
from crm.domain.views import FIELD, USUAL, Column
from crm.language import _
from crm.language.formats import number
from crm.language.vocabulary import word
from crm.ui import list_state as state
from crm.ui import parts
from crm.ui.advertisers_parts import view_names
from crm.ui.escape import md

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm.domain.views import Filters
    from crm.store.queries.company_fields import FieldRow
    from crm.store.queries.home_region import Home
    from crm.store.queries.saved_views import ViewRow
    from crm.ui.list_state import Shown

ALWAYS = {"all", "mine", "due"}
COUNTED = 10_000
"""Beyond as many advertisers the views are told without their counts."""


def column_words() -> dict[str, str]:
    """Return what the columns are called where they are chosen."""
    return {
        Column.STATUS: _("Status"),
        Column.NEXT: _("Next step"),
        Column.LAST: _("Last exchange"),
        Column.SECTOR: _("Sector"),
        Column.TOWN: _("Town"),
        Column.OWNER: _("Followed by"),
        Column.TAGS: _("Tags"),
        Column.PHONE: _("Telephone"),
        Column.NET: _("Net this year"),
        Column.BEFORE: _("Net last year"),
        Column.CHANGE: _("Difference"),
    }


def search_box() -> None:
    """Draw the search, which waits for the typing to pause."""
    st.text_input(
        _("Search"),
        key=state.key_of("search"),
        type="search",
        live="300ms",
        max_chars=80,
        label_visibility="collapsed",
        placeholder=_("Name, town, telephone, SIREN…"),
        persist_state="session",
        on_change=state.touch,
    )


def filters_popover(
    sectors: Mapping[int, str],
    team: Mapping[int, str],
    tags: Mapping[int, str],
    narrowed: int,
) -> None:
    """Draw what the list can be narrowed by, all of it together."""
    label = _("Filters")
    with st.popover(
        f"{label} · {number(narrowed)}" if narrowed else label,
        icon=":material/tune:",
        key="advertisers_tune",
        width="stretch",
    ):
        _choices(sectors, team, tags)
        _figures()
        for name, label in (
            ("mine", _("Followed by me")),
            ("due", _("With a follow-up due")),
            ("uncalled", _("Never called")),
            ("no_mandate", _("Mandate missing")),
            ("optioned", _("With an option")),
        ):
            st.checkbox(
                label,
                key=state.key_of(name),
                persist_state="session",
                on_change=state.touch,
            )


def _choices(
    sectors: Mapping[int, str], team: Mapping[int, str], tags: Mapping[int, str]
) -> None:
    st.segmented_control(
        _("Role"),
        [CompanyRole.ADVERTISER, CompanyRole.AGENCY],
        default=None
        if state.key_of("role") in st.session_state
        else CompanyRole.ADVERTISER,
        format_func=word,
        key=state.key_of("role"),
        persist_state="session",
        on_change=state.touch,
    )
    st.pills(
        _("Status"),
        list(CompanyStatus),
        selection_mode="multi",
        format_func=_capital,
        key=state.key_of("statuses"),
        persist_state="session",
        on_change=state.touch,
    )
    regions = sorted(REGIONS, key=region_name)
    everything: dict[str, tuple[str, Mapping[Any, str], str]] = {
        "sector_id": (_("Sector"), sectors, _("All sectors")),
        "owner_id": (_("Followed by"), team, _("Everybody")),
        "region": (_("Region"), {r: region_name(r) for r in regions}, _("Everywhere")),
        "department": (_("Department"), {d: d for d in DEPARTMENTS}, _("All of them")),
        "tag_id": (_("Tag"), tags, _("Any tag")),
    }
    columns = st.columns(2, gap="small")
    for place, (name, (label, told, nothing)) in enumerate(everything.items()):
        empty = "" if name in {"region", "department"} else None
        columns[place % 2].selectbox(
            label,
            [empty, *told],
            format_func=partial(_told, told, nothing),
            key=state.key_of(name),
            persist_state="session",
            on_change=state.touch,
        )


def _told(told: Mapping[Any, str], nothing: str, id_: Any) -> str:  # noqa: ANN401  a key
    return md(told[id_]) if id_ in told else nothing


def _figures() -> None:
    left, right = st.columns(2, gap="small")
    left.text_input(
        _("No contact for … days"),
        key=state.key_of("quiet_days"),
        max_chars=4,
        placeholder="60",
        persist_state="session",
        on_change=state.touch,
    )
    right.text_input(
        _("Net this year at least"),
        key=state.key_of("net_at_least"),
        max_chars=14,
        placeholder="5 000 €",
        persist_state="session",
        on_change=state.touch,
    )


def columns_popover(fields: Sequence[FieldRow]) -> None:
    """Draw the columns to choose from; their order is fixed."""
    said = column_words() | {f"{FIELD}{row.id}": md(row.label) for row in fields}
    with st.popover(
        "",
        icon=":material/view_column:",
        key="advertisers_columns_open",
        help=_("Columns"),
    ):
        st.pills(
            _("Columns"),
            list(said),
            selection_mode="multi",
            default=None if state.key_of("columns") in st.session_state else USUAL,
            format_func=lambda column: said[column],
            key=state.key_of("columns"),
            persist_state="session",
            on_change=state.touch,
        )
        st.markdown(parts.muted(_("The name always stands first.")))


def view_pills(
    views: Mapping[str, Shown],
    rows: Sequence[ViewRow],
    mine: int | None,
    count: Callable[[Filters], int],
    home: Home,
) -> None:
    """Draw the views, each with how many it holds; empty ones are left out."""
    said = {code: md(name) for code, name in view_names(home).items()}
    for row in rows:
        who = "" if row.user_id == mine else f" ({row.user})"
        said[state.view_code(row)] = md(row.name + who)
    small = count(views["all"].filters) <= COUNTED
    counts = {code: count(shown.filters) for code, shown in views.items() if small}
    chosen = state.base()
    offered = [
        code
        for code in views
        if code in ALWAYS or code == chosen or code[:1] == "v" or counts.get(code, 1)
    ]
    label = {
        code: f"{said[code]} · {number(counts[code])}" if small else said[code]
        for code in offered
    }
    st.pills(
        _("View"),
        offered,
        default=None if state.key_of("view") in st.session_state else "all",
        format_func=lambda code: label[code],
        key=state.key_of("view"),
        label_visibility="collapsed",
        persist_state="session",
        on_change=state.pick,
        args=(views,),
    )


def _capital(status: CompanyStatus) -> str:
    said = word(status)
    return said[:1].upper() + said[1:]
