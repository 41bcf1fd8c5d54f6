"""The kept sums are the ledger's when several people post at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import TYPE_CHECKING

from crm.domain.revenue import Segment, year
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.cancelling import Notice, cancel_lines
from crm.services.lines import LineWish
from crm.store import rollups
from crm.store.models import Company, Issue, Sector
from crm.store.queries.revenue import booked_net
from crm.store.queries.revenue_advertisers import segments
from tests.factories import ITSELF, MORNING, make_desk, make_issue, make_quote
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.database import Store
    from tests.factories import Desk

AGREED = Agreed("Anaïs Lefèvre", MORNING.date(), "mail")
NOTICE = Notice("salon annulé", MORNING.date(), waiver="geste commercial")
YEARS = (2027, 2028, 2029, 2030)


def lay_out(session: Session, desk: Desk) -> list[tuple[int, int]]:
    """Quote one advertiser in each year, twice; return issues and bookings."""
    found = []
    for of in YEARS:
        closes_on, out = date(2027, 10, 2), date(2027, 11, 3)
        issue = make_issue(
            session, desk, f"n{of}", closes_on=closes_on, published_on=out
        )
        found += [
            (issue, make_quote(session, desk, LineWish(issue, desk.half)))
            for _twice in range(2)
        ]
        # The card prices 2027 alone: the issue is put off once it is quoted.
        session.get_one(Issue, issue).published_on = out.replace(year=of)
        session.flush()
    return found


@both_engines
def test_four_who_post_to_one_advertiser_at_once_keep_its_sums(store: Store) -> None:
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        quoted = lay_out(session, desk)
    together = Barrier(len(YEARS))

    def work(who: int) -> None:
        """Confirm a year's bookings, cancel one, move its issue."""
        (issue, first), (_same, second) = quoted[2 * who : 2 * who + 2]
        together.wait()
        for number in (first, second):
            store.write(
                lambda s, n=number: bookings.confirm(s, desk.rep, n, AGREED), desk.rep
            )
        store.write(
            lambda s: cancel_lines(s, desk.manager, first, NOTICE), desk.manager
        )

        def move(session: Session) -> None:
            told = session.get_one(Issue, issue)
            told.published_on = told.published_on.replace(month=12)

        store.write(move, ITSELF)

    with ThreadPoolExecutor(len(YEARS)) as people:
        list(people.map(work, range(len(YEARS))))
    with store.reading(ITSELF) as session:
        assert rollups.disagreements(session.connection()) == []
        for of in YEARS:
            kind = Segment.NEW if of == YEARS[0] else Segment.RENEWED
            found = segments(session, ITSELF, year(of))
            assert {key: many for key, (many, _net) in found.items()} == {kind: 1}
            assert booked_net(session, ITSELF, year(of))


@both_engines
def test_a_sector_changed_while_others_post_takes_all_of_it_along(
    store: Store,
) -> None:
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        quoted = lay_out(session, desk)
        sectors = [_sector(session, n) for n in range(2)]
    together = Barrier(2)

    def post() -> None:
        together.wait()
        for _issue, number in quoted:
            store.write(
                lambda s, n=number: bookings.confirm(s, desk.rep, n, AGREED), desk.rep
            )

    def change() -> None:
        together.wait()
        for turn in range(len(quoted)):

            def to(session: Session, sector: int = sectors[turn % 2]) -> None:
                session.get_one(Company, desk.advertiser_id).sector_id = sector

            store.write(to, ITSELF)

    with ThreadPoolExecutor(2) as people:
        for done in [people.submit(post), people.submit(change)]:
            done.result()
    with store.reading(ITSELF) as session:
        assert rollups.disagreements(session.connection()) == []


def _sector(session: Session, number: int) -> int:
    sector = Sector(code=f"s{number}", name_fr=f"S{number}", name_en=f"S{number}")
    session.add(sector)
    session.flush()
    return sector.id
