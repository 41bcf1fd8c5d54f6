"""What the list of advertisers is showing, kept while one goes elsewhere.

The address tells it too, so that a link opens the same list. Filters live in the
widgets' state: a view that is picked writes them there, and so does an address that
was not written here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.companies import CompanyRole
from crm.domain.errors import DeskError
from crm.domain.views import (
    BUILT_IN,
    NAMES,
    USUAL,
    Filters,
    decode,
    encode,
    known_columns,
)
from crm.language.formats import number, parse_money
from crm.ui import acting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.money import Money
    from crm.store.queries.home_region import Home
    from crm.store.queries.saved_views import ViewRow

ALL = "all"
COLUMNS = "columns"
ADDRESS = "view"
KNOWN = frozenset({ADDRESS, COLUMNS, *NAMES.values()})
FLAGS = ("due", "mine", "uncalled", "no_mandate", "optioned")


@dataclass(frozen=True, slots=True)
class Shown:
    """The list on screen: the view it began with, its filters, its columns."""

    view: str
    filters: Filters
    columns: tuple[str, ...]


def key_of(name: str) -> str:
    """Return the key of a filter's widget."""
    return f"advertisers_{name}"


def view_code(row: ViewRow) -> str:
    """Return what a saved view is called among the built-in ones."""
    return f"v{row.id}"


def views_of(rows: Sequence[ViewRow], home: Home) -> dict[str, Shown]:
    """Return every view there is by its code; `home` is the reader's own."""
    found = {}
    for view in BUILT_IN:
        filters = view.filters
        if view.code in {"region", "sector"}:
            where = Filters(region=home.region)
            if view.code == "sector":
                where = Filters(sector_id=home.sector_id)
            if where == filters:
                continue
            filters = where
        found[view.code] = Shown(view.code, filters, USUAL)
    for row in rows:
        columns = row.columns or USUAL
        found[view_code(row)] = Shown(view_code(row), row.filters, columns)
    return found


def arrive(views: Mapping[str, Shown]) -> bool:
    """Read an address that was opened from outside; say whether its view is missing."""
    kept = acting.state()
    told = {name: st.query_params[name] for name in st.query_params if name in KNOWN}
    if not told or told == kept.get("list_address"):
        return False
    kept["list_address"] = told
    code = told.get(ADDRESS, ALL)
    code = f"v{code}" if code.isdecimal() else code
    base = views.get(code)
    shown = base or views[ALL]
    if told.keys() - {ADDRESS, COLUMNS}:
        shown = replace(shown, filters=decode(told))
    if COLUMNS in told:
        shown = replace(shown, columns=tuple(told[COLUMNS].split(",")))
    put(shown)
    return base is None


def settle(views: Mapping[str, Shown]) -> None:
    """Show what was just saved or taken away; a view that is gone shows everything."""
    picked = acting.state().pop("list_pick", None)
    if picked in views:
        st.session_state[key_of("view")] = picked
    if base() not in views:
        acting.state()["list_base"] = ALL
        st.session_state[key_of("view")] = ALL


def narrowed() -> int:
    """Count the filters that are set beyond the search and the role."""
    return len(encode(shown_now([]).filters).keys() - {"q", "role"})


def put(shown: Shown) -> None:
    """Write a list into the widgets that show it."""
    kept = acting.state()
    kept["list_base"], kept["list_columns"] = shown.view, tuple(shown.columns)
    filters = shown.filters
    for name in NAMES:
        value: Any = getattr(filters, name)
        match name:
            case "net_at_least":
                value = number(value.cents // 100) if value else ""
            case "quiet_days":
                value = str(value) if value else ""
            case "statuses":
                value = list(value)
        st.session_state[key_of(name)] = value
    st.session_state[key_of("view")] = shown.view
    st.session_state[key_of(COLUMNS)] = list(shown.columns)


def shown_now(field_ids: Sequence[int]) -> Shown:
    """Return the list as the widgets have it."""
    held = {name: st.session_state.get(key_of(name)) for name in NAMES}
    flags = {name: bool(held[name]) for name in FLAGS}
    quiet = str(held["quiet_days"] or "").strip()
    filters = Filters(
        search=str(held["search"] or "").strip(),
        role=held["role"] or CompanyRole.ADVERTISER,
        sector_id=held["sector_id"],
        owner_id=held["owner_id"],
        statuses=tuple(held["statuses"] or ()),
        department=held["department"] or "",
        region=held["region"] or "",
        tag_id=held["tag_id"],
        quiet_days=int(quiet) if quiet.isdecimal() and len(quiet) < 6 else None,
        net_at_least=_amount(str(held["net_at_least"] or "")),
        **flags,
    )
    chosen = st.session_state.get(key_of(COLUMNS))
    if chosen is None:
        chosen = acting.state().get("list_columns") or USUAL
    columns = known_columns(chosen, field_ids)
    return Shown(base(), filters, tuple(columns))


def base() -> str:
    """Return the code of the view the list began with."""
    code: str = acting.state().get("list_base") or ALL
    return code


def told(shown: Shown, views: Mapping[str, Shown]) -> dict[str, str]:
    """Return what the address of a list says."""
    known = views.get(shown.view)
    said = {}
    if shown.view != ALL and known is not None:
        said[ADDRESS] = shown.view.removeprefix("v") if _saved(shown) else shown.view
    if known is None or known.filters != shown.filters:
        said |= encode(shown.filters) or {NAMES["role"]: CompanyRole.ADVERTISER.value}
    if known is None or tuple(known.columns) != shown.columns:
        said[COLUMNS] = ",".join(shown.columns)
    return said


def tell_address(shown: Shown, views: Mapping[str, Shown]) -> None:
    """Write the list into the address, where it was changed on this page."""
    kept = acting.state()
    if not kept.pop("list_touched", False):
        return
    said = told(shown, views)
    kept["list_address"] = said
    st.query_params.from_dict(said)


def touch() -> None:
    """Note that the list was changed here, and show its first page; for callbacks."""
    acting.state()["list_touched"] = True
    st.session_state["advertisers_page"] = 1


def pick(views: Mapping[str, Shown]) -> None:
    """Show the view whose pill was touched; for callbacks."""
    acting.speak()
    code = st.session_state.get(key_of("view")) or ALL
    typed = st.session_state.get(key_of("search")) or ""
    shown = views.get(code, views[ALL])
    if not shown.filters.search:
        shown = replace(shown, filters=replace(shown.filters, search=typed))
    put(shown)
    touch()


def _saved(shown: Shown) -> bool:
    return shown.view[:1] == "v" and shown.view[1:].isdecimal()


def _amount(typed: str) -> Money | None:
    if not typed.strip():
        return None
    try:
        return parse_money(typed)
    except DeskError:
        return None
