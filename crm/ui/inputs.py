"""Inputs that read what French hands type."""

from __future__ import annotations

import streamlit as st

from crm.language import _, current_language
from crm.ui.escape import md

# Digits in groups, one comma or point, two decimals at most, a euro sign on either
# side. The toolkit's number input reads “12,5” as 125 and must not be used.
MONEY = (
    r"^\s*(€\s*)?-?\d{1,3}([ \u00a0\u202f.,]?\d{3})*([,.]\d{1,2})?"
    r"[ \u00a0\u202f]*(€|EUR)?\s*$"
)


def money_input(label: str, key: str, *, value: str = "", help_text: str = "") -> str:
    """Draw an input for an amount; return what was typed, for `parse_money` to read.

    The browser only helps: the service reads and refuses.
    """
    example = "1\u202f234,50" if current_language() == "fr" else "1,234.50"
    hint = _("Write an amount like {example}").format(example=example)
    typed = st.text_input(
        md(label),
        value,
        key=key,
        max_chars=24,
        placeholder=example,
        icon=":material/euro:",
        validate=(MONEY, hint),
        help=md(help_text) if help_text else None,
    )
    return typed or ""
