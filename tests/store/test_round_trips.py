"""What goes into a database comes out of it, on both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from crm.domain.bookings import LineStatus
from crm.domain.money import Money
from crm.services.lines import LineWish
from crm.store.models import AuditEntry, FormReceipt, Line, LineSpace
from tests.factories import ITSELF, make_desk, make_issue, make_quote
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.database import Store

PARIS_SUMMER = timezone(timedelta(hours=2))
PARIS_WINTER = timezone(timedelta(hours=1))


def receipt(form_id: str, at: datetime) -> FormReceipt:
    return FormReceipt(form_id=form_id, saved_at=at)


@both_engines
def test_the_two_half_past_two_of_a_night_stay_two(session: Session) -> None:
    summer = datetime(2027, 10, 31, 2, 30, tzinfo=PARIS_SUMMER)
    winter = datetime(2027, 10, 31, 2, 30, tzinfo=PARIS_WINTER)
    session.add_all([receipt("summer", summer), receipt("winter", winter)])
    session.flush()
    session.expire_all()
    found = session.scalars(
        select(FormReceipt.saved_at).order_by(FormReceipt.saved_at)
    ).all()
    assert found == [
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    ]
    assert all(at.utcoffset() == timedelta(0) for at in found)


@both_engines
def test_an_instant_without_a_zone_is_refused(session: Session) -> None:
    session.add(receipt("naive", datetime(2027, 3, 4, 9, 0)))  # noqa: DTZ001  it is the point
    with pytest.raises(StatementError, match="naive"):
        session.flush()
    session.rollback()


@both_engines
def test_an_instant_is_searched_in_any_zone(session: Session) -> None:
    session.add(receipt("one", datetime(2027, 7, 1, 9, 0, tzinfo=UTC)))
    session.flush()
    noon = datetime(2027, 7, 1, 11, 0, tzinfo=PARIS_SUMMER)
    assert session.scalars(select(FormReceipt).filter_by(saved_at=noon)).one()


@both_engines
def test_money_comes_back_whole_and_can_be_searched(session: Session) -> None:
    desk = make_desk(session)
    make_quote(session, desk, LineWish(make_issue(session, desk), desk.page))
    session.expire_all()
    found = session.scalars(select(Line).where(Line.net_net == Money(3_600_00))).one()
    assert found.net_net == Money(3_600_00, "EUR")
    assert (
        session.scalars(
            select(Line).where(Line.net_net == Money(3_600_00, "CHF"))
        ).all()
        == []
    )


@both_engines
def test_a_line_of_a_hundred_million_keeps_its_cents(session: Session) -> None:
    desk = make_desk(session)
    make_quote(session, desk, LineWish(make_issue(session, desk), desk.page))
    line = session.scalars(select(Line)).one()
    line.net_net = Money(99_999_999_999_999_99)
    session.flush()
    session.expire_all()
    assert line.net_net == Money(99_999_999_999_999_99)


@both_engines
def test_an_enum_is_kept_by_its_value(session: Session) -> None:
    desk = make_desk(session)
    make_quote(session, desk, LineWish(make_issue(session, desk), desk.page))
    written = session.execute(text("select status, material_status from line")).one()
    assert tuple(written) == ("quoted", "awaited")
    assert session.scalars(select(LineSpace.status)).all() == [LineStatus.QUOTED]


@both_engines
def test_facts_keep_accents_numbers_and_order(session: Session) -> None:
    facts = {"zoé": [1, None, "Éts Œuf & Cie"], "a": {"été": True}}
    session.add(
        AuditEntry(
            at=datetime(2027, 3, 4, tzinfo=UTC),
            door="screen",
            action="test",
            entity="desk",
            changes=facts,
            note="",
            salt="salt",
            digest="digest",
        )
    )
    session.flush()
    session.expire_all()
    assert session.scalars(select(AuditEntry.changes)).one() == facts


@both_engines
def test_what_is_not_loaded_is_not_fetched_behind_ones_back(session: Session) -> None:
    from sqlalchemy.exc import InvalidRequestError

    desk = make_desk(session)
    make_quote(session, desk, LineWish(make_issue(session, desk), desk.page))
    session.expire_all()
    line = session.scalars(select(Line)).one()
    with pytest.raises(InvalidRequestError, match="raise"):
        _ = line.booking


@both_engines
def test_a_reading_session_keeps_nothing(store: Store) -> None:
    with store.reading(ITSELF) as session:
        session.add(receipt("lost", datetime(2027, 3, 4, tzinfo=UTC)))
        session.flush()
    with store.reading(ITSELF) as session:
        assert session.get(FormReceipt, "lost") is None


@both_engines
def test_an_action_that_fails_leaves_nothing(store: Store) -> None:
    def half(session: Session) -> None:
        session.add(receipt("half", datetime(2027, 3, 4, tzinfo=UTC)))
        session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        store.write(half, ITSELF)
    with store.reading(ITSELF) as session:
        assert session.get(FormReceipt, "half") is None
