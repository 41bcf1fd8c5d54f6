"""What was posted stays as it was posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.services.agreements import Agreed
from crm.services.bookings import confirm
from crm.services.lines import LineWish
from crm.store.append_only import AppendOnlyError
from crm.store.models import AuditEntry, LedgerEntry
from tests.factories import ITSELF, MORNING, make_desk, make_issue, make_quote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.database import Store


@pytest.mark.parametrize("table", [LedgerEntry, AuditEntry])
def test_a_posted_row_is_neither_changed_nor_removed(
    store: Store, table: type[LedgerEntry | AuditEntry]
) -> None:
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        line = LineWish(make_issue(session, desk), desk.page)
        booking_id = make_quote(session, desk, line)
        confirm(session, desk.rep, booking_id, Agreed("A. L.", MORNING.date(), "mail"))
    for spoil in (change, remove):
        with store.reading(ITSELF) as session:
            row = session.scalars(select(table)).first()
            assert row is not None
            spoil(session, row)
            with pytest.raises(AppendOnlyError):
                session.flush()


def change(_session: Session, row: LedgerEntry | AuditEntry) -> None:
    if isinstance(row, LedgerEntry):
        row.net_net_cents += 1
    else:
        row.note = "nothing happened"


def remove(session: Session, row: LedgerEntry | AuditEntry) -> None:
    session.delete(row)
