"""The desk over a demonstration and its clock: `app.py` on the day it was loaded for.

The clock goes on from nine o'clock in Paris as the server starts.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import streamlit as st

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from crm import web  # noqa: E402  the path comes first
from crm.services.front import FrontDesk  # noqa: E402
from crm.ui import boundary, opening  # noqa: E402
from tests.factories import MORNING  # noqa: E402

if TYPE_CHECKING:
    from datetime import datetime

STARTED = monotonic()


def now() -> datetime:
    """Tell the time of the demonstration."""
    return MORNING + timedelta(seconds=monotonic() - STARTED)


desk = FrontDesk(now=now)
opening.install(desk)
token = web.ConsoleToken()

app = st.App(
    boundary.script(),
    routes=web.routes(desk, token),
    middleware=web.middleware(desk, token, st.get_option("server.address")),
    lifespan=desk.lifespan,
    on_script_error=boundary.on_script_error,
)
