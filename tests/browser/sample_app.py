"""The screens over a pretended desk: what the browser tests start."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from crm import web  # noqa: E402  the path comes first
from crm.ui import acting, boundary, house, map  # noqa: A004, E402  the desk's own map
from tests.fakes import FakeDesk, FakeStore, make_house  # noqa: E402

map.PAGES = ROOT / "tests" / "ui" / "sample_pages"
desk = FakeDesk(is_set_up=os.environ.get("SAMPLE_SET_UP") == "yes", demonstration=True)
desk.steps = tuple((percent, "Réservations 2026") for percent in range(0, 100, 10))
desk.hold = lambda: time.sleep(float(os.environ.get("SAMPLE_PAUSE", "0")))
token = web.ConsoleToken("let me in")
store = FakeStore()


@st.dialog("Noter un appel", position="right", width=600)
def log_call() -> None:
    """Open a drawer that saves a note."""
    if acting.saved("call"):
        st.rerun()
    form = acting.form_id("call")
    field = f"call_note_{form}"
    st.text_area("Note", key=field)

    def keep() -> None:
        note = st.session_state[field]
        acting.save(lambda names: names.append(note), form, done=f"Noté : {note}")

    acting.refusal(form)
    st.button("Enregistrer", key="call_save", type="primary", on_click=keep)


sample = make_house(store, language=os.environ.get("SAMPLE_LANGUAGE", "fr"))
house.install(replace(sample, log_call=log_call))

app = st.App(
    boundary.script(),
    routes=web.routes(desk, token),
    middleware=web.middleware(desk, token, st.get_option("server.address")),
    on_script_error=boundary.on_script_error,
)
