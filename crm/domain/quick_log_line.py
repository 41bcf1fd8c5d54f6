"""A line while it is being read: what was found is masked, never read twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from crm.domain.clock import PARIS
from crm.domain.quick_log_sketch import Doubt, Field, Piece, Question, Span
from crm.domain.quick_log_words import KEPT, TAKEN, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_PARTS: Final = re.compile(r"[;\n]|,(?!\d)|(?<!\d),|(?<=[a-z]{3})[.!?](?= |$)")


class Line:
    """The text, its folded form `plain`, and what was found in it so far."""

    def __init__(self, text: str, at: datetime) -> None:
        """Begin to read a text that was typed at an instant."""
        self.text, self.plain = text, plain(text)
        self.pieces: list[Piece] = []
        self.questions: list[Question] = []
        local = at.astimezone(PARIS)
        self.today, self.now = local.date(), local.time()
        self.facts: dict[str, Any] = {}

    def parts(self) -> list[Span]:
        """Return what stands between commas, semicolons and full stops."""
        ends = [(found.start(), found.end()) for found in _PARTS.finditer(self.plain)]
        starts = [0, *(end for _start, end in ends)]
        stops = [*(start for start, _end in ends), len(self.plain)]
        return [Span(a, b) for a, b in zip(starts, stops, strict=True) if a < b]

    def folded(self, span: Span) -> str:
        """Return a span of the folded text."""
        return self.plain[span.start : span.end]

    def take(self, piece: Piece) -> None:
        """Note a piece as understood, and mask its words."""
        self.pieces.append(piece)
        start, end = piece.span.start, piece.span.end
        mask = (KEPT if piece.kept else TAKEN) * (end - start)
        self.plain = self.plain[:start] + mask + self.plain[end:]

    def take_one(
        self, field: Field, fact: str, found: Iterable[Piece | Question]
    ) -> None:
        """Take what was said once, or twice alike; ask where there are several."""
        told = list(found)
        clear = [one for one in told if isinstance(one, Piece)]
        # A second thing to do, without a day, stays in the note unasked.
        dated = [t for t in told if isinstance(t, Piece) or t.doubt is not Doubt.NO_DAY]
        told = dated or told[:1]
        if not told:
            return
        first = told[0]
        if len(clear) == len(told) and len({one.value for one in clear}) == 1:
            for piece in clear:
                self.take(piece)
            self.facts[fact] = clear[0].value
        elif len(told) == 1 and isinstance(first, Question):
            self.questions.append(first)
        else:
            options = [
                value
                for one in told
                for value in ((one.value,) if isinstance(one, Piece) else one.options)
            ]
            span = Span(first.span.start, told[-1].span.end)
            once = tuple(dict.fromkeys(options))
            self.questions.append(Question(field, Doubt.SEVERAL, span, once))
