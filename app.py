"""The desk. Run with `streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from crm import web
from crm.services.front import FrontDesk
from crm.ui import boundary, opening

desk = FrontDesk()
opening.install(desk)
token = web.ConsoleToken()

app = st.App(
    boundary.script(),
    routes=web.routes(desk, token),
    middleware=web.middleware(desk, token, st.get_option("server.address")),
    lifespan=desk.lifespan,
    on_script_error=boundary.on_script_error,
)
