"""What an advertiser ran, and will: its own lines, for a paper that is made for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.bookings import BOOKED, LineStatus
from crm.language import current_language
from crm.store.models import Booking, Format, Issue, Line, Position, Support

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.magazine import SupportKind
    from crm.domain.money import Money
    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class AppearanceRow:
    """A line that was confirmed or ran; `net_net` without fees."""

    issue: str
    published_on: date
    support: str
    kind: SupportKind
    format: str
    is_advertorial: bool
    position: str
    ran: bool
    net_net: Money


def list_appearances(
    session: Session,
    _asker: Actor,
    title_id: int,
    company_id: int,
    since: date,
) -> list[AppearanceRow]:
    """List an advertiser's lines in a title, published from a day on, the first first.

    Confirmed or ran, as far as the asker sees them; make-goods are among them,
    penalties and barter are not.
    """
    french = current_language() == "fr"
    query = (
        select(Line, Issue, Support, Format, Position)
        .join(Line.booking)
        .join(Line.issue)
        .join(Support, Support.id == Issue.support_id)
        .outerjoin(Format, Format.id == Line.format_id)
        .outerjoin(Position, Position.id == Line.position_id)
        .where(
            Booking.advertiser_id == company_id,
            Booking.title_id == title_id,
            Line.status.in_(BOOKED),
            Line.is_penalty.is_(False),
            Line.is_barter.is_(False),
            Issue.published_on >= since,
        )
        .order_by(Issue.published_on, Line.id)
    )
    return [
        AppearanceRow(
            issue.name_fr if french else issue.name_en,
            issue.published_on,
            support.name_fr if french else support.name_en,
            support.kind,
            (form.name_fr if french else form.name_en) if form else "",
            bool(form and form.is_advertorial),
            (place.name_fr if french else place.name_en)
            if place and place.is_premium
            else "",
            line.status is LineStatus.RAN,
            line.net_net,
        )
        for line, issue, support, form, place in session.execute(query)
    ]
