"""The advertiser's files for a line: how far they have come, and where they may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import MoveError
from crm.domain.magazine import MaterialStatus

if TYPE_CHECKING:
    from datetime import date

_A, _R, _C, _P, _D = MaterialStatus

MOVES: dict[MaterialStatus, frozenset[MaterialStatus]] = {
    _A: frozenset({_R}),
    _R: frozenset({_R, _C, _A}),
    _C: frozenset({_R, _P, _D, _A}),
    _P: frozenset({_R, _P, _D, _A}),
    _D: frozenset({_R, _A}),
}
"""Where each status leads. A new file starts the checks again from wherever one is, a
file that was refused is awaited again; a proof may be sent twice, or not at all where
the advertiser's own file needs none."""

OWED = frozenset({_A})
"""What the advertiser has to be reminded of."""
UNFINISHED = frozenset({_A, _R, _C, _P})


def move(current: MaterialStatus, wanted: MaterialStatus) -> MaterialStatus:
    """Return the wanted status, or refuse with MoveError."""
    if wanted not in MOVES[current]:
        raise MoveError(current=current, wanted=wanted)
    return wanted


def days_late(due_on: date, today: date) -> int:
    """Return how many days a due date has passed by; negative while it is ahead."""
    return (today - due_on).days
