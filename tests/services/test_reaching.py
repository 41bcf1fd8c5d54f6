"""What a number and an address are: guessed, said, kept, carried on a card and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.audit import AuditRow
from crm.domain.editing import Edit
from crm.domain.mailboxes import MailboxKind
from crm.domain.reaching import PhoneUse, bare, split_kind, with_kind
from crm.language import set_language
from crm.language.telling import told
from crm.services import contact_moves, vcards
from crm.services.companies import ContactWish, add_contact
from crm.services.company_edits import change_contact
from crm.store.models import AuditEntry
from crm.store.queries.companies import contact_row
from crm.store.queries.editable import open_contact
from tests.factories import make_company, make_desk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories import Desk

MOBILE, LANDLINE, OTHER = "06 39 98 12 34", "01 99 00 12 34", "01 99 00 56 78"
PHONES = (MOBILE, f"{LANDLINE} [switchboard]", f"{OTHER} [home]")
MAILS = (
    "anais@lumicite.example",
    "contact@lumicite.example",
    "anais.l@halo.example [private]",
)
USES = (PhoneUse.MOBILE, PhoneUse.SWITCHBOARD, PhoneUse.HOME)
BOXES = (MailboxKind.DIRECT, MailboxKind.TEAM, MailboxKind.PRIVATE)


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


@pytest.fixture
def anais(session: Session, desk: Desk) -> int:
    wish = ContactWish(
        desk.advertiser_id, "Lefort", more_phones=PHONES, more_emails=MAILS
    )
    return add_contact(session, desk.rep, wish)


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("01 99 00 12 34 [home]", ("01 99 00 12 34", PhoneUse.HOME)),
        ("01 99 00 12 34  [home] ", ("01 99 00 12 34", PhoneUse.HOME)),
        ("01 99 00 12 34 [fax]", ("01 99 00 12 34 [fax]", None)),
        ("[home] 01", ("[home] 01", None)),
        ("[home]", ("", PhoneUse.HOME)),
        ("", ("", None)),
    ],
)
def test_a_kind_stands_beside_its_text(
    text: str, parted: tuple[str, PhoneUse | None]
) -> None:
    assert split_kind(text, PhoneUse) == parted


def test_what_nobody_said_is_guessed(session: Session, desk: Desk, anais: int) -> None:
    person = contact_row(session, desk.rep, anais)
    assert person
    assert tuple(phone.use for phone in person.phones) == USES
    assert tuple(phone.said for phone in person.phones) == (None, *USES[1:])
    assert person.mailboxes == BOXES
    assert [phone.raw for phone in person.phones] == [MOBILE, LANDLINE, OTHER]


def test_a_number_typed_twice_is_kept_once(session: Session, desk: Desk) -> None:
    wish = ContactWish(
        desk.advertiser_id,
        "Lefort",
        phone=f"{LANDLINE} [switchboard]",
        more_phones=(LANDLINE, "", "[home]"),
    )
    assert wish.all_phones == (LANDLINE,)
    person = contact_row(session, desk.rep, add_contact(session, desk.rep, wish))
    assert person
    assert [phone.use for phone in person.phones] == [PhoneUse.SWITCHBOARD]


def test_a_card_takes_the_kinds_along_and_brings_them_back(
    session: Session, desk: Desk, anais: int
) -> None:
    card = vcards.contact_vcf(session, desk.rep, anais)
    for line in (
        "TEL;TYPE=CELL:+33639981234",
        "TEL;TYPE=WORK,MAIN:+33199001234",
        "TEL;TYPE=HOME:+33199005678",
        "EMAIL;TYPE=INTERNET,WORK:anais@lumicite.example",
        "EMAIL;TYPE=INTERNET,WORK,X-GENERAL:contact@lumicite.example",
        "EMAIL;TYPE=INTERNET,HOME:anais.l@halo.example",
    ):
        assert line in card.decode().split("\r\n")
    company = make_company(session, desk.rep, "Halo SAS")
    [one] = vcards.understand(session, desk.rep, company, card)
    [added] = vcards.add_cards(session, desk.rep, company, [one])
    person = contact_row(session, desk.rep, added)
    assert person
    assert tuple(phone.use for phone in person.phones) == USES
    assert tuple(phone.said for phone in person.phones) == (None, *USES[1:])
    assert person.mailboxes == BOXES


def test_a_kind_is_changed_and_the_change_told(
    session: Session, desk: Desk, anais: int
) -> None:
    opened = open_contact(session, desk.rep, anais)
    assert opened
    assert opened.values["phones"] == PHONES
    typed = {"phones": (MOBILE, with_kind(LANDLINE, PhoneUse.WORK))}
    edit = Edit(opened.version, opened.values, typed)
    change_contact(session, desk.rep, anais, edit)
    person = contact_row(session, desk.rep, anais)
    assert person
    assert [(p.raw, p.use) for p in person.phones] == [
        (MOBILE, PhoneUse.MOBILE),
        (LANDLINE, PhoneUse.WORK),
    ]
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "change")
    ).one()
    at, door, changes = entry.at, entry.door, entry.changes
    row = AuditRow(
        1, at, "Camille", door, "change", "contact", anais, "Lefort", changes=changes
    )
    set_language("fr")
    said = told(row)
    set_language("en")
    assert f"{LANDLINE} (standard)" in said
    assert f"{LANDLINE} (travail)" in said
    assert "[" not in said


def test_who_moves_takes_their_own_along(
    session: Session, desk: Desk, anais: int
) -> None:
    there = make_company(session, desk.rep, "Halo SAS")
    contact_moves.move_contact(session, desk.rep, anais, there)
    person = contact_row(session, desk.rep, anais)
    assert person
    assert [phone.raw for phone in person.phones] == [MOBILE, OTHER]
    assert person.emails == bare(MAILS[2:])
