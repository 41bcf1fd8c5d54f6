"""Every query, as every role: who may not see Paul's records finds none of them.

A query that is added is either in the walk, or the walk fails.
"""

from __future__ import annotations

import ast
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crm.domain.revenue import Basis, Cut, Period
from crm.store.models import Base
from crm.store.queries import (
    activities,
    advertisers,
    advice,
    booking_figures,
    bookings,
    calendar,
    companies,
    company_nets,
    deadlines,
    documents,
    duplicates,
    issues,
    magazine,
    mandates,
    publishers,
    publishing,
    rate_cards,
    revenue,
    search,
    selling,
    standing,
    timeline,
    today,
    users,
    warnings,
)
from crm.store.scope_rules import PERSONAL, PRIVATE, SCOPED, SHARED, TARGETS
from tests.factories import ITSELF, MORNING
from tests.two_reps import PAUL, SECRET, SEES, TwoReps, make_two_reps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.database import Store

    Ask = Callable[[Session, Actor, TwoReps], object]

QUERIES = Path(bookings.__file__).parent
YEAR = Period(date(2027, 1, 1), date(2027, 12, 31), Basis.POSTED)
APRIL = [date(2027, 4, 5), date(2027, 5, 3)]


HIS: dict[str, Ask] = {
    "activities.list_activities": lambda s, a, i: activities.list_activities(
        s, a, i.company_id
    ),
    "activities.list_follow_ups": lambda s, a, _i: activities.list_follow_ups(s, a),
    "advertisers.list_advertisers": lambda s, a, _i: advertisers.list_advertisers(
        s, a, advertisers.Filters()
    ),
    "bookings.list_bookings": lambda s, a, _i: bookings.list_bookings(s, a),
    "bookings.booking_card": lambda s, a, i: bookings.booking_card(s, a, i.booking_id),
    "bookings.find_booking": lambda s, a, i: [
        bookings.find_booking(s, a, row.number) for row in everything(s, i)
    ],
    "companies.list_companies": lambda s, a, _i: companies.list_companies(s, a),
    "companies.find_company": lambda s, a, _i: companies.find_company(
        s, a, f"{SECRET} SA"
    ),
    "companies.company_card": lambda s, a, i: companies.company_card(
        s, a, i.company_id
    ),
    "deadlines.expiring_options": lambda s, a, _i: deadlines.expiring_options(
        s, a, None
    ),
    "documents.list_kept": lambda s, a, _i: documents.list_kept(s, a),
    "mandates.list_mandates": lambda s, a, i: mandates.list_mandates(
        s, a, i.company_id
    ),
    "publishing.list_documents": lambda s, a, i: [
        SECRET for _row in publishing.list_documents(s, a, company_id=i.company_id)
    ],
    "publishing.document": lambda s, a, i: publishing.document(s, a, i.document_id),
    "revenue.list_entries": lambda s, a, _i: revenue.list_entries(s, a, YEAR),
    "search.search": lambda s, a, _i: search.search(s, a, SECRET.lower()),
    "standing.list_prospects": lambda s, a, _i: standing.list_prospects(s, a, YEAR),
    "timeline.timeline": lambda s, a, i: timeline.timeline(
        s, a, i.company_id, tuple(timeline.Track)
    ),
    "today.call_list": lambda s, a, _i: today.call_list(s, a),
}
"""Queries that tell Paul's records: to those who may see them, to nobody else."""

