"""Business cards: a contact's on its way to a telephone, a file's on its way in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm.domain.company_errors import BrokenCardError
from crm.domain.errors import UnknownError
from crm.domain.mailboxes import MailboxKind, mailbox_kind
from crm.domain.names import normal_email
from crm.domain.phones import read_phone
from crm.domain.reaching import PhoneUse, guess_use, with_kind
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.domain.vcard_reading import read_cards
from crm.domain.vcards import Card, CardKind, Reach, write_cards
from crm.language import _
from crm.language.formats import date_short
from crm.services.companies import ContactWish, add_contact
from crm.store.models import Company
from crm.store.queries.companies import contact_row
from crm.store.queries.contact_duplicates import Person, possible_contacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.companies import ContactRow, PhoneRow
    from crm.store.queries.contact_duplicates import ContactLike


USES = {
    PhoneUse.WORK: CardKind.WORK,
    PhoneUse.MOBILE: CardKind.MOBILE,
    PhoneUse.SWITCHBOARD: CardKind.MAIN,
    PhoneUse.HOME: CardKind.HOME,
}
MAILBOXES = {
    MailboxKind.DIRECT: CardKind.WORK,
    MailboxKind.TEAM: CardKind.GENERAL,
    MailboxKind.PRIVATE: CardKind.HOME,
}


@dataclass(frozen=True, slots=True)
class Understood:
    """A card as it would be added; `unread` are numbers and addresses that are none."""

    card: Card
    wish: ContactWish
    unread: tuple[str, ...]
    likes: tuple[ContactLike, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it can be added."""
        return not self.card.problems


def contact_vcf(session: Session, actor: Actor, contact_id: int) -> bytes:
    """Write a contact's card as vCard 3.0, for who sees them. Raises UnknownError."""
    person = contact_row(session, actor, contact_id)
    company = session.get(Company, person.company_id) if person else None
    if person is None or company is None:
        raise UnknownError
    return write_cards([card_of(person, company.trade_name or company.name)])


def card_of(person: ContactRow, company: str) -> Card:
    """Put a contact on a card; what they opposed is noted on it."""
    first, _space, last = person.name.rpartition(" ")
    if person.last_name:
        first, last = person.first_name, person.last_name
    note = ""
    if person.opposed_on:
        said = _("Opposed to prospecting on {day}.")
        note = said.format(day=date_short(person.opposed_on))
    return Card(
        last_name=last,
        first_name=first,
        salutation=person.salutation,
        company=company,
        job=person.job,
        phones=tuple(_number(phone) for phone in person.phones),
        emails=tuple(
            Reach(MAILBOXES[kind], address)
            for address, kind in zip(person.emails, person.mailboxes, strict=True)
        ),
        note=note,
    )


def understand(
    session: Session, actor: Actor, company_id: int, content: bytes
) -> list[Understood]:
    """Read a file of cards as contacts of a company; add nothing.

    Numbers and addresses that are none are set aside; who may be there already is
    told with each card. Raises UnknownError, ManyCardsError, NoCardsError,
    UnreadableCardsError.
    """
    company = session.get(Company, company_id)
    if company is None:
        raise UnknownError
    cards = read_cards(content)
    read = [_read(card, company) for card in cards]
    likes = possible_contacts(
        session,
        actor,
        [
            Person(
                company_id,
                f"{wish.first_name} {wish.last_name}".strip(),
                wish.all_phones,
                wish.all_emails,
                company.country,
            )
            for wish, _unread in read
        ],
    )
    return [
        Understood(card, wish, unread, tuple(like))
        for card, (wish, unread), like in zip(cards, read, likes, strict=True)
    ]


def add_cards(
    session: Session, actor: Actor, company_id: int, chosen: Sequence[Understood]
) -> list[int]:
    """Add the cards that were chosen, all or none; return the contacts' ids.

    Raises BrokenCardError, UnknownError and what `add_contact` raises.
    """
    actor.require(Right.WRITE)
    added = []
    for one in chosen:
        if not one.is_whole:
            raise BrokenCardError(name=one.wish.last_name or "vCard")
        wish = replace(one.wish, company_id=company_id)
        added.append(add_contact(session, actor, wish))
    return added


def _read(card: Card, company: Company) -> tuple[ContactWish, tuple[str, ...]]:
    phones: list[str] = []
    emails: list[str] = []
    unread: list[str] = []
    for reach in card.phones:
        is_fax = reach.kind is CardKind.FAX
        is_number = None if is_fax else read_phone(reach.text, region=company.country)
        if is_number:
            phones.append(with_kind(reach.text, _use(reach, is_number.kind)))
        else:
            unread.append(reach.text)
    for reach in card.emails:
        if normal_email(reach.text):
            emails.append(with_kind(reach.text, _mailbox(reach)))
        else:
            unread.append(reach.text)
    wish = ContactWish(
        company.id,
        card.last_name,
        card.first_name,
        salutation=card.salutation,
        job=card.job,
        more_phones=tuple(phones),
        more_emails=tuple(emails),
        source=clean_line(_("business card (vCard)"), longest=200),
        note=card.note,
    )
    return wish, tuple(unread)


def _number(phone: PhoneRow) -> Reach:
    text = phone.e164 or phone.raw
    if phone.extension:
        text = f"{text} ext. {phone.extension}"
    return Reach(USES[phone.use], text)


def _use(reach: Reach, kind: str) -> PhoneUse | None:
    """Return what a card says a number is for, where its type does not say as much."""
    said = next((use for use, mark in USES.items() if mark is reach.kind), None)
    return None if said is guess_use(kind) else said


def _mailbox(reach: Reach) -> MailboxKind | None:
    """Return what a card says an address is, where the address does not say as much.

    Most programs mark a team's address as any other at work: that says nothing.
    """
    said = next((box for box, mark in MAILBOXES.items() if mark is reach.kind), None)
    guessed = mailbox_kind(reach.text)
    if said is MailboxKind.DIRECT and guessed is MailboxKind.TEAM:
        return None
    return None if said is guessed else said
