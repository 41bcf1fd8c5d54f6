"""An e-mail that carries a kept document, written and not sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.companies import ContactRole
from crm.domain.errors import UnknownError
from crm.domain.magazine import DocumentKind
from crm.domain.mail_drafts import (
    Attachment,
    Letter,
    Party,
    mail_address,
    write_draft,
)
from crm.domain.mailboxes import MailboxKind
from crm.domain.roles import Right
from crm.language import LANGUAGES, _, current_language, use_language
from crm.language.vocabulary import word
from crm.services.documents.words import person
from crm.store.queries.addressing import addressed
from crm.store.queries.companies import company_card
from crm.store.queries.publishing import document

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.addressing import Addressed
    from crm.store.queries.companies import CompanyCard, ContactRow
    from crm.store.queries.publishing import DocumentRow

MEDIA_TYPE = "message/rfc822"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as a file, and to whom it is addressed; nobody where `to` is empty."""

    file_name: str
    content: bytes
    to: str


def draft_of(session: Session, actor: Actor, document_id: int) -> Draft:
    """Write the e-mail that sends a kept document, as whoever asks would sign it.

    It is in the language of its company and addressed to one of its people who has
    not objected to being written to; without one it has no addressee yet. Raises
    NotYoursError for who may not write, UnknownError.
    """
    actor.require(Right.WRITE)
    found = document(session, actor, document_id)
    if found is None:
        raise UnknownError
    row, content = found
    about = addressed(session, actor, document_id)
    company = company_card(session, actor, row.company_id) if row.company_id else None
    if row.company_id and company is None:
        raise UnknownError
    spoken = company.language if company else row.language
    to = whom(company, about.contact_id) if company else None
    with use_language(spoken if spoken in LANGUAGES else "en"):
        letter = _letter(session, actor, row, about, company, to)
    file = Attachment(row.file_name, row.media_type, content)
    stem = row.file_name.rpartition(".")[0] or row.file_name
    addressee = letter.to.address if letter.to else ""
    return Draft(f"{stem}.eml", write_draft(letter, [file]), addressee)


def whom(company: CompanyCard, asked_id: int | None = None) -> ContactRow | None:
    """Choose who at a company is written to: never somebody who has objected.

    Who was asked for comes first, then who decides, signs, and anybody else; a
    mailbox of their own before a team's.
    """
    wanted = (ContactRole.COMMERCIAL, ContactRole.SIGNATORY)

    def rank(one: ContactRow) -> tuple[bool, int, bool]:
        roles = [place for place, role in enumerate(wanted) if role in one.roles]
        shared = MailboxKind.DIRECT not in one.mailboxes
        return one.id != asked_id, roles[0] if roles else len(wanted), shared

    reachable = [
        one
        for one in company.contacts
        if one.opposed_on is None and any(map(mail_address, one.emails))
    ]
    return min(reachable, key=rank, default=None)


def _letter(
    session: Session,
    actor: Actor,
    row: DocumentRow,
    about: Addressed,
    company: CompanyCard | None,
    to: ContactRow | None,
) -> Letter:
    rep = person(session, actor.user_id or (company.owner_id if company else None))
    name = rep.name if rep else about.title
    is_kit = row.kind is DocumentKind.MEDIA_KIT
    if is_kit:
        subject = _("{title}: our media kit").format(title=about.title)
        if company:
            subject = _("{title}: a media kit for {company}").format(
                title=about.title, company=company.shown
            )
        opening = _(
            "Here is the media kit of {title}, drawn for you today: who reads it, "
            "what comes next, what space costs. Every figure has its source."
        ).format(title=about.title)
    else:
        paper = f"{word(row.kind)} {row.reference}"
        subject = f"{about.title}, {paper}" if about.title else paper
        opening = _("Please find attached: {paper}.").format(paper=paper)
    closing = _("A question, a space to hold? An answer to this message is enough.")
    signed = [name, rep.job, about.title, rep.phone, rep.email] if rep else [name]
    body = [
        _greeting(to),
        opening,
        closing,
        "\n".join(
            [_("Kind regards,"), *dict.fromkeys(line for line in signed if line)]
        ),
    ]
    receiver = None
    if to:
        address = next(known for known in map(mail_address, to.emails) if known)
        receiver = Party(to.name, address)
    return Letter(
        Party(name, rep.email if rep else about.email),
        receiver,
        subject,
        "\n\n".join(body),
        current_language(),
    )


def _greeting(to: ContactRow | None) -> str:
    if to is None or not to.last_name:
        return _("Hello,")
    courtesy = f"{to.salutation} {to.last_name}" if to.salutation else to.name
    return _("Hello {name},").format(name=courtesy)
