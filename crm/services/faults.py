"""What does not agree in the books, as a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from crm.language import _
from crm.language.formats import fact


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not agree: a sentence, and the facts it is about."""

    sentence: str
    facts: dict[str, object]

    def told(self) -> str:
        """Say the fault in the current language."""
        facts = {name: fact(value) for name, value in self.facts.items()}
        return _(self.sentence).format(**facts)
