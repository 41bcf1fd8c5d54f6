"""What a cancellation costs, said as the terms' scale says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.language import _, current_language, ngettext
from crm.language.formats import number, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.penalties import PenaltyRow


def scale_words(scale: Sequence[PenaltyRow]) -> str:
    """Say a scale, the earliest notice first: “50% until 42 days before closing…”."""
    said = []
    for row in scale[:-1]:
        until = ngettext(
            "{rate} until {number} day before closing",
            "{rate} until {number} days before closing",
            row.from_days,
        )
        said.append(until.format(rate=percent(row.rate), number=number(row.from_days)))
    for row in scale[-1:]:
        last = _("{rate} after that") if said else _("{rate} whenever notice comes")
        said.append(last.format(rate=percent(row.rate)))
    return ("\u202f; " if current_language() == "fr" else "; ").join(said)
