"""Sent & kept: every document as it was issued, to whom, by whom, when."""

from __future__ import annotations

import streamlit as st

from crm.domain.magazine import SHOWN_WITH_THEIR_LINE, DocumentKind
from crm.domain.roles import Right
from crm.language import LANGUAGES, _, current_language, ngettext, use_language
from crm.language.formats import moment, number
from crm.language.vocabulary import word
from crm.services.reports.documents import documents_csv
from crm.store.queries.documents import (
    Asked,
    companies_sent,
    count_kept,
    list_kept,
)
from crm.ui import asking, lists, parts
from crm.ui.escape import bold, join
from crm.ui.map import page_file
from crm.ui.paper_parts import draft_button
from crm.ui.statuses import badge

me = asking.me()
spoken = current_language()


def export(asked: Asked) -> bytes:
    """Make the file of what the list shows."""
    with use_language(spoken), asking.reading() as session:
        return documents_csv(session, me, asked)


with asking.reading() as session:
    kept = count_kept(session, me)
    title = (
        ngettext(
            "{number} document, kept as issued.",
            "{number} documents, kept as issued.",
            kept,
        ).format(number=number(kept))
        if kept
        else _("Nothing issued yet.")
    )
    left, actions = parts.top()
    with left:
        parts.head(_("Sent & kept"), title)

    if not kept:
        with parts.empty_state(
            "documents",
            _("Every document stays as it was issued"),
            _(
                "Quotes, insertion orders and media kits are kept here byte for "
                "byte: when, by whom, for whom. A reprint gives the same file."
            ),
        ):
            st.page_link(page_file("media_kit"), label=_("Make a media kit"))
    else:
        with st.container(key="filters-documents", horizontal=True, gap="small"):
            search = st.text_input(
                _("Search"),
                key="documents_search",
                type="search",
                live="200ms",
                max_chars=80,
                placeholder=_("Reference, company, SHA…"),
                persist_state="session",
            )
            kinds = st.multiselect(
                _("Kind"),
                [kind for kind in DocumentKind if kind not in SHOWN_WITH_THEIR_LINE],
                format_func=lambda kind: word(kind).capitalize(),
                key="documents_kind",
                placeholder=_("All kinds"),
                persist_state="session",
            )
            language = st.selectbox(
                _("Language"),
                ("", *LANGUAGES),
                format_func=lambda code: code.upper() or _("Both"),
                key="documents_language",
                width=120,
                persist_state="session",
            )
            companies = companies_sent(session, me)
            whose, narrowed = list(companies), lists.asked_number("company")
            company_id = st.selectbox(
                _("Company"),
                whose,
                index=whose.index(narrowed) if narrowed in companies else None,
                format_func=lambda id_: companies.get(id_, ""),
                key="documents_company",
                placeholder=_("All companies"),
            )
            day = st.date_input(
                _("Issued on"),
                None,
                max_value=me.today,
                format="DD/MM/YYYY",
                key="documents_day",
                width=160,
            )
        asked = Asked(search or "", tuple(kinds), language or "", company_id, day)
        total = count_kept(session, me, asked)
        if me.may(Right.EXPORT) and total:
            with actions:
                lists.export_button(
                    "documents_export", lambda: export(asked), "documents.csv"
                )
        note = ngettext("{number} document", "{number} documents", total)
        with parts.section(
            _("As issued"), note.format(number=number(total)), key="documents"
        ):
            window = lists.pager("documents_page", total)
            for row in list_kept(
                session, me, asked, limit=window.limit, offset=window.offset
            ):
                with parts.row(f"document-{row.id}"):
                    edition = _("edition {number}").format(number=row.edition)
                    whom = row.company or _("the market")
                    by = (
                        _("by {name}").format(name=row.issued_by)
                        if row.issued_by
                        else ""
                    )
                    first = join((badge("reason", word(row.kind)), bold(whom)), " ")
                    told = (row.reference, edition, row.language.upper())
                    when = (moment(row.issued_at), by, f"SHA {row.sha256[:10]}")
                    st.markdown(
                        join((first, parts.muted(join((*told, *when)))), "  \n"),
                        width="stretch",
                    )
                    st.link_button(
                        _("PDF"),
                        f"/documents/{row.id}.pdf",
                        icon=":material/picture_as_pdf:",
                        key=f"document_open_{row.id}",
                        type="tertiary",
                    )
                    draft_button(row.id, "document")
            if not total:
                st.markdown(parts.muted(_("No document answers these filters.")))
