"""The board: a drawing made by the server whose parts can be clicked.

It serves grids, flatplans and fill bars. A part is an element with `data-id`; give it
`tabindex="0"` and `role="button"` so that the keyboard reaches it. Everything typed by
people passes `crm.ui.escape.html` before it is put into the drawing.

Something may be begun in a drawing: the part marked `data-first` is where the keyboard
goes then, and Escape picks what `data-escape` says.
"""

from __future__ import annotations

from pathlib import Path

from streamlit.components import v2

HERE = Path(__file__).parent

# The page's fonts and tokens reach inside: styles are not isolated.
_mount = v2.component(
    "regie_board",
    html='<div class="board"></div>',
    css=(HERE / "board.css").read_text("utf-8"),
    js=(HERE / "board.js").read_text("utf-8"),
    isolate_styles=False,
)


def board(drawing: str, key: str) -> str | None:
    """Show an HTML or SVG drawing; return the `data-id` picked just now, else None.

    A pick is told once, in the run it causes.
    """
    shown = _mount(data={"html": drawing}, key=key, on_pick_change=_nothing_more)
    picked = shown.pick
    return str(picked) if picked is not None else None


def _nothing_more() -> None:
    """Make the component tell its picks: it does so only to who listens."""
