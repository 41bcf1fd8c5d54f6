"""How a line begins: what happened, who began it, how it ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.domain.quick_log_follow_ups import MEETINGS
from crm.domain.quick_log_sketch import Doubt, Field, Piece, Question, Span
from crm.domain.quick_log_words import DIRECTIONS, KINDS, OUTCOMES, head, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.quick_log_line import Line

T = TypeVar("T")
TWO_WAY = frozenset({ActivityKind.CALL, ActivityKind.EMAIL})


def read_head(line: Line) -> None:
    """Read the kind at the beginning of a line, and what stands close to it."""
    found = head(line.plain)
    if found is None:
        _ask_of_meeting(line)
        return
    said = found["kind"]
    kind = _which(KINDS, said)
    start = found.start("before") if found["before"] else found.start("kind")
    begun = found["before"] or found["after"]
    end = found.start("of") if found["of"] and not begun else found.end()
    end = start + len(line.plain[start:end].rstrip())
    line.facts["kind"] = kind
    if kind is not ActivityKind.CALL:
        line.facts["outcome"] = None
    beside = "before" if found["before"] else "after"
    if found[beside]:
        _begun(line, _which(DIRECTIONS, found[beside]), _span(found, beside))
    elif kind in TWO_WAY and (found["by"] == "from" or said.endswith((" par", " by"))):
        _begun(line, Direction.INBOUND, Span(found.start("kind"), end))
    elif kind in TWO_WAY and found["of"]:
        span = Span(found.start("kind"), found.end("of"))
        both = (Direction.INBOUND, Direction.OUTBOUND)
        line.questions.append(Question(Field.DIRECTION, Doubt.EITHER, span, both))
    if found["outcome"]:
        outcome = _which(OUTCOMES, found["outcome"])
        line.facts["outcome"] = outcome
        line.pieces.append(Piece(Field.OUTCOME, outcome, _span(found, "outcome")))
    line.take(Piece(Field.KIND, kind, Span(start, end)))


def read_outcome(line: Line) -> None:
    """Read how it ended, from parts that say nothing else.

    Nobody answered and a message was left: the message says more.
    """
    found = [
        Piece(
            Field.OUTCOME,
            outcome,
            Span(part.start + m.start("said"), part.start + m.end("said")),
        )
        for part in line.parts()
        for outcome, pattern in OUTCOMES.items()
        if (m := whole(pattern, line.folded(part)))
    ]
    said = [p for p in line.pieces if p.field is Field.OUTCOME]
    outcomes = {piece.value for piece in (*said, *found)}
    if outcomes == {Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE}:
        for piece in found:
            line.take(piece)
        line.facts["outcome"] = Outcome.LEFT_MESSAGE
    elif said and len(outcomes) > 1:
        line.facts["outcome"] = None
        options = tuple(dict.fromkeys(piece.value for piece in (*said, *found)))
        span = Span(said[0].span.start, found[-1].span.end)
        line.questions.append(Question(Field.OUTCOME, Doubt.SEVERAL, span, options))
    else:
        line.take_one(Field.OUTCOME, "outcome", found)


def _ask_of_meeting(line: Line) -> None:
    """Ask what happened where a line begins with a meeting that is to come."""
    for piece in line.pieces:
        first = re.match(r"[\w-]+", line.text[piece.span.start :].casefold())
        if (
            piece.field is Field.FOLLOW_UP
            and not line.text[: piece.span.start].strip()
            and first
            and first[0] in MEETINGS | {"réunion"}
        ):
            kinds = (ActivityKind.NOTE, ActivityKind.CALL, ActivityKind.MEETING)
            line.questions.append(Question(Field.KIND, Doubt.EITHER, piece.span, kinds))


def _begun(line: Line, direction: Direction, span: Span) -> None:
    line.facts["direction"] = direction
    line.pieces.append(Piece(Field.DIRECTION, direction, span))


def _which(table: Mapping[T, str], said: str) -> T:
    return next(one for one, pattern in table.items() if re.fullmatch(pattern, said))


def _span(found: re.Match[str], group: str) -> Span:
    return Span(found.start(group), found.end(group))
