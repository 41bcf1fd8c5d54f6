"""Saved views, calling them through, tags, fields, and handing over from a list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.account_errors import HeirError
from crm.domain.activities import ActivityKind, Outcome
from crm.domain.companies import FieldKind
from crm.domain.errors import (
    AlreadyThereError,
    FieldInUseError,
    MissingError,
    NotUnderstoodError,
    NotYoursError,
    PastError,
    ReasonError,
    UnknownError,
)
from crm.domain.roles import RoleCode
from crm.domain.views import Filters
from crm.services import call_runs, custom_fields, saved_views, tags
from crm.services.activities import ActivityWish, NextStep, log_activity, plan
from crm.services.assigning import assign
from crm.services.custom_fields import FieldWish
from crm.store.models import Company, CompanyOwner, FollowUp, FollowUpMove, Tagging
from crm.store.queries.call_attempts import next_attempt
from crm.store.queries.call_runs import find_run, list_runs, list_stops
from crm.store.queries.company_fields import list_fields, owners_of, tags_of, values_of
from crm.store.queries.saved_views import find_view, list_views
from tests.factories import ITSELF, MORNING, Desk, make_actor, make_company, make_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.store.database import Store

SOON = MORNING.date() + timedelta(days=7)


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    with store.reading(ITSELF) as opened:
        yield opened


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


def as_(session: Session, actor: object) -> Session:
    session.flush()
    session.info["asker"] = actor
    return session


def test_a_view_is_kept_renamed_removed_and_brought_back(
    session: Session, desk: Desk
) -> None:
    rep = desk.rep
    filters = Filters(region="53", quiet_days=60)
    view = saved_views.save_view(session, rep, " Ouest ", filters, ["status", "tags"])
    (row,) = list_views(as_(session, rep), rep)
    assert (row.name, row.filters) == ("Ouest", filters)
    assert row.columns == ("status", "tags")
    with pytest.raises(AlreadyThereError):
        saved_views.save_view(session, rep, "Ouest", Filters())
    saved_views.rename_view(session, rep, view, "Grand Ouest", shared=True)
    saved_views.remove_view(session, rep, view)
    assert list_views(session, rep) == []
    saved_views.bring_back_view(session, rep, view)
    assert [one.name for one in list_views(session, rep)] == ["Grand Ouest"]
    with pytest.raises(MissingError):
        saved_views.save_view(session, rep, "  ", Filters())


def test_a_view_is_its_owner_s_until_it_is_shared(session: Session, desk: Desk) -> None:
    view = saved_views.save_view(session, desk.rep, "À moi", Filters())
    manager = desk.manager
    assert find_view(as_(session, manager), manager, view) is None
    with pytest.raises(UnknownError):
        saved_views.remove_view(session, manager, view)
    as_(session, desk.rep)
    saved_views.rename_view(session, desk.rep, view, "À tous", shared=True)
    shared = find_view(as_(session, manager), manager, view)
    assert shared is not None
    assert shared.user == "Camille Roussel"
    with pytest.raises(NotYoursError):
        saved_views.rename_view(session, manager, view, "Pris", shared=False)


def test_a_reader_keeps_views_and_shares_none(session: Session, desk: Desk) -> None:
    reader = make_actor(desk.manager.user_id, RoleCode.READER)
    as_(session, reader)
    saved_views.save_view(session, reader, "Lecture", Filters())
    session.flush()
    with pytest.raises(NotYoursError):
        saved_views.save_view(session, reader, "Partage", Filters(), shared=True)
    with pytest.raises(NotYoursError):
        call_runs.start_run(session, reader, "Appels", Filters())


def test_a_run_shows_nobody_twice_over_days(session: Session, desk: Desk) -> None:
    rep = desk.rep
    companies = [make_company(session, rep, name) for name in ("Aa", "Bb", "Cc", "Dd")]
    run = call_runs.start_run(session, rep, "Mes annonceurs", Filters(mine=True))
    first = find_run(as_(session, rep), rep, run)
    assert first is not None
    assert (first.sums.total, first.company_id, first.place) == (5, companies[0], 1)
    no_answer = ActivityWish(companies[0], outcome=Outcome.NO_ANSWER)
    log_activity(session, rep, no_answer)
    put_off = (run, companies[1], SOON, "salon")
    follow_up = call_runs.put_off_stop(session, rep, *put_off)
    call_runs.skip_stop(session, rep, run, companies[2])
    mail = ActivityWish(companies[3], kind=ActivityKind.EMAIL, outcome=None)
    log_activity(session, rep, mail)
    log_activity(session, rep, ActivityWish(desk.advertiser_id))
    ended = find_run(session, rep, run)
    assert ended is not None
    sums = ended.sums
    assert (sums.called, sums.reached, sums.otherwise) == (2, 1, 1)
    assert (sums.put_off, sums.skipped, sums.left) == (1, 1, 0)
    assert ended.company_id is None
    assert session.get_one(FollowUp, follow_up).due_on == SOON
    assert len(list_stops(session, rep, run)) == 5
    assert call_runs.take_up_skipped(session, rep, run) == 1
    again = find_run(session, rep, run)
    assert again is not None
    assert again.company_id == companies[2]
    call_runs.end_run(session, rep, run)
    assert list_runs(session, rep) == []


def test_putting_off_keeps_the_attempt_and_moves_what_was_open(
    session: Session, desk: Desk
) -> None:
    rep, company = desk.rep, desk.advertiser_id
    run = call_runs.start_run(session, rep, "Miens", Filters())
    step = plan(session, rep, company, NextStep("Rappeler", rep.today))
    assert call_runs.put_off_stop(session, rep, run, company, SOON, "salon") == step
    moved = session.get_one(FollowUp, step)
    assert (moved.due_on, moved.reason) == (SOON, "Rappeler")
    kept = session.scalars(select(FollowUpMove)).one()
    assert (kept.follow_up_id, kept.to_day, kept.reason) == (step, SOON, "salon")
    session.flush()
    assert next_attempt(as_(session, rep), rep, company, [step]) == 2
    later = SOON + timedelta(days=1)
    assert call_runs.put_off_stop(session, rep, run, company, later, "absent") == step
    session.flush()
    assert next_attempt(session, rep, company, [step]) == 3
    with pytest.raises(PastError):
        call_runs.put_off_stop(
            session, rep, run, company, rep.today - timedelta(days=1), "hier"
        )


def test_what_was_logged_before_a_run_counts_not(session: Session, desk: Desk) -> None:
    log_activity(session, desk.rep, ActivityWish(desk.advertiser_id))
    later = make_actor(
        desk.rep.user_id, RoleCode.REP, at=MORNING + timedelta(days=1), name="C"
    )
    run = call_runs.start_run(session, later, "Demain", Filters())
    card = find_run(session, later, run)
    assert card is not None
    assert card.company_id == desk.advertiser_id


def test_a_run_is_one_person_s(session: Session, desk: Desk) -> None:
    run = call_runs.start_run(session, desk.rep, "Miens", Filters())
    as_(session, desk.manager)
    assert find_run(session, desk.manager, run) is None
    assert list_stops(session, desk.manager, run) == []
    with pytest.raises(UnknownError):
        call_runs.skip_stop(session, desk.manager, run, desk.advertiser_id)
    as_(session, desk.rep)
    with pytest.raises(MissingError):
        call_runs.start_run(session, desk.rep, "Vide", Filters(search="zzzz"))
    with pytest.raises(ReasonError):
        call_runs.put_off_stop(session, desk.rep, run, desk.advertiser_id, SOON, " ")


def test_tags_go_on_once_whatever_their_capitals_and_off(
    session: Session, desk: Desk
) -> None:
    company = desk.advertiser_id
    tag = tags.tag_company(session, desk.rep, company, "Salon")
    assert tags.tag_company(session, desk.rep, company, "salon") == tag
    assert [row.name for row in tags_of(session, desk.rep, company)] == ["Salon"]
    tags.untag_company(session, desk.rep, company, tag)
    tags.untag_company(session, desk.rep, company, tag)
    assert session.scalars(select(Tagging)).all() == []


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldKind.NUMBER, "1 234,5", "1234.5"),
        (FieldKind.NUMBER, "\u22123", "-3"),
        (FieldKind.NUMBER, "beaucoup", None),
        (FieldKind.DAY, "2028-02-29", "2028-02-29"),
        (FieldKind.DAY, "2027-02-29", None),
        (FieldKind.CHOICE, "or", "or"),
        (FieldKind.CHOICE, "plomb", None),
        (FieldKind.FLAG, "1", "1"),
        (FieldKind.FLAG, "oui", None),
        (FieldKind.TEXT, "<b>=1+1", "<b>=1+1"),
        (FieldKind.CHOICE, "", ""),
    ],
)
def test_a_field_keeps_what_its_kind_writes(
    session: Session, desk: Desk, kind: FieldKind, typed: str, kept: str | None
) -> None:
    choices = ["or", "argent"] if kind is FieldKind.CHOICE else []
    wish = FieldWish(kind, "Métal", choices=choices)
    field = custom_fields.define_field(session, desk.manager, wish)
    company = desk.advertiser_id
    args = (session, desk.rep, field, company, typed)
    if kept is None:
        with pytest.raises(NotUnderstoodError):
            custom_fields.fill_company_field(*args)
    else:
        custom_fields.fill_company_field(*args)
        assert values_of(session, desk.rep, company).get(field, "") == kept


def test_a_field_in_use_is_neither_removed_nor_robbed_of_a_choice(
    session: Session, desk: Desk
) -> None:
    manager = desk.manager
    wish = FieldWish(FieldKind.CHOICE, "Potentiel", choices=["A", "B"])
    field = custom_fields.define_field(session, manager, wish)
    custom_fields.fill_company_field(session, desk.rep, field, desk.advertiser_id, "A")
    less = FieldWish(FieldKind.CHOICE, "Potentiel", choices=["B", "C"])
    with pytest.raises(FieldInUseError):
        custom_fields.change_field(session, manager, field, less)
    with pytest.raises(FieldInUseError):
        custom_fields.remove_field(session, manager, field)
    custom_fields.fill_company_field(session, desk.rep, field, desk.advertiser_id, "")
    custom_fields.change_field(session, manager, field, less)
    assert list_fields(session, manager)[0].choices == ("B", "C")
    custom_fields.remove_field(session, manager, field)
    assert list_fields(session, manager) == []
    with pytest.raises(NotYoursError):
        custom_fields.define_field(session, desk.rep, wish)


def test_ticked_companies_go_to_one_heir_with_their_history(
    session: Session, desk: Desk
) -> None:
    manager, heir = desk.manager, desk.manager.user_id or 0
    orphan = make_company(session, desk.rep, "Orpheline")
    session.get_one(Company, orphan).owner_id = None
    for period in session.scalars(select(CompanyOwner).filter_by(company_id=orphan)):
        session.delete(period)
    mine = make_company(session, manager, "Déjà à elle")
    ids = [desk.advertiser_id, orphan, mine]
    moved = assign(session, manager, ids, heir, reason="secteurs")
    assert moved.companies == 2
    owners = {session.get_one(Company, id_).owner_id for id_ in ids}
    assert owners == {heir}
    names = [row.name for row in owners_of(session, manager, desk.advertiser_id)]
    assert names == ["Hélène Vasseur", "Camille Roussel"]
    assert len(owners_of(session, manager, orphan)) == 1
    with pytest.raises(MissingError):
        assign(session, manager, ids, heir, reason="encore")
    with pytest.raises(ReasonError):
        assign(session, manager, ids, desk.rep.user_id or 0, reason=" ")
    with pytest.raises(NotYoursError):
        assign(session, desk.rep, ids, heir, reason="à moi")
    session.get_one(Company, orphan).owner_id = None
    with pytest.raises(HeirError):
        assign(session, manager, [orphan], 999, reason="personne")
