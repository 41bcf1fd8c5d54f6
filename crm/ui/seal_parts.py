"""The publisher's seal on its page: the certificate there is, and how to change it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.domain.sealing import SOON
from crm.language import _
from crm.language.formats import date_long
from crm.services.sealing.certificates import remove_seal
from crm.store.queries.verifying import list_seals
from crm.ui import acting, asking, parts
from crm.ui.drawers.seal import open_seal
from crm.ui.escape import bold, join
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from crm.domain.sealing import SealRow


def seal(publisher_id: int) -> None:
    """Draw the certificate documents are sealed with."""
    me = asking.me()
    with asking.reading() as session:
        rows = list_seals(session, me, publisher_id)
    active = next((row for row in rows if row.ended_at is None), None)
    with parts.section(_("The seal"), key="seal"):
        if active is None:
            st.markdown(
                parts.muted(
                    _(
                        "None: documents go unsealed. With the publisher’s certificate "
                        "any reader of PDF shows who issued them, and that nothing "
                        "was changed."
                    )
                )
            )
        else:
            _certificate(active)
        if not me.may(Right.ADMINISTER):
            return
        with st.container(key="seal-actions", horizontal=True, gap="small"):
            if st.button(
                _("Another certificate") if active else _("Add a certificate"),
                key="seal_import",
                icon=":material/workspace_premium:",
            ):
                open_seal(publisher_id)
            if active is not None:
                with st.popover(_("Stop sealing…"), key="seal_stop", type="tertiary"):
                    said = _(
                        "The key is erased: to seal again, the file has to be imported "
                        "again. What was sealed stays sealed."
                    )
                    st.markdown(parts.muted(said))
                    st.button(
                        _("Erase the key"),
                        key="seal_remove",
                        icon=":material/delete:",
                        on_click=partial(_remove, publisher_id),
                    )


def _certificate(row: SealRow) -> None:
    now = asking.me().at
    until = _("until {day}").format(day=date_long(row.valid_until.date()))
    if now > row.valid_until:
        mark = badge("overdue", _("expired: documents go unsealed"))
    elif now + SOON > row.valid_until:
        mark = badge("expiring", until)
    else:
        mark = badge("approved", until)
    by = _("imported by {name}").format(name=row.imported_by) if row.imported_by else ""
    issued = _("issued by {issuer}").format(issuer=row.issuer)
    told = join((issued, row.key_kind, by))
    printed = _("Fingerprint {digest}").format(digest=row.fingerprint[:32])
    parts.pair("seal-row", bold(row.subject), join((told, printed), "  \n"), mark)


def _remove(publisher_id: int) -> None:
    me = asking.me()
    acting.save(
        lambda session: remove_seal(session, me, publisher_id),
        done=_("Documents are not sealed any more; the key is erased."),
    )
