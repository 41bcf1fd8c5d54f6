"""What one more insertion would change of a plan, told as a table of its proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import DeskError
from crm.domain.rate_cards import TierKind
from crm.language import _, ngettext
from crm.language.formats import money, number, percent
from crm.services.one_more import one_more
from crm.store.queries.advice import booking_advice
from mediakit.model import Table, TableCell, TableColumn, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.advice import Advice
    from crm.domain.roles import Actor
    from crm.store.queries.bookings import BookingCard


def one_more_table(
    session: Session, actor: Actor, booking: BookingCard
) -> Iterator[Table]:
    """Say what one more insertion would change: the same plan, priced once more."""
    try:
        more = one_more(session, actor, booking.id)
    except DeskError:  # a card that has gone prices nothing; the proposal stands
        more = None
    if more is None:
        return
    told = [(_("One more {format}").format(format=more.format), more.added)]
    if more.saving.cents > 0:
        told.append((_("Saved on the lines above"), -more.saving))
    rows = [TableRow((TableCell(said), TableCell(money(x)))) for said, x in told]
    if len(told) > 1:
        whole = TableCell(_("What it adds to the plan"))
        rows.append(TableRow((whole, TableCell(money(more.difference))), is_sum=True))
    ahead = [
        _tier(found)
        for found in booking_advice(session, actor, booking)
        if found.kind is TierKind.FREQUENCY
    ]
    yield Table(
        (
            TableColumn(_("Priced by the same card"), 8),
            TableColumn(_("Amount excl. VAT"), 3, "right"),
        ),
        tuple(rows),
        heading=_("What one more insertion changes"),
        lead=" ".join(ahead[:1]),
    )


def _tier(found: Advice) -> str:
    """Say what the next tier of frequency saves on the lines that are there."""
    if found.rate_now:
        said = ngettext(
            "{number} more insertion: −{then} instead of −{now}, you save {amount}.",
            "{number} more insertions: −{then} instead of −{now}, you save {amount}.",
            found.missing,
        ).replace("{now}", percent(found.rate_now))
    else:
        said = ngettext(
            "{number} more insertion: −{then}, you save {amount}.",
            "{number} more insertions: −{then}, you save {amount}.",
            found.missing,
        )
    return said.format(
        number=number(found.missing),
        then=percent(found.rate_then),
        amount=money(found.saving),
    )
