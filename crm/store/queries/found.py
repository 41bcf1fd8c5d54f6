"""What is shown of a record that was found: its name, where it belongs, by what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.companies import AddressKind
from crm.domain.names import fold
from crm.domain.phones import show_phone
from crm.domain.search import Findable
from crm.store.models import (
    Address,
    Booking,
    Company,
    Contact,
    ContactEmail,
    ContactPhone,
)
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from crm.domain.search import Typed


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was found: its number, its name, where it belongs, and by what.

    `at` is the town of a company, the company of a person, the advertiser of a
    booking; `by` the telephone number, address or identifier that was typed a part
    of, as it is written, empty where the name says it.
    """

    kind: Findable
    id: int
    company_id: int
    name: str
    at: str
    by: str = ""


def told(
    session: Session, typed: Typed, keys: Sequence[tuple[Findable, int]]
) -> list[Found]:
    """Return what is shown of records that were found, in the order of their keys."""
    tellers = {
        Findable.COMPANY: _told_companies,
        Findable.CONTACT: _told_contacts,
        Findable.BOOKING: _told_bookings,
    }
    rows: dict[tuple[Findable, int], Found] = {}
    for kind, tell in tellers.items():
        ids = [id_ for of_kind, id_ in keys if of_kind is kind]
        if ids:
            rows.update(((kind, row.id), row) for row in tell(session, typed, ids))
    return [rows[key] for key in keys if key in rows]


def _told_companies(session: Session, typed: Typed, ids: list[int]) -> Iterable[Found]:
    towns = select(Address.company_id, Address.town).where(
        Address.company_id.in_(ids), Address.kind == AddressKind.SEAT
    )
    town: dict[int, str] = {id_: name for id_, name in session.execute(towns)}  # noqa: C416  typed
    columns = (Company.id, Company.name, Company.trade_name, Company.siren)
    for row in session.execute(select(*columns).where(Company.id.in_(ids))):
        shown, at = row.trade_name or row.name, town.get(row.id, "")
        by = ""
        if typed.digits and (row.siren or "").startswith(typed.digits[:9]):
            by = f"SIREN {row.siren[:3]} {row.siren[3:6]} {row.siren[6:]}"
        elif row.name != shown and not typed.begins(fold(f"{shown} {at}").split()):
            by = row.name
        yield Found(Findable.COMPANY, row.id, row.id, shown, at, by)


def _told_contacts(session: Session, typed: Typed, ids: list[int]) -> Iterable[Found]:
    by = _reached_by(session, typed, ids)
    query = (
        select(
            Contact.id,
            Contact.company_id,
            Contact.first_name,
            Contact.last_name,
            shown_name().label("company"),
        )
        .join(Contact.company)
        .where(Contact.id.in_(ids))
    )
    for row in session.execute(query):
        name = f"{row.first_name} {row.last_name}".strip()
        plain = typed.begins(fold(f"{name} {row.company}").split())
        how = "" if plain else by.get(row.id, "")
        yield Found(Findable.CONTACT, row.id, row.company_id, name, row.company, how)


def _reached_by(session: Session, typed: Typed, ids: list[int]) -> dict[int, str]:
    """Return the number or address of each contact that was typed a part of."""
    if typed.digits:
        phones = select(ContactPhone.contact_id, ContactPhone.e164, ContactPhone.raw)
        found = phones.where(
            ContactPhone.contact_id.in_(ids),
            ContactPhone.digits.contains(typed.digits),
        )
        return {
            row.contact_id: show_phone(row.e164) if row.e164 else row.raw
            for row in session.execute(found)
        }
    emails = select(ContactEmail.contact_id, ContactEmail.address)
    return {
        id_: address
        for id_, address in session.execute(
            emails.where(ContactEmail.contact_id.in_(ids))
        )
        if any(
            part.startswith(word)
            for part in fold(address).split()
            for word in typed.telling
        )
    }


def _told_bookings(session: Session, typed: Typed, ids: list[int]) -> Iterable[Found]:
    query = (
        select(
            Booking.id,
            Booking.advertiser_id,
            Booking.number,
            Booking.quote_number,
            Booking.campaign,
            shown_name().label("company"),
        )
        .join(Booking.advertiser)
        .where(Booking.id.in_(ids))
    )
    for row in session.execute(query):
        number = row.number or row.quote_number
        by = ""
        if not typed.begins(fold(f"{number} {row.company}").split()):
            campaign = typed.begins(fold(f"{row.campaign} {row.company}").split())
            by = row.campaign if campaign else row.quote_number
        by = "" if by == number else by
        yield Found(
            Findable.BOOKING, row.id, row.advertiser_id, number, row.company, by
        )
