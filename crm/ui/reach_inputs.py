"""Telephones and e-mails being typed: each in a line of its own, with what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.mailboxes import MailboxKind
from crm.domain.reaching import (
    PhoneUse,
    guess_mailbox,
    guess_number,
    split_kind,
    with_kind,
)
from crm.language import _
from crm.language.vocabulary import word
from crm.services.companies import PHONE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum

GUESSED = ""
"""Chosen where nobody says what a number or an address is: it is guessed."""
PLACES = 5
"""How many telephones, and how many e-mails, a form holds."""


def phone_input(key: str, kind_key: str, *, first: bool) -> None:
    """Draw the input of a number, and beside it of what it is for."""
    text, kind = st.columns([3, 2], gap="small", vertical_alignment="bottom")
    text.text_input(
        _("Telephone"),
        key=key,
        type="phone",
        max_chars=60,
        placeholder=PHONE,
        label_visibility="visible" if first else "collapsed",
    )
    typed = str(st.session_state.get(key) or "")
    if not typed.strip():
        return
    guessed = guess_number(typed)
    with kind:
        _kind_input(kind_key, list(PhoneUse), guessed, first=first)


def mail_input(key: str, kind_key: str, *, first: bool) -> None:
    """Draw the input of an address, and beside it of what it is."""
    text, kind = st.columns([3, 2], gap="small", vertical_alignment="bottom")
    text.text_input(
        _("E-mail"),
        key=key,
        max_chars=200,
        label_visibility="visible" if first else "collapsed",
    )
    typed = str(st.session_state.get(key) or "")
    if not typed.strip():
        return
    guessed = guess_mailbox(typed)
    with kind:
        _kind_input(kind_key, list(MailboxKind), guessed, first=first)


def _kind_input(
    key: str, kinds: Sequence[StrEnum], guessed: StrEnum | None, *, first: bool
) -> None:
    def shown(option: str) -> str:
        if option != GUESSED:
            return _capital(next(kind for kind in kinds if kind == option))
        said = _("{kind} (guessed)")
        return said.format(kind=_capital(guessed)) if guessed else "–"

    st.selectbox(
        _("What it is"),
        [GUESSED, *(kind.value for kind in kinds)],
        format_func=shown,
        key=key,
        label_visibility="visible" if first else "collapsed",
    )


def typed_reach(key: str, kind_key: str, kinds: type[StrEnum]) -> str:
    """Return what is typed of a number or an address, with what it was said to be."""
    text = str(st.session_state.get(key) or "").strip()
    chosen = st.session_state.get(kind_key)
    return with_kind(text, kinds(chosen)) if text and chosen else text


def reach_widgets(
    field: str, texts: Sequence[str], kinds: type[StrEnum]
) -> dict[str, str]:
    """Return what the inputs of a field hold for its numbers or addresses."""
    held = {}
    for place in range(max(PLACES, len(texts))):
        parted = split_kind(texts[place] if place < len(texts) else "", kinds)
        held[f"{field}{place}"] = parted[0]
        held[f"{field}{place}_kind"] = parted[1].value if parted[1] else GUESSED
    return held


def places_drawn(texts: Sequence[str]) -> int:
    """Return how many inputs are drawn: those filled, and one more."""
    filled = [place for place, text in enumerate(texts) if text.strip()]
    return min(max(filled, default=-1) + 2, PLACES)


def _capital(kind: StrEnum) -> str:
    said = word(kind)
    return said[:1].upper() + said[1:]
