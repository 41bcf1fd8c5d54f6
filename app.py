"""The desk. Run with `streamlit run app.py`."""

from __future__ import annotations

import os

import streamlit as st

from crm import web
from crm.services.front import FrontDesk
from crm.ui import boundary, opening

# The server beneath would believe what any neighbour says of a visitor's address.
os.environ.setdefault("FORWARDED_ALLOW_IPS", "")

desk = FrontDesk()
opening.install(desk)
token = web.ConsoleToken()
demo_for_all = os.environ.get("REGIE_DEMO") == "1"
address = st.get_option("server.address")
web.write_log()

app = st.App(
    boundary.script(),
    routes=web.routes(desk, token, demo_for_all=demo_for_all),
    middleware=web.middleware(desk, token, address, demo_for_all=demo_for_all),
    lifespan=desk.lifespan,
    on_script_error=boundary.on_script_error,
)
