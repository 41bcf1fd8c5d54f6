"""The desk. Run with `streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from crm import web
from crm.services.front import FrontDesk
from crm.ui import boundary
from crm.ui.house import House, install

desk = FrontDesk()
token = web.ConsoleToken()

install(
    House(
        store=desk.store,
        person=desk.person,
        title=desk.title,
        is_demonstration=desk.is_demonstration,
        search=desk.search,
    )
)

app = st.App(
    boundary.script(),
    routes=web.routes(desk, token),
    middleware=web.middleware(desk, token, st.get_option("server.address")),
    on_script_error=boundary.on_script_error,
)
