"""What the desk proposes when a year has brought another discount: the difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.amendments import AmendmentStatus
from crm.domain.errors import DeskError
from crm.domain.money import total
from crm.domain.rate_cards import TierKind, tier_for
from crm.domain.regularising import Granted, change, is_settled, is_to_propose
from crm.services.amending import AmendmentWish
from crm.services.amendments import foresee_amendment
from crm.store.queries.amendments import list_amendments
from crm.store.queries.paid_years import paid_lines, reached_in_years, years_open
from crm.store.queries.rate_cards import card

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.money import Money
    from crm.domain.roles import Actor
    from crm.store.queries.paid_years import PaidLine
    from crm.store.queries.rate_cards import Card

FIRST = 40
"""As many bookings are priced anew for a list."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A booking to regularise: a line that shows it, the insertions of its year."""

    line: PaidLine
    insertions: int


@dataclass(frozen=True, slots=True)
class Regularisation:
    """A booking to be regularised: what the year has reached, what it would change.

    `difference` is net net, without VAT: below zero for the advertiser, above it a
    short rate.
    """

    booking_id: int
    number: str
    advertiser: str
    year: int
    insertions: int
    difference: Money

    @property
    def is_short_rate(self) -> bool:
        """Whether less was booked than was promised."""
        return self.difference.cents > 0


def to_regularise(
    session: Session,
    actor: Actor,
    *,
    booking_id: int | None = None,
    rep_id: int | None = None,
) -> list[Candidate]:
    """Find the bookings whose year has brought other discounts; price nothing.

    The first line of each that shows it is told, with the insertions of its year.
    """
    lines = paid_lines(session, actor, booking_id=booking_id, rep_id=rep_id)
    cards = {
        card_id: found
        for card_id in {line.card_id for line in lines}
        for found in (card(session, card_id),)
        if found is not None
    }
    ids = {line.advertiser_id for line in lines}
    reached = {
        grouped: reached_in_years(session, ids, with_group=grouped)
        for grouped in {found.counts_group for found in cards.values()}
    }
    still_open = years_open(session, actor)
    due: dict[int, Candidate] = {}
    for line in lines:
        found = cards.get(line.card_id)
        if found is None or is_settled(line.year, actor.today):
            continue
        of = (line.advertiser_id, line.title_id, line.year)
        insertions, gross = reached[found.counts_group].get(of, (0, 0))
        added = change(line.given, _tiers(found, insertions, gross), found.cumulation)
        over = (line.title_id, line.year) not in still_open
        if is_to_propose(added, year_is_over=over):
            due.setdefault(line.booking_id, Candidate(line, insertions))
    return list(due.values())


def regularisations(
    session: Session,
    actor: Actor,
    *,
    booking_id: int | None = None,
    rep_id: int | None = None,
) -> list[Regularisation]:
    """Price what is to be proposed, the largest difference first; propose nothing.

    Of many bookings the `FIRST` ones. A difference an advertiser has refused is not
    proposed to it again.
    """
    due = to_regularise(session, actor, booking_id=booking_id, rep_id=rep_id)
    found = [
        Regularisation(
            line.booking_id,
            line.number,
            line.advertiser,
            line.year,
            candidate.insertions,
            difference,
        )
        for candidate in due[:FIRST]
        for line in (candidate.line,)
        for difference in (_difference(session, actor, line.booking_id),)
        if difference is not None and difference.cents
    ]
    return sorted(found, key=lambda one: (-abs(one.difference.cents), one.booking_id))


def _tiers(found: Card, insertions: int, gross: int) -> Granted:
    volume = tier_for(found.tiers_of(TierKind.VOLUME), gross)
    frequency = tier_for(found.tiers_of(TierKind.FREQUENCY), insertions)
    return Granted(volume.rate if volume else 0, frequency.rate if frequency else 0)


def _difference(session: Session, actor: Actor, booking_id: int) -> Money | None:
    """Return what regularising a booking would change; None where it would not."""
    try:
        rows = foresee_amendment(
            session, actor, booking_id, AmendmentWish("", regularises=True)
        )
    except DeskError:
        return None
    if not rows:
        return None
    whole = total((row.after - row.before for row in rows), rows[0].before.currency)
    refused = {
        row.difference
        for row in list_amendments(session, actor, booking_id)
        if row.status is AmendmentStatus.REFUSED
    }
    return None if whole in refused else whole
