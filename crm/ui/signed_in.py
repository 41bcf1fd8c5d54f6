"""Who is signed in with this browser, asked anew each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import SignedOutError
from crm.ui.house import house

if TYPE_CHECKING:
    from crm.ui.house import Person

SESSION_COOKIE = "regie_session"


def shown_token() -> str | None:
    """Return the token of this browser's cookie, as it was when the page opened."""
    return st.context.cookies.get(SESSION_COOKIE)


def signed_in() -> Person:
    """Return who is signed in. Raises SignedOutError where nobody is any more."""
    found = house().person(shown_token())
    if found is None:
        raise SignedOutError
    return found
