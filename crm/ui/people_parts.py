"""The people of a company on its page, those who left it, and the ways to add some."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import date_short, number
from crm.services.reports.contacts import contacts_vcf
from crm.ui import acting, asking
from crm.ui.contact_actions import contact_menu
from crm.ui.contact_parts import contact_line
from crm.ui.drawers.cards_in import open_cards_in
from crm.ui.drawers.contact import open_add_contact
from crm.ui.drawers.contact_sheet import open_contact_sheet
from crm.ui.escape import bold, join
from crm.ui.lists import linked_contact, record_button
from crm.ui.parts import muted, row, section
from crm.ui.signed_in import carried

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.contact_moves import MoveRow

FIRST = 8


def contacts_section(
    company: CompanyCard, came: Sequence[MoveRow], left: Sequence[MoveRow]
) -> None:
    """Draw the people, where they were before, who left, and the ways in and out."""
    people = company.contacts
    shown = acting.state().setdefault("people", {}).get(company.id, FIRST)
    before = {move.contact_id: move for move in reversed(came)}
    with section(_("Contacts"), number(len(people)), key="contacts"):
        for person in people[:shown]:
            move = before.get(person.id)
            said = _formerly(move) if move else ""
            contact_line(person, partial(contact_menu, person), said)
        if not people:
            st.markdown(muted(_("Nobody yet. Whom does one ask for?")))
        if len(people) > shown:
            st.button(
                _("See {number} more").format(number=number(len(people) - shown)),
                key=f"people_more_{company.id}",
                type="tertiary",
                icon=":material/expand_more:",
                on_click=_see_all,
                args=(company.id,),
            )
    _gone(company, left)
    _ways(company)


def linked_contact_sheet(company: CompanyCard) -> None:
    """Open the sheet of the contact the page's address names, if they are here."""
    contact_id = linked_contact()
    for person in company.contacts:
        if person.id == contact_id:
            open_contact_sheet(person.id, person.name)


def _see_all(company_id: int) -> None:
    acting.state()["people"][company_id] = 10_000


def _formerly(move: MoveRow) -> str:
    said = _("formerly at {company}, until {day}")
    where = move.from_company or _("another company")
    return said.format(company=where, day=date_short(move.on))


def _gone(company: CompanyCard, left: Sequence[MoveRow]) -> None:
    there = {person.id for person in company.contacts}
    gone = [move for move in left if move.contact_id not in there]
    if not gone:
        return
    many = ngettext("{number} person", "{number} people", len(gone))
    note = many.format(number=number(len(gone)))
    with section(_("Formerly here"), note, key="contacts-gone"):
        for move in gone:
            with row(f"gone-{move.contact_id}"):
                said = _("left on {day}").format(day=date_short(move.on))
                st.markdown(
                    join((bold(move.contact), muted(said)), "  \n"), width="stretch"
                )
                if move.to_company:
                    record_button(
                        f"gone_{move.contact_id}",
                        move.to_company,
                        "advertiser",
                        move.to_id,
                    )


def _ways(company: CompanyCard) -> None:
    with st.container(horizontal=True, gap="small", key="contacts-ways"):
        if asking.may(Right.WRITE):
            if st.button(
                _("Add a contact"),
                key="contact_add",
                type="tertiary",
                icon=":material/person_add:",
            ):
                open_add_contact(company.id, company.shown)
            if st.button(
                _("Import cards"),
                key="cards_import",
                type="tertiary",
                icon=":material/upload:",
            ):
                open_cards_in(company.id, company.shown)
        if company.contacts and asking.may(Right.EXPORT):
            st.download_button(
                _("All cards (.vcf)"),
                carried(lambda: _cards(company.id)),
                f"contacts-{company.id}.vcf",
                "text/vcard",
                key="cards_export",
                type="tertiary",
                icon=":material/download:",
                on_click="ignore",
            )


def _cards(company_id: int) -> bytes:
    acting.speak()
    with asking.reading() as session:
        return contacts_vcf(session, asking.me(), company_id)
