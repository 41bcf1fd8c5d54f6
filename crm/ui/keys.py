"""The keyboard component, mounted once by the script."""

from __future__ import annotations

from pathlib import Path

from streamlit.components import v2

_mount = v2.component(
    "regie_keys",
    html="<i></i>",
    js=(Path(__file__).parent / "keys.js").read_text("utf-8"),
)


def listen() -> None:
    """Give the desk its keys: / and Ctrl-K search, Enter opens the first hit.

    The first field of a drawer takes the keyboard when it opens, and the toolkit's
    own letters (r reruns, c clears) do nothing.
    """
    _mount(key="keys")
