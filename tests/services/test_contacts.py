"""People who move and oppose; cards in and out; the flag; mandates’ papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.activities import ActivityKind
from crm.domain.companies import MandateState
from crm.domain.company_errors import (
    BrokenCardError,
    LargeFileError,
    NotPdfError,
    PartiesError,
    SameCompanyError,
    UnpaidError,
)
from crm.domain.editing import Edit
from crm.domain.errors import (
    DateOrderError,
    NotYoursError,
    ReasonError,
    UnchangedError,
    UnknownError,
)
from crm.domain.likeness import Likeness
from crm.domain.roles import RoleCode
from crm.domain.vcard_reading import read_cards
from crm.services import (
    activities,
    bookings,
    contact_moves,
    mandates,
    privacy,
    unpaid,
    vcards,
)
from crm.services.companies import ContactWish, add_contact
from crm.services.lines import LineWish
from crm.services.papers import Paper
from crm.store.models import Booking, Company
from crm.store.queries.agencies import list_bought_for
from crm.store.queries.companies import company_card, contact_row
from crm.store.queries.contact_duplicates import (
    ContactLikeness,
    Person,
    possible_contacts,
)
from crm.store.queries.contact_moves import left_from, moves_of
from crm.store.queries.duplicates import duplicates_of
from crm.store.queries.editable import open_mandate
from crm.store.queries.mandates import list_mandates
from crm.store.queries.timeline import Track, count_timeline, timeline
from crm.store.queries.warnings import (
    mandates_missing,
    opposed_contacts,
    unpaid_note,
)
from tests.factories import (
    MORNING,
    Desk,
    make_actor,
    make_company,
    make_desk,
    make_issue,
    make_mandate,
    make_quote,
)
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TODAY = MORNING.date()
PDF = b"%PDF-1.7 signed"
NAUGHTY = [
    "=cmd|'/c calc'!A0",
    "R&D <script>alert(1)</script> {0} %s",
    "Robert'); DROP TABLE contact;--",
    "Νίκος \U0001f469\u200d\U0001f680 شركة",
]


def person(session: Session, desk: Desk, **wish: object) -> int:
    asked = {"company_id": desk.advertiser_id, "last_name": "Lefèvre", **wish}
    return add_contact(session, desk.rep, ContactWish(**asked))  # type: ignore[arg-type]


@both_engines
def test_a_contact_moves_and_the_history_stays_with_both(session: Session) -> None:
    desk = make_desk(session)
    new = make_company(session, desk.rep, "Halo SAS")
    moved = person(
        session,
        desk,
        phone="06 39 98 12 34",
        more_phones=("01 99 00 12 34",),
        email="a@lumicite.example",
        opposed_on=TODAY,
    )
    call = activities.ActivityWish(
        desk.advertiser_id, contact_id=moved, note="Avant", kind=ActivityKind.CALL
    )
    activities.log_activity(session, desk.rep, call)
    contact_moves.move_contact(session, desk.rep, moved, new, job="Directrice")

    there = contact_row(session, desk.rep, moved)
    assert there is not None
    assert (there.company_id, there.job, there.emails) == (new, "Directrice", ())
    assert [phone.raw for phone in there.phones] == ["06 39 98 12 34"]
    assert there.opposed_on == TODAY
    for company_id in (desk.advertiser_id, new):
        [told] = timeline(session, desk.rep, company_id, (Track.CALL,))
        assert told.text == "Avant"
        assert told.whose == (
            "" if company_id == desk.advertiser_id else "Lumicité SAS"
        )
        assert count_timeline(session, desk.rep, company_id, (Track.CALL,)) == 1
    assert timeline(session, desk.rep, new, (Track.CALL,), whole=False) == []
    [came] = moves_of(session, desk.rep, [moved])
    [gone] = left_from(session, desk.rep, desk.advertiser_id)
    assert came == gone
    assert (came.from_company, came.to_company, came.on) == (
        "Lumicité SAS",
        "Halo SAS",
        TODAY,
    )
    with pytest.raises(SameCompanyError):
        contact_moves.move_contact(session, desk.rep, moved, new)
    with pytest.raises(UnknownError):
        contact_moves.move_contact(session, desk.rep, moved, 999)


def test_numbers_and_mailboxes_go_along_where_asked(session: Session) -> None:
    desk = make_desk(session)
    new = make_company(session, desk.rep, "Halo SAS")
    moved = person(session, desk, phone="01 99 00 12 34", email="a@lumicite.example")
    contact_moves.move_contact(
        session, desk.rep, moved, new, keep_landlines=True, keep_emails=True
    )
    there = contact_row(session, desk.rep, moved)
    assert there is not None
    assert len(there.phones) == len(there.emails) == 1
    reader = make_actor(role=RoleCode.READER)
    with pytest.raises(NotYoursError):
        contact_moves.move_contact(session, reader, moved, desk.advertiser_id)


@both_engines
def test_who_may_be_there_already_is_told_with_the_reason(session: Session) -> None:
    desk = make_desk(session)
    company = desk.advertiser_id
    known = person(
        session, desk, first_name="Anaïs", phone="06 39 98 12 34", email="a@b.example"
    )
    other = make_company(session, desk.rep, "Halo SAS")
    asked = [
        Person(other, "Zoé Loiseau", ("+33 6 39 98 12 34",), ("A@B.example",)),
        Person(company, "ANAIS LEFEVRE"),
        Person(other, "ANAIS LEFEVRE"),
        Person(company, "", ("abc",), ("abc",)),
    ]
    told = possible_contacts(session, desk.rep, asked)
    assert [[like.likenesses for like in likes] for likes in told] == [
        [(ContactLikeness.EMAIL, ContactLikeness.PHONE)],
        [(ContactLikeness.NAME,)],
        [],
        [],
    ]
    assert told[0][0].id == known


def cards(*names: str) -> bytes:
    lines = [
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{name}\r\nTEL;TYPE=CELL:06 39 98 11 {n:02d}"
        f"\r\nTEL;TYPE=FAX:01 99 00 00 01\r\nEMAIL:not one\r\nEND:VCARD\r\n"
        for n, name in enumerate(names)
    ]
    return "".join(lines).encode()


@both_engines
def test_cards_are_understood_first_and_added_as_chosen(session: Session) -> None:
    desk = make_desk(session)
    person(session, desk, last_name="Loiseau")
    company = desk.advertiser_id
    read = vcards.understand(session, desk.rep, company, cards("Loiseau", "Caradec"))
    assert [one.wish.last_name for one in read] == ["Loiseau", "Caradec"]
    assert [len(one.likes) for one in read] == [1, 0]
    assert read[1].unread == ("01 99 00 00 01", "not one")
    [added] = vcards.add_cards(session, desk.rep, company, read[1:])
    there = contact_row(session, desk.rep, added)
    assert there is not None
    assert (there.name, there.source) == ("Caradec", "business card (vCard)")
    assert [phone.raw for phone in there.phones] == ["06 39 98 11 01"]
    broken = vcards.understand(session, desk.rep, company, cards("x" * 5_000))
    with pytest.raises(BrokenCardError):
        vcards.add_cards(session, desk.rep, company, broken)


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_naughty_cards_come_in_and_go_out_as_they_are(
    session: Session, naughty: str
) -> None:
    desk = make_desk(session)
    written = naughty.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    read = vcards.understand(session, desk.rep, desk.advertiser_id, cards(written))
    [added] = vcards.add_cards(session, desk.rep, desk.advertiser_id, read)
    [out] = read_cards(vcards.contact_vcf(session, desk.rep, added))
    assert out.last_name == naughty
    assert out.company == "Lumicité SAS"


def test_an_objection_goes_out_with_the_card(session: Session) -> None:
    desk = make_desk(session)
    one = person(session, desk, phone="06 39 98 12 34 poste 4")
    privacy.oppose(session, desk.rep, one, "all")
    [told] = opposed_contacts(session, desk.rep, desk.advertiser_id)
    assert (told.opposed_on, told.noted_by) == (TODAY, "Camille Roussel")
    [card] = read_cards(vcards.contact_vcf(session, desk.rep, one))
    assert card.note == "Opposed to prospecting on 4\u00a0Mar."
    assert card.phones[0].text == "+33639981234 ext. 4"
    with pytest.raises(UnknownError):
        vcards.contact_vcf(session, desk.rep, 999)


@both_engines
def test_the_unpaid_flag_has_its_reason(session: Session) -> None:
    desk = make_desk(session)
    company = desk.advertiser_id
    assert unpaid_note(session, desk.rep, company) is None
    with pytest.raises(ReasonError):
        unpaid.flag_unpaid(session, desk.rep, company, "  ")
    unpaid.flag_unpaid(session, desk.rep, company, NAUGHTY[1])
    found = unpaid_note(session, desk.rep, company)
    assert found is not None
    assert (found.reason, found.noted_by) == (NAUGHTY[1], "Camille Roussel")
    with pytest.raises(UnpaidError):
        unpaid.flag_unpaid(session, desk.rep, company, "again")
    unpaid.clear_unpaid(session, desk.rep, company, "paid")
    assert unpaid_note(session, desk.rep, company) is None
    with pytest.raises(UnpaidError):
        unpaid.clear_unpaid(session, desk.rep, company, "again")
    said = [row.entry.action for row in changes(session, desk) if row.entry]
    assert said[:2] == ["clear_unpaid", "flag_unpaid"]


def changes(session: Session, desk: Desk) -> list:  # type: ignore[type-arg]
    return timeline(session, desk.rep, desk.advertiser_id, (Track.CHANGE,))


@both_engines
def test_a_mandate_covers_what_its_agency_bought_without(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    made = make_quote(
        session, desk, LineWish(issue, desk.page), agency_id=desk.agency_id
    )
    assert len(mandates_missing(session, desk.rep, desk.advertiser_id)) == 1
    wish = mandates.MandateWish(
        desk.advertiser_id, desk.agency_id, "M-1", date(2027, 1, 1)
    )
    added = mandates.add_mandate(session, desk.rep, wish, Paper("mandat.pdf", PDF))
    assert mandates_missing(session, desk.rep, desk.advertiser_id) == []
    assert session.get_one(Booking, made).mandate_id == added
    [held] = list_mandates(session, desk.rep, desk.agency_id)
    assert held.paper_id is not None
    assert held.state(TODAY) is MandateState.VALID
    [bought] = list_bought_for(session, desk.rep, desk.agency_id)
    assert (bought.id, bought.live) == (desk.advertiser_id, 1)


@both_engines
def test_a_mandate_is_changed_and_ended(session: Session) -> None:
    desk = make_desk(session)
    held = make_mandate(session, desk)

    def edit(**typed: object) -> Edit:
        opened = open_mandate(session, desk.rep, held)
        assert opened is not None
        return Edit(opened.version, opened.values, {**opened.values, **typed})  # type: ignore[dict-item]

    mandates.change_mandate(session, desk.rep, held, edit(revoked_on=TODAY))
    [row] = list_mandates(session, desk.rep, desk.advertiser_id)
    assert row.state(TODAY) is MandateState.ENDED
    with pytest.raises(DateOrderError):
        mandates.change_mandate(
            session, desk.rep, held, edit(valid_until=date(2020, 1, 1))
        )
    with pytest.raises(UnchangedError):
        mandates.change_mandate(session, desk.rep, held, edit())
    with pytest.raises(PartiesError):
        mandates.add_mandate(
            session, desk.rep, mandates.MandateWish(1, 1, "x", date(2027, 1, 1))
        )


def test_a_paper_is_a_pdf_of_five_megabytes_and_each_is_kept(session: Session) -> None:
    desk = make_desk(session)
    held = make_mandate(session, desk)

    def keep(content: bytes) -> int:
        paper = Paper("../\x00mandat.pdf", content)
        return mandates.keep_mandate_paper(session, desk.rep, held, paper)

    first = keep(PDF)
    assert keep(PDF) == first
    second = keep(PDF + b"2")
    assert second != first
    [row] = list_mandates(session, desk.rep, desk.advertiser_id)
    assert row.paper_id == second
    with pytest.raises(NotPdfError):
        keep(b"MZ\x00")
    with pytest.raises(LargeFileError):
        keep(PDF + b"x" * 5 * 1024 * 1024)


@both_engines
def test_the_timeline_tells_options_and_rolls_up_the_group_and_agencies(
    session: Session,
) -> None:
    desk = make_desk(session)
    sister = make_company(session, desk.rep, "Halo SAS", group_id=desk.advertiser_id)
    stranger = make_company(session, desk.rep, "Autre SAS")
    make_mandate(session, desk)
    issue = make_issue(session, desk)
    made = make_quote(session, desk, LineWish(issue, desk.page))
    bookings.option(session, desk.rep, made)
    other = replace(desk, advertiser_id=stranger)
    elsewhere = make_quote(session, other, LineWish(issue, desk.half))
    for company_id, note, booking_id in (
        (sister, "sister", None),
        (desk.agency_id, "agency", None),
        (desk.agency_id, "not ours", elsewhere),
        (stranger, "stranger", None),
    ):
        wish = activities.ActivityWish(company_id, note=note, booking_id=booking_id)
        activities.log_activity(session, desk.rep, wish)
    told = timeline(session, desk.rep, desk.advertiser_id, (Track.CALL,))
    assert {(row.text, row.whose) for row in told} == {
        ("sister", "Halo SAS"),
        ("agency", session.get_one(Company, desk.agency_id).name),
    }
    [option] = timeline(session, desk.rep, desk.advertiser_id, (Track.OPTION,))
    assert option.entry is not None
    assert option.entry.action == "option"
    assert [
        row.whose for row in timeline(session, desk.rep, sister, (Track.QUOTED,))
    ] == ["Lumicité SAS"]
    whole = count_timeline(session, desk.rep, desk.advertiser_id)
    rows = timeline(session, desk.rep, desk.advertiser_id, most=100)
    assert len(rows) == whole
    assert rows == sorted(rows, key=lambda row: (row.at, row.id), reverse=True)


@both_engines
def test_a_suspected_duplicate_is_told_with_whose_it_is(session: Session) -> None:
    desk = make_desk(session)
    twin = make_company(
        session, desk.manager, "Lumicité SARL", owner_id=desk.manager.user_id
    )
    [like] = duplicates_of(session, desk.rep, desk.advertiser_id)
    assert (like.id, like.owner, like.likenesses) == (
        twin,
        "Hélène Vasseur",
        (Likeness.NAME,),
    )
    session.get_one(Company, twin).group_id = desk.advertiser_id
    session.flush()
    assert duplicates_of(session, desk.rep, desk.advertiser_id) == []


def test_every_number_and_address_is_kept_once(session: Session) -> None:
    desk = make_desk(session)
    person(
        session,
        desk,
        phone="06 39 98 12 34",
        more_phones=("06 39 98 12 34", "", "01 99 00 12 34"),
        more_emails=("a@b.example",),
    )
    card = company_card(session, desk.rep, desk.advertiser_id)
    assert card is not None
    assert (len(card.contacts[0].phones), len(card.contacts[0].emails)) == (2, 1)
    assert session.scalars(select(Company.version)).first()
