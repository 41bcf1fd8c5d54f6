"""What the drawers that read a spreadsheet share: its file, and its refused cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import streamlit as st

from crm.language import _, ngettext
from crm.language.formats import number, tell
from crm.ui.escape import bold, join
from crm.ui.parts import muted, section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.errors import DeskError

SHOWN = 20
"""So many refused cells are listed; the others are counted."""


class RefusedCell(Protocol):
    """A cell of a file that cannot be read: where it stands, and why."""

    @property
    def sheet(self) -> str:
        """The sheet it stands on."""

    @property
    def place(self) -> str:
        """Its place, as a spreadsheet names it."""

    @property
    def error(self) -> DeskError:
        """Why it is refused."""


def choose_file(key: str) -> bytes | None:
    """Draw where a spreadsheet is dropped; return what was, None before."""
    st.file_uploader(
        _("Spreadsheet (.xlsx or .csv)"),
        ["xlsx", "csv"],
        key=key,
        max_upload_size=2,
        help=_("2 MB and 2,000 rows at most."),
    )
    return chosen_file(key)


def chosen_file(key: str) -> bytes | None:
    """Return the bytes of the spreadsheet that was dropped, None where none was."""
    file: Any = st.session_state.get(key)
    return bytes(file.getvalue()) if file else None


def waits_for(*, refused: bool, changes: bool, unchanged: str) -> str:
    """Say why a file cannot be saved; nothing where it can. `unchanged` says so."""
    if refused:
        return _("Mend these cells in the file, then choose it again.")
    return "" if changes else unchanged


def refused_cells(refused: Sequence[RefusedCell], key: str) -> None:
    """Draw the cells a file is refused by, each with its reason; nothing for none."""
    if not refused:
        return
    many = ngettext("{number} cell refused", "{number} cells refused", len(refused))
    with section(
        many.format(number=number(len(refused))),
        _("nothing is saved before they are mended"),
        key=key,
    ).container(gap="xsmall"):
        for cell in refused[:SHOWN]:
            place = f"{cell.sheet} {cell.place}".strip()
            said = join((bold(place), tell(cell.error)), " · ")
            st.error(said, icon=":material/error:")
        rest = len(refused) - SHOWN
        if rest > 0:
            more = ngettext("and {number} more", "and {number} more", rest)
            st.markdown(muted(more.format(number=number(rest))))
