"""A draft e-mail: addressed to who may be written to, safe whatever was typed."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING

import pytest

from crm.domain.companies import ContactRole
from crm.domain.errors import NotYoursError, UnknownError
from crm.domain.mail_drafts import (
    Attachment,
    Letter,
    Party,
    mail_address,
    write_draft,
)
from crm.domain.mailboxes import MailboxKind
from crm.domain.roles import RoleCode
from crm.services import companies
from crm.services.documents import issue_booking_summary, issue_media_kit
from crm.services.documents.drafts import draft_of, whom
from crm.services.documents.media_kit import KitWish
from crm.services.lines import LineWish
from crm.store.models import Company, Contact
from crm.store.queries.companies import CompanyCard, company_card
from tests.factories import MORNING, make_actor, make_desk, make_issue, make_quote

if TYPE_CHECKING:
    from email.message import EmailMessage

    from sqlalchemy.orm import Session

    from tests.factories import Desk


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=SMTP)  # type: ignore[return-value]  # by the policy


def kit_draft(session: Session, desk: Desk) -> tuple[EmailMessage, bytes]:
    issued = issue_media_kit(session, desk.rep, KitWish(desk.advertiser_id))
    made = draft_of(session, desk.rep, issued.id)
    assert made.file_name == issued.file_name.replace(".pdf", ".eml")
    return read(made.content), issued.content


def add_person(session: Session, desk: Desk, address: str, **facts: object) -> Contact:
    contact_id = companies.add_contact(
        session,
        desk.rep,
        companies.ContactWish(
            desk.advertiser_id, "Lefèvre-Dubosc", "Anaïs", email=address
        ),
    )
    contact = session.get_one(Contact, contact_id)
    for name, value in facts.items():
        setattr(contact, name, value)
    session.flush()
    session.expire_all()
    return contact


def test_a_kit_goes_to_its_advertiser_with_the_pdf_that_is_kept(
    session: Session, desk: Desk
) -> None:
    add_person(session, desk, "anais@lumicite.example", salutation="Mme")
    draft, kept = kit_draft(session, desk)
    assert draft["X-Unsent"] == "1"
    assert str(draft["To"]) == "Anaïs Lefèvre-Dubosc <anais@lumicite.example>"
    assert desk.rep.name in str(draft["From"])
    body = draft.get_body()
    assert body is not None
    words = body.get_content()
    assert words.startswith("Bonjour Mme Lefèvre-Dubosc,")
    assert desk.rep.name in words
    [file] = draft.iter_attachments()
    assert file.get_content_type() == "application/pdf"
    assert file.get_content() == kept


def test_the_letter_speaks_the_advertisers_language(
    session: Session, desk: Desk
) -> None:
    session.get_one(Company, desk.advertiser_id).language = "en"
    session.flush()
    draft, _kept = kit_draft(session, desk)
    assert "media kit for" in str(draft["Subject"])
    body = draft.get_body()
    assert body is not None
    assert body["Content-Language"] == "en"


def test_who_objected_is_never_written_to(session: Session, desk: Desk) -> None:
    add_person(session, desk, "anais@lumicite.example", opposed_on=MORNING.date())
    draft, _kept = kit_draft(session, desk)
    assert draft["To"] is None
    add_person(session, desk, "zoe@lumicite.example")
    draft, _kept = kit_draft(session, desk)
    assert "zoe@lumicite.example" in str(draft["To"])
    assert "anais" not in str(draft)


def test_a_booking_goes_to_its_own_contact(session: Session, desk: Desk) -> None:
    add_person(session, desk, "anais@lumicite.example")
    asked = add_person(session, desk, "zoe@lumicite.example")
    line = LineWish(make_issue(session, desk), desk.half)
    booking_id = make_quote(session, desk, line, contact_id=asked.id)
    issued = issue_booking_summary(session, desk.rep, booking_id)
    draft = read(draft_of(session, desk.rep, issued.id).content)
    assert "zoe@lumicite.example" in str(draft["To"])
    assert "devis" in str(draft["Subject"]).lower()


def test_a_kit_for_the_market_has_no_addressee(session: Session, desk: Desk) -> None:
    issued = issue_media_kit(session, desk.rep, KitWish(language="en"))
    draft = draft_of(session, desk.rep, issued.id)
    assert draft.to == ""
    assert read(draft.content)["To"] is None


def test_a_reader_has_no_draft_and_a_missing_document_none(
    session: Session, desk: Desk
) -> None:
    issued = issue_media_kit(session, desk.rep, KitWish())
    with pytest.raises(NotYoursError):
        draft_of(session, make_actor(9_001, RoleCode.READER), issued.id)
    with pytest.raises(UnknownError):
        draft_of(session, desk.rep, 999)


def test_whom_prefers_who_decides_and_a_mailbox_of_their_own(
    session: Session, desk: Desk
) -> None:
    first = add_person(session, desk, "a@lumicite.example")
    company = company_card(session, desk.rep, desk.advertiser_id)
    assert isinstance(company, CompanyCard)
    row = next(one for one in company.contacts if one.id == first.id)
    direct = replace(row, mailboxes=(MailboxKind.DIRECT,), roles=())
    team = replace(direct, id=901, mailboxes=(MailboxKind.TEAM,))
    decides = replace(team, id=902, roles=(ContactRole.COMMERCIAL,))
    bad = replace(direct, id=903, emails=("not an address",))

    def chosen(*people: object, asked: int | None = None) -> object:
        found = whom(replace(company, contacts=people), asked)  # type: ignore[arg-type]  # rows, made here
        return found and found.id

    assert chosen(team, direct) == direct.id
    assert chosen(direct, decides) == 902
    assert chosen(direct, decides, asked=direct.id) == direct.id
    assert chosen(bad) is None
    assert chosen() is None


HOSTILE = "R&D\r\nBcc: everyone@evil.example\r\n\r\n<b>x</b>\u202e\x00"


def test_nothing_typed_begins_a_header_of_its_own() -> None:
    letter = Letter(
        Party(HOSTILE, "camille@desk.example"),
        Party(HOSTILE, "a@b.example"),
        HOSTILE * 40,
        HOSTILE * 2_000,
        "fr",
    )
    file = Attachment(HOSTILE + ".pdf", "application/pdf", b"%PDF-1.7")
    raw = write_draft(letter, [file])
    message = read(raw)
    assert message["Bcc"] is None
    head = raw.partition(b"\r\n\r\n")[0]
    assert not [line for line in head.splitlines() if line.startswith(b"Bcc")]
    assert str(message["To"]).count("@b.example") == 1
    assert [part.get_filename() for part in message.iter_attachments()] == [
        "R&D Bcc: everyone@evil.example <b>x</b>.pdf"
    ]
    assert raw == write_draft(letter, [file])
    assert max(map(len, raw.splitlines())) <= 998


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nobody",
        "a@",
        "@b.example",
        "a b@c.example",
        "a@b\r\nBcc: x@y.example",
        "a@b,c@d.example",
        "é@b.example",
        "a..b@c.example",
        "a@b",
        "a" * 300 + "@b.example",
        "a@" + "b" * 70 + ".example",
    ],
)
def test_an_address_that_cannot_stand_in_a_message_is_left_out(typed: str) -> None:
    assert mail_address(typed) is None
    party = Party("Zoé", typed)
    letter = Letter(party, party, "x", "y")
    message = read(write_draft(letter))
    assert message["To"] is None
    assert message["From"] is None


def test_a_domain_in_other_letters_is_written_as_the_network_has_it() -> None:
    assert mail_address(" zoe@énergie.example ") == "zoe@xn--nergie-9ua.example"
    assert mail_address("zoé@énergie.example") is None
