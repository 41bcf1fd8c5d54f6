"""Unfinished work: what stands in an open drawer is kept, and offered again.

The toolkit forgets a form when the browser closes or the server stops. So at every
redraw of a drawer what its widgets hold is compared with what was kept last, and one
small write keeps what is new. The next time its writer opens the same form, with this
browser or another, it is offered before anything else can be typed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.clock import paris_day
from crm.domain.drafts import UnkeptError, decode, encode
from crm.domain.errors import DeskError, SignedOutError
from crm.language import _
from crm.language.formats import clock_time, date_long, tell
from crm.services.drafts import drop_draft, keep_draft
from crm.store.queries.drafts import draft_of
from crm.ui import acting, asking, parts
from crm.ui.escape import Marked, bold, join, md
from crm.ui.house import house

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.drafts import DraftRow

Way = tuple[str | int | None, ...]
"""What reopens a form: the name of its drawer, and the records it is about."""

FORM = "*"
"""Stands in a kept key for the form's id, which changes."""
NEVER_KEPT = (
    *("password", "passphrase", "secret", "token"),
    *("call_company_", "booking_advertiser_", "opportunity_company_", "clash_"),
)
"""Beginnings of keys that are not kept: secrets, searches, choices to make anew."""
SHOWN = 240
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Filled:
    """A form on screen: what it began with, what stands in it, what was kept of it."""

    name: str
    title: str
    way: Way
    offered: DraftRow | None = None
    untouched: dict[str, Any] = field(default_factory=dict)
    stands: dict[str, Any] = field(default_factory=dict)
    kept: Mapping[str, Any] | None = None
    taken_up: bool = False

    @property
    def form(self) -> str:
        """The form's id."""
        return acting.form_id(self.name)

    def touched(self) -> dict[str, Any]:
        """Return what is not as it was drawn first."""
        return {
            key: value
            for key, value in self.stands.items()
            if key not in self.untouched or self.untouched[key] != value
        }


def opened(name: str, title: str, way: Way = ()) -> Filled:
    """Look for a draft of the form that is being opened."""
    with asking.reading() as session:
        offered = draft_of(session, asking.me(), name)
    filled = Filled(name, title, way, offered)
    if offered is not None:
        acting.state()["drafted"].add(name)
    return filled


def drawn(filled: Filled, draw: Callable[[], None]) -> None:
    """Draw a form and keep what stands in it; or the draft that is offered first."""
    if filled.offered is not None:
        _offer(filled, filled.offered)
        return
    for key, value in filled.stands.items():
        if isinstance(value, str) and key not in st.session_state:
            st.session_state[key] = value  # its widget was away for a while
    try:
        draw()
    except SignedOutError as refusal:
        _signed_out(filled, refusal)
    else:
        _keep(filled)


def leave(filled: Filled) -> None:
    """Throw away what was typed: the form was left by its own button."""
    acting.state()["aside"].pop(filled.form, None)
    _drop(filled)


def recalled(filled: Filled) -> bool:
    """Say, once, that a draft was just taken up: what stood beside it is back."""
    told, filled.taken_up = filled.taken_up, False
    return told


def throw_away(name: str) -> None:
    """Throw a draft away; made for callbacks."""
    me = asking.me()
    acting.save(lambda session: drop_draft(session, me, name), done=_("Thrown away."))
    acting.state()["drafted"].discard(name)


def _offer(filled: Filled, draft: DraftRow) -> None:
    with parts.panel("draft"):
        st.markdown(join((bold(begun(draft)), excerpt(draft)), "  \n"))
        with st.container(horizontal=True, gap="small"):
            st.button(
                _("Take it up again"),
                key="draft_take",
                type="primary",
                icon=":material/edit_note:",
                on_click=_take_up,
                args=(filled, draft),
            )
            st.button(
                _("Throw it away"),
                key="draft_drop",
                icon=":material/delete:",
                on_click=_begin_anew,
                args=(filled,),
            )


