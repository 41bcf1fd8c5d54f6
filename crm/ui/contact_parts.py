"""People on screen: their numbers, how good those are, and how to write to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.mailboxes import MailboxKind
from crm.domain.phones import PhoneKind, PhoneQuality, show_phone
from crm.domain.reaching import PhoneUse
from crm.language import _
from crm.language.formats import date_short
from crm.language.vocabulary import word
from crm.store.queries.contact_duplicates import ContactLikeness
from crm.ui.escape import Marked, bold, join, md
from crm.ui.parts import icon, mail_link, muted, row, tel_link
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm.store.queries.companies import ContactRow, PhoneRow
    from crm.store.queries.contact_duplicates import ContactLike


BOUND = "\u00a0"
"""What keeps a mark beside what it marks, at the end of a line too."""


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


def number_words(phone: PhoneRow) -> str:
    """Say what was said a number is for, its type, and what is odd about it."""
    said = word(phone.said) if phone.said else ""
    type_ = kind_word(phone.kind)
    if phone.said is PhoneUse.MOBILE and phone.kind == PhoneKind.MOBILE:
        type_ = ""
    parts = (said, type_, quality_word(phone.quality))
    return ", ".join(part for part in parts if part)


def phone_mark(phone: PhoneRow, *, opposed: bool = False, kind: bool = True) -> Marked:
    """Mark a number: its link to the dialler, its kind, what is odd about it.

    `kind` False leaves the kind to what stands beside it. Where its owner opposed
    prospecting a red mark stands before it; the link stays, for the call they asked
    for.
    """
    link = number_link(phone.raw, phone.e164, phone.extension)
    warned = icon("block", "red") if opposed else Marked("")
    said = number_words(phone) if kind else quality_word(phone.quality)
    return join((warned, link, muted(said)), BOUND)


def mail_mark(
    address: str, kind: MailboxKind = MailboxKind.DIRECT, *, opposed: bool = False
) -> Marked:
    """Mark an address: the link that writes to it, its kind, whether one may.

    Nothing is said of somebody's own address at work.
    """
    warned = icon("block", "red") if opposed else Marked("")
    said = "" if kind is MailboxKind.DIRECT else word(kind)
    return join((warned, mail_link(_("write"), address), muted(said)), BOUND)


def contact_line(
    person: ContactRow, actions: Callable[[], None], formerly: str = ""
) -> None:
    """Draw a contact: name and job, numbers and mail, roles, what they opposed.

    `actions` draws what can be done with them, at the end of the line; `formerly`
    says where they were before.
    """
    opposed = person.opposed_on is not None
    reach = [phone_mark(phone, opposed=opposed) for phone in person.phones]
    for address, kind in zip(person.emails, person.mailboxes, strict=True):
        reach.append(mail_mark(address, kind, opposed=opposed))
    name = join((md(person.salutation), bold(person.name)), " ")
    with row(f"contact-{person.id}"):
        lines = [name, md(person.job), muted(join(reach)), muted(formerly)]
        st.markdown(join(lines, "  \n"), width="stretch")
        said = " · ".join(word(role) for role in person.roles)
        roles = md(said[:1].upper() + said[1:])
        marks = [Marked(f":gray-badge[{roles}]")] if roles else []
        if person.opposed_on:
            said = _("opposed {day}").format(day=date_short(person.opposed_on))
            marks.append(badge("overdue", said, "block"))
        if marks:
            st.markdown(join(marks, "  \n"), width="content", text_alignment="right")
        actions()


def opposed_word(to: str) -> str:
    """Say what a contact opposed: the desk's own two codes, else as it was typed."""
    return {"mailing": _("mailings"), "all": _("any prospecting")}.get(to, to)


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


def likeness_marks(likes: Sequence[ContactLike]) -> list[Marked]:
    """Mark who may be the same person already, and why; whose, where not one's own."""
    marks = []
    for like in likes:
        whom = like.name or _("a contact followed by {name}").format(
            name=like.owner or "–"
        )
        said = {
            ContactLikeness.EMAIL: _("same e-mail"),
            ContactLikeness.PHONE: _("same telephone"),
            ContactLikeness.NAME: _("same name here"),
        }
        why = ", ".join(said[one] for one in like.likenesses)
        left = _("has left") if like.has_left else ""
        where = join((whom, like.company, why, left), ", ")
        marks.append(join((badge("reason", _("Already there?"), "group"), where), " "))
    return marks
