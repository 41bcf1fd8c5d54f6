"""Audit: who changed what, from what to what, when; and that it stands unaltered."""

from __future__ import annotations

import streamlit as st

from crm.domain.roles import Right
from crm.language import _, current_language, ngettext, use_language
from crm.language.formats import number
from crm.services.reports.audit import audit_csv
from crm.store.queries.audit import (
    AuditAsked,
    changes_of_day,
    count_audit,
    kinds_there,
    list_audit,
    newest_seal,
)
from crm.store.queries.users import list_users
from crm.ui import asking, audit_parts, lists, parts
from crm.ui.map import pages_for

me = asking.me()
spoken = current_language()


def export(asked: AuditAsked) -> bytes:
    """Make the file of what the list shows."""
    with use_language(spoken), asking.reading() as session:
        return audit_csv(session, me, asked)


with asking.reading() as session:
    left, actions = parts.top()
    with left:
        parts.head(
            _("Audit"), audit_parts.conclusion(changes_of_day(session, me, me.today))
        )
    if not count_audit(session, me):
        parts.empty_state(
            "audit",
            _("Everything that is changed is told here"),
            _(
                "Who, what, from what to what, when and through which door. What is "
                "written here is neither changed nor removed."
            ),
        )
        st.stop()
    audit_parts.seal_line(session, newest_seal(session, me))
    people = {row.id: row.name for row in list_users(session)}
    asked = audit_parts.choose(people, *kinds_there(session, me))
    total = count_audit(session, me, asked)
    if me.may(Right.EXPORT) and total:
        with actions:
            lists.export_button("audit_export", lambda: export(asked), "audit.csv")
    changes = ngettext("{number} change", "{number} changes", total)
    note = changes.format(number=number(total))
    with parts.section(_("What was done"), note, key="audit"):
        window = lists.pager("audit_page", total)
        allowed = pages_for(me)
        for row in list_audit(
            session, me, asked, limit=window.limit, offset=window.offset
        ):
            audit_parts.line(row, allowed)
        if not total:
            st.markdown(parts.muted(_("No change answers these filters.")))
