"""Putting the screens over the desk: what the frame asks, answered from below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.language.vocabulary import word
from crm.store.queries.bookings import list_bookings
from crm.store.queries.companies import list_companies, search_people
from crm.ui import house
from crm.ui.drawers.log_call import open_log_call
from crm.ui.drawers.new_booking import open_new_booking
from crm.ui.house import Hit, House, Person
from crm.ui.map import pages_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.front import FrontDesk

HITS = 5


def install(desk: FrontDesk) -> None:
    """Install the house the screens stand on."""

    def person(token: str | None) -> Person | None:
        found = desk.visitor(token)
        if found is None:
            return None
        actor = found.actor
        job = found.job or word(actor.role)
        return Person(actor, actor.name, job, found.language, pages_for(actor))

    def search(found_by: Person, typed: str) -> Sequence[Hit]:
        actor = found_by.actor
        with desk.reading(actor) as session:
            companies = list_companies(session, actor, search=typed, size=HITS)
            people = search_people(session, actor, typed, most=HITS)
            bookings = list_bookings(session, actor, search=typed, size=HITS)
        return [
            *(Hit("advertiser", row.id, row.name, row.town) for row in companies),
            *(Hit("advertiser", id_, name, at, "person") for id_, name, at in people),
            *(
                Hit("booking", row.id, row.number, row.advertiser, "receipt_long")
                for row in bookings
                if len(typed) > 2
            ),
        ]

    house.install(
        House(
            store=desk,
            reading=desk.reading,
            person=person,
            title=desk.title,
            is_demonstration=desk.is_demonstration,
            search=search,
            log_call=open_log_call,
            new_booking=open_new_booking,
        )
    )
