"""Two people, one record: nothing is overwritten in silence, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from crm.domain.editing import Edit, Merge
from crm.domain.errors import (
    AlreadyThereError,
    ConflictError,
    DateOrderError,
    DeskError,
    MissingError,
    NotUnderstoodError,
    NotYoursError,
    RanError,
    RangeError,
    UnchangedError,
    UnknownError,
)
from crm.domain.roles import RoleCode
from crm.language.formats import tell
from crm.services import bookings
from crm.services.activities import ActivityWish, log_activity
from crm.services.activity_edits import change_activity
from crm.services.bookings import Agreed
from crm.services.companies import ContactWish, add_contact
from crm.services.company_edits import change_company, change_contact
from crm.services.issue_edits import change_issue
from crm.services.issue_moves import publish_issue
from crm.services.lines import LineWish
from crm.store.models import Activity, AuditEntry, Company, Contact, Issue, Pool
from crm.store.queries import editable
from tests.factories import (
    ITSELF,
    MORNING,
    make_actor,
    make_company,
    make_desk,
    make_issue,
    make_quote,
)
from tests.postgres import both_engines

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.store.database import Store
    from crm.store.queries.editable import Opened
    from tests.factories import Desk

LATER = MORNING + timedelta(minutes=32)


def over(opened: Opened | None, **typed: Any) -> Edit:
    assert opened is not None
    return Edit(opened.version, opened.values, typed)


def last_audit(session: Session) -> AuditEntry:
    entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    return entry


def company_edit(session: Session, desk: Desk, **typed: Any) -> Edit:
    opened = editable.open_company(session, desk.rep, desk.advertiser_id)
    return over(opened, **typed)


@both_engines
def test_a_company_is_changed_and_the_audit_tells_pairs(session: Session) -> None:
    desk = make_desk(session)
    edit = company_edit(
        session,
        desk,
        name="Lumicité",
        trade_name="Lumicité",
        siret="732 829 320 00074",
        town="Rennes",
        country="FR",
        website="www.lumicite.example",
        roles=("advertiser", "payer"),
        note="Appeler après 14 h",
    )
    change_company(session, desk.rep, desk.advertiser_id, edit)
    company = session.get(Company, desk.advertiser_id)
    assert company is not None
    assert (company.siren, company.siret) == ("732829320", "73282932000074")
    assert (company.folded, company.duplicate_key) == ("lumicite lumicite", "lumicite")
    assert company.domain == "lumicite.example"
    assert company.is_payer
    assert company.version == 2
    told = last_audit(session)
    assert (told.action, told.entity) == ("change", "company")
    assert told.changes == {
        "name": ["Lumicité SAS", "Lumicité"],
        "trade_name": ["", "Lumicité"],
        "roles": [["advertiser"], ["advertiser", "payer"]],
        "siren": ["", "732829320"],
        "siret": ["", "73282932000074"],
        "website": ["", "www.lumicite.example"],
        "town": ["", "Rennes"],
        "note": ["", "Appeler après 14 h"],
    }
    opened = editable.open_company(session, desk.rep, desk.advertiser_id)
    assert opened is not None
    assert opened.values["town"] == "Rennes"


@both_engines
def test_saving_without_a_change_says_so_and_writes_nothing(session: Session) -> None:
    desk = make_desk(session)
    before = last_audit(session).id
    same = company_edit(session, desk, name="  Lumicité   SAS ", town="")
    with pytest.raises(UnchangedError):
        change_company(session, desk.rep, desk.advertiser_id, same)
    session.rollback()
    assert session.query(AuditEntry).filter(AuditEntry.id > before).count() == 0


@both_engines
def test_the_second_to_save_sees_field_by_field_what_changed(session: Session) -> None:
    desk = make_desk(session)
    paul = make_actor(desk.manager.user_id, at=LATER, name="Hélène Vasseur")
    mine = company_edit(session, desk, town="Nantes", note="La mienne", siren="")
    theirs = company_edit(session, desk, town="Rennes", postcode="35000")
    change_company(session, paul, desk.advertiser_id, theirs)
    before = last_audit(session).id
    with pytest.raises(ConflictError) as refused:
        change_company(session, desk.rep, desk.advertiser_id, mine)
    clash = refused.value.clash
    assert clash.version == 2
    told = {d.field: (d.label, d.base, d.theirs, d.mine) for d in clash.differences}
    assert told == {
        "postcode": ("Postcode", "", "35000", ""),
        "town": ("Town", "", "Rennes", "Nantes"),
    }
    merged = {found.field: found.merge for found in clash.differences}
    assert merged == {"postcode": Merge.THEIRS, "town": Merge.DIFFER}
    assert {(d.who, d.at) for d in clash.differences} == {("Hélène Vasseur", LATER)}
    assert tell(refused.value).startswith("Hélène Vasseur saved this record")
    assert last_audit(session).id == before
    chosen = Edit(clash.version, clash.latest, {**clash.latest, "note": "La mienne"})
    change_company(session, desk.rep, desk.advertiser_id, chosen)
    assert last_audit(session).changes == {"note": ["", "La mienne"]}
    with pytest.raises(ConflictError):
        change_company(
            session,
            paul,
            desk.advertiser_id,
            replace(mine, typed={"note": "Encore une autre"}),
        )


@both_engines
def test_changes_apart_go_together_without_a_word(session: Session) -> None:
    """What the form does not hold, or both changed to the same, is no conflict."""
    desk = make_desk(session)
    mine = company_edit(session, desk, town="Rennes", note="La mienne")
    theirs = company_edit(session, desk, town="Rennes")
    change_company(session, desk.manager, desk.advertiser_id, theirs)
    change_company(session, desk.rep, desk.advertiser_id, mine)
    assert last_audit(session).changes == {"note": ["", "La mienne"]}


@both_engines
@pytest.mark.parametrize(
    ("typed", "refusal", "field"),
    [
        ({"name": "  "}, MissingError, "name"),
        ({"roles": ()}, MissingError, "roles"),
        ({"siren": "123"}, NotUnderstoodError, "siren"),
        ({"siret": "123"}, NotUnderstoodError, "siret"),
        ({"vat_number": "FR00"}, NotUnderstoodError, "vat_number"),
    ],
)
def test_a_company_is_refused_by_its_field(
    typed: dict[str, object],
    refusal: type[DeskError],
    field: str,
    session: Session,
) -> None:
    desk = make_desk(session)
    with pytest.raises(refusal) as refused:
        change_company(
            session, desk.rep, desk.advertiser_id, company_edit(session, desk, **typed)
        )
    assert refused.value.field == field


def test_what_was_not_typed_over_is_not_checked_again(session: Session) -> None:
    """A number that failed no check when it was imported does not stop a new town."""
    desk = make_desk(session)
    company = session.get(Company, desk.advertiser_id)
    assert company is not None
    company.siren = "123"
    session.flush()
    edit = company_edit(session, desk, siren="123", town="Brest")
    change_company(session, desk.rep, desk.advertiser_id, edit)
    assert last_audit(session).changes == {"town": ["", "Brest"]}


def test_only_who_may_write_changes_a_company_they_see(store: Store) -> None:
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        other = make_company(session, desk.manager, "Ville voisine")
        edit = over(editable.open_company(session, ITSELF, other), town="Brest")
    reader = make_actor(desk.manager.user_id, RoleCode.READER)
    for actor, refusal in ((reader, NotYoursError), (desk.rep, UnknownError)):
        with pytest.raises(refusal):
            store.write(
                lambda s, a=actor: change_company(s, a, other, edit),
                actor,
            )


@both_engines
def test_a_contact_is_changed_with_numbers_and_roles(session: Session) -> None:
    desk = make_desk(session)
    wish = ContactWish(
        desk.advertiser_id,
        "Lefort",
        "Anne",
        phone="06 39 98 12 34",
        email="A.Lefort@lumicite.example",
    )
    contact_id = add_contact(session, desk.rep, wish)
    session.expire_all()
    opened = editable.open_contact(session, desk.rep, contact_id)
    edit = over(
        opened,
        last_name="Lefort-Roy",
        phones=("06 39 98 12 34", "01 99 00 12 34", "  "),
        emails=("anne@lumicite.example",),
        roles=("signatory", "commercial"),
        opposed_on=date(2027, 3, 1),
    )
    change_contact(session, desk.rep, contact_id, edit)
    session.expire_all()
    now = editable.open_contact(session, desk.rep, contact_id)
    assert now is not None
    assert now.values["phones"] == ("06 39 98 12 34", "01 99 00 12 34")
    assert now.values["emails"] == ("anne@lumicite.example",)
    assert now.values["roles"] == ("commercial", "signatory")
    assert last_audit(session).changes["opposed_on"] == [None, "2027-03-01"]
    contact = session.get(Contact, contact_id)
    assert contact is not None
    assert contact.folded == "anne lefort roy"
    with pytest.raises(NotUnderstoodError) as refused:
        change_contact(session, desk.rep, contact_id, over(now, phones=("beaucoup",)))
    assert refused.value.field == "phones"
    change_contact(session, desk.rep, contact_id, over(now, has_left=True))
    assert contact.archived_at == MORNING
    assert last_audit(session).changes == {"has_left": [False, True]}


@both_engines
def test_an_issue_s_days_are_moved_and_told_in_pairs(session: Session) -> None:
    desk = make_desk(session)
    issue_id = make_issue(session, desk)
    opened = editable.open_issue(session, desk.manager, issue_id)
    assert opened is not None
    assert opened.values["ad_pages"] == 24
    edit = over(opened, closes_on=date(2027, 4, 9), ad_pages="28", theme_fr="Nuit")
    change_issue(session, desk.manager, issue_id, edit)
    assert last_audit(session).changes == {
        "theme_fr": ["", "Nuit"],
        "closes_on": ["2027-04-02", "2027-04-09"],
        "ad_pages": [24, 28],
    }
    pool = session.query(Pool).filter_by(issue_id=issue_id, code="pages").one()
    assert pool.capacity == 28 * 12


@pytest.mark.parametrize(
    ("typed", "refusal", "field"),
    [
        ({"code": " "}, MissingError, "code"),
        ({"code": "63"}, AlreadyThereError, "code"),
        ({"closes_on": date(2027, 6, 1)}, DateOrderError, "closes_on"),
        ({"ad_pages": "beaucoup"}, NotUnderstoodError, "ad_pages"),
        ({"ad_pages": "0"}, RangeError, "ad_pages"),
        ({"ad_pages": "401"}, RangeError, "ad_pages"),
        ({"ad_pages": " "}, RangeError, "ad_pages"),
    ],
)
def test_an_issue_is_refused_by_its_field(
    typed: dict[str, object],
    refusal: type[DeskError],
    field: str,
    session: Session,
) -> None:
    desk = make_desk(session)
    issue_id = make_issue(session, desk)
    make_issue(session, desk, "63")
    booking = make_quote(session, desk, LineWish(issue_id, desk.page))
    bookings.confirm(session, desk.rep, booking, Agreed("A. L.", MORNING.date(), "m"))
    edit = over(editable.open_issue(session, desk.manager, issue_id), **typed)
    with pytest.raises(refusal) as refused:
        change_issue(session, desk.manager, issue_id, edit)
    assert refused.value.field == field
    with pytest.raises(NotYoursError):
        change_issue(session, desk.rep, issue_id, edit)


def test_an_issue_that_is_published_keeps_its_days(session: Session) -> None:
    desk = make_desk(session)
    issue_id = make_issue(session, desk)
    publish_issue(session, desk.manager, issue_id, is_out=True)
    opened = editable.open_issue(session, desk.manager, issue_id)
    with pytest.raises(RanError):
        change_issue(
            session,
            desk.manager,
            issue_id,
            over(opened, closes_on=date(2027, 4, 9)),
        )
    change_issue(session, desk.manager, issue_id, over(opened, theme_fr="Nuit"))
    issue = session.get(Issue, issue_id)
    assert issue is not None
    assert issue.theme_fr == "Nuit"


@both_engines
def test_a_call_is_put_right_by_who_logged_it(session: Session) -> None:
    desk = make_desk(session)
    call = log_activity(session, desk.rep, ActivityWish(desk.advertiser_id))
    opened = editable.open_activity(session, desk.rep, call)
    edit = over(opened, note="Rappeler en mai", minutes="12", outcome="no_answer")
    with pytest.raises(NotYoursError):
        change_activity(session, desk.manager, call, edit)
    assert editable.open_activity(session, desk.manager, call) is None
    change_activity(session, desk.rep, call, edit)
    row = session.get(Activity, call)
    assert row is not None
    assert (row.note, row.minutes, row.outcome) == ("Rappeler en mai", 12, "no_answer")
    assert last_audit(session).changes["outcome"] == ["reached", "no_answer"]
    now = editable.open_activity(session, desk.rep, call)
    for typed, refusal in (("douze", NotUnderstoodError), ("9999", RangeError)):
        with pytest.raises(refusal):
            change_activity(session, desk.rep, call, over(now, minutes=typed))


@both_engines
def test_of_two_who_save_at_once_one_wins_and_the_other_is_told(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        issue_id = make_issue(session, desk)
        company = company_edit(session, desk)
        issue = over(editable.open_issue(session, ITSELF, issue_id))
    rounds: list[tuple[Callable[..., None], int, Edit, str]] = [
        (change_company, desk.advertiser_id, company, "note"),
        (change_issue, issue_id, issue, "theme_fr"),
    ]
    for action, record_id, opened, field in rounds:
        together = Barrier(2)

        def save(
            word: str,
            together: Barrier = together,
            action: Callable[..., None] = action,
            record_id: int = record_id,
            opened: Edit = opened,
            field: str = field,
        ) -> str:
            edit = replace(opened, typed={field: word})
            together.wait(20)
            try:
                store.write(
                    lambda s: action(s, desk.manager, record_id, edit), desk.manager
                )
            except ConflictError as conflict:
                (only,) = conflict.clash.differences
                return f"{only.theirs} stands"
            return word

        with ThreadPoolExecutor(2) as people:
            said = sorted(people.map(save, ("one", "two")))
        assert said in (["one", "one stands"], ["two", "two stands"])
    with store.reading(ITSELF) as session:
        for entity in ("company", "issue"):
            changed = session.query(AuditEntry).filter_by(
                entity=entity, action="change"
            )
            assert changed.count() == 1
