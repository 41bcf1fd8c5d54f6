"""A file that was just chosen: read once, outside of any transaction."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.errors import DeskError
from crm.language import _
from crm.language.formats import tell
from crm.services.papers import Paper
from crm.services.preflight import inspect
from crm.ui import acting
from crm.ui.escape import md

if TYPE_CHECKING:
    from crm.domain.preflight import FileFacts, FileKind

KEPT = 4


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A file and what was read in it, or why it cannot be used."""

    paper: Paper
    read: FileFacts | None = None
    refusal: DeskError | None = None


def looked_at(key: str, taken: tuple[FileKind, ...]) -> LookedAt | None:
    """Read the file an uploader holds, None while it holds none.

    The same file is read once, however often its page is drawn. A refusal is shown.
    """
    file: Any = st.session_state.get(key)
    if not file:
        return None
    paper = Paper(str(file.name), bytes(file.getvalue()))
    known = acting.state().setdefault("looked", {})
    name = (sha256(paper.content).hexdigest(), taken)
    found: LookedAt | None = known.get(name)
    if found is None or found.paper.name != paper.name:
        with st.spinner(_("Reading the file…")):
            found = _look(paper, taken)
        while len(known) >= KEPT:
            known.pop(next(iter(known)))
        known[name] = found
    if found.refusal is not None:
        st.error(md(tell(found.refusal)), icon=":material/error:")
    return found


def _look(paper: Paper, taken: tuple[FileKind, ...]) -> LookedAt:
    try:
        return LookedAt(paper, inspect(paper.name, paper.content, taken))
    except DeskError as refusal:
        return LookedAt(paper, refusal=refusal)
