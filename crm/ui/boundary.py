"""What is started, and what is said when a page fails."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from crm.domain.errors import DeskError
from crm.language.formats import tell
from crm.ui.acting import speak, surprise_sentence
from crm.ui.escape import md

SCRIPT = Path(__file__).parent / "desk.py"


def script() -> Path:
    """Return the script of the screens, its pages found by its own map only.

    A folder `pages` beside the script turns on the toolkit's older discovery, which
    opens the very first page of a server without the frame around it.
    """
    PagesManager.uses_pages_directory = False
    return SCRIPT


def on_script_error(error: Exception) -> bool:
    """Show a refusal as its sentence, anything else as a reference; log the latter."""
    speak()
    if isinstance(error, DeskError):
        st.error(md(tell(error)), icon=":material/error:")
    else:
        st.error(md(surprise_sentence(error)), icon=":material/error:")
    return True
