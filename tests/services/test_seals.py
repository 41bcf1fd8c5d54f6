"""The audit is sealed in batches; whatever is done behind its back is seen."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select, text, update

from crm.services import seals
from crm.services.audit import record
from crm.services.checks import check
from crm.store.append_only import AppendOnlyError
from crm.store.models import AuditEntry, AuditSeal
from tests.factories import ITSELF, make_desk
from tests.postgres import both_engines, on_postgresql

if TYPE_CHECKING:
    from crm.store.database import Store

CHANGED = "Row 7 of the audit was changed."
MISSING = "Rows {} to {} of the audit: {} were sealed, {} are there."
OTHERS = "Rows {} to {} of the audit are not the ones that were sealed."


def sealed_desk(store: Store) -> tuple[int, int]:
    """Fill a desk and seal it in two batches; return where the first one ends."""
    with store.writing(ITSELF) as session:
        make_desk(session)
    assert seal(store) > 7
    write_rows(store, 3)
    assert seal(store) == 3
    assert seal(store) == 0
    with store.reading(ITSELF) as session:
        first, second = session.scalars(
            select(AuditSeal.last_id).order_by(AuditSeal.id)
        )
    return first, second


def write_rows(store: Store, many: int) -> None:
    with store.writing(ITSELF) as session:
        for number in range(many):
            record(session, ITSELF, "start", "desk", number, note=f"row {number}")


def seal(store: Store) -> int:
    return store.write(lambda session: seals.seal_due(session, ITSELF), ITSELF)


def tamper(store: Store, statement: str) -> None:
    """Go round the desk: as somebody with the database in their hands would."""
    with store._engine.begin() as connection:
        connection.execute(text(statement))


def told(store: Store) -> list[str]:
    with store.reading(ITSELF) as session:
        return [fault.told() for fault in seals.check_audit(session)]


@both_engines
def test_what_nobody_touched_holds(store: Store) -> None:
    assert told(store) == []
    sealed_desk(store)
    write_rows(store, 2)
    assert told(store) == []
    with store.reading(ITSELF) as session:
        assert check(session) == []
        assert seals.count_unsealed(session) == 2


CONTENT = {
    "who": "user_id = NULL",
    "when": "at = '2020-01-01 00:00:00'",
    "door": "door = 'loader'",
    "action": "action = 'remove'",
    "record": "entity_id = 1000",
    "note": "note = 'nothing'",
    "changes": """changes = '{"name": "other"}'""",
    "salt": "salt = 'ab'",
    "salt away": "salt = ''",
}


@both_engines
@pytest.mark.parametrize("how", CONTENT.values(), ids=CONTENT)
def test_a_changed_row_is_seen(store: Store, how: str) -> None:
    sealed_desk(store)
    tamper(store, f"UPDATE audit_entry SET {how} WHERE id = 7")
    assert told(store) == [CHANGED]


@both_engines
def test_a_row_whose_digest_was_changed_with_it_is_seen(store: Store) -> None:
    first, _second = sealed_desk(store)
    tamper(store, "UPDATE audit_entry SET digest = 'ab' WHERE id = 7")
    assert told(store) == [CHANGED, OTHERS.format(1, first)]


@both_engines
def test_a_changed_row_that_is_not_sealed_yet_is_seen(store: Store) -> None:
    _first, second = sealed_desk(store)
    write_rows(store, 1)
    tamper(store, f"UPDATE audit_entry SET note = 'x' WHERE id > {second}")
    assert told(store) == [f"Row {second + 1} of the audit was changed."]


@both_engines
@pytest.mark.parametrize("row", [1, 7, -1], ids=["first", "middle", "last"])
def test_a_removed_row_is_seen(store: Store, row: int) -> None:
    first, _second = sealed_desk(store)
    tamper(store, f"DELETE FROM audit_entry WHERE id = {first if row < 0 else row}")
    assert told(store) == [MISSING.format(1, first, first, first - 1)]


def copied(store: Store, number: int, of: int) -> None:
    columns = "at, user_id, door, action, entity, entity_id, changes, note, salt"
    tamper(
        store,
        f"INSERT INTO audit_entry (id, {columns}, digest)"
        f" SELECT {number}, {columns}, digest FROM audit_entry WHERE id = {of}",
    )


@both_engines
def test_a_row_slipped_in_is_seen(store: Store) -> None:
    first, _second = sealed_desk(store)
    copied(store, 0, 3)
    assert told(store) == [MISSING.format(1, first, first, first + 1)]


@both_engines
def test_a_row_put_in_the_place_of_another_is_seen(store: Store) -> None:
    first, _second = sealed_desk(store)
    tamper(store, "DELETE FROM audit_entry WHERE id = 7")
    copied(store, 7, 3)
    assert told(store) == [OTHERS.format(1, first)]


@both_engines
def test_a_removed_seal_is_seen(store: Store) -> None:
    first, second = sealed_desk(store)
    tamper(store, f"DELETE FROM audit_seal WHERE last_id = {first}")
    assert told(store) == [MISSING.format(first + 1, second, 3, second)]


@both_engines
@pytest.mark.parametrize("column", ["first_id", "rows", "digest"])
def test_a_changed_seal_is_seen(store: Store, column: str) -> None:
    _first, second = sealed_desk(store)
    value = "'ab'" if column == "digest" else "2"
    tamper(store, f"UPDATE audit_seal SET {column} = {value} WHERE last_id = {second}")
    assert len(told(store)) == 1


@both_engines
def test_a_removed_tail_is_seen_by_the_digest_that_was_written_down(
    store: Store,
) -> None:
    first, second = sealed_desk(store)
    with store.reading(ITSELF) as session:
        kept = seals.last_seal(session)
        assert kept is not None
        assert seals.check_seal(session, kept.upper()) == []
    tamper(store, f"DELETE FROM audit_entry WHERE id > {first}")
    tamper(store, f"DELETE FROM audit_seal WHERE last_id = {second}")
    assert told(store) == []
    with store.reading(ITSELF) as session:
        gone = [fault.told() for fault in seals.check_seal(session, kept)]
    assert gone == [f"No seal of the audit has the digest {kept} any more."]


@both_engines
def test_erasing_details_does_not_break_the_chain(store: Store) -> None:
    sealed_desk(store)
    erased = "note = '', changes = '{}', salt = ''"
    tamper(store, f"UPDATE audit_entry SET {erased} WHERE id IN (2, 7)")
    assert told(store) == []
    write_rows(store, 2)
    seal(store)
    assert told(store) == []


def test_a_batch_has_a_largest_size(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "BATCH", 4)
    write_rows(store, 9)
    assert seal(store) == 9
    with store.reading(ITSELF) as session:
        batches = session.scalars(select(AuditSeal.rows).order_by(AuditSeal.id)).all()
    assert list(batches) == [4, 4, 1]
    assert told(store) == []


@both_engines
@pytest.mark.parametrize("table", [AuditEntry, AuditSeal])
def test_nothing_is_changed_or_removed_in_bulk(
    store: Store, table: type[AuditEntry | AuditSeal]
) -> None:
    sealed_desk(store)
    for statement in (update(table).values(digest="ab"), delete(table)):
        with (
            store.reading(ITSELF) as session,
            pytest.raises(AppendOnlyError, match="never changed or removed"),
        ):
            session.execute(statement)


@both_engines
def test_a_seal_is_neither_changed_nor_removed(store: Store) -> None:
    sealed_desk(store)
    for spoil in ("change", "remove"):
        with store.reading(ITSELF) as session:
            row = session.scalars(select(AuditSeal)).first()
            assert row is not None
            if spoil == "change":
                row.rows += 1
            else:
                session.delete(row)
            with pytest.raises(AppendOnlyError):
                session.flush()


@on_postgresql
def test_rows_on_their_way_are_waited_for(store: Store) -> None:
    """Seal while eight people write: no row may come to stand under a seal."""
    start = Barrier(9)

    def write() -> None:
        start.wait()
        for _turn in range(12):
            write_rows(store, 2)

    writers = [Thread(target=write) for _person in range(8)]
    for writer in writers:
        writer.start()
    start.wait()
    while any(writer.is_alive() for writer in writers):
        seal(store)
    seal(store)
    with store.reading(ITSELF) as session:
        counts = session.scalars(select(AuditSeal.rows)).all()
    assert sum(counts) == 8 * 12 * 2
    assert told(store) == []


@on_postgresql
def test_a_lower_number_that_is_committed_late_is_under_the_next_seal(
    store: Store,
) -> None:
    """Hold a row's number open while another is written: the sealer waits for it."""
    holding, release = Barrier(2), Barrier(2)

    def hold() -> None:
        with store.writing(ITSELF) as session:
            record(session, ITSELF, "start", "desk", 1)
            session.flush()
            holding.wait()
            release.wait()

    slow, sealer = Thread(target=hold), Thread(target=seal, args=(store,))
    slow.start()
    holding.wait()
    write_rows(store, 1)
    sealer.start()
    release.wait()
    slow.join()
    sealer.join()
    seal(store)
    with store.reading(ITSELF) as session:
        assert sum(session.scalars(select(AuditSeal.rows))) == 2
    assert told(store) == []


@on_postgresql
def test_two_servers_that_seal_at_once_seal_once(store: Store) -> None:
    write_rows(store, 50)
    servers = [Thread(target=seal, args=(store,)) for _server in range(4)]
    for server in servers:
        server.start()
    for server in servers:
        server.join()
    with store.reading(ITSELF) as session:
        assert session.scalars(select(AuditSeal.rows)).all() == [50]
