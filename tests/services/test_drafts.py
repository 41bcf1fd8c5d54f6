"""What somebody typed and did not save: theirs alone, until saved or thrown away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from crm.domain.drafts import LONGEST
from crm.domain.roles import RoleCode
from crm.services.drafts import drop_draft, drop_old_drafts, keep_draft
from crm.store.models import AuditEntry, Draft
from crm.store.queries.drafts import draft_of, list_drafts
from tests.factories import ITSELF, MORNING, make_actor, make_desk
from tests.postgres import both_engines

if TYPE_CHECKING:
    from crm.store.database import Store
    from tests.factories import Desk


def opened(store: Store) -> Desk:
    with store.writing(ITSELF) as session:
        return make_desk(session)


@both_engines
def test_a_draft_is_kept_changed_and_thrown_away_by_its_writer(store: Store) -> None:
    desk = opened(store)
    rep, boss = desk.rep, desk.manager
    later = replace(rep, at=MORNING + timedelta(minutes=4))
    with store.reading(ITSELF) as session:
        told = session.query(AuditEntry).count()
    store.write(lambda s: keep_draft(s, rep, "call", "A", {"note": "a"}), rep)
    store.write(lambda s: keep_draft(s, later, "call", "B", {"note": "ab"}), later)
    store.write(lambda s: keep_draft(s, rep, "company", "C", {}), rep)
    with store.reading(rep) as session:
        rows = list_drafts(session, rep)
        assert [(row.form, row.label) for row in rows] == [
            ("call", "B"),
            ("company", "C"),
        ]
        assert rows[0].typed == {"note": "ab"}
        assert (rows[0].begun_at, rows[0].changed_at) == (MORNING, later.at)
    with store.reading(boss) as session:
        assert list_drafts(session, boss) == []
        assert draft_of(session, boss, "call") is None
        assert session.query(Draft).count() == 0
    store.write(lambda s: drop_draft(s, boss, "call"), boss)
    store.write(lambda s: drop_draft(s, rep, "company"), rep)
    store.write(lambda s: drop_draft(s, rep, "company"), rep)
    with store.reading(rep) as session:
        assert [row.form for row in list_drafts(session, rep)] == ["call"]
    with store.reading(ITSELF) as session:
        assert session.query(AuditEntry).count() == told


@both_engines
def test_a_reader_has_drafts_too_and_a_flood_is_not_kept(store: Store) -> None:
    desk = opened(store)
    reader = make_actor(desk.manager.user_id, RoleCode.READER)
    store.write(lambda s: keep_draft(s, reader, "kit", "Kit", {}), reader)
    flood = {"note": "x" * LONGEST}
    store.write(lambda s: keep_draft(s, reader, "call", "Call", flood), reader)
    store.write(lambda s: keep_draft(s, ITSELF, "call", "Call", {}), ITSELF)
    with store.reading(ITSELF) as session:
        assert [draft.form for draft in session.query(Draft)] == ["kit"]


@both_engines
def test_drafts_of_thirty_days_ago_are_thrown_away(store: Store) -> None:
    rep = opened(store).rep
    for days in (29, 31):
        then = replace(rep, at=MORNING - timedelta(days=days))
        form = f"call_{days}"
        store.write(lambda s, a=then, f=form: keep_draft(s, a, f, "", {}), then)
    store.write(lambda s: drop_old_drafts(s, ITSELF), ITSELF)
    with store.reading(rep) as session:
        assert [row.form for row in list_drafts(session, rep)] == ["call_29"]
