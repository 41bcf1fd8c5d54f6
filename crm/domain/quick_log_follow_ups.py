"""What is to be done, in a piece that begins by saying so and says a day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.domain.quick_log_days import When, days, hour_alone
from crm.domain.quick_log_sketch import Doubt, Field, Piece, Question, Span, Step

if TYPE_CHECKING:
    from datetime import date, time

LONGEST_REASON: Final = 200
_MOST_WORDS: Final = 8

_VERB: Final = re.compile(
    r"[\x00 ]*(?P<lead>(?:(?:puis|et|and|then|please|pls|merci de|penser a|a|to|il faut"
    r"|on doit|je dois) )*)(?P<verb>"
    r"(?P<said>(?:la |le |les |lui )?(?:rappeler|relancer|recontacter)"
    r"|call (?:(?:him|her|them) )?(?:back|again)|ring (?:(?:him|her|them) )?back"
    r"|follow[- ]up|chase)"
    r"|(?P<loose>appeler|revoir|envoyer|send)"
    r"|(?P<close>rappel|relance|callback|rdv|rendez-vous|reunion|meeting|visio)"
    r"(?: (?:pris|prise|fixe|fixee|booked|set))?)(?![\w-])"
)
_NOT: Final = re.compile(r"(?<!\w)(?:pas|plus|jamais|not|never|hier|yesterday)(?!\w)")
_WHAT_FOR: Final = re.compile(r",? (?:pour|for|about|au sujet|sur|avec|with)\b")
MEETINGS: Final = frozenset({"rdv", "rendez-vous", "reunion", "meeting", "visio"})


def follow_ups(  # noqa: PLR0911  one line for each way not to be one
    text: str, plain: str, part: Span, today: date, now: time
) -> Piece | Question | None:
    """Read the follow-up a part of the line plans, or why it could not be read.

    Where a day was said in another way than ahead and once, nothing is taken.
    """
    part_end = part.end
    folded = plain[:part_end]
    verb = _VERB.match(folded, part.start)
    if verb is None:
        return None
    start = verb.start("lead")
    found = [w for w in days(folded, today, now) if w.start >= verb.end()]
    whole = Span(start, start + len(text[start:part_end].rstrip()))
    if not found:
        alone = hour_alone(folded, verb.end(), today, now)
        if alone is None:
            doubted = Question(Field.FOLLOW_UP, Doubt.NO_DAY, whole)
            return doubted if verb["said"] else None
        found = [alone]
    when, between = found[0], folded[verb.end() : found[0].start]
    if _NOT.search(between) or len(between.split()) > _MOST_WORDS:
        return None
    if verb["close"] and between.strip():
        return None
    if len(found) > 1:
        steps = tuple(
            Step(w.day, w.hour, _reason(text, verb, when, "")) for w in found if w.day
        )
        return Question(Field.FOLLOW_UP, Doubt.SEVERAL, whole, steps)
    if when.day is None:
        options = tuple(
            Step(day, when.hour, _reason(text, verb, when, "")) for day in when.options
        )
        return Question(Field.FOLLOW_UP, when.doubt or Doubt.VAGUE, whole, options)
    end = when.end
    tail = text[end:part_end].rstrip()
    reason = _reason(text, verb, when, tail)
    taken = _WHAT_FOR.match(folded, end) and len(reason) <= LONGEST_REASON
    if taken and "\x00" not in folded[end:]:
        end += len(tail)
    else:
        reason = _reason(text, verb, when, "")
    if len(reason) > LONGEST_REASON:
        return None
    step = Step(when.day, when.hour, reason)
    return Piece(Field.FOLLOW_UP, step, Span(start, end))


def _reason(text: str, verb: re.Match[str], when: When, tail: str) -> str:
    said = text[verb.start("verb") : when.start].strip(" ,:")
    return " ".join(f"{said} {tail.strip(' ,')}".split())
