"""Who is signed in with this browser: asked anew at every run and at every change.

A run (of the page, of a piece of it) asks once; what it draws then agrees with itself.
Whatever is saved asks again, so that nobody changes anything with a session that ended
while the page stood open.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from crm.domain.errors import SignedOutError
from crm.language import current_language, use_language
from crm.ui.house import house

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.house import Person

T = TypeVar("T")

SESSION_COOKIE = "regie_session"
WHO = "signed_in_as"
"""Where a browser's state keeps whose it is."""

_of_this_run: ContextVar[Person | None] = ContextVar("person", default=None)


def shown_token() -> str | None:
    """Return the token of this browser's cookie, as it was when the page opened."""
    return st.context.cookies.get(SESSION_COOKIE)


def begin_run() -> Person | None:
    """Ask who is signed in, for all that this run draws; None where nobody is."""
    found = house().person(shown_token())
    if found is not None and _somebody_else(found):
        # The browser came back with another's cookie: nothing of before is theirs.
        st.session_state.clear()
    if found is not None:
        st.session_state[WHO] = found.actor.user_id
    _of_this_run.set(found)
    return found


def _somebody_else(found: Person) -> bool:
    return st.session_state.get(WHO) not in {None, found.actor.user_id}


def signed_in() -> Person:
    """Return who is signed in. Raises SignedOutError where nobody is any more."""
    return _of_this_run.get() or asked_again()


def carried(work: Callable[[], T]) -> Callable[[], T]:
    """Return work that may be done outside of a run, for who is signed in now.

    The toolkit makes the files of its buttons in threads that know neither the browser
    nor its language. Whether the session still stands is asked when the work is done:
    it raises SignedOutError where it does not.
    """
    token, language = shown_token(), current_language()

    def carry() -> T:
        found = house().person(token)
        if found is None:
            raise SignedOutError
        _of_this_run.set(found)
        with use_language(language):
            return work()

    return carry


def asked_again() -> Person:
    """Return who is signed in at this instant, whatever the run was told.

    Raises SignedOutError where nobody is any more.
    """
    found = house().person(shown_token())
    if found is None or _somebody_else(found):
        raise SignedOutError
    return found
