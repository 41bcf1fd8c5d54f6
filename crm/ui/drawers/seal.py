"""Importing the certificate a publisher's documents are sealed with."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from crm.language import _
from crm.services.sealing.certificates import import_seal
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer


def open_seal(publisher_id: int) -> None:
    """Open the drawer that imports a certificate."""
    name = f"seal_{publisher_id}"
    form = acting.fresh_form(name)
    draw = partial(_draw, publisher_id, form)
    open_drawer(name, _("The publisher’s certificate"), "workspace_premium", draw)


def _draw(publisher_id: int, form: str) -> None:
    said = _(
        "From now on every document the desk issues is sealed with it. The key is kept "
        "encrypted; documents already issued stay as they are."
    )
    st.markdown(parts.muted(said))
    st.file_uploader(
        _("The certificate with its key (.p12 or .pfx)"),
        ["p12", "pfx"],
        key=f"seal_file_{form}",
        max_upload_size=1,
    )
    # A key that begins so is kept in no draft.
    st.text_input(
        _("Password of the file"),
        type="password",
        key=f"password_seal_{form}",
        autocomplete="off",
        max_chars=200,
    )
    waits = "" if st.session_state.get(f"seal_file_{form}") else _("Choose the file.")
    drawer_foot(
        "seal",
        form,
        partial(_save, publisher_id, form),
        label=_("Seal documents with it"),
        waits_for=waits,
    )


def _save(publisher_id: int, form: str) -> None:
    me, typed = asking.me(), st.session_state
    file: Any = typed[f"seal_file_{form}"]
    password = str(typed[f"password_seal_{form}"] or "")
    content = bytes(file.getvalue()) if file else b""
    acting.save(
        lambda session: import_seal(session, me, publisher_id, content, password),
        form,
        done=_("Documents are sealed from now on."),
    )
