"""People on screen: their numbers, how good those are, and how to write to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.phones import PhoneKind, PhoneQuality, show_phone
from crm.language import _
from crm.language.formats import date_short
from crm.language.vocabulary import word
from crm.ui.escape import Marked, bold, join, md
from crm.ui.parts import icon, mail_link, muted, row, tel_link
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.store.queries.companies import ContactRow


def number_link(raw: str, e164: str | None, extension: str | None = None) -> Marked:
    """Show a number as it is read here, linked to the dialler; else as typed."""
    if e164 is None:
        return md(raw)
    shown = show_phone(e164, extension=extension, extension_word=_("ext."))
    return tel_link(shown, e164)


def quality_word(quality: str) -> str:
    """Return what is to be said about a number; nothing about an ordinary one."""
    return {
        PhoneQuality.FICTIONAL: _("fictional"),
        PhoneQuality.UNUSUAL: _("unusual"),
        PhoneQuality.SHORT: _("short number"),
    }.get(PhoneQuality(quality), "")


def kind_word(kind: str) -> str:
    """Return what a number is, where its plan says so."""
    return {
        PhoneKind.MOBILE: _("mobile"),
        PhoneKind.FIXED: _("landline"),
        PhoneKind.VOIP: _("internet line"),
    }.get(PhoneKind(kind), "")


def contact_line(person: ContactRow, on_edit: Callable[[], None] | None = None) -> None:
    """Draw a contact: name and job, numbers and mail, roles, what they opposed.

    `on_edit` opens the way to change them, where the reader may.
    """
    reach: list[Marked] = []
    for phone in person.phones:
        link = number_link(phone.raw, phone.e164, phone.extension)
        said = quality_word(phone.quality)
        reach.append(
            join((link, Marked(f":gray-badge[{md(said)}]")), " ") if said else link
        )
    reach += [mail_link(_("write"), address) for address in person.emails]
    name = join((md(person.salutation), bold(person.name)), " ")
    with row(f"contact-{person.id}"):
        lines = [name, md(person.job), muted(join(reach))]
        st.markdown(join(lines, "  \n"), width="stretch")
        roles = join((word(role) for role in person.roles), " · ")
        marks = [Marked(f":gray-badge[{roles}]")] if roles else []
        if person.opposed_on:
            said = _("opposed {day}").format(day=date_short(person.opposed_on))
            marks.append(badge("overdue", said, "block"))
        if marks:
            st.markdown(join(marks, "  \n"), width="content", text_alignment="right")
        if on_edit and st.button(
            "",
            key=f"contact_edit_{person.id}",
            icon=":material/edit:",
            type="tertiary",
            help=_("Change {name}").format(name=person.name),
        ):
            on_edit()


def opposed_note(person: ContactRow) -> None:
    """Warn that a contact asked not to be approached."""
    if person.opposed_on:
        sentence = _("Opposed on {day}: do not approach for prospecting.")
        st.markdown(
            join(
                (
                    icon("block", "red"),
                    muted(sentence.format(day=date_short(person.opposed_on))),
                ),
                " ",
            )
        )
