"""What happened between the desk and a company, and what is to happen next."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.errors import PastError, words

if TYPE_CHECKING:
    from datetime import date


class ActivityKind(StrEnum):
    """How it happened."""

    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    VISIT = "visit"
    NOTE = "note"


class Direction(StrEnum):
    """Who began it; only what came in resets a retention clock."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


class Outcome(StrEnum):
    """How a call ended."""

    REACHED = "reached"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


def check_due(due_on: date, today: date) -> date:
    """Return a follow-up's day, or refuse one that has passed."""
    if due_on < today:
        raise PastError(field="due_on", label=words("The follow-up"), day=due_on)
    return due_on
