"""An advertiser's file from the day it comes to its approval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import (
    DeskError,
    LabelError,
    MissingError,
    MoveError,
    NotYoursError,
    ReasonError,
    UnknownError,
)
from crm.domain.magazine import MaterialStatus
from crm.domain.material_errors import (
    NobodyToRemindError,
    NoFindingError,
    ReusedError,
    ToComeError,
    UnsettledError,
)
from crm.domain.preflight import Check, FileFacts
from crm.domain.roles import RoleCode
from crm.language import use_language
from crm.services import bookings, material_reminders, materials
from crm.services.agreements import Agreed
from crm.services.lines import LineWish
from crm.services.papers import Paper
from crm.services.preflight.reading import read_facts
from crm.store.models import (
    Activity,
    AuditEntry,
    Document,
    Issue,
    Line,
    Material,
    MaterialReminder,
)
from crm.store.queries.material_cards import material_card, reusable
from crm.store.queries.materials import (
    MaterialsAsked,
    count_materials,
    issues_owed,
    list_materials,
    owed_by_booking,
)
from tests.ads import make_ad, make_picture
from tests.factories import (
    MORNING,
    Desk,
    make_actor,
    make_company,
    make_desk,
    make_issue,
    make_quote,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.material_cards import MaterialCard

AWAITED, RECEIVED, CHECKED, PROOF_SENT, APPROVED = MaterialStatus
TODAY = MORNING.date()
RIGHT, LOOSE = make_ad(), make_ad(font="Helvetica")
BARE = make_ad(boxes=False)


def booked(
    session: Session, desk: Desk, *formats: int, code: str = "62", due: date = TODAY
) -> list[int]:
    """Book a line of each format; return the lines."""
    issue = make_issue(session, desk, code)
    wishes = [LineWish(issue, format_) for format_ in formats or (desk.page,)]
    booking = make_quote(session, desk, *wishes)
    bookings.confirm(session, desk.rep, booking, Agreed("A. L.", TODAY, "mail"))
    session.get_one(Issue, issue).materials_due_on = due
    lines = session.query(Line).filter_by(booking_id=booking).order_by(Line.rank)
    return [line.id for line in lines]


def came(session: Session, actor: Actor, line: int, content: bytes = RIGHT) -> None:
    materials.receive_file(
        session, actor, line, Paper("annonce.pdf", content), read_facts(content)
    )


def card(session: Session, desk: Desk, line: int) -> MaterialCard:
    session.flush()
    found = material_card(session, desk.rep, line)
    assert found is not None
    return found


def stands(session: Session, line: int) -> MaterialStatus:
    return session.get_one(Line, line).material_status


def test_a_file_without_a_fault_is_checked_as_it_comes(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk)
    came(session, desk.rep, line)
    found = card(session, desk, line)
    assert found.status is CHECKED
    assert found.current is not None
    assert found.current.file_name == "annonce.pdf"
    assert found.current.size == len(RIGHT)
    document = session.get_one(Document, found.current.document_id)
    assert document.content == RIGHT
    assert document.sha256 == found.current.sha256
    assert document.company_id == desk.advertiser_id
    told = [row.action for row in session.query(AuditEntry).filter_by(entity="line")]
    assert told == ["receive", "check"]


def test_what_blocks_is_accepted_by_who_may_with_a_reason(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk)
    came(session, desk.rep, line, LOOSE)
    assert stands(session, line) is RECEIVED
    with pytest.raises(UnsettledError) as refused:
        materials.mark_checked(session, desk.rep, line)
    assert refused.value.facts["faults"] == "fonts"
    with pytest.raises(NotYoursError):
        materials.accept(session, desk.rep, line, Check.FONTS, "vu avec l’imprimeur")
    with pytest.raises(ReasonError):
        materials.accept(session, desk.manager, line, Check.FONTS, " ")
    materials.accept(session, desk.manager, line, Check.FONTS, "vu avec l’imprimeur")
    with pytest.raises(NoFindingError):
        materials.accept(session, desk.manager, line, Check.FONTS, "encore")
    with pytest.raises(NoFindingError):
        materials.accept(session, desk.manager, line, Check.SIZE, "rien à dire")
    materials.mark_checked(session, desk.rep, line)
    current = card(session, desk, line).current
    assert current is not None
    assert not current.blocking
    [fonts] = [one for one in current.findings if one.check is Check.FONTS]
    assert (fonts.accepted_by, fonts.reason) == (
        "Hélène Vasseur",
        "vu avec l’imprimeur",
    )


def test_a_warning_is_accepted_by_whoever_writes(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk)
    came(session, desk.rep, line, BARE)
    assert stands(session, line) is RECEIVED
    materials.accept(session, desk.rep, line, Check.TRIM_BOX, "mesuré à la main")
    materials.mark_checked(session, desk.rep, line)
    assert stands(session, line) is CHECKED


def test_a_warning_stops_nobody(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk)
    came(session, desk.rep, line, BARE)
    materials.mark_checked(session, desk.rep, line)
    assert stands(session, line) is CHECKED


def test_the_way_to_the_approval_is_kept_in_its_order(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk)
    with pytest.raises(MoveError):
        materials.approve(session, desk.rep, line)
    with pytest.raises(MoveError):
        materials.send_proof(session, desk.rep, line, "Anaïs")
    materials.receive(session, desk.rep, line)
    with pytest.raises(MoveError):
        materials.approve(session, desk.rep, line)
    materials.mark_checked(session, desk.rep, line)
    with pytest.raises(MissingError):
        materials.send_proof(session, desk.rep, line, "  ")
    materials.send_proof(session, desk.rep, line, "Anaïs Lefort")
    materials.approve(session, desk.rep, line, agreed_by="Anaïs Lefort")
    current = card(session, desk, line).current
    assert current is not None
    assert (current.proof_sent_on, current.agreed_on) == (TODAY, TODAY)
    assert (current.proof_sent_to, current.agreed_by) == ("Anaïs Lefort",) * 2
    with pytest.raises(MoveError):
        materials.mark_checked(session, desk.rep, line)


def test_a_file_refused_is_awaited_again_and_kept(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk)
    came(session, desk.rep, line, LOOSE)
    with pytest.raises(ReasonError):
        materials.ask_again(session, desk.rep, line, "")
    materials.ask_again(session, desk.rep, line, "polices manquantes")
    found = card(session, desk, line)
    assert (found.status, found.current) == (AWAITED, None)
    came(session, desk.rep, line)
    found = card(session, desk, line)
    assert [row.refused_because for row in found.deliveries] == [
        "",
        "polices manquantes",
    ]
    documents = [row.document_id for row in found.deliveries]
    editions = [session.get_one(Document, id_).edition for id_ in documents]
    assert editions == [2, 1]


def test_a_new_file_takes_the_approval_back(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk)
    came(session, desk.rep, line)
    materials.approve(session, desk.rep, line)
    came(session, desk.rep, line, LOOSE)
    assert stands(session, line) is RECEIVED
    with pytest.raises(MoveError):
        materials.approve(session, desk.rep, line)


def test_an_advertorial_is_approved_once_its_label_was_seen(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk, desk.advertorial)
    labelled = make_ad(words="Publicité")
    came(session, desk.rep, line, labelled)
    assert stands(session, line) is CHECKED
    with pytest.raises(LabelError):
        materials.approve(session, desk.rep, line)
    materials.approve(session, desk.rep, line, is_labelled=True)
    current = card(session, desk, line).current
    assert current is not None
    assert current.is_labelled


def test_the_same_as_before_is_measured_against_its_new_place(
    session: Session,
) -> None:
    desk = make_desk(session)
    [former] = booked(session, desk)
    came(session, desk.rep, former)
    again, smaller = booked(session, desk, desk.page, desk.half, code="64")
    [first, *_more] = reusable(session, desk.rep, again)
    assert (first.issue, first.fits) == ("no. 62", True)
    materials.reuse(session, desk.rep, again, first.material_id)
    assert stands(session, again) is CHECKED
    materials.reuse(session, desk.rep, smaller, first.material_id)
    found = card(session, desk, smaller)
    assert found.status is RECEIVED
    assert found.current is not None
    assert found.current.same_as == "no. 62"
    assert found.current.blocking == 1
    assert session.query(Document).count() == 1
    assert len(reusable(session, desk.rep, smaller)) == 1


def test_another_advertiser_s_file_is_not_used(session: Session) -> None:
    desk = make_desk(session)
    [former] = booked(session, desk)
    came(session, desk.rep, former)
    other = make_company(session, desk.rep, "Halo SAS")
    [line] = booked(session, replace(desk, advertiser_id=other), code="64")
    assert reusable(session, desk.rep, line) == []
    material = session.query(Material.id).scalar()
    with pytest.raises(ReusedError):
        materials.reuse(session, desk.rep, line, material)
    with pytest.raises(UnknownError):
        materials.reuse(session, desk.rep, former, material)


def test_a_line_that_holds_no_space_takes_no_file(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking = make_quote(session, desk, LineWish(issue, desk.page))
    line = session.query(Line.id).filter_by(booking_id=booking).scalar()
    refusals: list[type[DeskError]] = []
    for act in (
        lambda: came(session, desk.rep, line),
        lambda: materials.receive(session, desk.rep, 999),
    ):
        with pytest.raises(DeskError) as refused:
            act()
        refusals.append(type(refused.value))
    assert refusals == [MoveError, UnknownError]


def test_what_came_did_not_come_tomorrow(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk)
    with pytest.raises(ToComeError):
        materials.receive(session, desk.rep, line, received_on=date(2027, 3, 5))
    materials.receive(session, desk.rep, line, received_on=date(2027, 3, 1))
    assert session.get_one(Line, line).material_received_on == date(2027, 3, 1)


def test_a_reader_changes_nothing(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk)
    reader = make_actor(None, RoleCode.READER)
    came(session, desk.rep, line, BARE)
    with pytest.raises(NotYoursError):
        materials.accept(session, reader, line, Check.TRIM_BOX, "non")


def test_what_was_read_is_what_is_kept(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk)
    other = FileFacts.of_json({**read_facts(RIGHT).as_json(), "sha256": "0"})
    with pytest.raises(ValueError, match="another file"):
        materials.receive_file(session, desk.rep, line, Paper("a.pdf", RIGHT), other)


def test_the_late_come_first_and_are_counted(session: Session) -> None:
    desk = make_desk(session)
    late, half = booked(session, desk, desk.page, desk.half, due=date(2027, 3, 1))
    [ahead] = booked(session, desk, code="64", due=date(2027, 4, 1))
    came(session, desk.rep, half)
    rows = list_materials(session, desk.manager)
    assert [row.line_id for row in rows] == [late, half, ahead]
    counts = count_materials(session, desk.manager)
    assert (counts.late, counts.awaited, counts.to_check) == (1, 2, 1)
    only = MaterialsAsked(late=True)
    assert [row.line_id for row in list_materials(session, desk.manager, only)] == [
        late
    ]
    assert count_materials(session, desk.manager, only).all == 1
    assert [(row.name, row.lines) for row in issues_owed(session, desk.manager)] == [
        ("no. 62", 2),
        ("no. 64", 1),
    ]
    came(session, desk.rep, late)
    materials.approve(session, desk.rep, late)
    assert late not in [row.line_id for row in list_materials(session, desk.manager)]


def test_a_reminder_is_an_activity_and_is_counted(session: Session) -> None:
    desk = make_desk(session)
    page, half = booked(session, desk, desk.page, desk.half, due=date(2027, 3, 1))
    booking = session.get_one(Line, page).booking_id
    with use_language("fr"):
        rows = owed_by_booking(session, desk.rep, booking)
    mail = material_reminders.write_mail(rows, "Mme Lefort", "Camille Roussel", TODAY)
    assert mail.subject == "n° 62\u00a0: vos éléments pour BC-2027-0001"
    assert "Bonjour Mme Lefort," in mail.body
    assert mail.body.count("– ") == 2
    assert "210 × 297\u00a0mm et 5\u00a0mm de fond perdu" in mail.body
    activity = material_reminders.remind(session, desk.rep, booking, mail)
    logged = session.get_one(Activity, activity)
    assert (logged.booking_id, logged.company_id) == (booking, desk.advertiser_id)
    assert mail.body in logged.note
    assert session.query(MaterialReminder).count() == 2
    assert [row.reminders for row in list_materials(session, desk.rep)] == [1, 1]
    for line in (page, half):
        came(session, desk.rep, line)
    with pytest.raises(NobodyToRemindError):
        material_reminders.remind(session, desk.rep, booking, mail)


def test_a_banner_is_held_to_its_own_rules(session: Session) -> None:
    desk = make_desk(session)
    [line] = booked(session, desk)
    session.get_one(Line, line).format_id = desk.banner
    content = make_picture(600, 100)
    materials.receive_file(
        session, desk.rep, line, Paper("b.png", content), read_facts(content)
    )
    current = card(session, desk, line).current
    assert current is not None
    assert [one.check for one in current.findings if one.is_open] == [Check.PIXELS]
