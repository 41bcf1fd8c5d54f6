"""A list's rows as cards, for a thumb: shown where a table would not fit.

The table stands in a container `wide-…`, the cards in one `narrow-…`: the style
sheet shows the one that suits the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from crm.ui.board import board
from crm.ui.escape import html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator


@dataclass(frozen=True, slots=True)
class Card:
    """One row: `tone` is a colour slot of the statuses; every text is escaped."""

    id: int
    name: str
    note: str
    amount: str
    under: str = ""
    status: str = ""
    tone: str = "gray"
    flag: str = ""


def wide(key: str) -> DeltaGenerator:
    """Return a container that a phone does not show."""
    return st.container(key=f"wide-{key}", gap=None)


def cards(rows: Sequence[Card], key: str) -> int | None:
    """Draw the cards; return the id of the one picked just now."""
    with st.container(key=f"narrow-{key}", gap=None):
        picked = board("".join(_card(row) for row in rows), key)
    return int(picked) if picked and picked.isdecimal() else None


def _card(row: Card) -> str:
    status = f'<i class="tag {row.tone}">{html(row.status)}</i>' if row.status else ""
    flag = f'<i class="tag red">{html(row.flag)}</i>' if row.flag else ""
    return (
        f'<div class="card" role="button" tabindex="0" data-id="{row.id}">'
        f"<div><b>{html(row.name)}</b><span>{html(row.note)}</span>{status}{flag}</div>"
        f"<div><b>{html(row.amount)}</b><span>{html(row.under)}</span></div></div>"
    )
