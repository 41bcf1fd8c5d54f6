"""Everything kept of one contact, and their card for a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.phones import PhoneKind
from crm.domain.reaching import PhoneUse
from crm.language import _
from crm.language.formats import date_long
from crm.language.vocabulary import word
from crm.services.vcards import contact_vcf
from crm.store.queries.companies import contact_row
from crm.store.queries.contact_moves import moves_of, opposition_noted
from crm.ui import acting, asking
from crm.ui.contact_parts import (
    kind_word,
    mail_mark,
    opposed_note,
    opposed_word,
    phone_mark,
)
from crm.ui.escape import join, md
from crm.ui.parts import muted, pair, section
from crm.ui.signed_in import carried

if TYPE_CHECKING:
    from crm.domain.mailboxes import MailboxKind
    from crm.store.queries.companies import ContactRow, PhoneRow
    from crm.store.queries.contact_moves import MoveRow


def open_contact_sheet(contact_id: int, name: str) -> None:
    """Open the drawer that shows what is kept of a contact."""

    @st.dialog(md(name), position="right", width=560, icon=":material/person:")
    def drawer() -> None:
        acting.speak()
        me = asking.me()
        with asking.reading() as session:
            person = contact_row(session, me, contact_id)
            moves = moves_of(session, me, [contact_id])
            noted = opposition_noted(session, me, [contact_id])
        if person is None:
            st.markdown(muted(_("This record is not there any more.")))
            return
        opposed_note(person)
        _reach(person)
        _law(person, noted.get(contact_id, ""))
        _before(moves)
        st.download_button(
            _("Card for a telephone (.vcf)"),
            carried(lambda: _card(contact_id)),
            f"{contact_id}.vcf",
            "text/vcard",
            key=f"contact_card_{contact_id}",
            icon=":material/contact_phone:",
            on_click="ignore",
        )

    drawer()


def _card(contact_id: int) -> bytes:
    acting.speak()
    with asking.reading() as session:
        return contact_vcf(session, asking.me(), contact_id)


def _reach(person: ContactRow) -> None:
    opposed = person.opposed_on is not None
    with section(_("How to reach them"), key="sheet-reach"):
        for place, phone in enumerate(person.phones):
            mark = phone_mark(phone, opposed=opposed, kind=False)
            pair(f"sheet-phone-{place}", mark, "", muted(_use(phone)))
        mails = zip(person.emails, person.mailboxes, strict=True)
        for place, (address, kind) in enumerate(mails):
            link = join((md(address), mail_mark(address, opposed=opposed)), " · ")
            pair(f"sheet-mail-{place}", link, "", muted(_capital(kind)))
        facts = {
            _("Job"): person.job,
            _("Roles"): ", ".join(word(role) for role in person.roles),
            _("Note"): person.note,
        }
        _facts("reach", facts)


def _use(phone: PhoneRow) -> str:
    """Say what a number is for, and its type where that says more."""
    use, type_ = _capital(phone.use), kind_word(phone.kind)
    mobile = phone.use is PhoneUse.MOBILE and phone.kind == PhoneKind.MOBILE
    return use if mobile or not type_ else f"{use}, {type_}"


def _capital(kind: PhoneUse | MailboxKind) -> str:
    said = word(kind)
    return said[:1].upper() + said[1:]


def _law(person: ContactRow, noted_by: str) -> None:
    opposed = ""
    if person.opposed_on:
        to = opposed_word(person.opposed_to)
        noted = _("noted by {name}").format(name=noted_by) if noted_by else ""
        said = (date_long(person.opposed_on), to, noted)
        opposed = ", ".join(part for part in said if part)
    informed, collected = person.informed_on, person.collected_on
    with section(_("What the law asks"), key="sheet-law"):
        facts = {
            _("Where this comes from"): person.source or _("not noted"),
            _("Collected on"): date_long(collected) if collected else "",
            _("Informed on"): date_long(informed) if informed else _("not yet"),
            _("Opposed on"): opposed or _("not opposed"),
        }
        _facts("law", facts)


def _facts(key: str, facts: dict[str, str]) -> None:
    for place, (label, value) in enumerate(facts.items()):
        if value:
            pair(f"sheet-{key}-{place}", muted(label), "", value)


def _before(moves: list[MoveRow]) -> None:
    if not moves:
        return
    with section(_("Formerly"), key="sheet-moves"):
        for place, move in enumerate(moves):
            where = move.from_company or _("another company")
            until = _("until {day}").format(day=date_long(move.on))
            pair(f"sheet-move-{place}", where, "", until)
