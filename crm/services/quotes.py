"""Pricing a booking before it is one: the same figures, saved or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.errors import MissingError, words
from crm.domain.prices import LinePrice
from crm.language import current_language
from crm.services.lines import make_lines
from crm.services.packages import with_packages
from crm.services.places import check_places
from crm.store.models import Company
from crm.store.queries.mandates import valid_mandate

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.booking_wishes import BookingWish
    from crm.services.lines import Made
    from crm.services.pricing import Priced


def preview(session: Session, actor: Actor, wish: BookingWish) -> list[Priced]:
    """Price a booking as `bookings.quote` would, and save nothing.

    The steps' details are in the reader's words. Raises what `quote` raises about
    the lines.
    """
    if not wish.lines and not wish.packages:
        raise MissingError(field="lines", label=words("Lines"))
    _mandate, made = priced(session, actor, wish)
    french = current_language() == "fr"
    return [
        replace(
            found,
            price=LinePrice(
                tuple(
                    replace(step, detail=row.detail_fr if french else row.detail_en)
                    for step, row in zip(found.price.steps, line.steps, strict=True)
                )
            ),
        )
        for found, line in zip(made.priced, made.lines, strict=True)
    ]


def priced(
    session: Session, actor: Actor, wish: BookingWish
) -> tuple[int | None, Made]:
    """Return the agency's mandate, where it has one, and the lines, priced.

    Raises NoPlaceError where space was to be looked at, and what `make_lines` raises.
    """
    wish = with_packages(session, actor, wish)
    if wish.checks_space:
        check_places(session, actor, wish.title_id, wish.lines)
    agency = session.get(Company, wish.agency_id) if wish.agency_id else None
    mandate = valid_mandate(session, wish.advertiser_id, wish.agency_id, actor.today)
    made = make_lines(
        session,
        actor,
        wish.lines,
        title_id=wish.title_id,
        advertiser_id=wish.advertiser_id,
        agency=(agency.trade_name or agency.name) if agency and mandate else "",
        override_reason=wish.override_reason,
    )
    return mandate, made
