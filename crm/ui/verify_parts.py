"""The pieces of the page that verifies a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.sealing import Verdict
from crm.language import _, ngettext
from crm.language.formats import number
from crm.language.seal_words import about_words, seal_words, verdict_words
from crm.services.sealing.verifying import verify
from crm.ui import acting, asking, parts
from crm.ui.escape import bold, join, md
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from crm.domain.sealing import Verified
    from crm.ui.asking import Answer

LOOKS = {
    Verdict.KEPT: ("approved", "verified"),
    Verdict.FILLED: ("confirmed", "edit_document"),
    Verdict.CHANGED: ("overdue", "gpp_bad"),
    Verdict.SEALED: ("optioned", "gpp_maybe"),
    Verdict.UNKNOWN: ("reason", "help"),
}
"""The status whose colour a verdict takes, and its icon."""
KEPT = 4


def result(key: str) -> None:
    """Draw what the file of an uploader is; nothing while it holds none."""
    file: Any = st.session_state.get(key)
    if not file:
        return
    answer = _verified(str(file.file_id), str(file.name), bytes(file.getvalue()))
    if answer.value is None:
        st.error(md(answer.refusal), icon=":material/error:")
        return
    _draw(answer.value)


def how() -> None:
    """Say what the answer rests on."""
    for place, (what, how_) in enumerate(
        (
            (
                _("Byte for byte"),
                _("Every document is kept as it was issued, with its fingerprint."),
            ),
            (
                _("Filled in since"),
                _("Its fields may be filled in and signed; nothing else."),
            ),
            (
                _("The seal"),
                _(
                    "With a certificate, documents are sealed as they are issued: any "
                    "reader of PDF shows by whom."
                ),
            ),
        )
    ):
        parts.pair(f"verify-how-{place}", bold(what), how_)


def _verified(file_id: str, name: str, content: bytes) -> Answer[Verified]:
    """Verify a file once, however often the page is drawn."""
    known = acting.state().setdefault("verified", {})
    found: Answer[Verified] | None = known.get(file_id)
    if found is None:
        me = asking.me()
        with st.spinner(_("Reading the file…")):
            found = asking.attempt(lambda session: verify(session, me, name, content))
        while len(known) >= KEPT:
            known.pop(next(iter(known)))
        known[file_id] = found
    return found


def _draw(found: Verified) -> None:
    colour, icon = LOOKS[found.verdict]
    told = {
        Verdict.KEPT: _("as issued"),
        Verdict.FILLED: _("as issued, filled in since"),
        Verdict.CHANGED: _("changed"),
        Verdict.SEALED: _("sealed, not kept here"),
        Verdict.UNKNOWN: _("not ours"),
    }[found.verdict]
    with parts.section(_("The answer"), key="verify"):
        with parts.row("verify-verdict"):
            said = (badge(colour, told, icon), bold(verdict_words(found)))
            st.markdown(join(said, "  \n"), width="stretch")
            if found.document is not None:
                st.link_button(
                    _("The one we issued"),
                    f"/documents/{found.document.id}.pdf",
                    icon=":material/picture_as_pdf:",
                    key="verify_open",
                    type="tertiary",
                )
        about = about_words(found)
        if about:
            first, *others = about
            parts.pair(
                "verify-about", bold(first), join(map(parts.muted, others), "  \n")
            )
        parts.pair("verify-sha", parts.muted(f"SHA-256 {found.sha256}"))
    many = ngettext("{number} seal", "{number} seals", len(found.seals))
    note = many.format(number=number(len(found.seals)))
    with parts.section(_("Seals and signatures"), note, key="verify-seals"):
        if not found.seals:
            st.markdown(
                parts.muted(_("None: this file was neither sealed nor signed."))
            )
        for place, seal in enumerate(found.seals):
            first, *others = seal_words(seal, asking.me().at)
            lines = join(map(parts.muted, others), "  \n")
            parts.pair(f"verify-seal-{place}", bold(first), lines)
