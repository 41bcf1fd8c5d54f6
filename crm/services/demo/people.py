"""The companies, their people, their mandates, as the desk came to know them."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.clock import add_months, in_days
from crm.domain.companies import ContactRole
from crm.services import companies, custom_fields, privacy, tags
from crm.services.demo.calendar import workday
from crm.services.demo.chance import below, between
from crm.services.demo.desk import COMPANIES
from crm.services.demo.tables import contacts_of, parts, rows
from crm.store.models import CustomField

if TYPE_CHECKING:
    from datetime import datetime

    from crm.services.demo.desk import Desk
    from crm.services.demo.tables import Row


def plan_people(desk: Desk) -> None:
    """Put companies, contacts and mandates on the agenda."""
    for key in COMPANIES:
        desk.plan(known_from(desk, key), partial(_company, desk, key))
        for rank, contact in enumerate(contacts_of(key)):
            _contact(desk, contact, rank)
    for row in rows("mandates"):
        if row["state"] != "missing":
            year = desk.anchor.year + int(row["valid_from_year_offset"])
            day = workday(date(year - 1, 12, between(8, 19, row["reference"])))
            desk.plan(day, partial(_mandate, desk, row), hour=11)


def known_from(desk: Desk, company: str) -> date:
    """Return the day a company came to the desk: that of its first contact.

    A group is known before its subsidiaries.
    """
    days = [_met_on(desk, contact) for contact in contacts_of(company)]
    days += [
        in_days(known_from(desk, key), -1)
        for key, row in COMPANIES.items()
        if row["group_parent"] == company
    ]
    return min(days)


def known_contacts(desk: Desk, company: str, day: date) -> list[Row]:
    """Return whom the desk knew at a company on a day and may write to."""
    return [
        contact
        for contact in contacts_of(company)
        if _met_on(desk, contact) < day and contact["opposed_to"] != "all"
    ]


def _met_on(desk: Desk, contact: Row) -> date:
    day = add_months(desk.anchor, -int(contact["collected_months_before"]))
    return workday(in_days(day, -1 - below(25, contact["key"])))


def _company(desk: Desk, key: str, at: datetime) -> None:
    row = COMPANIES[key]
    actor = desk.actor(row["owner"], at)
    roles = parts(row["roles"])
    company_id = companies.add_company(
        desk.session,
        actor,
        companies.CompanyWish(
            row["legal_name"],
            row["trade_name"],
            is_advertiser="advertiser" in roles,
            is_agency="agency" in roles,
            is_payer="payer" in roles,
            is_public_body=row["public"] == "yes",
            sector_id=desk.sectors[row["sector"]],
            group_id=desk.companies.get(row["group_parent"]),
            owner_id=actor.user_id,
            country=row["country"],
            language=row["language"],
            siren=row["siren"],
            siret=row["siret"],
            vat_number=row["vat_number"],
            website=row["website"],
            street=row["street"],
            postcode=row["postcode"],
            town=row["city"],
            chorus_service_code=row["chorus_service_code"],
        ),
    )
    desk.companies[key] = company_id
    for tag in parts(row["tags"]):
        tags.tag_company(desk.session, actor, company_id, tag)
    fields = {f.code: f.id for f in desk.session.scalars(select(CustomField))}
    for code, column in (("switchboard", "phone"), ("size", "size_class")):
        if row[column]:
            custom_fields.fill_company_field(
                desk.session, actor, fields[code], company_id, row[column]
            )


def _contact(desk: Desk, row: Row, rank: int) -> None:
    owner = COMPANIES[row["company"]]["owner"]

    def meet(at: datetime) -> None:
        desk.contacts[row["key"]] = companies.add_contact(
            desk.session,
            desk.actor(owner, at),
            companies.ContactWish(
                desk.companies[row["company"]],
                row["last_name"],
                row["first_name"],
                row["salutation"],
                row["job"],
                row["phone"],
                row["email"],
                row["language"],
                roles=tuple(ContactRole(role) for role in parts(row["roles"])),
                source=row["source_fr"],
            ),
        )

    met = _met_on(desk, row)
    desk.plan(met, meet, hour=10, minute=rank)
    if row["informed"] == "yes":
        desk.plan(
            workday(in_days(met, 9)),
            lambda at: privacy.inform(
                desk.session, desk.actor(owner, at), desk.contacts[row["key"]]
            ),
            hour=17,
        )
    if row["opposed_to"]:
        day = workday(add_months(desk.anchor, -int(row["opposed_months_before"])))
        desk.plan(
            day,
            lambda at: privacy.oppose(
                desk.session,
                desk.actor(owner, at),
                desk.contacts[row["key"]],
                row["opposed_to"],
            ),
            hour=16,
        )


def _mandate(desk: Desk, row: Row, at: datetime) -> None:
    year = desk.anchor.year
    companies.add_mandate(
        desk.session,
        desk.actor(COMPANIES[row["advertiser"]]["owner"], at),
        companies.MandateWish(
            desk.companies[row["advertiser"]],
            desk.companies[row["agency"]],
            row["reference"],
            date(year + int(row["valid_from_year_offset"]), 1, 1),
            date(year + int(row["valid_to_year_offset"]), 12, 31),
        ),
    )
