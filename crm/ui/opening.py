"""Putting the screens over the desk: what the frame asks, answered from below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.search import Findable
from crm.language import _
from crm.language.vocabulary import word
from crm.store.queries.search import search as find
from crm.ui import house
from crm.ui.drawers.log_call import open_log_call
from crm.ui.drawers.new_booking import open_new_booking
from crm.ui.house import Hit, House, Person
from crm.ui.map import pages_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.front import FrontDesk
    from crm.store.queries.found import Found

HITS = 4


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
            found = find(session, actor, typed, most=HITS)
        return [_hit(one) for one in found]

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


def _hit(found: Found) -> Hit:
    """Turn a record that was found into a hit: what it is, where, and found by what."""
    page, icon, kind = {
        Findable.COMPANY: ("advertiser", "storefront", _("Advertisers")),
        Findable.CONTACT: ("advertiser", "person", _("Contacts")),
        Findable.BOOKING: ("booking", "receipt_long", _("Bookings")),
    }[found.kind]
    number = found.company_id if found.kind is Findable.CONTACT else found.id
    note = " · ".join(part for part in (found.at, found.by) if part)
    contact_id = found.id if found.kind is Findable.CONTACT else None
    return Hit(page, number, found.name, note, icon, kind, contact_id)
