"""The audit is read by whoever may: searched and paged, and one record's history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from crm.domain.editing import Edit
from crm.domain.roles import Door, RoleCode
from crm.language import use_language
from crm.language.telling import told
from crm.services import activities, bookings, companies, publishers
from crm.services.audit import record
from crm.services.lines import LineWish
from crm.services.reports.audit import audit_csv
from crm.store.queries.audit import (
    AuditAsked,
    changes_of_day,
    count_audit,
    count_history,
    history_of,
    kinds_there,
    list_audit,
)
from crm.store.queries.editable import open_publisher
from tests.factories import (
    ITSELF,
    MORNING,
    Desk,
    make_actor,
    make_desk,
    make_issue,
    make_mandate,
    make_quote,
)
from tests.postgres import both_engines
from tests.two_reps import SECRET, TwoReps, make_two_reps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

ADMIN = make_actor(99, RoleCode.ADMINISTRATOR)


@pytest.fixture
def desk(session: Session) -> Iterator[Desk]:
    """Make a desk on which a booking was quoted and optioned, and a call planned."""
    made = make_desk(session)
    issue = make_issue(session, made)
    booking = make_quote(session, made, LineWish(issue, made.page))
    bookings.option(session, made.rep, booking)
    step = activities.NextStep("rappel", MORNING.date())
    activities.plan(session, made.rep, made.advertiser_id, step)
    make_mandate(session, made)
    session.flush()
    with use_language("en"):
        yield made


def said(session: Session, asked: AuditAsked) -> list[str]:
    session.info["asker"] = ADMIN
    rows = list_audit(session, ADMIN, asked)
    assert count_audit(session, ADMIN, asked) == len(rows)
    return [told(row) for row in rows]


OPTIONED = "Camille Roussel optioned BC-2027-0001 until 9\u00a0March\u00a02027."
QUOTED = "Camille Roussel quoted D-2027-0001 for Lumicité SAS, €3,600 net net."
PLANNED = "Hélène Vasseur planned no. 62, published on 3\u00a0May\u00a02027."


@both_engines
@pytest.mark.parametrize(
    "asked",
    [
        AuditAsked(search="BC-2027", action="option"),
        AuditAsked(search="2027-03-09"),
        AuditAsked(entity="booking", action="option"),
        AuditAsked(search="camille", entity="booking", action="option"),
    ],
)
def test_a_row_is_found(session: Session, desk: Desk, asked: AuditAsked) -> None:
    assert desk
    assert said(session, asked) == [OPTIONED]


@both_engines
def test_a_search_reads_names_notes_and_values(session: Session, desk: Desk) -> None:
    assert PLANNED in said(session, AuditAsked(search="No. 62"))
    for typed in ("lumicité", "LUMICITE"):
        assert "Camille Roussel added the company Lumicité SAS." in said(
            session, AuditAsked(search=typed)
        )
    for typed in ("360000", "€3,600", "3 600,00 €"):
        assert QUOTED in said(session, AuditAsked(search=typed))
    assert said(session, AuditAsked(search="09/03/2027")) == [OPTIONED]
    session.info["asker"] = ITSELF
    record(session, desk.rep, "start", "desk", None, note="100 % d’été", title="É_x")
    for typed in ("100 %", "% d’", "É_x"):
        assert "Camille Roussel opened the desk for É_x." in said(
            session, AuditAsked(search=typed)
        )
    assert said(session, AuditAsked(search="100_%")) == []
    assert said(session, AuditAsked(search="nobody's")) == []


@both_engines
def test_filters_narrow(session: Session, desk: Desk) -> None:
    by_rep = said(session, AuditAsked(user_id=desk.rep.user_id))
    assert by_rep
    assert all(sentence.startswith("Camille Roussel") for sentence in by_rep)
    assert said(session, AuditAsked(door=Door.CLOCK)) == []
    session.info["asker"] = ITSELF
    record(session, ITSELF, "load", "desk", None)
    assert said(session, AuditAsked(user_id=0, door=Door.CLOCK)) == [
        "Régie loaded the demonstration."
    ]
    day = MORNING.date()
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    assert said(session, AuditAsked(since=day, until=day))
    assert said(session, AuditAsked(until=before)) == []
    assert said(session, AuditAsked(since=after)) == []


@both_engines
def test_pages_follow_each_other(session: Session, desk: Desk) -> None:
    assert desk
    session.info["asker"] = ADMIN
    total = count_audit(session, ADMIN)
    read = [
        row.id
        for offset in range(0, total, 7)
        for row in list_audit(session, ADMIN, limit=7, offset=offset)
    ]
    assert len(read) == total
    assert read == sorted(read, reverse=True)
    today = changes_of_day(session, ADMIN, MORNING.date())
    assert (today.changes, today.people) == (total, 2)
    assert changes_of_day(session, ADMIN, date(2020, 1, 1)).changes == 0
    entities, actions = kinds_there(session, ADMIN)
    assert {"booking", "company"} <= set(entities)
    assert "quote" in actions


def test_a_row_leads_to_the_page_of_its_record(session: Session, desk: Desk) -> None:
    session.info["asker"] = ADMIN
    homes = {row.entity: row.home for row in list_audit(session, ADMIN, limit=200)}
    assert homes["follow_up"] == ("company", desk.advertiser_id)
    assert homes["mandate"] == ("company", desk.advertiser_id)
    assert homes["booking"] == ("booking", 1)
    assert homes["title"] is not None
    assert homes["title"][0] == "publisher"


def test_a_company_s_history_is_rolled_up(session: Session, desk: Desk) -> None:
    contact = companies.ContactWish(desk.advertiser_id, "Loiseau", "Anne")
    companies.add_contact(session, desk.rep, contact)
    rows = history_of(session, desk.rep, "company", desk.advertiser_id)
    assert [told(row) for row in rows] == [
        "Camille Roussel added the contact Anne Loiseau, Lumicité SAS.",
        (
            "Camille Roussel recorded the mandate LUM-27: Agence Trait d’Union for"
            " Lumicité SAS."
        ),
        (
            "Camille Roussel planned a follow-up with Lumicité SAS for"
            " 4\u00a0March\u00a02027."
        ),
        OPTIONED,
        QUOTED,
        "Camille Roussel added the company Lumicité SAS.",
    ]
    assert count_history(session, desk.rep, "company", desk.advertiser_id) == 6
    first = history_of(session, desk.rep, "company", desk.advertiser_id, most=1)
    assert [row.id for row in first] == [rows[0].id]
    assert history_of(session, desk.rep, "company", 999) == []


def test_a_field_that_changed_is_told_with_what_it_was(
    session: Session, desk: Desk
) -> None:
    opened = open_publisher(session, desk.manager, 1)
    typed = {**opened.values, "name": "Éditions neuves", "town": "Lyon"}
    edit = Edit(opened.version, opened.values, typed)
    publishers.change_publisher(session, desk.manager, 1, edit)
    [row, *_rest] = history_of(session, desk.rep, "publisher", 1)
    assert told(row) == (
        "Hélène Vasseur changed the publisher’s data: Name: Éditions d’essai → Éditions"
        " neuves; Town: Lyon."
    )


def read_as(session: Session, asker: Actor, entity: str, number: int) -> list[str]:
    session.expire_all()
    session.info["asker"] = asker
    try:
        return [
            told(row) for row in history_of(session, asker, entity, number, most=99)
        ]
    finally:
        session.info["asker"] = ITSELF


def test_a_history_is_read_by_whoever_sees_the_record(session: Session) -> None:
    ids: TwoReps = make_two_reps(session)
    session.flush()
    paul, rep = ids.askers["owner"], ids.askers["rep"]
    for entity, number in (("company", ids.company_id), ("booking", ids.booking_id)):
        assert read_as(session, paul, entity, number)
        assert read_as(session, rep, entity, number) == []
        session.info["asker"] = rep
        assert count_history(session, rep, entity, number) == 0
        session.info["asker"] = ITSELF


def test_what_others_sold_stays_hidden_in_an_agency_s_history(
    session: Session,
) -> None:
    """Whoever sees the agency, and not the booking, reads nothing of its price."""
    ids: TwoReps = make_two_reps(session)
    session.flush()
    for who, asker in ids.askers.items():
        lines = " ".join(read_as(session, asker, "company", ids.agency_id))
        if who == "rep":
            assert SECRET not in lines
            assert "net net" not in lines


def test_the_export_holds_what_is_shown(session: Session, desk: Desk) -> None:
    assert desk
    session.info["asker"] = ADMIN
    asked = AuditAsked(entity="booking")
    lines = audit_csv(session, ADMIN, asked).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + count_audit(session, ADMIN, asked)
    assert lines[0] == "Row;When;Who;Door;Record;Name;Action;What was done"
    assert lines[1].endswith(f";booking;BC-2027-0001;option;{OPTIONED}")
    assert ";2027-03-04 09:00:00;Camille Roussel;screen;" in lines[1]