COUNTS: dict[str, Ask] = {
    "activities.count_activities": lambda s, a, i: activities.count_activities(
        s, a, i.company_id
    ),
    "advertisers.count_advertisers": lambda s, a, _i: advertisers.count_advertisers(
        s, a, advertisers.Filters()
    ),
    "advertisers.standing": lambda s, a, i: (
        advertisers.standing(s, a, i.company_id).net
    ),
    "booking_figures.booking_figures": lambda s, a, _i: booking_figures.booking_figures(
        s, a
    ),
    "bookings.count_bookings": lambda s, a, _i: bookings.count_bookings(s, a),
    "companies.count_companies": lambda s, a, _i: companies.count_companies(s, a),
    "company_nets.nets": lambda s, a, i: company_nets.nets(s, a, [i.company_id]),
    "deadlines.falling_due": lambda s, a, _i: deadlines.falling_due(s, a, None),
    "documents.count_kept": lambda s, a, _i: documents.count_kept(s, a),
    "mandates.valid_mandate": lambda s, _a, i: (
        mandates.valid_mandate(s, i.company_id, i.agency_id, MORNING.date()) is None
    ),
    "publishing.mandate_reference": lambda s, _a, i: (
        publishing.mandate_reference(s, i.mandate_id) is None
    ),
    "revenue.sums_by": lambda s, a, _i: revenue.sums_by(s, a, YEAR, Cut.ADVERTISER),
    "standing.reps_beside": lambda s, a, _i: [
        (row.name, row.net_net) for row in standing.reps_beside(s, a, YEAR)
    ],
    "standing.list_reps": lambda s, a, _i: standing.list_reps(s, a),
    "today.first_steps": lambda s, a, _i: today.first_steps(s, a),
    "timeline.count_timeline": lambda s, a, i: timeline.count_timeline(
        s, a, i.company_id, tuple(timeline.Track)
    ),
    "warnings.opposed_contacts": lambda s, a, i: warnings.opposed_contacts(
        s, a, i.company_id
    ),
    "warnings.mandates_missing": lambda s, a, i: warnings.mandates_missing(
        s, a, i.company_id
    ),
}
"""Queries that count or sum: the same for all who see, and less for all others."""

QUIET = {"warnings.opposed_contacts", "warnings.mandates_missing"}
"""Counts that are empty on this desk for everybody."""

SAME: dict[str, Ask] = {
    "advice.advice_on": lambda s, a, i: advice.advice_on(
        s, a, [], title_id=i.desk.title_id, advertiser_id=i.company_id
    ),
    "calendar.years_of": lambda s, a, i: calendar.years_of(s, a, i.desk.title_id),
    "calendar.selling_year": lambda s, a, i: calendar.selling_year(
        s, a, i.desk.title_id
    ),
    "calendar.waiting_for": lambda s, a, i: calendar.waiting_for(s, a, i.pool_id),
    "companies.list_sectors": lambda s, a, _i: companies.list_sectors(s, a),
    "deadlines.pages_left": lambda s, a, i: deadlines.pages_left(s, a, [i.issue_id]),
    "issues.list_supports": lambda s, a, i: issues.list_supports(s, a, i.desk.title_id),
    "issues.issue_years": lambda s, a, i: issues.issue_years(s, a, i.desk.title_id),
    "magazine.list_titles": lambda s, a, _i: magazine.list_titles(s, a),
    "magazine.list_issues": lambda s, a, i: magazine.list_issues(s, a, i.desk.title_id),
    "magazine.list_formats": lambda s, a, i: magazine.list_formats(
        s, a, i.desk.title_id
    ),
    "magazine.list_positions": lambda s, a, i: magazine.list_positions(
        s, a, i.desk.title_id
    ),
    "magazine.pools_of": lambda s, _a, i: magazine.pools_of(s, i.issue_id),
    "publishers.publisher_of": lambda s, a, i: publishers.publisher_of(
        s, a, i.desk.title_id
    ),
    "publishers.list_vat": lambda s, a, _i: publishers.list_vat(s, a, 1),
    "publishers.list_terms": lambda s, a, _i: publishers.list_terms(s, a, 1),
    "publishers.current_terms_id": lambda s, _a, _i: publishers.current_terms_id(
        s, 1, MORNING.date()
    ),
    "publishing.seller": lambda s, _a, i: publishing.seller(s, i.desk.title_id),
    "publishing.terms": lambda s, _a, _i: publishing.terms(s, 1),
    "publishing.list_claims": lambda s, _a, i: publishing.list_claims(
        s, i.desk.title_id
    ),
    "rate_cards.card_on": lambda s, _a, i: rate_cards.card_on(
        s, i.desk.title_id, MORNING.date()
    ),
    "rate_cards.cards_on": lambda s, _a, i: rate_cards.cards_on(
        s, i.desk.title_id, APRIL
    ),
    "rate_cards.card": lambda s, _a, i: rate_cards.card(s, i.desk.card_id),
    "rate_cards.list_cards": lambda s, _a, i: rate_cards.list_cards(s, i.desk.title_id),
    "rate_cards.booked_in_year": lambda s, _a, i: rate_cards.booked_in_year(
        s, i.desk.title_id, i.company_id, 2027
    ),
    "revenue.booked_net": lambda s, a, _i: revenue.booked_net(s, a, YEAR),
    "revenue.booked_lines": lambda s, a, _i: revenue.booked_lines(s, a, YEAR),
    "revenue.target_of": lambda s, a, _i: revenue.target_of(
        s, a, date(2027, 3, 1), date(2027, 3, 1)
    ),
    "revenue.options_held": lambda s, a, _i: revenue.options_held(s, a),
    "selling.cards_by_day": lambda s, _a, i: selling.cards_by_day(
        s, i.desk.title_id, APRIL
    ),
    "standing.standing": lambda s, a, _i: standing.standing(s, a, YEAR),
    "standing.cumulated": lambda s, a, _i: standing.cumulated(s, a, YEAR),
    "standing.months_beside": lambda s, a, _i: standing.months_beside(s, a, YEAR),
    "standing.supports_beside": lambda s, a, _i: standing.supports_beside(s, a, YEAR),
    "standing.years_told": lambda s, a, _i: standing.years_told(s, a),
    "users.list_users": lambda s, _a, _i: users.list_users(s),
    "users.user": lambda s, _a, i: users.user(s, i.paul.user_id),
}
"""Queries that answer everybody alike: the magazine, prices, the team's totals."""

