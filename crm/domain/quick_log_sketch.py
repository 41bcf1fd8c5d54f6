"""What a typed line was understood to say, each piece with the words it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.domain.money import Money
from crm.domain.opportunities import Stage
from crm.domain.quick_log_words import LED, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time


class Field(StrEnum):
    """What a piece of the line can say."""

    KIND = "kind"
    DIRECTION = "direction"
    OUTCOME = "outcome"
    MINUTES = "minutes"
    AMOUNT = "amount"
    ISSUE = "issue"
    PLACE = "place"
    FOLLOW_UP = "follow_up"
    OPPOSITION = "opposition"
    STAGE = "stage"


class Doubt(StrEnum):
    """Why something that looks like a piece was not taken."""

    SEVERAL = "several"
    EITHER = "either"
    """It reads in two ways: “4.500 €”, “next Thursday”, “appel de”."""
    IMPOSSIBLE = "impossible"
    PAST = "past"
    VAGUE = "vague"
    """A week or part of a month, and no day."""
    NO_DAY = "no_day"
    NEGATIVE = "negative"
    WITH_TAX = "with_tax"
    CONDITION = "condition"
    """An opposition with an exception: “ne plus appeler avant mai”."""
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where it stands in the line: from `start`, up to `end` without it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done and when, Paris time, in the words that were typed."""

    due_on: date
    due_time: time | None
    reason: str


Value: TypeAlias = ActivityKind | Direction | Outcome | Stage | Money | Step | int | str


@dataclass(frozen=True, slots=True)
class Piece:
    """Something understood; one that is `kept` stays in the note as well."""

    field: Field
    value: Value
    span: Span
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Something that was not taken, why, and what it may have meant."""

    field: Field
    doubt: Doubt
    span: Span
    options: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """A line as it was understood.

    `text` is the line as it is kept (composed, nothing invisible); spans count its
    characters. `names` are the pieces that may name a company or a contact: they are
    in the note until somebody knows whom they name. `kind`, `direction` and `outcome`
    are the form's own where the line does not say.
    """

    text: str
    pieces: tuple[Piece, ...]
    questions: tuple[Question, ...]
    names: tuple[Span, ...]
    cuts: tuple[Span, ...]
    """What is left out of the note."""
    kind: ActivityKind = ActivityKind.CALL
    direction: Direction = Direction.OUTBOUND
    outcome: Outcome | None = Outcome.REACHED
    minutes: int | None = None
    amount: Money | None = None
    issue: str | None = None
    places: tuple[str, ...] = ()
    follow_up: Step | None = None
    opposition: str | None = None
    """`all` or `mailing`."""
    stage: Stage | None = None
    lost_reason: str = ""

    @property
    def note(self) -> str:
        """What could not be read, word for word, in the line's order."""
        return self.note_without(())

    def note_without(self, names: Iterable[Span], *fields: Field) -> str:
        """Return the note once these names are known; `fields` stay in it."""
        led = [Span(_led(self.text, name.start), name.end) for name in names]
        staying = {piece.span for piece in self.pieces if piece.field in fields}
        cuts = [cut for cut in self.cuts if cut not in staying]
        return remaining(self.text, [*cuts, *led])

    def words(self, span: Span) -> str:
        """Return the words of a span."""
        return self.text[span.start : span.end]

    def read_from(self, field: Field) -> str:
        """Return the words a field was read from, empty where it was not said."""
        said = (self.words(p.span) for p in self.pieces if p.field is field)
        return " … ".join(said)

    def doubts(self, field: Field) -> tuple[Question, ...]:
        """Return what is asked about a field."""
        return tuple(one for one in self.questions if one.field is field)


def _led(text: str, name: int) -> int:
    """Return where the small words before a name begin."""
    from_here = max(0, name - 40)
    led = LED.search(plain(text[from_here:name]))
    return from_here + led.start() if led else name


_EDGE = " \u00a0\u202f,;:"


def remaining(text: str, cuts: Iterable[Span]) -> str:
    """Return a text without its cuts, what stood around each parted by a comma."""
    left, at = [], 0
    for cut in [*sorted(cuts), Span(len(text), len(text))]:
        left.append(text[at : max(at, cut.start)].strip(_EDGE))
        at = max(at, cut.end)
    bare = re.compile(r"[\W_]*")
    told = [part for part in left if part and not (bare.fullmatch(part) and cuts)]
    return ", ".join(told)