def begun(draft: DraftRow) -> str:
    """Say when a draft was begun."""
    sentence = _("You began this on {day} at {hour} and did not save it.")
    return sentence.format(
        day=date_long(paris_day(draft.begun_at)), hour=clock_time(draft.begun_at)
    )


def excerpt(draft: DraftRow) -> Marked:
    """Return the longest text somebody typed into a draft, cut where it is long."""
    typed = draft.typed.get("fields", {}).values()
    texts = [value for value in typed if isinstance(value, str) and value.strip()]
    longest = max(texts, key=len, default="")
    cut = longest if len(longest) <= SHOWN else f"{longest[:SHOWN]}…"
    return parts.muted(_("“{text}”").format(text=cut)) if cut else Marked("")


def _take_up(filled: Filled, draft: DraftRow) -> None:
    acting.speak()
    form = filled.form
    for key, value in draft.typed.get("fields", {}).items():
        known = _read(value)
        if known is not None:
            filled.stands[key.replace(FORM, form)] = known
    st.session_state.update(filled.stands)
    acting.state()["aside"][form] = _read(draft.typed.get("aside")) or {}
    filled.offered, filled.kept, filled.taken_up = None, draft.typed, True


def _begin_anew(filled: Filled) -> None:
    acting.speak()
    filled.offered = None
    _drop(filled)


def _keep(filled: Filled) -> None:
    """Write what stands in the form where it is neither untouched nor kept already."""
    form = filled.form
    for key, value in st.session_state.items():
        name = str(key)
        if form in name and not name.startswith(NEVER_KEPT):
            if name not in filled.stands:
                filled.untouched[name] = value  # as it is drawn first
            filled.stands[name] = value
    if not filled.touched():
        if filled.kept is not None:
            _drop(filled)
        return
    fields = {
        key.replace(form, FORM): written
        for key, value in filled.stands.items()
        if (written := _written(value)) is not None
    }
    about = acting.aside(form)
    typed = {"way": list(filled.way), "fields": fields, "aside": _written(about)}
    if typed == filled.kept:
        return
    label = join_words(filled.title, str(about.get("about") or ""))
    if _quietly(lambda session, me: keep_draft(session, me, filled.name, label, typed)):
        filled.kept = typed
        acting.state()["drafted"].add(filled.name)


def join_words(*said: str) -> str:
    """Join what a form is and whom it is about."""
    return " · ".join(part for part in said if part)


def _drop(filled: Filled) -> None:
    filled.kept = None
    if filled.name in acting.state()["drafted"] and _quietly(
        lambda session, me: drop_draft(session, me, filled.name)
    ):
        acting.state()["drafted"].discard(filled.name)


def _quietly(action: Callable[[Session, Actor], None]) -> bool:
    """Write a draft beside the work: no failure of it is a reason to stop the work."""
    try:
        me = asking.me()
        house().store.write(lambda session: action(session, me), me)
    except DeskError as refusal:
        _log.info("draft not written: %s", refusal)
        return False
    except Exception:  # noqa: BLE001  logged; what was typed is still on screen
        _log.exception("draft not written")
        return False
    return True


def _signed_out(filled: Filled, refusal: SignedOutError) -> None:
    """Show what was typed, to be read and copied: nobody may be asked any more."""
    acting.state()["refusal"] = None
    st.error(md(tell(refusal)), icon=":material/error:")
    st.markdown(
        parts.muted(_("What you typed is offered again once you have signed in."))
    )
    for value in filled.touched().values():
        if isinstance(value, str) and value.strip():
            st.text(value)


def _written(value: Any) -> Any:  # noqa: ANN401  any widget's value, or its JSON
    try:
        return encode(value)
    except UnkeptError:
        return None


def _read(value: Any) -> Any:  # noqa: ANN401  JSON, or any widget's value
    try:
        return decode(value)
    except (UnkeptError, ValueError):
        return None