MASKED: dict[str, Ask] = {
    "calendar.calendar": lambda s, a, i: calendar.calendar(s, a, i.desk.title_id, 2027),
    "selling.shelf": lambda s, a, i: selling.shelf(s, a, i.desk.title_id),
    "magazine.space_left": lambda s, a, i: magazine.space_left(s, a, [i.issue_id]),
    "duplicates.possible_duplicates": lambda s, a, _i: duplicates.possible_duplicates(
        s, a, duplicates.Sketch(f"{SECRET} SA")
    ),
}
"""Queries that tell everybody that something is there, and by which rep."""

ELSEWHERE = {
    "advice.booking_advice": "of a booking one has; what it counts is booked_in_year's",
    "availability.booking_space": "of a booking one has; its space is space_left's",
    "publishing.latest_document": "of nobody in particular: kits without an advertiser",
    "publishing.vat_rule": "of the publisher; asked with a place and a category",
    "revenue.within": "a piece of the queries above",
    "sign_ins.visitor_of": "asked by the desk itself, before anybody is known",
    "today.month_figures": "sums of queries above, of one rep or of the team",
    "users.acting_as": "asked by the desk itself, before anybody is known",
}
"""Queries that are not in the walk, and why."""


def everything(session: Session, ids: TwoReps) -> list[Any]:
    """List the bookings there are, whoever asks: for their numbers."""
    found = session.info["asker"]
    session.info["asker"] = ITSELF
    try:
        return bookings.list_bookings(session, ids.paul)
    finally:
        session.info["asker"] = found


def told(answer: object) -> str:
    """Write out an answer whole: rows in rows, enums, money, mapped columns."""
    match answer:
        case Enum() | str() | int() | None:
            return repr(answer)
        case dict():
            return told([*answer.keys(), *answer.values()])
        case list() | tuple() | set() | frozenset():
            return f"[{', '.join(told(part) for part in answer)}]"
        case Base():
            return told([v for k, v in vars(answer).items() if not k.startswith("_")])
        case _ if is_dataclass(answer) and not isinstance(answer, type):
            return told([getattr(answer, field.name) for field in fields(answer)])
        case _:
            return repr(answer)


