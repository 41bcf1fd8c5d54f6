"""Space is sold once: on both databases, in any interleaving, after any crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from crm.domain.bookings import HOLDS_SPACE, LineStatus
from crm.services import bookings, issue_moves
from crm.services.bookings import Agreed
from crm.services.checks import check
from crm.services.lines import LineWish
from crm.store.models import Booking, LedgerEntry, Line, LineSpace, Pool
from tests.benchmarks.race import contended, crowd, killed_at_work, lay_out, race
from tests.factories import ITSELF, MORNING, make_desk, make_issue, make_quote
from tests.laws import check_everything
from tests.postgres import both_engines, on_postgresql

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.database import Store

AGREED = Agreed("A. L.", MORNING.date(), "mail")


def sold_once_each(store: Store, store_url: str, rounds: int) -> None:
    ground = lay_out(store, rounds)
    store.close()
    told = race(store_url, ground)
    for outcomes in zip(*told, strict=True):
        assert sorted(outcomes) == ["sold", "sold out"]
    with store.reading(ITSELF) as session:
        assert (
            session.scalars(
                select(func.count(LineSpace.id))
                .where(LineSpace.status.in_(HOLDS_SPACE), LineSpace.unit == 1)
                .group_by(LineSpace.pool_id)
            ).all()
            == [1] * rounds
        )
        check_everything(session)


@both_engines
def test_the_last_cover_is_sold_once(store: Store, store_url: str) -> None:
    sold_once_each(store, store_url, 10)


@pytest.mark.heavy
@both_engines
def test_two_hundred_last_covers_are_sold_once(store: Store, store_url: str) -> None:
    sold_once_each(store, store_url, 200)


def crowded(store: Store, store_url: str, people: int, rounds: int) -> None:
    ground = lay_out(store, rounds=3, rivals=6)
    store.close()
    told = crowd(store_url, ground, people=people, rounds=rounds)
    assert set(told) == {"done", "refused"}
    with store.reading(ITSELF) as session:
        check_everything(session)


@both_engines
def test_a_few_people_at_once_keep_everything_in_agreement(
    store: Store, store_url: str
) -> None:
    crowded(store, store_url, people=3, rounds=12)


@pytest.mark.heavy
@both_engines
def test_eight_people_at_once_keep_everything_in_agreement(
    store: Store, store_url: str
) -> None:
    crowded(store, store_url, people=8, rounds=50)


def contended_and_killed(
    store: Store, store_url: str, *, rivals: int, rounds: int, kills: int
) -> None:
    """Let rivals ask for every cover while they are killed; look at what is left.

    Nothing is oversold, nothing that was told is lost, and every check agrees.
    """
    ground = lay_out(store, rounds, rivals)
    store.close()
    told = contended(store_url, ground, kills=kills, seed=rounds)
    outcomes = {outcome for every in told.values() for _issue, outcome in every}
    assert outcomes == {"got it", "refused"}
    asked = sum(len(every) for every in told.values())
    assert asked >= rivals * rounds - kills
    with store.reading(ITSELF) as session:
        rows = select(Line.booking_id, Line.issue_id).where(
            Line.status.in_(HOLDS_SPACE)
        )
        held = {booking_id: issue for booking_id, issue in session.execute(rows)}  # noqa: C416  rows
        for rival, every in told.items():
            for number, outcome in every:
                booking_id = ground.bookings[rival][number]
                assert outcome != "got it" or booking_id in held, "told, and lost"
        assert len(held) == len(set(held.values())), "one cover, two holders"
        assert len(held) >= rounds - kills
        check_everything(session)
        assert check(session) == []


@both_engines
def test_rivals_who_are_killed_lose_nothing_and_oversell_nothing(
    store: Store, store_url: str
) -> None:
    contended_and_killed(store, store_url, rivals=3, rounds=6, kills=2)


@pytest.mark.heavy
@both_engines
def test_two_thousand_attempts_by_eight_processes_killed_at_random(
    store: Store, store_url: str
) -> None:
    contended_and_killed(store, store_url, rivals=8, rounds=250, kills=40)


def kill_and_look(store: Store, store_url: str, kills: int) -> None:
    ground = lay_out(store, rounds=3, rivals=6)
    store.close()
    for kill in range(kills):
        killed_at_work(store_url, ground, seed=kill, after=5 + 7 * kill % 13)
        with store.reading(ITSELF) as session:
            assert session.scalar(text("pragma integrity_check")) == "ok"
            assert session.execute(text("pragma foreign_key_check")).all() == []
            check_everything(session)
        store.close()


def test_a_process_killed_at_work_leaves_nothing_half_done(
    store: Store, store_url: str
) -> None:
    kill_and_look(store, store_url, 1)


@pytest.mark.heavy
def test_twenty_kills_leave_nothing_half_done(store: Store, store_url: str) -> None:
    kill_and_look(store, store_url, 20)


@on_postgresql
def test_an_issue_being_published_waits_for_a_cancellation(store: Store) -> None:
    """Else the line ran after all, with its space and its revenue given back."""
    from concurrent.futures import ThreadPoolExecutor

    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        issue = make_issue(session, desk)
        booking_id = make_quote(session, desk, LineWish(issue, desk.page))
        bookings.confirm(session, desk.rep, booking_id, AGREED)
    with ThreadPoolExecutor(1) as other, store.writing(ITSELF) as session:
        bookings.cancel(session, desk.rep, booking_id, "budget gelé")
        session.flush()
        publishing = other.submit(
            store.write,
            lambda its_own: issue_moves.publish_issue(
                its_own, desk.manager, issue, is_out=True
            ),
            desk.manager,
        )
        with pytest.raises(TimeoutError):
            publishing.result(0.3)
        session.commit()
        assert publishing.result(10) == 0
    with store.reading(ITSELF) as session:
        assert session.scalars(select(Line.status)).all() == [LineStatus.CANCELLED]
        check_everything(session)


@on_postgresql
def test_one_booking_confirmed_twice_at_once_is_posted_once(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        issue = make_issue(session, desk)
        booking_id = make_quote(session, desk, LineWish(issue, desk.page))

    def confirm(_who: int) -> str:
        try:
            store.write(
                lambda s: bookings.confirm(s, desk.rep, booking_id, AGREED), ITSELF
            )
        except Exception as refusal:  # noqa: BLE001  told below
            return type(refusal).__name__
        return "confirmed"

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(confirm, range(2))) == ["MoveError", "confirmed"]
    with store.reading(ITSELF) as session:
        assert session.scalar(select(func.count(LedgerEntry.id))) == 1
        check_everything(session)


def two_covers(session: Session) -> tuple[LineSpace, LineSpace]:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    first, _second = (
        make_quote(session, desk, LineWish(issue, desk.page, desk.c4)) for _ in range(2)
    )
    bookings.option(session, desk.rep, first)
    spaces = session.scalars(select(LineSpace).order_by(LineSpace.id)).all()
    assert [space.status for space in spaces] == ["optioned", "quoted"]
    return spaces[0], spaces[1]


@both_engines
def test_a_second_holder_of_a_cover_is_refused_by_the_schema(session: Session) -> None:
    _held, other = two_covers(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            text("update line_space set status = 'confirmed' where id = :id"),
            {"id": other.id},
        )


@both_engines
def test_a_raw_insert_of_a_second_holder_is_refused(session: Session) -> None:
    held, other = two_covers(session)
    session.delete(other)
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            insert(LineSpace).values(
                line_id=other.line_id,
                pool_id=held.pool_id,
                units=1,
                unit=1,
                status=LineStatus.OPTIONED,
            )
        )


@both_engines
@pytest.mark.parametrize("taken", [-1, 2])
def test_a_pool_that_would_be_oversold_is_refused(session: Session, taken: int) -> None:
    held, _other = two_covers(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            update(Pool)
            .where(Pool.id == held.pool_id)
            .values(taken=taken)
            .execution_options(synchronize_session=False)
        )


@both_engines
def test_numbers_are_unique_by_the_schema(session: Session) -> None:
    two_covers(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            update(Booking)
            .values(quote_number="D-2027-0001")
            .execution_options(synchronize_session=False)
        )
