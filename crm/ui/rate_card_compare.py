"""Two cards side by side: what each line was, what it is, the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st
from streamlit import column_config as config

from crm.domain.card_fields import TABLES, Table
from crm.domain.money import Money
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import money, number, percent
from crm.services.reports.rate_cards import comparison_workbook
from crm.store.queries.card_compare import compare_cards
from crm.ui import asking, lists, parts
from crm.ui.rate_card_parts import before
from crm.ui.rate_card_words import card_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.store.queries.card_compare import Compared
    from crm.store.queries.rate_cards import Card


def comparison(card: Card, cards: Sequence[Card]) -> None:
    """Draw a card beside another one: last year’s, unless one chooses."""
    others = {other.id: other for other in cards if other.id != card.id}
    if not others:
        st.markdown(parts.muted(_("There is no other card to compare with yet.")))
        return
    last = before(card, cards)
    chosen = st.selectbox(
        _("Compared with"),
        list(others),
        list(others).index(last.id) if last else 0,
        format_func=lambda id_: card_name(others[id_]),
        key=f"card_beside_{card.id}",
        width=280,
    )
    other = others[chosen]
    with asking.reading() as session:
        rows = compare_cards(session, asking.me(), other.id, card.id)
    moved = [row for row in rows if not row.is_same]
    with parts.section(
        _summary(rows, moved),
        _("{before} → {after}").format(before=card_name(other), after=card_name(card)),
        key="card-compare",
    ):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            only = st.toggle(_("Only what changed"), key="card_compare_moved")
            if asking.may(Right.EXPORT):
                lists.export_button(
                    "card_compare_export",
                    lambda: _workbook(other.id, card.id),
                    _("comparison.xlsx"),
                )
        _table(moved if only else rows, other, card)


def _workbook(before_id: int, after_id: int) -> bytes:
    with asking.reading() as session:
        return comparison_workbook(session, asking.me(), before_id, after_id)


def _summary(rows: Sequence[Compared], moved: Sequence[Compared]) -> str:
    if not moved:
        return _("Nothing differs")
    said = ngettext(
        "{number} line of {total} differs",
        "{number} lines of {total} differ",
        len(moved),
    )
    return said.format(number=number(len(moved)), total=number(len(rows)))


def _table(rows: Sequence[Compared], other: Card, card: Card) -> None:
    if not rows:
        return
    frame = pd.DataFrame(
        {
            "name": [row.name for row in rows],
            "before": [_figure(row, row.before, other) for row in rows],
            "after": [_figure(row, row.after, card) for row in rows],
            "change": [_change(row) for row in rows],
            "table": [_(TABLES[row.table]) for row in rows],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        row_height=34,
        key="card_compared",
        placeholder="",
        alt=_("Two rate cards side by side"),
        column_config={
            "name": config.TextColumn(_("Line"), width=210, pinned=True),
            "before": config.TextColumn(card_name(other), alignment="right", width=104),
            "after": config.TextColumn(card_name(card), alignment="right", width=104),
            "change": config.TextColumn(_("Difference"), alignment="right", width=96),
            "table": config.TextColumn(_("Table"), width=120),
        },
    )


def _figure(row: Compared, value: int | None, card: Card) -> str:
    if value is None:
        return "–"
    if row.is_share:
        return percent(value, plus=row.table is Table.PREMIUMS)
    return money(Money(value, card.currency), cents=value % 100 != 0)


def _change(row: Compared) -> str:
    """Say how much a line moved: in percent of a price, in points of a share."""
    if row.before is None:
        return _("new")
    if row.after is None:
        return _("dropped")
    if row.is_same:
        return "="
    if row.is_share:
        points = percent(row.after - row.before, plus=True).rstrip("%").rstrip()
        return _("{points} pt").format(points=points)
    return percent(row.change, plus=True) if row.change is not None else "–"
