"""The pieces of the list of advertisers: its conclusion, its table, its cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from crm.domain.clock import paris_day
from crm.domain.companies import CompanyStatus
from crm.domain.regions import region_name
from crm.domain.views import BUILT_IN, FIELD, Column
from crm.language import _, ngettext
from crm.language.formats import (
    date_long,
    date_short,
    day_short,
    money,
    number,
    percent,
)
from crm.language.vocabulary import word
from crm.ui.cards import Card, cards, wide
from crm.ui.field_words import shown_value
from crm.ui.lists import open_record
from crm.ui.statuses import STATUS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm.domain.money import Money
    from crm.store.queries.advertisers import AdvertiserRow
    from crm.store.queries.company_fields import FieldRow
    from crm.store.queries.home_region import Home
    from crm.store.queries.saved_views import ViewRow


def conclusion(many: int, due: int) -> str:
    """Say how many there are, and how many wait for something."""
    if not many:
        return _("No advertiser here.")
    if not due:
        said = ngettext(
            "One advertiser, nothing due.", "{many} advertisers, nothing due.", many
        )
    else:
        said = ngettext(
            "One advertiser, to follow up.",
            "{many} advertisers, {due} to follow up.",
            many,
        )
    return said.format(many=number(many), due=number(due))


def view_names(home: Home) -> dict[str, str]:
    """Return what the views that every desk has are called, where the reader is."""
    names = {view.code: _(view.name) for view in BUILT_IN}
    names["region"] = _("In {region}").format(region=region_name(home.region))
    names["sector"] = home.sector
    return names


def view_name(code: str, saved: Sequence[ViewRow], home: Home) -> str:
    """Return what a view is called: what calling it through is called."""
    names = view_names(home) | {f"v{row.id}": row.name for row in saved}
    return names.get(code, _("Advertisers"))


def advertisers_table(
    rows: Sequence[AdvertiserRow],
    year: int,
    columns: Sequence[str],
    fields: Sequence[FieldRow],
    *,
    picks: bool = False,
) -> list[int]:
    """Draw the list: a table, and on a phone cards; return the ids that are ticked."""
    with wide("advertisers"):
        ticked = _table(rows, year, columns, fields, picks=picks)
    picked = cards([_card(row) for row in rows], "advertisers_cards")
    if picked is not None:
        open_record("advertiser", picked)
    return ticked


def _table(
    rows: Sequence[AdvertiserRow],
    year: int,
    columns: Sequence[str],
    fields: Sequence[FieldRow],
    *,
    picks: bool,
) -> list[int]:
    config = st.column_config
    by_name = {f"{FIELD}{row.id}": row for row in fields}
    cells = {"name": [row.name for row in rows]}
    told: dict[str, Any] = {
        "name": config.ButtonColumn(
            _("Advertiser"),
            type="tertiary",
            alignment="left",
            width=180,
            pinned=True,
            key="advertisers_open",
            on_click=open_row,
            args=(tuple(row.id for row in rows),),
        )
    }
    known = _columns(year)
    for column in columns:
        if column in by_name:
            field = by_name[column]
            cells[column] = [_value(row, field) for row in rows]
            told[column] = config.TextColumn(_plain(field.label), width=110)
        elif column in known:
            write, told[column] = known[column]
            cells[column] = [write(row) for row in rows]
    selecting: dict[str, Any] = (
        {"on_select": "rerun", "selection_mode": "multi-row"} if picks else {}
    )
    answer: Any = st.dataframe(
        pd.DataFrame(cells),
        hide_index=True,
        height="content",
        row_height=34,
        key="advertisers_list",
        placeholder="",
        alt=_("List of advertisers"),
        column_config=told,
        **selecting,
    )
    if not picks:
        return []
    return [rows[place].id for place in answer.selection.rows if place < len(rows)]


def _columns(year: int) -> dict[str, tuple[Callable[[AdvertiserRow], Any], Any]]:
    """Return how each column is written and drawn."""
    config = st.column_config
    words = {status: _capital(word(status)) for status in CompanyStatus}

    def text(label: str, width: int) -> Any:  # noqa: ANN401  the toolkit's column
        return config.TextColumn(label, width=width)

    def amount(label: str, width: int, said: str | None = None) -> Any:  # noqa: ANN401  the toolkit's column
        return config.TextColumn(label, alignment="right", width=width, help=said)

    return {
        Column.STATUS: (
            lambda row: [words[row.status]],
            config.MultiselectColumn(
                _("Status"),
                options=list(words.values()),
                color=[STATUS[status].colour for status in CompanyStatus],
                width=104,
            ),
        ),
        Column.NEXT: (_next, text(_("Next step"), 180)),
        Column.LAST: (
            lambda row: _last(row, year),
            amount(_("Last exchange"), 110),
        ),
        Column.SECTOR: (lambda row: row.sector, text(_("Sector"), 110)),
        Column.TOWN: (lambda row: row.town, text(_("Town"), 90)),
        Column.OWNER: (lambda row: row.owner, text(_("Followed by"), 118)),
        Column.TAGS: (lambda row: ", ".join(row.beside.tags), text(_("Tags"), 130)),
        Column.PHONE: (lambda row: row.beside.phone, text(_("Telephone"), 110)),
        Column.NET: (
            lambda row: _amount(row.net),
            amount(
                _("Net {year}").format(year=year),
                76,
                _("Booked net by publication day, this year whole."),
            ),
        ),
        Column.BEFORE: (
            lambda row: _amount(row.net_before),
            amount(
                _("Net {year}").format(year=year - 1),
                76,
                _("Last year’s, as it stood a year ago today."),
            ),
        ),
        Column.CHANGE: (_change, amount(_("Difference"), 66)),
    }


def _value(row: AdvertiserRow, field: FieldRow) -> str:
    return shown_value(field.kind, row.beside.filled.get(field.id, ""))


def _plain(label: str) -> str:
    """Write a heading people typed so that the table reads no icon in it."""
    return label.replace(":", "\u2236")


def _last(row: AdvertiserRow, year: int) -> str:
    if row.beside.last is None:
        return ""
    day = paris_day(row.beside.last)
    return date_short(day) if day.year == year else date_long(day)


def open_row(ids: Sequence[int]) -> None:
    """Go to the record of the row whose name was clicked."""
    open_record("advertiser", ids[st.session_state["advertisers_open"].row])


def _card(advertiser: AdvertiserRow) -> Card:
    return Card(
        advertiser.id,
        advertiser.name,
        _next(advertiser) or advertiser.sector,
        _amount(advertiser.net),
        advertiser.town,
        _capital(word(advertiser.status)),
        STATUS[advertiser.status].colour,
    )


def _next(row: AdvertiserRow) -> str:
    if row.next_step is None:
        return ""
    return f"{day_short(row.next_step.due_on)}, {row.next_step.reason}"


def _amount(amount: Money) -> str:
    return money(amount, cents=False) if amount else ""


def _change(row: AdvertiserRow) -> str:
    return "" if row.change is None else percent(row.change, plus=True)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
