"""Who is signed in with this browser: asked anew at every run and at every change.

A run (of the page, of a piece of it) asks once; what it draws then agrees with itself.
Whatever is saved asks again, so that nobody changes anything with a session that ended
while the page stood open.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import SignedOutError
from crm.ui.house import house

if TYPE_CHECKING:
    from crm.ui.house import Person

SESSION_COOKIE = "regie_session"

_of_this_run: ContextVar[Person | None] = ContextVar("person", default=None)


def shown_token() -> str | None:
    """Return the token of this browser's cookie, as it was when the page opened."""
    return st.context.cookies.get(SESSION_COOKIE)


def begin_run() -> Person | None:
    """Ask who is signed in, for all that this run draws; None where nobody is."""
    found = house().person(shown_token())
    _of_this_run.set(found)
    return found


def signed_in() -> Person:
    """Return who is signed in. Raises SignedOutError where nobody is any more."""
    return _of_this_run.get() or asked_again()


def asked_again() -> Person:
    """Return who is signed in at this instant, whatever the run was told.

    Raises SignedOutError where nobody is any more.
    """
    found = house().person(shown_token())
    if found is None:
        raise SignedOutError
    return found
