"""A draft from a spreadsheet: shown as it was understood, then saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st
from streamlit import column_config as config

from crm.domain.card_fields import TABLES, table_of
from crm.language import _, ngettext
from crm.language.card_words import field_words
from crm.language.formats import number
from crm.services.card_imports import import_card, understand_card
from crm.services.reports.rate_cards import card_template
from crm.store.queries.card_values import field_labels
from crm.ui import acting, asking, lists
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.drawers.spreadsheet import (
    choose_file,
    chosen_file,
    refused_cells,
    waits_for,
)
from crm.ui.escape import md
from crm.ui.parts import muted, section
from crm.ui.rate_card_words import card_name

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.editing import Value
    from crm.services.card_imports import UnderstoodCard
    from crm.store.queries.rate_cards import Card

SHOWN = 20


def open_import(card: Card) -> None:
    """Open the drawer that reads a spreadsheet into a draft."""
    name = f"card_import_{card.id}"
    form = acting.form_id(name)
    title = _("Import into {name}").format(name=card_name(card))
    open_drawer(name, title, "upload", lambda: _draw(card, form))


def _draw(card: Card, form: str) -> None:
    st.markdown(
        muted(
            _(
                "What the file names is replaced, what it does not name stays. A "
                "format without a price is not sold any more."
            )
        )
    )
    lists.export_button(
        "card_template",
        lambda: _template(card.title_id),
        _("rate-card-template.xlsx"),
        label=_("Template with your formats"),
    )
    content = choose_file(f"card_file_{form}")
    if content is None:
        return
    answer = asking.attempt(lambda session: _understood(session, card.id, content))
    if answer.value is None:
        st.error(md(answer.refusal), icon=":material/error:")
        return
    found, labels = answer.value
    refused_cells(found.refused, "import-refused")
    if not found.refused:
        _changes(found, labels)
    drawer_foot(
        "card_import",
        form,
        lambda: _save(card.id, form),
        label=_("Save into the draft"),
        waits_for=waits_for(
            refused=bool(found.refused),
            changes=bool(found.changes),
            unchanged=_("The file says what the draft says already."),
        ),
    )


def _template(title_id: int) -> bytes:
    with asking.reading() as session:
        return card_template(session, asking.me(), title_id)


def _understood(
    session: Session, card_id: int, content: bytes
) -> tuple[UnderstoodCard, dict[str, str]]:
    found = understand_card(session, asking.me(), card_id, content)
    named = {**found.edit.base, **found.edit.typed}
    return found, field_labels(session, asking.me(), named)


def _changes(found: UnderstoodCard, labels: dict[str, str]) -> None:
    counted = ((_(TABLES[table]), number(rows)) for table, rows in found.rows.items())
    rows = ", ".join(" ".join(pair) for pair in counted)
    many = ngettext("{number} change", "{number} changes", len(found.changes))
    note = _("rows read: {rows}").format(rows=rows)
    with section(
        many.format(number=number(len(found.changes))), note, key="import-changes"
    ):
        if not found.changes:
            return
        shown = {
            field: pair
            for field, pair in found.changes.items()
            if None not in pair or not field.startswith(("unit_", "vat_"))
        }
        frame = pd.DataFrame(
            {
                "table": [_table(field) for field in shown],
                "line": [labels.get(field, field) for field in shown],
                "before": [_value(field, pair[0]) for field, pair in shown.items()],
                "after": [_value(field, pair[1]) for field, pair in shown.items()],
            }
        )
        st.dataframe(
            frame,
            hide_index=True,
            height="content" if len(frame) <= SHOWN else 700,
            key="card_import_changes",
            alt=_("What the file would change"),
            column_config={
                "table": config.TextColumn(_("Table"), width=90),
                "line": config.TextColumn(_("Line"), width=210),
                "before": config.TextColumn(_("Before"), alignment="right", width=110),
                "after": config.TextColumn(_("After"), alignment="right", width=110),
            },
        )


def _table(field: str) -> str:
    table = table_of(field)
    return _(TABLES[table]) if table else ""


def _value(field: str, value: Value) -> str:
    if value is None and field.startswith("price_"):
        return _("not sold")
    return field_words(field, value) or "–"


def _save(card_id: int, form: str) -> None:
    content, me = chosen_file(f"card_file_{form}"), asking.me()
    if content is None:
        return
    acting.speak()
    acting.save(
        lambda session: import_card(session, me, card_id, content),
        form,
        done=_("The file is in the draft: look it through."),
    )
