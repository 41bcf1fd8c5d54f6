"""The net under the services' tests holds what falls into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, update

from crm.store.models import Company, Draft, FormReceipt
from tests.audited import UnauditedError
from tests.factories import ITSELF, MORNING, make_company, make_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.store.database import Store


def change(session: Session) -> None:
    session.query(Company).first().name = "Autre"  # type: ignore[union-attr]


def remove(session: Session) -> None:
    session.delete(session.query(Company).filter_by(name="Verdoie").one())


def in_bulk(session: Session) -> None:
    session.execute(update(Company).values(is_unpaid=True))


def remove_in_bulk(session: Session) -> None:
    session.execute(delete(Company).where(Company.name == "nobody"))


@pytest.mark.parametrize("silent", [change, remove, in_bulk, remove_in_bulk])
def test_a_silent_change_falls_into_the_net(
    store: Store, silent: Callable[[Session], None]
) -> None:
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        session.add(
            Company(
                name="Verdoie",
                folded="verdoie",
                duplicate_key="verdoie",
                created_at=MORNING,
                changed_at=MORNING,
            )
        )
    with (
        pytest.raises(UnauditedError, match="Company"),
        store.writing(ITSELF) as session,
    ):
        silent(session)
    with store.writing(ITSELF) as session:
        make_company(session, desk.rep, "Autre")


def test_what_is_written_on_the_way_is_let_through(store: Store) -> None:
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
    with store.writing(ITSELF) as session:
        session.add(FormReceipt(form_id="a", saved_at=MORNING))
        session.add(
            Draft(
                user_id=desk.rep.user_id,
                form="call",
                label="",
                typed={},
                begun_at=MORNING,
                changed_at=MORNING,
            )
        )
