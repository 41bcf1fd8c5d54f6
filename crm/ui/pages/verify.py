"""Verify a document: which one a PDF is, and whether it is as it was issued."""

from __future__ import annotations

import streamlit as st

from crm.language import _
from crm.language.formats import number
from crm.services.sealing.verifying import MOST_MEGABYTES
from crm.ui import parts, verify_parts

parts.head(_("Verify a document"), _("Is this the document we issued?"))
left, right = parts.halves(1.3)
with left:
    st.file_uploader(
        _("The PDF somebody shows you"),
        "pdf",
        key="verify_file",
        max_upload_size=MOST_MEGABYTES,
        help=_("It is read and not kept; {most} MB at most.").format(
            most=number(MOST_MEGABYTES)
        ),
    )
    verify_parts.result("verify_file")
with right, parts.section(_("What is compared"), key="verify-how"):
    verify_parts.how()
