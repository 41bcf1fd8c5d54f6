"""A list asks the database as often for twenty rows as for one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from crm.domain.activities import ActivityKind
from crm.domain.money import Money
from crm.domain.opportunities import Stage
from crm.services import activities, bookings, companies, opportunities
from crm.services.activities import ActivityWish, NextStep
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.bookings import quote
from crm.services.lines import LineWish
from crm.store.queries.activities import list_activities, list_follow_ups
from crm.store.queries.booking_rows import count_bookings, list_bookings
from crm.store.queries.bookings import booking_card, find_booking
from crm.store.queries.call_list import call_list
from crm.store.queries.companies import company_card, list_companies
from crm.store.queries.magazine import list_issues, space_left
from crm.store.queries.mandates import list_mandates
from crm.store.queries.opportunities import (
    OpportunityFilters,
    closed_opportunities,
    list_opportunities,
)
from crm.store.queries.rate_cards import card_on, list_cards
from tests.benchmarks.today import questions
from tests.factories import (
    MORNING,
    Desk,
    make_company,
    make_desk,
    make_issue,
    make_mandate,
    make_quote,
)
from tests.postgres import both_engines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

MANY = 12
MORNING_STATEMENTS = 44


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    session.flush()
    session.expire_all()
    session.expunge_all()
    engine = session.get_bind()
    said: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    yield said
    event.remove(engine, "before_cursor_execute", hear)


def make_season(session: Session, desk: Desk, first: int, last: int) -> list[int]:
    """Make bookings, each confirmed, with a new advertiser's calls and contacts."""
    made = []
    for number in range(first, last):
        issue = make_issue(session, desk, f"{number:02d}")
        lines = [LineWish(issue, desk.page, desk.facing), LineWish(issue, desk.half)]
        booking_id = make_quote(session, desk, *lines, agency_id=desk.agency_id)
        agreed = Agreed("A. L.", MORNING.date(), "mail")
        bookings.confirm(session, desk.rep, booking_id, agreed)
        made.append(booking_id)
        make_company(session, desk.rep, f"Société {number:02d}", town="Lyon")
        companies.add_contact(
            session,
            desk.rep,
            companies.ContactWish(
                desk.advertiser_id,
                f"Lefèvre {number:02d}",
                phone="06 39 98 12 34",
                email=f"a{number}@lumicite.example",
            ),
        )
        activities.log_activity(
            session,
            desk.rep,
            ActivityWish(
                desk.advertiser_id,
                ActivityKind.CALL,
                next_step=NextStep("rappeler", MORNING.date()),
                closes_follow_ups=False,
            ),
        )
        intent = opportunities.OpportunityWish(
            desk.advertiser_id, "Automne", Money(1_000_00), MORNING.date()
        )
        opportunities.open_opportunity(session, desk.rep, intent)
        won = opportunities.open_opportunity(session, desk.rep, intent)
        opportunities.win_opportunity(session, desk.rep, won)
    return made


QUERIES: dict[str, Callable[[Session, Desk], object]] = {
    "list_bookings": lambda s, d: list_bookings(s, d.rep),
    "list_bookings of a company": lambda s, d: list_bookings(
        s, d.rep, company_id=d.advertiser_id, search="B"
    ),
    "count_bookings": lambda s, d: list(count_bookings(s, d.rep)),
    "company_card": lambda s, d: company_card(s, d.rep, d.advertiser_id),
    "list_companies": lambda s, d: list_companies(s, d.rep),
    "list_mandates": lambda s, d: list_mandates(s, d.rep, d.advertiser_id),
    "list_issues": lambda s, d: list_issues(s, d.rep, d.title_id),
    "space_left": lambda s, d: space_left(
        s, d.rep, [row.id for row in list_issues(s, d.rep, d.title_id)]
    ),
    "list_activities": lambda s, d: list_activities(s, d.rep, d.advertiser_id),
    "list_opportunities": lambda s, d: list_opportunities(
        s, d.rep, OpportunityFilters()
    ),
    "closed_opportunities": lambda s, d: list(
        closed_opportunities(s, d.rep, OpportunityFilters(), most=50)[Stage.WON].latest
    ),
    "list_follow_ups": lambda s, d: list_follow_ups(s, d.rep),
}


@both_engines
def test_many_rows_cost_no_more_statements_than_one(session: Session) -> None:
    desk = make_desk(session)
    make_mandate(session, desk)
    make_season(session, desk, 0, 1)
    once = {}
    for name, query in QUERIES.items():
        with counted(session) as said:
            query(session, desk)
        once[name] = len(said)
    make_season(session, desk, 1, MANY)
    for name, query in QUERIES.items():
        with counted(session) as said:
            rows = query(session, desk)
        assert len(said) == once[name], f"{name}:\n" + "\n".join(said)
        assert len(said) <= 10, name
        if isinstance(rows, list) and "mandates" not in name and "count" not in name:
            assert len(rows) >= MANY, name


@both_engines
@pytest.mark.parametrize("lines", [1, MANY])
def test_a_booking_of_many_lines_costs_no_more(session: Session, lines: int) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    wishes = [LineWish(issue, desk.page, exceptional=100, reason="x")] * lines
    booking_id = make_quote(session, desk, *wishes)
    with counted(session) as said:
        card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert len(card.lines) == lines
    assert len(said) == 14
    with counted(session) as said:
        found = find_booking(session, desk.rep, " d-2027-0001 ")
    assert found is not None
    assert len(said) == 15


def test_a_rate_card_is_read_in_five_statements(session: Session) -> None:
    desk = make_desk(session)
    with counted(session) as said:
        card = card_on(session, desk.title_id, MORNING.date())
    assert card is not None
    assert len(card.rates) == 4
    assert len(said) == 5
    assert [found.id for found in list_cards(session, desk.title_id)] == [card.id]


@both_engines
def test_the_call_list_costs_the_same_for_many_rows(session: Session) -> None:
    desk = make_desk(session)

    def due(first: int, last: int) -> None:
        for number in range(first, last):
            company_id = make_company(session, desk.rep, f"Rive {number:02d}")
            step = NextStep("rappeler", MORNING.date())
            activities.plan(session, desk.rep, company_id, step)
            issue = make_issue(session, desk, f"{number:02d}")
            wish = BookingWish(
                desk.title_id, company_id, (LineWish(issue, desk.page, desk.c4),)
            )
            booking_id = quote(session, desk.rep, wish)
            bookings.option(session, desk.rep, booking_id, until=MORNING.date())

    due(0, 1)
    with counted(session) as said:
        assert call_list(session, desk.rep, desk.rep.user_id).many == 1
    once = len(said)
    due(1, MANY)
    with counted(session) as said:
        found = call_list(session, desk.rep, desk.rep.user_id, most=MANY)
    assert (found.many, len(found.rows)) == (MANY, MANY)
    assert len(said) == once
    assert once <= 20


def test_the_morning_s_page_asks_no_more_than_it_did(session: Session) -> None:
    desk = make_desk(session)
    make_season(session, desk, 0, 3)
    said = {}
    for me, rep_id in ((desk.rep, desk.rep.user_id), (desk.manager, None)):
        session.info["asker"] = me
        with counted(session) as statements:
            for question in questions(rep_id).values():
                question(session, me)
        said[rep_id] = len(statements)
    assert max(said.values()) <= MORNING_STATEMENTS
