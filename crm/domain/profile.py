"""What a title says of itself, in shapes that screens edit and documents print.

Each is kept as plain facts in the title's row: `…_of` reads them, `facts` writes
them. What is missing, or was written by another hand, reads as empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_POINTS, MOST_TOPICS, MOST_RULES = 4, 12, 12


class RuleKind(StrEnum):
    """What a technical rule is about."""

    PRINT = "print"
    DIGITAL = "digital"
    ADVERTORIAL = "advertorial"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in French and in English; one stands in where the other is missing."""

    fr: str = ""
    en: str = ""

    def said(self, language: str) -> str:
        """Return the text for a reader of a language, of the other one at need."""
        first, second = (self.fr, self.en) if language == "fr" else (self.en, self.fr)
        return first or second

    def __bool__(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.fr or self.en)


def both(facts: Mapping[str, Any], name: str) -> Bilingual:
    """Read a text kept as `name_fr` and `name_en`."""
    return Bilingual(*(str(facts.get(f"{name}_{end}") or "") for end in ("fr", "en")))


@dataclass(frozen=True, slots=True)
class Point:
    """A reason: a few words, and their sentence."""

    heading: Bilingual
    text: Bilingual = Bilingual()


@dataclass(frozen=True, slots=True)
class Promise:
    """What a title promises its advertisers: whom it reaches, about what.

    `heading` is the message, `topics` the subjects it is sold around.
    """

    heading: Bilingual = Bilingual()
    lead: Bilingual = Bilingual()
    points: tuple[Point, ...] = ()
    topics: tuple[Bilingual, ...] = ()

    @property
    def facts(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            **_kept("heading", self.heading),
            **_kept("lead", self.lead),
            "points": [
                {**_kept("heading", point.heading), **_kept("text", point.text)}
                for point in self.points
            ],
            "topics": [_kept("name", topic) for topic in self.topics],
        }


@dataclass(frozen=True, slots=True)
class TechnicalRule:
    """What a file must be, for a kind of ad."""

    kind: RuleKind
    name: Bilingual
    text: Bilingual


LABEL = Bilingual("Publicité", "Publicité")
"""What stands over paid content where a title says nothing else."""


@dataclass(frozen=True, slots=True)
class BrandedContent:
    """How a title sells content: the law's label, what it promises, its stages.

    `label` is printed over the content itself (law of 1 August 1986, art. 10).
    """

    label: Bilingual = LABEL
    lead: Bilingual = Bilingual()
    stages: tuple[Point, ...] = ()

    @property
    def facts(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            **_kept("label", self.label),
            **_kept("lead", self.lead),
            "stages": [
                {**_kept("heading", stage.heading), **_kept("text", stage.text)}
                for stage in self.stages
            ],
        }


def promise_of(facts: Mapping[str, Any]) -> Promise:
    """Read a promise as it is kept."""
    return Promise(
        both(facts, "heading"),
        both(facts, "lead"),
        _points(facts.get("points")),
        tuple(both(row, "name") for row in _rows(facts.get("topics"))),
    )


def rules_of(facts: Mapping[str, Any]) -> tuple[TechnicalRule, ...]:
    """Read technical rules as they are kept, in their order.

    A rule whose kind is not told is print's, but the one whose key says `digital`.
    """
    return tuple(
        TechnicalRule(_rule_kind(row), both(row, "name"), both(row, "text"))
        for row in _rows(facts.get("rules"))
    )


def rule_facts(rules: Iterable[TechnicalRule]) -> dict[str, Any]:
    """Return technical rules as they are kept."""
    return {
        "rules": [
            {
                "kind": rule.kind.value,
                **_kept("name", rule.name),
                **_kept("text", rule.text),
            }
            for rule in rules
        ]
    }


def branded_content_of(facts: Mapping[str, Any]) -> BrandedContent:
    """Read how a title sells content, as it is kept; the label is never empty."""
    label = both(facts, "label")
    return BrandedContent(
        label or LABEL,
        both(facts, "lead"),
        _points(facts.get("stages")),
    )


def told_lines(text: str) -> tuple[str, ...]:
    """Return what a text lists, one a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _rule_kind(row: Mapping[str, Any]) -> RuleKind:
    told = row.get("kind") or row.get("key")
    return RuleKind(told) if told in set(RuleKind) else RuleKind.PRINT


def _points(rows: object) -> tuple[Point, ...]:
    return tuple(Point(both(row, "heading"), both(row, "text")) for row in _rows(rows))


def _rows(rows: object) -> list[dict[str, Any]]:
    if not isinstance(rows, list):
        return []
    return [row for row in rows if isinstance(row, dict)]


def _kept(name: str, text: Bilingual) -> dict[str, str]:
    return {f"{name}_fr": text.fr, f"{name}_en": text.en}
