"""Opportunities: moved, won, lost, opened again; and booked, so counted once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from crm.domain.bookings import LineStatus
from crm.domain.clock import in_days
from crm.domain.editing import Edit
from crm.domain.errors import (
    ChangedError,
    ConflictError,
    DeskError,
    MissingError,
    MoveError,
    NotUnderstoodError,
    RangeError,
    ReasonError,
    UnchangedError,
    UnknownError,
)
from crm.domain.money import Money
from crm.domain.opportunities import LostReason, Stage, read_reason
from crm.domain.revenue import Basis, Period
from crm.domain.roles import RoleCode
from crm.services import bookings, opportunities
from crm.services.agreements import Agreed
from crm.services.companies import ContactWish, add_contact
from crm.services.lines import LineWish
from crm.services.opportunities import OpportunityWish
from crm.services.opportunity_edits import change_opportunity
from crm.store.models import Line, Opportunity, PipelineMove
from crm.store.queries.editable import open_opportunity
from crm.store.queries.opportunities import bookings_for
from crm.store.queries.pipeline import list_prospects
from tests.factories import (
    MORNING,
    Desk,
    make_actor,
    make_company,
    make_desk,
    make_issue,
    make_quote,
)
from tests.laws import check_intents
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pytestmark = both_engines

CLOSE = date(2027, 5, 1)
YEAR = Period(date(2027, 1, 1), date(2027, 12, 31), Basis.POSTED)


def intend(session: Session, desk: Desk, cents: int = 10_000_00, **wish: Any) -> int:
    asked = OpportunityWish(desk.advertiser_id, "Automne", Money(cents), CLOSE, **wish)
    return opportunities.open_opportunity(session, desk.rep, asked)


def stands(session: Session, opportunity_id: int) -> Opportunity:
    session.flush()
    session.expire_all()
    return session.get_one(Opportunity, opportunity_id)


def weights(session: Session, desk: Desk) -> dict[str, int]:
    """Say what the forecast counts, by kind, in cents and before any chance."""
    found = dict.fromkeys(("option", "opportunity"), 0)
    for row in list_prospects(session, desk.manager, YEAR):
        found[row.kind] += row.amount.cents
    return found


def test_an_intent_is_counted_once_whatever_its_booking_goes_through(
    session: Session,
) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    intent = intend(session, desk)
    booking = make_quote(
        session, desk, LineWish(issue, desk.page), opportunity_id=intent
    )
    net = session.scalars(select(Line).filter_by(booking_id=booking)).one()
    cents = net.net_net_cents
    assert weights(session, desk) == {"option": 0, "opportunity": 10_000_00}
    bookings.option(session, desk.rep, booking)
    assert weights(session, desk) == {"option": cents, "opportunity": 10_000_00 - cents}
    bookings.release(session, desk.rep, booking)
    assert stands(session, intent).booked_cents == 0
    bookings.option(session, desk.rep, booking)
    agreed = Agreed("A. L.", MORNING.date(), "mail")
    bookings.confirm(session, desk.rep, booking, agreed)
    assert weights(session, desk) == {"option": 0, "opportunity": 10_000_00 - cents}
    bookings.cancel(session, desk.rep, booking, "budget gelé")
    assert weights(session, desk) == {"option": 0, "opportunity": 10_000_00}
    check_intents(session)
    told = session.scalars(select(PipelineMove).filter_by(opportunity_id=intent)).all()
    assert [move.amount_cents for move in told] == [
        *(10_000_00, 10_000_00 - cents, 10_000_00),
        *(10_000_00 - cents, 10_000_00),
    ]


def test_an_option_that_expires_gives_the_intent_back(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    intent = intend(session, desk)
    line = LineWish(issue, desk.page)
    booking = make_quote(session, desk, line, opportunity_id=intent)
    bookings.option(session, desk.rep, booking)
    assert stands(session, intent).booked_cents > 0
    later = make_actor(at=MORNING + timedelta(days=20))
    assert bookings.expire_due(session, later) == 1
    assert stands(session, intent).booked_cents == 0


def test_barter_takes_nothing_from_an_intent(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    intent = intend(session, desk)
    line = LineWish(issue, desk.page, is_barter=True)
    booking = make_quote(session, desk, line, opportunity_id=intent)
    bookings.option(session, desk.rep, booking)
    assert stands(session, intent).booked_cents == 0


def test_another_advertisers_opportunity_is_not_quoted_from(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    other = make_company(session, desk.rep, "Autre SA")
    wish = OpportunityWish(other, "Automne", Money(1), CLOSE)
    intent = opportunities.open_opportunity(session, desk.rep, wish)
    with pytest.raises(UnknownError):
        make_quote(session, desk, LineWish(issue, desk.page), opportunity_id=intent)


def test_winning_says_which_booking_it_became(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    first, second = intend(session, desk), intend(session, desk)
    booking = make_quote(session, desk, LineWish(issue, desk.page))
    bookings.option(session, desk.rep, booking)
    found = bookings_for(session, desk.rep, desk.advertiser_id, first)
    assert [row.id for row in found] == [booking]
    opportunities.win_opportunity(session, desk.rep, first, booking)
    won = stands(session, first)
    assert (won.stage, won.booked_cents) == (Stage.WON, found[0].net_net.cents)
    with pytest.raises(UnknownError):
        opportunities.win_opportunity(session, desk.rep, second, booking)
    assert bookings_for(session, desk.rep, desk.advertiser_id, second) == []
    opportunities.reopen_opportunity(session, desk.rep, first)
    assert stands(session, first).stage is Stage.NEGOTIATED
    check_intents(session)


def test_another_advertisers_booking_wins_nothing(session: Session) -> None:
    desk = make_desk(session)
    booking = make_quote(session, desk, LineWish(make_issue(session, desk), desk.page))
    other = make_company(session, desk.rep, "Autre SA")
    wish = OpportunityWish(other, "Automne", Money(1), CLOSE)
    intent = opportunities.open_opportunity(session, desk.rep, wish)
    with pytest.raises(UnknownError):
        opportunities.win_opportunity(session, desk.rep, intent, booking)


@pytest.mark.parametrize(
    ("reason", "told", "kept"),
    [
        (LostReason.BUDGET, "", (LostReason.BUDGET, "")),
        (None, " trop tard ", (None, "trop tard")),
        (LostReason.OTHER, "rachat", (LostReason.OTHER, "rachat")),
    ],
)
def test_losing_keeps_why(
    session: Session,
    reason: LostReason | None,
    told: str,
    kept: tuple[LostReason | None, str],
) -> None:
    desk = make_desk(session)
    intent = intend(session, desk, probability=6_000)
    opportunities.lose_opportunity(session, desk.rep, intent, reason, told)
    lost = stands(session, intent)
    assert (lost.stage, read_reason(lost.lost_reason)) == (Stage.LOST, kept)
    last = session.scalars(
        select(PipelineMove).order_by(PipelineMove.id.desc())
    ).first()
    assert last is not None
    assert last.probability == 0


@pytest.mark.parametrize("reason", [None, LostReason.OTHER])
def test_losing_without_saying_why_is_refused(
    session: Session, reason: LostReason | None
) -> None:
    desk = make_desk(session)
    intent = intend(session, desk)
    with pytest.raises(ReasonError):
        opportunities.lose_opportunity(session, desk.rep, intent, reason, "  ")
    assert stands(session, intent).stage is Stage.IDENTIFIED


def test_a_move_from_what_is_no_longer_so_is_refused(session: Session) -> None:
    desk = make_desk(session)
    intent = intend(session, desk)
    rep = desk.rep
    opportunities.move_opportunity(session, rep, intent, Stage.PROPOSED, seen=1)
    for refused in (
        lambda: opportunities.move_opportunity(
            session, rep, intent, Stage.QUALIFIED, seen=1
        ),
        lambda: opportunities.win_opportunity(session, rep, intent, seen=1),
        lambda: opportunities.lose_opportunity(
            session, rep, intent, LostReason.PRICE, seen=1
        ),
    ):
        with pytest.raises(ChangedError):
            refused()
    with pytest.raises(MoveError):
        opportunities.move_opportunity(session, rep, intent, Stage.PROPOSED)
    with pytest.raises(MoveError):
        opportunities.reopen_opportunity(session, rep, intent)
    assert stands(session, intent).stage is Stage.PROPOSED


def edit(session: Session, desk: Desk, intent: int, **typed: Any) -> Edit:
    opened = open_opportunity(session, desk.rep, intent)
    assert opened is not None
    return Edit(opened.version, opened.values, typed)


def test_a_change_is_read_as_it_was_typed_and_told_to_the_forecast(
    session: Session,
) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    intent = intend(session, desk)
    typed = edit(
        session,
        desk,
        intent,
        name="  Rentrée ",
        amount_cents="4 500,50 €",
        probability="60 %",
        expected_close=in_days(CLOSE, 3),
        issue_id=issue,
    )
    change_opportunity(session, desk.rep, intent, typed)
    row = stands(session, intent)
    assert (row.name, row.amount_cents, row.probability) == ("Rentrée", 4_500_50, 6_000)
    assert (row.expected_close, row.issue_id, row.version) == (
        date(2027, 5, 4),
        issue,
        2,
    )
    last = session.scalars(
        select(PipelineMove).order_by(PipelineMove.id.desc())
    ).first()
    assert last is not None
    assert (last.amount_cents, last.probability) == (4_500_50, 6_000)
    back = edit(session, desk, intent, probability=" ")
    change_opportunity(session, desk.rep, intent, back)
    assert stands(session, intent).probability is None


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"name": " "}, MissingError),
        ({"amount_cents": ""}, MissingError),
        ({"amount_cents": "beaucoup"}, NotUnderstoodError),
        ({"amount_cents": "-1"}, RangeError),
        ({"probability": "120 %"}, DeskError),
        ({"expected_close": None}, MissingError),
        ({"issue_id": 999}, UnknownError),
        ({"contact_id": 999}, UnknownError),
        ({"name": "Automne"}, UnchangedError),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    session: Session, typed: dict[str, Any], refusal: type[DeskError]
) -> None:
    desk = make_desk(session)
    intent = intend(session, desk)
    with pytest.raises(refusal):
        change_opportunity(
            session, desk.rep, intent, edit(session, desk, intent, **typed)
        )


def test_anothers_contact_is_refused(session: Session) -> None:
    desk = make_desk(session)
    other = make_company(session, desk.rep, "Autre SA")
    person = add_contact(session, desk.rep, ContactWish(other, "Loiseau"))
    with pytest.raises(UnknownError):
        intend(session, desk, contact_id=person)


def test_two_who_change_one_field_choose(session: Session) -> None:
    desk = make_desk(session)
    intent = intend(session, desk)
    mine = edit(session, desk, intent, amount_cents="5 000")
    theirs = edit(session, desk, intent, amount_cents="6 000")
    manager = make_actor(desk.manager.user_id, RoleCode.MANAGER)
    change_opportunity(session, manager, intent, theirs)
    with pytest.raises(ConflictError):
        change_opportunity(session, desk.rep, intent, mine)
    assert stands(session, intent).amount_cents == 6_000_00


def test_what_its_booking_does_is_no_conflict_for_its_form(session: Session) -> None:
    desk = make_desk(session)
    line = LineWish(make_issue(session, desk), desk.page)
    intent = intend(session, desk)
    typed = edit(session, desk, intent, note="vu")
    booking = make_quote(session, desk, line, opportunity_id=intent)
    bookings.option(session, desk.rep, booking)
    change_opportunity(session, desk.rep, intent, typed)
    row = stands(session, intent)
    assert (row.note, row.booked_cents > 0) == ("vu", True)
    held = session.scalars(select(Line.status).filter_by(booking_id=booking)).all()
    assert held == [LineStatus.OPTIONED]
