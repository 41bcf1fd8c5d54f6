"""One line as a rep types it, in French or English or both, read into a sketch.

The line is pieces between commas (semicolons, full stops). The grammar, in any order
but the first row:

| piece       | as one says it                                                      |
|-------------|---------------------------------------------------------------------|
| kind        | first word: appel, call, tél, rdv, meeting, mail, visite, note…      |
| direction   | beside it: entrant, reçu, inbound, sent; call from                   |
| outcome     | a piece of its own, or after the kind: pas de réponse, no answer,    |
|             | message laissé, left a message, faux numéro, wrong number, reached   |
| minutes     | a piece of its own: 12 min, 45 minutes                               |
| amount      | with its euros: 4 500 €, 4500€, 4,5 k€, €4,500, 800 euros            |
| issue       | n°62, no. 62, numéro 62, issue 62, #62; stays in the note            |
| place       | 4e de couv, C4, back cover, pleine page, half page, bannière; stays  |
| follow-up   | rappeler, relancer, recontacter, call back, follow up, rdv… and a    |
|             | day: jeudi 14h, Thursday 2pm, dans 3 semaines, le 12 mars, demain,   |
|             | lundi en huit, fin du mois                                           |
| opposition  | a piece of its own: ne plus appeler, do not call again, plus de mails|
| stage       | a piece of its own: proposition envoyée, quote sent, gagnée, won,    |
|             | perdue : budget, lost: budget                                        |
| names       | any short piece left: a company or a contact, if one is found        |

What is not read stays in the note word for word. What reads in two ways, or cannot
be, is not taken: it stays in the note and comes back as a question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.domain.errors import TooLongError, words
from crm.domain.opportunities import Stage
from crm.domain.quick_log_follow_ups import follow_ups
from crm.domain.quick_log_head import read_head, read_outcome
from crm.domain.quick_log_line import Line
from crm.domain.quick_log_numbers import amounts, issues, minutes
from crm.domain.quick_log_sketch import Doubt, Field, Piece, Question, Sketch, Span
from crm.domain.quick_log_words import LEADING, OPPOSITIONS, STAGES, places, whole
from crm.domain.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

LONGEST: Final = 5_000
_MOST_NAMES: Final = 6
_MOST_WORDS: Final = 6
_EDGE: Final = " \u00a0\u202f.:!?"


def read(line: str, at: datetime) -> Sketch:
    """Read a line that was typed at an instant; raises TooLongError over 5 000.

    Reading a sketch's note again leaves that note as it is.
    """
    text = clean_line(line, longest=len(line))
    if len(text) > LONGEST:
        raise TooLongError(field="line", label=words("The line"), longest=LONGEST)
    sketch = _sketch(text, at)
    if sketch.note in {text, _sketch(sketch.note, at).note}:
        return sketch
    # Words that meet in the note would say something they did not say apart.
    return _sketch(text, at, cut=False)


def _sketch(text: str, at: datetime, *, cut: bool = True) -> Sketch:
    line = Line(text, at)
    line.take_one(Field.ISSUE, "issue", list(issues(line.plain)))
    for found in places(line.plain):
        span = Span(found.start(), found.end())
        said = text[span.start : span.end]
        line.take(Piece(Field.PLACE, said, span, kept=True))
    said_places = [p.value for p in line.pieces if p.field is Field.PLACE]
    line.facts["places"] = tuple(map(str, said_places))
    planned = [
        follow_ups(text, line.plain, part, line.today, line.now)
        for part in line.parts()
    ]
    line.take_one(Field.FOLLOW_UP, "follow_up", [one for one in planned if one])
    line.take_one(Field.AMOUNT, "amount", list(amounts(line.plain)))
    read_head(line)
    lasted = [m for p in line.parts() for m in minutes(line.folded(p), p.start)]
    line.take_one(Field.MINUTES, "minutes", lasted)
    opposed = [one for p in line.parts() if (one := _opposition(line, p))]
    line.take_one(Field.OPPOSITION, "opposition", opposed)
    read_outcome(line)
    moves = [one for p in line.parts() if (one := _stage(line, p))]
    line.take_one(Field.STAGE, "stage", moves)
    if line.facts.get("stage") is Stage.LOST:
        _lost_reason(line)
    cuts = [p.span for p in line.pieces if not p.kept] if cut else []
    return Sketch(
        text,
        tuple(sorted(line.pieces, key=lambda piece: piece.span)),
        tuple(sorted(line.questions, key=lambda question: question.span)),
        _names(line),
        tuple(sorted(cuts)),
        **line.facts,
    )


def _opposition(line: Line, part: Span) -> Piece | Question | None:
    """Read what somebody opposed; with an exception, it is asked about."""
    folded = line.folded(part)
    for to, pattern in OPPOSITIONS.items():
        found = whole(pattern, folded)
        if found:
            return Piece(Field.OPPOSITION, to, _within(part, found))
        found = re.search(rf"(?<!\w)(?P<said>{pattern})(?!\w)", folded)
        if found:
            span = _within(part, found)
            return Question(Field.OPPOSITION, Doubt.CONDITION, span, (to,))
    return None


def _stage(line: Line, part: Span) -> Piece | None:
    for stage, pattern in STAGES.items():
        found = whole(pattern, line.folded(part))
        if found:
            return Piece(Field.STAGE, stage, _within(part, found))
    return None


def _lost_reason(line: Line) -> None:
    """Find why it was lost, in the words after the colon; ask where there are none."""
    piece = next(p for p in line.pieces if p.field is Field.STAGE)
    said = line.text[piece.span.start : piece.span.end]
    reason = re.search(r"[:(](.*)", said)
    line.facts["lost_reason"] = reason[1].strip(" )\u00a0\u202f") if reason else ""
    if not line.facts["lost_reason"]:
        line.questions.append(Question(Field.STAGE, Doubt.NO_REASON, piece.span))


def _within(part: Span, found: re.Match[str]) -> Span:
    return Span(part.start + found.start("said"), part.start + found.end("said"))


def _names(line: Line) -> tuple[Span, ...]:
    """Find the pieces left that are short enough to name somebody."""
    found = []
    for part in line.parts():
        for chunk in re.finditer(r"[^\x00\x01]+", line.folded(part)):
            span = _name(
                line, Span(part.start + chunk.start(), part.start + chunk.end())
            )
            asked = any(
                q.span.start < span.end and span.start < q.span.end
                for q in line.questions
                if q.field is not Field.DIRECTION
            )
            typed = line.text[span.start : span.end]
            letters = sum(map(str.isalpha, typed))
            digits = sum(map(str.isdigit, typed))
            if (
                letters >= 2
                and digits <= letters
                and len(typed) <= 80
                and len(typed.split()) <= _MOST_WORDS
                and not set("@€%") & set(typed)
                and not asked
            ):
                found.append(span)
    return tuple(found[:_MOST_NAMES])


def _name(line: Line, span: Span) -> Span:
    """Set aside the small words and the punctuation around a name."""
    led = LEADING.match(line.plain, span.start, span.end)
    start = led.end() if led else span.start
    typed = line.text[start : span.end]
    start += len(typed) - len(typed.lstrip(_EDGE))
    return Span(start, start + len(typed.strip(_EDGE)))
