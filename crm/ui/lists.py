"""Lists: from a row to its record, page by page, and out to a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from crm.language import _
from crm.language.formats import number
from crm.ui.acting import state
from crm.ui.escape import bold, md
from crm.ui.map import page_file
from crm.ui.parts import muted
from crm.ui.signed_in import carried

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE_SIZE = 50
SHOWN = "contact_shown"


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list to read: for LIMIT and OFFSET."""

    limit: int
    offset: int


def open_record(
    page: str,
    id: int,  # noqa: A002  the address says id
    contact_id: int | None = None,
) -> NoReturn:
    """Go to a record: its page's file name, its number, a contact to show on it."""
    address = {"id": str(id)}
    if contact_id is not None:
        address["contact"] = str(contact_id)
        state().pop(SHOWN, None)
    st.switch_page(page_file(page), query_params=address)


def page_button(key: str, label: str, page: str, **address: object) -> None:
    """Draw a name that opens a page, narrowed to what its address says."""
    with st.container(key=f"name-{key}", gap=None, width="content"):
        if st.button(bold(label), key=f"{key}_open", type="tertiary"):
            asked = {name: str(value) for name, value in address.items()}
            st.switch_page(page_file(page), query_params=asked)


def asked_number(name: str) -> int | None:
    """Return a number the address names, None where there is none."""
    asked = st.query_params.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 16 else None


def record_button(key: str, label: str, page: str, id: int) -> None:  # noqa: A002
    """Draw a name that opens its record, on the same page too."""
    with st.container(key=f"name-{key}", gap=None, width="content"):
        if st.button(bold(label), key=f"{key}_open", type="tertiary"):
            open_record(page, id)


def record_id() -> int | None:
    """Return the number in the address of a record's page, None where there is none."""
    return asked_number("id")


def linked_contact() -> int | None:
    """Return the contact the address asks to be shown, once for each address."""
    asked = st.query_params.get("contact", "")
    address = (record_id(), asked)
    if not asked.isdecimal() or len(asked) > 15 or state().get(SHOWN) == address:
        return None
    state()[SHOWN] = address
    return int(asked)


def pager(key: str, total: int, size: int = PAGE_SIZE) -> Window:
    """Draw how many there are and the pages; return the part to read.

    The page is kept while one goes elsewhere, and falls back when the list shrinks.
    """
    pages = max(1, -(-total // size))
    chosen = st.session_state.get(key)
    if isinstance(chosen, int) and chosen > pages:
        st.session_state[key] = pages
    with st.container(
        key=f"pager-{key}",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        page = int(st.session_state.get(key) or 1)
        first, last = (page - 1) * size + 1, min(page * size, total)
        if pages > 1:
            sentence = _("{first} to {last} of {total}")
            st.markdown(
                muted(
                    sentence.format(
                        first=number(first), last=number(last), total=number(total)
                    )
                ),
                width="content",
            )
            page = st.pagination(pages, key=key, persist_state="session")
    return Window(size, (page - 1) * size)


def export_button(
    key: str, make: Callable[[], bytes], file_name: str, *, label: str = ""
) -> None:
    """Draw the way out of a list: the file is made when it is asked for, not before."""
    kind = {
        "csv": "text/csv",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf": "application/pdf",
        "png": "image/png",
    }[file_name.rpartition(".")[2]]
    st.download_button(
        md(label or _("Export")),
        carried(make),
        file_name,
        kind,
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )
