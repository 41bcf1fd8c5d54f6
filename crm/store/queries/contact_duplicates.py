"""Which contacts might be the ones being written down; a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import selectinload

from crm.domain.names import fold, normal_email
from crm.domain.phones import read_phone
from crm.store.models import Company, Contact, ContactEmail, ContactPhone, User
from crm.store.queries.companies import shown_name
from crm.store.scope import beyond_scope, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

MOST = 400


class ContactLikeness(StrEnum):
    """What two contacts share, the surest first."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Person:
    """Who may be there already: as typed; the country reads the numbers."""

    company_id: int
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    country: str = "FR"


@dataclass(frozen=True, slots=True)
class ContactLike:
    """A contact who may be the same, and why.

    One the reader may not see is told by the company's rep alone: `name` and
    `company` are empty then, and `is_visible` is False.
    """

    id: int
    name: str
    company_id: int
    company: str
    owner: str
    is_visible: bool
    likenesses: tuple[ContactLikeness, ...]
    has_left: bool


@dataclass(frozen=True, slots=True)
class _Keys:
    company_id: int
    name: str
    numbers: frozenset[str]
    emails: frozenset[str]

    def likenesses(self, contact: Contact) -> tuple[ContactLikeness, ...]:
        shared = {
            ContactLikeness.EMAIL: any(
                e.address in self.emails for e in contact.emails
            ),
            ContactLikeness.PHONE: any(p.e164 in self.numbers for p in contact.phones),
            ContactLikeness.NAME: self.name == contact.folded
            and self.company_id == contact.company_id,
        }
        return tuple(like for like, is_like in shared.items() if is_like)


def possible_contacts(
    session: Session, _asker: Actor, people: Sequence[Person], *, most: int = 4
) -> list[list[ContactLike]]:
    """List for each person the contacts who share an e-mail, a number or a name.

    Names count at the same company only; who has left is found too. The likest first.
    """
    asked = [_keys(person) for person in people]
    numbers = {number for keys in asked for number in keys.numbers}
    emails = {email for keys in asked for email in keys.emails}
    names = {keys.name for keys in asked if keys.name}
    by_number = select(ContactPhone.contact_id).where(ContactPhone.e164.in_(numbers))
    by_email = select(ContactEmail.contact_id).where(ContactEmail.address.in_(emails))
    tests = [
        Contact.id.in_(by_number) if numbers else false(),
        Contact.id.in_(by_email) if emails else false(),
        and_(
            Contact.company_id.in_({keys.company_id for keys in asked}),
            Contact.folded.in_(names),
        ),
    ]
    query = (
        select(Contact, shown_name(), User.name, visible(session, Contact))
        .join(Company, Company.id == Contact.company_id)
        .outerjoin(User, User.id == Company.owner_id)
        .where(or_(*tests))
        .options(selectinload(Contact.phones), selectinload(Contact.emails))
        .order_by(Contact.id)
        .limit(MOST)
    )
    with beyond_scope(session, "nobody writes down twice whom a colleague knows"):
        found = session.execute(query).all()
    return [
        sorted(
            (
                ContactLike(
                    contact.id,
                    f"{contact.first_name} {contact.last_name}".strip() if seen else "",
                    contact.company_id,
                    company if seen else "",
                    owner or "",
                    bool(seen),
                    likes,
                    contact.archived_at is not None,
                )
                for contact, company, owner, seen in found
                if (likes := keys.likenesses(contact))
            ),
            key=lambda like: (-len(like.likenesses), like.id),
        )[:most]
        for keys in asked
    ]


def _keys(person: Person) -> _Keys:
    read = (read_phone(typed, region=person.country) for typed in person.phones)
    return _Keys(
        person.company_id,
        fold(person.name),
        frozenset(phone.e164 for phone in read if phone and phone.e164),
        frozenset(email for typed in person.emails if (email := normal_email(typed))),
    )
