"""A record."""

from __future__ import annotations

import streamlit as st

from crm.ui import lists, parts

number = lists.record_id()
parts.head("annonceur", f"Annonceur {number}")
lists.record_button("next", "Suivant", "advertiser", (number or 0) + 1)
if st.query_params.get("break"):
    message = "the trace is for the log"
    raise RuntimeError(message)
