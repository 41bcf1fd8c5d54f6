"""One way to act: one transaction, saved once, told in a sentence.

Called from callbacks. A running script can be interrupted at any touch of `st` or of
its session state, so inputs are read before and nothing of `st` is touched inside the
action; what is to be said afterwards waits in a plain dictionary.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from uuid import uuid4

import streamlit as st

from crm.domain.errors import ConflictError, DeskError
from crm.language import _, current_language, set_language
from crm.language.formats import tell
from crm.services.drafts import drop_draft
from crm.ui import signed_in
from crm.ui.escape import md
from crm.ui.house import house

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a form was not saved, and the field it is about, where there is one."""

    form_id: str
    sentence: str
    field: str | None = None


def state() -> dict[str, Any]:
    """Return the plain dictionary of this visitor's session."""
    kept: dict[str, Any] = st.session_state.setdefault(
        "ui",
        {
            "forms": {},
            "toasts": [],
            "refusal": None,
            "saved": [],
            "clashes": {},
            "aside": {},
            "drafted": set(),
            "told": None,
        },
    )
    return kept


def aside(form_id: str) -> dict[str, Any]:
    """Return what a form knows beside its widgets; kept with its draft."""
    beside: dict[str, Any] = state()["aside"].setdefault(form_id, {})
    return beside


def speak(language: str | None = None) -> None:
    """Speak the visitor's language in this thread; given one, remember it.

    Callbacks and fragments run in threads of their own, where the language of the
    page has not been set.
    """
    kept = state()
    kept["language"] = language or kept.get("language", current_language())
    set_language(kept["language"])


def fragment(draw: Callable[P, R]) -> Callable[P, R]:
    """Redraw this piece alone when it is touched, in the visitor's language."""

    @wraps(draw)
    def draw_in_language(*args: P.args, **kwargs: P.kwargs) -> R:
        speak()
        signed_in.begin_run()
        return draw(*args, **kwargs)

    return st.fragment(draw_in_language)


def refreshed(every: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Redraw a piece by itself every so often ("0.5s"), as `fragment` does."""

    def make(draw: Callable[P, R]) -> Callable[P, R]:
        @wraps(draw)
        def draw_in_language(*args: P.args, **kwargs: P.kwargs) -> R:
            speak()
            signed_in.begin_run()
            return draw(*args, **kwargs)

        return st.fragment(draw_in_language, run_every=every)

    return make


def form_id(name: str) -> str:
    """Return the identity of a form being filled in: part of its widgets' keys."""
    forms: dict[str, str] = state()["forms"]
    return forms.setdefault(name, uuid4().hex)


def fresh_form(name: str) -> str:
    """Begin a form anew: what was typed in it is gone."""
    state()["forms"].pop(name, None)
    return form_id(name)


def attempt(callback: Callable[[], object], form_id: str) -> None:
    """Run a callback; a refusal before anything was saved is said as one of saving."""
    speak()
    try:
        callback()
    except DeskError as refusal:
        state()["refusal"] = Refusal(form_id, tell(refusal), refusal.field)


def save(
    action: Callable[[Any], object], form_id: str | None = None, *, done: str = ""
) -> bool:
    """Run action(session) in one transaction, and keep what to say about it.

    Saved twice under one form id, it is done and said once, and its draft goes with
    it. A refusal keeps what was typed and its sentence, a conflict also what to choose
    between; anything unforeseen is logged with a reference, and only the
    reference is shown. Returns whether it is saved; `done` is the toast that says so.
    """
    kept = state()
    speak()
    identity = form_id or ""
    kept["refusal"], before, kept["saved"] = None, kept["saved"], []
    named = [name for name, known in kept["forms"].items() if known == form_id]
    try:
        actor = signed_in.asked_again().actor

        def with_its_draft(session: Any) -> None:  # noqa: ANN401  the store's session
            action(session)
            for name in kept["drafted"].intersection(named):
                drop_draft(session, actor, name)

        house().store.write(with_its_draft, actor, form_id=form_id)
    except ConflictError as conflict:
        kept["clashes"][identity] = conflict.clash
    except DeskError as refusal:
        kept["refusal"] = Refusal(identity, tell(refusal), refusal.field)
    except Exception as surprise:  # noqa: BLE001  an escape blanks the whole page
        sentence = surprise_sentence(surprise) + " " + _("Nothing was saved.")
        kept["refusal"] = Refusal(identity, sentence)
    else:
        for name in named:
            del kept["forms"][name]
        for beside in ("clashes", "aside"):
            kept[beside].pop(identity, None)
        kept["drafted"].difference_update(named)
        kept["saved"] = named or before  # a second click must not keep the drawer open
        if done and (form_id is None or kept["told"] != form_id):
            kept["toasts"].append(done)
        kept["told"] = form_id  # a second click is not told a second time
        return True
    return False


def surprise_sentence(surprise: BaseException) -> str:
    """Log something unforeseen with its trace; return what may be shown of it."""
    reference = uuid4().hex[:8]
    _log.error("unforeseen, reference %s", reference, exc_info=surprise)
    sentence = _("Something went wrong (reference {reference}).")
    return sentence.format(reference=reference)


def saved(name: str) -> bool:
    """Say, once, that the form of this name was just saved: its drawer may close."""
    kept = state()
    if name not in kept["saved"]:
        return False
    kept["saved"].remove(name)
    return True


def refused(form_id: str) -> Refusal | None:
    """Take why this form was not saved, to be shown where it was asked for."""
    kept = state()
    found: Refusal | None = kept["refusal"]
    if found is None or found.form_id != form_id:
        return None
    kept["refusal"] = None
    return found


def refusal(form_id: str) -> Refusal | None:
    """Show in place why this form was not saved; return it for its field."""
    found = refused(form_id)
    if found is not None:
        st.error(md(found.sentence), icon=":material/error:")
    return found


def flash() -> None:
    """Show what is still to be said: once, at the top of the page."""
    kept = state()
    toasts, kept["toasts"] = kept["toasts"], []
    for sentence in toasts:
        st.toast(md(sentence), icon=":material/check:", duration="long")
    found: Refusal | None = kept["refusal"]
    kept["refusal"] = None
    if found is not None:
        st.error(md(found.sentence), icon=":material/error:")
