"""The sections beside an advertiser's timeline: people, bookings, papers, details."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.money import total
from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import date_short, money, number
from crm.language.vocabulary import word
from crm.services.documents import issue_statement
from crm.ui import asking
from crm.ui.countries import COUNTRIES
from crm.ui.drawers.edit_company import open_edit_company
from crm.ui.drawers.opportunity import open_add_opportunity
from crm.ui.escape import Marked, bold, join, md
from crm.ui.issuing import paper_button
from crm.ui.lists import page_button, record_button
from crm.ui.parts import (
    muted,
    pair,
    row,
    section,
)
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.store.queries.booking_rows import BookingRow
    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.opportunity_rows import OpportunityRow
    from crm.store.queries.publishing import DocumentRow

BOOKINGS = 6


def bookings_section(bookings: Sequence[BookingRow]) -> None:
    """Draw the bookings, the newest first, each with where it stands."""
    shown = bookings[:BOOKINGS]
    note = _("{shown} of {total}").format(
        shown=number(len(shown)), total=number(len(bookings))
    )
    with section(_("Bookings"), note if bookings else "", key="bookings"):
        for booking in shown:
            with row(f"booking-{booking.id}"):
                with st.container(gap=None):
                    record_button(
                        f"booking_{booking.id}",
                        booking.campaign or booking.number,
                        "booking",
                        booking.id,
                    )
                    first = booking.first_published_on
                    st.markdown(
                        muted(
                            join((booking.number, date_short(first) if first else ""))
                        )
                    )
                marks = [badge(booking.status)]
                if booking.mandate_missing:
                    marks.append(badge("overdue", _("mandate missing"), "gavel"))
                st.markdown(
                    join((bold(money(booking.net_net, cents=False)), *marks), "  \n"),
                    width="content",
                    text_alignment="right",
                )
        if not bookings:
            st.markdown(muted(_("None yet: “New booking” quotes the first.")))


def opportunities_section(company_id: int, rows: Sequence[OpportunityRow]) -> None:
    """Draw the open opportunities, and the way to open another."""
    note = money(total(row.amount for row in rows), cents=False) if rows else ""
    with section(_("Opportunities"), note, key="opportunities"):
        for one in rows:
            with row(f"opportunity-{one.id}"):
                with st.container(gap=None):
                    key = f"opportunity_{one.id}"
                    record_button(key, one.name, "opportunities", one.id)
                    said = (word(one.stage), date_short(one.expected_close))
                    st.markdown(muted(join(said)))
                st.markdown(
                    bold(money(one.amount, cents=False)),
                    width="content",
                    text_alignment="right",
                )
        if not rows:
            st.markdown(muted(_("None open.")))
    if asking.may(Right.WRITE) and st.button(
        _("Open an opportunity"),
        key="opportunity_add",
        type="tertiary",
        icon=":material/trending_up:",
    ):
        open_add_opportunity(company_id)


def documents_section(
    company: CompanyCard, documents: Sequence[DocumentRow], today: date
) -> None:
    """Draw the documents as issued, each linked to its bytes; and issue the year's."""
    if not documents and not asking.may(Right.WRITE):
        return
    with section(_("Documents"), number(len(documents)), key="documents"):
        for document in documents:
            kind = word(document.kind)
            link = document_link(
                f"{kind[:1].upper()}{kind[1:]} {document.reference}", document.id
            )
            pair(
                f"document-{document.id}",
                link,
                document.issued_by,
                date_short(document.issued_at.date()),
            )
        if documents:
            page_button(
                "documents",
                _("All that was sent, by day"),
                "documents",
                company=company.id,
            )
        paper_button(
            f"statement_{company.id}",
            _("Statement {year}").format(year=str(today.year)),
            lambda session, language: issue_statement(
                session, asking.me(), company.id, today.year, language=language
            ),
            language=company.language,
        )


def document_link(name: str, document_id: int) -> Marked:
    """Link a name to a kept document."""
    return Marked(f"[{md(name)}](/documents/{document_id}.pdf)")


def details_section(company: CompanyCard, *, writes: bool) -> None:
    """Draw what a document needs: identifiers, address, language."""
    address = " ".join(x for x in (company.street, company.postcode, company.town) if x)
    facts = {
        _("Name"): company.name,
        "SIREN": company.siren,
        "SIRET": company.siret,
        _("VAT number"): company.vat_number,
        _("Address"): address,
        _("Country"): COUNTRIES.get(company.country, company.country),
        _("Group"): company.group,
        _("Language of documents"): _("French")
        if company.language == "fr"
        else _("English"),
        _("Chorus service"): company.chorus_service_code,
        _("Note"): company.note,
    }
    with section(_("Details"), key="details"):
        for place, (label, value) in enumerate(facts.items()):
            if value:
                pair(f"detail-{place}", muted(label), "", value)
    if writes and st.button(
        _("Change"), key="company_edit", type="tertiary", icon=":material/edit:"
    ):
        open_edit_company(company.id)
