"""The pieces every screen is made of.

Texts given to them are shown as they are: they escape what is not `Marked`. No page
writes Markdown of its own for what people typed, nor CSS, nor a colour.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import streamlit as st

from crm.ui.escape import Marked, bold, join, md

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


_ROUND = str.maketrans({"(": "%28", ")": "%29", "'": "%27", "*": "%2A"})


def muted(text: object) -> Marked:
    """Mark a text as secondary: small and grey."""
    return Marked(f":small[:gray[{md(text)}]]") if text else Marked("")


def accent(text: object) -> Marked:
    """Mark the one thing to act on: cobalt."""
    return Marked(f":blue[{md(text)}]")


def icon(name: str, colour: str = "blue") -> Marked:
    """Mark a Material icon in a colour of the theme."""
    return Marked(f":{colour}[:material/{name}:]")


def tel_link(shown: str, e164: str) -> Marked:
    """Link a telephone number, as it is shown, to the dialler."""
    number = re.sub(r"[^+0-9]", "", e164)
    bound = md(shown.replace(" ", "\u00a0"))
    return Marked(f"[{bound}](tel:{number})")


def mail_link(word: str, address: str) -> Marked:
    """Link a word to a new message; an address that cannot stand in one stays text."""
    if not re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+", address):
        return md(address)
    safe = re.sub(r"[^\w.@+-]", lambda sign: f"%{ord(sign[0]):02X}", address)
    return Marked(f"[{md(word)}](mailto:{safe})")


def mail_to(word: str, address: str, subject: str, body: str) -> Marked:
    """Link a word to a new message that is written already, for any mail program."""
    filled = f"{quote(address, safe='@')}?subject={quote(subject)}&body={quote(body)}"
    # Parentheses are let through by quoting, and would end the link.
    return Marked(f"[{md(word)}](mailto:{filled.translate(_ROUND)})")


def head(eyebrow: str, title: str, *badges: Marked, note: object = "") -> None:
    """Begin a screen: what it is in cobalt, its message, badges, a line under it."""
    with st.container(key="head", gap=None):
        st.markdown(f":small[:blue[**{md(eyebrow)}**]]")
        with st.container(
            key="head-title", horizontal=True, vertical_alignment="center", gap="small"
        ):
            st.title(md(title), anchor=False, width="content")
            if badges:
                st.markdown(join(badges, " "), width="content")
        if note:
            st.markdown(muted(note))


def top(split: float = 2.2) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the head's place and the actions' at its right; stacked on a phone."""
    left, right = st.columns([split, 1], vertical_alignment="bottom")
    actions = right.container(
        key="head-actions", horizontal=True, horizontal_alignment="right", gap="small"
    )
    return left.container(gap=None), actions


def halves(
    split: float = 2.1, *, key: str = ""
) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return a wide column and a narrow one; under one another on a phone.

    A page that has several gives each a `key`.
    """
    box = st.container(key=f"split-{key}" if key else "split")
    left, right = box.columns([split, 1], gap="large")
    return left, right


def section(title: str, note: object = "", *, key: str) -> DeltaGenerator:
    """Return a container headed by a title on an ink line, its count at the right."""
    box = st.container(gap=None)
    with box.container(
        key=f"sec-{key}",
        horizontal=True,
        vertical_alignment="bottom",
        horizontal_alignment="distribute",
        gap="xxsmall",
    ):
        st.header(md(title), anchor=False, width="content")
        if note:
            st.markdown(muted(note), width="content", text_alignment="right")
    return box


def panel(key: str) -> DeltaGenerator:
    """Return a tinted panel; at most one a screen."""
    return st.container(key=f"panel-{key}", gap="small")


def figures(key: str, columns: int = 4) -> DeltaGenerator:
    """Return the grid of a band of figures: `columns` across, two on a phone."""
    return st.grid(columns, min_column_width=140, gap="medium", key=f"figures-{key}")


def figure(
    label: str, value: object, note: object = "", *, key: str, definition: str = ""
) -> DeltaGenerator:
    """Draw a number, what it is (its definition on hover), what it compares with.

    Returns its container, for a button that opens the rows behind it.
    """
    box = st.container(key=f"fig-{key}", gap=None)
    with box:
        st.markdown(md(value))
        st.markdown(bold(label), help=md(definition) if definition else None)
        if note:
            st.markdown(muted(note))
    return box


def row(key: str, *, wrap: bool = False) -> DeltaGenerator:
    """Return a line between two hairlines."""
    return st.container(
        key=f"row-{key}",
        horizontal=True,
        vertical_alignment="center",
        gap="small",
        wrap=wrap,
    )


def pair(
    key: str, main: object, note: object = "", right: object = "", under: object = ""
) -> None:
    """Draw a list line: what at the left, how much or when at the right."""
    with row(key):
        st.markdown(_two_lines(main, note), width="stretch")
        if right or under:
            st.markdown(
                _two_lines(right, under), text_alignment="right", width="content"
            )


def _two_lines(first: object, second: object) -> Marked:
    return join((first, muted(second)), "  \n")


def warning(
    key: str, status_icon: Marked, main: object, note: object
) -> DeltaGenerator:
    """Draw a line that asks for something; returns the place of its button."""
    line = row(key)
    with line:
        st.markdown(status_icon, width="content")
        st.markdown(join((bold(main), muted(note)), " "), width="stretch")
    return line.container(width="content")


def empty_state(key: str, title: str, sentence: str) -> DeltaGenerator:
    """Say what will be here; returns the place of the button for the first step."""
    with st.container(key=f"empty-{key}", gap="xsmall"):
        st.header(md(title), anchor=False)
        st.markdown(muted(sentence))
        return st.container(horizontal=True)