@pytest.fixture(scope="module")
def walked(shared_sqlite: Store) -> Iterator[tuple[Session, TwoReps]]:
    with shared_sqlite.reading(ITSELF) as session:
        yield session, make_two_reps(session)


def as_(session: Session, asker: Actor) -> Session:
    """Look with another's eyes through the session in which the desk was made."""
    session.flush()
    session.expire_all()
    session.expunge_all()
    session.info["asker"] = asker
    return session


@pytest.fixture
def ask(walked: tuple[Session, TwoReps]) -> Iterator[Callable[[str, Ask], str]]:
    session, ids = walked

    def answer(who: str, question: Ask) -> str:
        asker = ids.askers[who]
        return told(question(as_(session, asker), asker, ids))

    yield answer
    session.info["asker"] = ITSELF


def public_queries() -> set[str]:
    return {
        f"{path.stem}.{node.name}"
        for path in QUERIES.glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.args.args
        and node.args.args[0].arg == "session"
    }


def test_every_query_is_in_the_walk() -> None:
    walked = [*HIS, *COUNTS, *SAME, *MASKED, *ELSEWHERE]
    assert len(walked) == len(set(walked))
    assert set(walked) == public_queries()


def test_every_table_has_its_rule() -> None:
    ruled = [*SCOPED, *TARGETS, *PERSONAL, *PRIVATE, *SHARED]
    assert len(ruled) == len(set(ruled))
    assert set(ruled) == {mapper.class_ for mapper in Base.registry.mappers}


@pytest.mark.parametrize("query", HIS)
def test_records_are_told_to_those_who_may_see_them(
    query: str, ask: Callable[[str, Ask], str]
) -> None:
    for who, sees in SEES.items():
        assert (SECRET in ask(who, HIS[query])) is sees, who


@pytest.mark.parametrize("query", COUNTS)
def test_counts_count_what_is_seen(query: str, ask: Callable[[str, Ask], str]) -> None:
    whole = ask("manager", COUNTS[query])
    for who in ("reader", "administrator"):
        assert ask(who, COUNTS[query]) == whole, who
    for who in ("rep", "other team"):
        assert (ask(who, COUNTS[query]) != whole) is (query not in QUIET), who


@pytest.mark.parametrize("query", SAME)
def test_what_is_everybodys_is_told_alike(
    query: str, ask: Callable[[str, Ask], str]
) -> None:
    whole = ask("manager", SAME[query])
    for who in SEES:
        answer = ask(who, SAME[query])
        assert SECRET not in answer, who
        if who in {"rep", "reader", "administrator"}:
            assert answer == whole, who


@pytest.mark.parametrize("query", MASKED)
def test_what_is_taken_says_by_whom_and_no_more(
    query: str, ask: Callable[[str, Ask], str], walked: tuple[Session, TwoReps]
) -> None:
    _session, ids = walked
    for who, sees in SEES.items():
        answer = ask(who, MASKED[query])
        assert PAUL in answer, who
        if query != "duplicates.possible_duplicates":
            assert (SECRET in answer) is sees, who
        assert ("Brest" in answer) is (sees and query.startswith("duplicates")), who
        assert str(ids.price) not in answer, who


def test_nobody_elses_sessions_secrets_and_drafts(
    walked: tuple[Session, TwoReps],
) -> None:
    session, ids = walked
    for who, asker in ids.askers.items():
        for table in (*PERSONAL, *PRIVATE):
            rows = as_(session, asker).query(table).all()
            mine = [r for r in rows if getattr(r, "user_id", None) == asker.user_id]
            whole = who == "administrator" and table not in PRIVATE
            assert whole or rows == mine, (who, table)
