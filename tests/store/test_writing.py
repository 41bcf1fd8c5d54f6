"""A form is saved once; a transaction is begun again only when the database asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from threading import Barrier, Event
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from crm.store import database
from crm.store.models import FormReceipt, Sector
from tests.factories import ITSELF
from tests.postgres import both_engines, on_postgresql

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.database import Store

NOON = datetime(2027, 3, 4, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "sleep", lambda _seconds: None)


codes = count(1)


def add_sector(session: Session, code: str = "") -> None:
    """Add a sector; without a code a new one each time, that nothing else refuses."""
    code = code or f"light-{next(codes)}"
    session.add(Sector(code=code, name_fr="Éclairage", name_en="Lighting"))


def sectors(store: Store) -> int:
    with store.reading(ITSELF) as session:
        return session.scalars(select(func.count(Sector.id))).one()


@both_engines
def test_a_form_is_saved_once(store: Store) -> None:
    assert store.save(add_sector, "form-1", ITSELF) is True
    assert store.save(add_sector, "form-1", ITSELF) is False
    assert sectors(store) == 1
    assert store.save(lambda s: add_sector(s, "water"), "form-2", ITSELF) is True
    assert sectors(store) == 2


@both_engines
def test_a_form_saved_by_two_threads_is_saved_once(store: Store) -> None:
    together = Barrier(2)

    def save(_who: int) -> bool:
        together.wait()
        return store.save(add_sector, "form-1", ITSELF)

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(save, range(2))) == [False, True]
    assert sectors(store) == 1


@on_postgresql
def test_the_second_click_waits_for_the_first(store: Store) -> None:
    """Both have looked for the receipt before either has written its own."""
    first_wrote = Event()

    def slowly(session: Session) -> None:
        add_sector(session)
        session.flush()
        first_wrote.set()
        Event().wait(0.2)

    with ThreadPoolExecutor(2) as people:
        first = people.submit(store.save, slowly, "form-1", ITSELF)
        first_wrote.wait()
        assert store.save(add_sector, "form-1", ITSELF) is False
        assert first.result() is True
    assert sectors(store) == 1


@both_engines
def test_a_form_that_was_refused_can_be_sent_again(store: Store) -> None:
    def refuse(_session: Session) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        store.save(refuse, "form-1", ITSELF)
    assert store.save(add_sector, "form-1", ITSELF) is True


@both_engines
def test_a_clash_in_the_action_itself_is_told(store: Store) -> None:
    store.write(lambda session: add_sector(session, "light"), ITSELF)
    with pytest.raises(IntegrityError):
        store.save(lambda session: add_sector(session, "light"), "form-1", ITSELF)
    with store.reading(ITSELF) as session:
        assert session.get(FormReceipt, "form-1") is None


@on_postgresql
@pytest.mark.parametrize("state", sorted(database.RETRIED))
def test_the_whole_action_is_run_again_when_the_database_asks(
    store: Store, state: str
) -> None:
    runs: list[int] = []

    def clash_twice(session: Session) -> str:
        add_sector(session, f"sector-{len(runs)}")
        session.flush()
        runs.append(1)
        if len(runs) < 3:
            session.execute(text(raising(state)))
        return "done"

    assert store.write(clash_twice, ITSELF) == "done"
    assert len(runs) == 3
    assert sectors(store) == 1


@on_postgresql
def test_it_gives_up_in_the_end(store: Store) -> None:
    runs: list[int] = []

    def clash(session: Session) -> None:
        runs.append(1)
        session.execute(text(raising("40001")))

    with pytest.raises(OperationalError):
        store.write(clash, ITSELF)
    assert len(runs) == database.ATTEMPTS


@on_postgresql
def test_other_errors_are_not_tried_again(store: Store) -> None:
    runs: list[int] = []

    def clash(session: Session) -> Any:
        runs.append(1)
        return session.execute(text("select 1 / 0"))

    with pytest.raises(Exception, match="division by zero"):
        store.write(clash, ITSELF)
    assert len(runs) == 1


def raising(state: str) -> str:
    return f"do $$ begin raise exception 'asked' using errcode = '{state}'; end $$"


def test_a_writer_has_the_whole_file_from_its_first_word(store: Store) -> None:
    """On SQLite two people must not both count the last page as free."""
    looked, other_waits = Event(), Event()

    def add_if_none(code: str, mine: Event, other: Event) -> None:
        with store.writing(ITSELF) as session:
            none = not session.scalars(select(func.count(Sector.id))).one()
            mine.set()
            other.wait(0.1)
            if none:
                add_sector(session, code)

    with ThreadPoolExecutor(1) as people:
        first = people.submit(add_if_none, "a", looked, other_waits)
        looked.wait()
        add_if_none("b", other_waits, looked)
        first.result()
    assert sectors(store) == 1


def test_a_reader_does_not_keep_a_writer_waiting(store: Store) -> None:
    with store.reading(ITSELF) as reader:
        before = reader.scalars(select(func.count(Sector.id))).one()
        store.write(add_sector, ITSELF)
        assert reader.scalars(select(func.count(Sector.id))).one() == before
    assert sectors(store) == before + 1
