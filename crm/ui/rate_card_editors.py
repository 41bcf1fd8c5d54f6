"""A draft's tables, edited in place: prices, premiums, discounts, fees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st
from streamlit import column_config as config

from crm.domain.card_fields import COLUMNS, TABLES, Table
from crm.domain.rate_cards import RateUnit, TierKind
from crm.domain.vat import VatCategory
from crm.language import _
from crm.language.card_words import field_words
from crm.language.vocabulary import word
from crm.ui import acting, conflict, parts
from crm.ui.grid_form import grid_foot
from crm.ui.inputs import MONEY
from crm.ui.rate_card_rows import format_label
from crm.ui.table_form import TableForm

if TYPE_CHECKING:
    from crm.store.queries.card_values import Known
    from crm.store.queries.rate_cards import Card

HIDDEN = {"support", "code"}


def table_editor(card: Card, table: Table, known: Known) -> None:
    """Draw the editor of one table with its own button: what is typed is kept by it."""
    name = f"card_{table.value}_{card.id}"
    form = TableForm(
        acting.form_id(name),
        f"card_{table.value}",
        {},
        lambda _field, _value: {},
        field_words,
        name=name,
        card_id=card.id,
        table=table,
        known=known,
    )
    if form.begin(card.version) is None:
        return
    conflict.panel(form)
    st.markdown(parts.muted(_hints()[table]))
    st.data_editor(
        pd.DataFrame(
            form.given(),
            columns=list(dict.fromkeys(["code", *COLUMNS[table]])),
            dtype=object,
        ),
        key=form.editor_key(),
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        height="content",
        row_height=34,
        column_order=[column for column in COLUMNS[table] if column not in HIDDEN],
        column_config=_columns(table, known),
        placeholder="",
        alt=_(TABLES[table]),
    )
    grid_foot(form, form.typed(), f"card_{table.value}", done=_("The draft is saved."))


def _hints() -> dict[Table, str]:
    return {
        Table.PRICES: _(
            "Blank price: not sold. For a price by quantity add a line with the same "
            "format and the quantity it begins at."
        ),
        Table.PREMIUMS: _(
            "In percent of the card rate. A premium on a position is taken by itself; "
            "one without a position is asked for."
        ),
        Table.TIERS: _(
            "Each tier begins at “Starting at” and ends before “Below”; the last one "
            "is open. Frequency counts insertions, volume euros of a year’s gross, "
            "combination supports."
        ),
        Table.FEES: _("Technical fees stand outside every discount."),
    }


def _columns(table: Table, known: Known) -> dict[str, Any]:
    """Return how each column is typed; amounts are texts, so that a comma is one."""
    choices: dict[str, list[str]] = {
        "format": [format_label(form) for form in known.formats],
        "unit": [word(unit) for unit in RateUnit],
        "vat": [word(category) for category in VatCategory],
        "position": [place.name for place in known.positions],
        "scale": [word(kind) for kind in TierKind],
    }
    widths = {
        "format": 236,
        "name_fr": 176,
        "name_en": 176,
        "position": 128,
        "unit": 104,
        "from_quantity": 112,
        "price": 84,
        "vat": 100,
        "rate": 112,
    }
    found: dict[str, Any] = {}
    for column, heading in COLUMNS[table].items():
        label, width = _(heading), widths.get(column, 96)
        if column in choices:
            found[column] = config.SelectboxColumn(
                label, options=choices[column], width=width
            )
        elif column in {"price", "rate", "lower", "upper", "from_quantity"}:
            found[column] = config.TextColumn(
                label,
                width=width,
                alignment="right",
                max_chars=24,
                validate=MONEY if column == "price" else None,
            )
        else:
            found[column] = config.TextColumn(label, width=width, max_chars=200)
    return found


def draft_tables(card: Card, known: Known) -> None:
    """Draw the four tables of a draft, each under its name."""
    for place, table in zip(
        st.tabs([_(TABLES[table]) for table in Table]), Table, strict=True
    ):
        with place:
            table_editor(card, table, known)
