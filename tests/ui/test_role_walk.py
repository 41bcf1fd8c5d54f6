"""Every page, opened by every role: who may not see Paul's records reads none."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import streamlit as st

from crm.services import setup
from crm.services.front import FrontDesk
from crm.store.models import User
from crm.ui import house, map, signed_in  # noqa: A004  the desk's own map
from crm.ui.opening import install
from tests.factories import ITSELF, MORNING
from tests.two_reps import SECRET, SEES, TwoReps, make_two_reps
from tests.ui.conftest import RealDesk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

PAGES = [entry.file for section in map.sections() for entry in section.entries]
TELLS = {"today", "advertisers", "advertiser", "bookings", "booking", "calendar"}
TELLS |= {"documents", "opportunities", "team_activity"}
TELLS |= {"materials", "insertion_reports", "revenue"}
"""Pages on which the manager reads of what Paul has."""


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> Iterator[tuple[RealDesk, TwoReps]]:
    path = tmp_path_factory.mktemp("walk") / "desk.db"
    shutil.copy(empty_file, path)
    front = FrontDesk(f"sqlite:///{path}", now=lambda: MORNING)
    with front.store.writing(ITSELF) as session:
        ids = make_two_reps(session)
        for person in session.query(User):
            person.language = "en"
        setup.keep_setting(session, setup.OPENED, MORNING.isoformat())
    opened = RealDesk(front, ids.desk)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house, "_installed", [])
        patch.setattr(signed_in, "shown_token", opened.token)
        st.cache_resource.clear()
        install(front)
        yield opened, ids
    front.store.close()


def written(page: AppTest) -> str:
    """Return everything a page shows: texts, labels, options, cells of tables."""
    tables = [frame.value.to_csv() for frame in page.dataframe]
    pieces = [str(getattr(piece, "proto", "")) for piece in page._tree]
    return "".join([*pieces, *tables])


def address(page: str, ids: TwoReps) -> dict[str, int]:
    record = {"advertiser": ids.company_id, "booking": ids.booking_id}
    return {"id": record[page]} if page in record else {}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_tells_each_what_they_may_see(
    page: str, desk: tuple[RealDesk, TwoReps]
) -> None:
    opened, ids = desk
    for who in ("rep", "other team", "reader", "manager", "administrator"):
        sees = SEES[who]
        actor = ids.askers[who]
        opened.seat = actor.user_id
        if page not in map.pages_for(actor):
            continue
        shown = opened.open(page, **address(page, ids))
        assert not shown.exception, who
        said = written(shown)
        if not sees:
            assert SECRET not in said, who
            assert f"{ids.price // 100:,}" not in said, who
        elif who == "manager":
            assert (SECRET in said) is (page in TELLS)


def test_the_walk_tells_of_pages_there_are() -> None:
    assert set(PAGES) >= TELLS
