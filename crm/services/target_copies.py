"""Last year's targets carried over into a year, each grown by one share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crm.domain.editing import Edit
from crm.domain.errors import RangeError, words
from crm.domain.money import Money, total
from crm.domain.roles import Right
from crm.domain.target_errors import NothingToCopyError
from crm.domain.targets import (
    GROWTH_BOUNDS,
    LEAST_GROWTH,
    MONTHS,
    MOST_GROWTH,
    grown,
    target_field,
)
from crm.services.targets import change_targets
from crm.store.queries.target_grid import target_grid

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.editing import Value
    from crm.domain.roles import Actor
    from crm.domain.targets import About


@dataclass(frozen=True, slots=True)
class CopiedRep:
    """A rep's year: as it was the year before, stands now, and would be."""

    name: str
    last_year: Money
    stands: Money
    after: Money


@dataclass(frozen=True, slots=True)
class ProposedCopy:
    """What a copy would write; `left` names who is not carried over any more."""

    reps: tuple[CopiedRep, ...]
    left: tuple[str, ...]
    edit: Edit

    @property
    def last_year(self) -> Money:
        """What the year before came to."""
        return total(rep.last_year for rep in self.reps)

    @property
    def after(self) -> Money:
        """What the year will come to."""
        return total(rep.after for rep in self.reps)


def propose_copy(
    session: Session, actor: Actor, year: int, about: About, growth: int
) -> ProposedCopy:
    """Carry the targets of the year before over; nothing is saved.

    `growth` is in basis points; each cell is brought to the whole euro. A cell without
    a target last year stays as it is, and who has left is left out from then on.
    Raises NotYoursError, RangeError, NothingToCopyError.
    """
    actor.require(Right.SEE_TARGETS)
    if not LEAST_GROWTH <= growth <= MOST_GROWTH:
        raise RangeError(field="growth", label=words("The growth"), **GROWTH_BOUNDS)
    before = target_grid(session, actor, year - 1, about)
    now = target_grid(session, actor, year, about)
    if not before.amounts:
        raise NothingToCopyError(field="growth", year=str(year - 1))
    typed: dict[str, Value] = {}
    base: dict[str, Value] = {}
    reps, left = [], []
    for rep in {rep.id: rep for rep in (*now.reps, *before.reps)}.values():
        after, last = Money(0), Money(0)
        for month in MONTHS:
            field = target_field(rep.id, month)
            was, stands = before.amounts.get(field), now.amounts.get(field)
            last += was or Money(0)
            gone = rep.ended_on is not None and date(year, month, 1) > rep.ended_on
            if was is not None and not gone:
                grew = grown(was, growth)
                typed[field] = grew.cents
                base[field] = stands.cents if stands else None
                after += grew
            else:
                after += stands or Money(0)
            if was and gone and rep.name not in left:
                left.append(rep.name)
        if last or after:
            stood = total(now.amount(rep.id, month) for month in MONTHS)
            reps.append(CopiedRep(rep.name, last, stood, after))
    return ProposedCopy(tuple(reps), tuple(left), Edit(now.version, base, typed))


def copy_targets(
    session: Session, actor: Actor, year: int, about: About, growth: int
) -> int:
    """Set a year's targets to those of the year before, grown; return how many changed.

    Raises what `propose_copy` and `change_targets` raise.
    """
    found = propose_copy(session, actor, year, about, growth)
    return change_targets(session, actor, year, about, found.edit)
