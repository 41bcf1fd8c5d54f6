"""An advertiser's intent, and how likely it is."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far an opportunity has come."""

    IDENTIFIED = "identified"
    QUALIFIED = "qualified"
    PROPOSED = "proposed"
    NEGOTIATED = "negotiated"
    WON = "won"
    LOST = "lost"


PROBABILITY: dict[Stage, int] = {
    Stage.IDENTIFIED: 1_000,
    Stage.QUALIFIED: 2_500,
    Stage.PROPOSED: 5_000,
    Stage.NEGOTIATED: 7_500,
    Stage.WON: 10_000,
    Stage.LOST: 0,
}
"""Basis points, unless the desk says otherwise."""

OPTION_PROBABILITY = 7_000
"""What an option weighs in the forecast, in basis points."""
