"""A script that is one drawer, redrawn at every touch as a browser redraws it alone.

The toolkit's test runner redraws whole pages, which closes a drawer. Here the drawer's
body is kept and called again; once it asks for a new page it is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from crm.ui import acting
from crm.ui.drawers.again import reopen

if TYPE_CHECKING:
    from collections.abc import Callable

kept = st.session_state.setdefault("drawer", {})


def dialog(*_said: object, **_how: object) -> Callable[..., Callable[[], None]]:
    return lambda body: lambda: kept.update(body=body)


acting.speak("en")
if not kept:
    with patch.object(st, "dialog", dialog):
        reopen(st.session_state["way"])
if kept["body"]:
    try:
        kept["body"]()
    except RerunException:
        kept["body"] = None
if kept["body"] is None:
    st.markdown("closed")
acting.flash()
