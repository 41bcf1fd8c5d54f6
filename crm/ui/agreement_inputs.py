"""Who agreed, on which day, by what means, and what was signed: the inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.language import _
from crm.language.agreement_words import MEANS, means_word
from crm.services.agreements import Agreed
from crm.services.papers import MOST_MEGABYTES, Paper

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


def agreement_inputs(
    prefix: str,
    form: str,
    today: date,
    names: Sequence[str] = (),
    first: str = "",
) -> None:
    """Draw the inputs; `names` are those who may have agreed, `first` the likeliest."""
    left, right = st.columns([2, 1])
    if names:
        left.selectbox(
            _("Agreed by"),
            list(names),
            index=names.index(first) if first in names else 0,
            key=f"{prefix}_by_{form}",
            accept_new_options=True,
            placeholder=_("Choose, or type a name"),
        )
    else:
        left.text_input(_("Agreed by"), key=f"{prefix}_by_{form}", max_chars=200)
    right.date_input(
        _("On"), today, max_value=today, format="DD/MM/YYYY", key=f"{prefix}_on_{form}"
    )
    st.pills(
        _("By what means"),
        MEANS,
        default=MEANS[0],
        required=True,
        format_func=means_word,
        key=f"{prefix}_means_{form}",
    )
    st.file_uploader(
        _("What was signed, as a PDF"),
        "pdf",
        key=f"{prefix}_paper_{form}",
        max_upload_size=MOST_MEGABYTES,
        help=_("Kept as it is, with its fingerprint; 5 MB at most."),
    )


def agreed_typed(prefix: str, form: str) -> Agreed:
    """Return what stands in the inputs; made for callbacks."""
    typed = st.session_state
    on: date = typed[f"{prefix}_on_{form}"]
    file: Any = typed.get(f"{prefix}_paper_{form}")
    return Agreed(
        by=str(typed[f"{prefix}_by_{form}"] or ""),
        on=on,
        means=str(typed[f"{prefix}_means_{form}"] or ""),
        paper=Paper(str(file.name), bytes(file.getvalue())) if file else None,
    )
