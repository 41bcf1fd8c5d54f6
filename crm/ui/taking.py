"""What a booking would take, said before it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.bookings import HOLDS_SPACE, LineStatus
from crm.language import _
from crm.language.formats import money
from crm.language.vocabulary import word
from crm.ui import parts
from crm.ui.escape import bold
from crm.ui.space_words import left_of
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.store.queries.availability import HeldSpace
    from crm.store.queries.bookings import BookingCard


def what_it_takes(booking: BookingCard, held: Sequence[HeldSpace]) -> None:
    """List the space a booking takes, held already or still to be found free."""
    title, total = _("What it takes"), money(booking.total)
    with parts.section(title, total, key="takes"):
        for need in held:
            parts.pair(
                f"take-{need.pool.pool_id}",
                bold(need.pool.name),
                need.issue,
                _mark(booking, need),
                left_of(need.pool),
            )
        if not held:
            parts.pair("take-none", bold(_("No place that can run out")))


def _mark(booking: BookingCard, need: HeldSpace) -> str:
    space = need.pool.space
    mine = sum(h.units for h in space.holdings if h.booking_id == booking.id)
    if mine >= need.needed:
        statuses = {line.status for line in booking.live if line.status in HOLDS_SPACE}
        held = LineStatus.OPTIONED if LineStatus.OPTIONED in statuses else None
        return badge(held or LineStatus.CONFIRMED, _("held for it"))
    if space.left + mine >= need.needed:
        return badge("free", word(space.state))
    return badge("overdue", _("not enough left"), icon="block")
