"""The words in which the audit tells of space: who waits for it, whose turn it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import words
from crm.language import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("stand_in_line", "booking"): (
        words("{who} placed {subject} in line for {pool}, {issue}."),
    ),
    ("give_first_refusal", "booking"): (
        words("{who} gave {subject} first refusal of {pool}, {issue}, until {until}."),
    ),
    ("leave_line", "booking"): (
        words("{who} took {subject} out of the line for {pool}, {issue}."),
    ),
    ("call_next", "booking"): (
        words("{pool}, {issue}, fell free: kept for {subject} until {until}."),
    ),
    ("lose_turn", "booking"): (
        words("{subject} stands in line for {pool}, {issue}, no more."),
    ),
}

ACTIONS: Mapping[str, str] = {
    "call_next": words_of("audit", "turn in line"),
    "give_first_refusal": words_of("audit", "first refusal"),
    "leave_line": words_of("audit", "line left"),
    "lose_turn": words_of("audit", "turn lost"),
    "stand_in_line": words_of("audit", "in line"),
}
