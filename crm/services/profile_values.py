"""A title as its forms hold it: flat, and back into the columns of its row.

`promise_point_0_text_fr` is the French sentence of its promise's first reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.domain.errors import NotUnderstoodError, words
from crm.domain.profile import (
    MOST_POINTS,
    MOST_RULES,
    Bilingual,
    BrandedContent,
    Point,
    Promise,
    RuleKind,
    TechnicalRule,
    branded_content_of,
    promise_of,
    rule_facts,
    rules_of,
)
from mediakit.model import Look
from mediakit.theme import colours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.domain.editing import Value
    from crm.store.models import Title

ENDS = ("fr", "en")
WORDS: Mapping[str, str] = {
    "name": words("Name"),
    "tagline_fr": words("Tagline in French"),
    "tagline_en": words("Tagline in English"),
    "language": words("First language"),
    "contact_user_id": words("Contact for advertisers"),
}
COLOURS: Mapping[str, str] = {
    "ink": words("Ink"),
    "slate": words("Secondary text"),
    "mist": words("Faint"),
    "line": words("Hairlines"),
    "paper": words("Paper"),
    "accent": words("Accent"),
    "sky": words("Light accent"),
    "lime": words("Bright ground"),
    "coral": words("Signal"),
    "mint": words("Fourth tone"),
}
LOOK: Mapping[str, str] = {
    **COLOURS,
    "faces": words("Typefaces"),
    "art": words("Cover drawing"),
}


def _pair(stem: str, label: str) -> dict[str, str]:
    return {f"{stem}_{end}": label for end in ENDS}


def _points(stem: str, label: str) -> dict[str, str]:
    return {
        f"{stem}_{number}_{part}_{end}": label
        for number in range(MOST_POINTS)
        for part in ("heading", "text")
        for end in ENDS
    }


PROMISE: Mapping[str, str] = {
    **_pair("promise_heading", words("Message")),
    **_pair("promise_lead", words("Opening")),
    **_points("promise_point", words("Reason")),
    **_pair("promise_topics", words("Topics, one a line")),
}
BRANDED: Mapping[str, str] = {
    **_pair("branded_label", words("Label the law asks for")),
    **_pair("branded_lead", words("Opening")),
    **_points("branded_stage", words("Stage")),
}
RULES: Mapping[str, str] = {
    f"rule_{number}_{part}": label
    for number in range(MOST_RULES)
    for part, label in (
        ("kind", words("For")),
        ("name_fr", words("Rule")),
        ("name_en", words("Rule")),
        ("text_fr", words("Rule")),
        ("text_en", words("Rule")),
    )
}
TITLE_FIELDS: Mapping[str, str] = {**WORDS, **LOOK, **PROMISE, **BRANDED, **RULES}
"""The fields of a title's forms, with their labels."""


def title_values(title: Title) -> dict[str, Value]:
    """Return a title as its forms hold it, flat."""
    promise, branded = (
        promise_of(title.promise),
        branded_content_of(title.branded_content),
    )
    look = {**title.look, "accent": title.look.get("accent", title.look.get("cobalt"))}
    plain = Look(title.name)
    values: dict[str, Value] = {name: getattr(title, name) for name in (*WORDS,)}
    for name in COLOURS:
        told = str(look.get(name) or getattr(plain, name))
        values[name] = f"#{told.removeprefix('#').upper()}"
    for name in ("faces", "art"):
        values[name] = str(look.get(name) or getattr(plain, name))
    values |= _both("promise_heading", promise.heading)
    values |= _both("promise_lead", promise.lead)
    values |= _flat_points("promise_point", promise.points)
    values["promise_topics_fr"] = "\n".join(topic.fr for topic in promise.topics)
    values["promise_topics_en"] = "\n".join(topic.en for topic in promise.topics)
    values |= _both("branded_label", branded.label)
    values |= _both("branded_lead", branded.lead)
    values |= _flat_points("branded_stage", branded.stages)
    rules = rules_of(title.technical_rules)[:MOST_RULES]
    for number in range(MOST_RULES):
        rule = rules[number] if number < len(rules) else None
        values[f"rule_{number}_kind"] = (rule.kind if rule else RuleKind.PRINT).value
        for part in ("name", "text"):
            said = getattr(rule, part) if rule else Bilingual()
            values |= _both(f"rule_{number}_{part}", said)
    return values


def look_with(values: Mapping[str, Any], name: str = "") -> Look:
    """Return the look a form holds. Raises NotUnderstoodError."""
    chosen = {
        token: read_colour(token, str(values[token] or "")) for token in colours()
    }
    return Look(**chosen, name=name, faces=str(values["faces"]), art=str(values["art"]))


def read_colour(name: str, typed: str) -> str:
    """Return a colour as #RRGGBB. Raises NotUnderstoodError naming its field."""
    plain = typed.strip().removeprefix("#").upper()
    if len(plain) != 6 or set(plain) - set("0123456789ABCDEF"):
        raise NotUnderstoodError(
            field=name, typed=typed[:40], label=words("a colour"), example="#2438E0"
        )
    return f"#{plain}"


def title_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the row that a flat form stands for."""
    fr, en = (str(values[f"promise_topics_{end}"] or "").split("\n") for end in ENDS)
    longest = max(len(fr), len(en))
    fr, en = ([*lines, *[""] * (longest - len(lines))] for lines in (fr, en))
    topics = (Bilingual(*both) for both in zip(fr, en, strict=True))
    promise = Promise(
        _said(values, "promise_heading"),
        _said(values, "promise_lead"),
        tuple(_told_points(values, "promise_point")),
        tuple(topic for topic in topics if topic),
    )
    branded = BrandedContent(
        _said(values, "branded_label"),
        _said(values, "branded_lead"),
        tuple(_told_points(values, "branded_stage")),
    )
    rules = (
        TechnicalRule(
            RuleKind(values[f"rule_{number}_kind"]),
            _said(values, f"rule_{number}_name"),
            _said(values, f"rule_{number}_text"),
        )
        for number in range(MOST_RULES)
    )
    look = {name: str(values[name]).removeprefix("#") for name in COLOURS}
    return {
        **{name: values[name] for name in WORDS},
        "look": {**look, "faces": values["faces"], "art": values["art"]},
        "promise": promise.facts,
        "branded_content": branded.facts,
        "technical_rules": rule_facts(r for r in rules if r.name or r.text),
    }


def _said(values: Mapping[str, Any], stem: str) -> Bilingual:
    return Bilingual(*(str(values[f"{stem}_{end}"] or "") for end in ENDS))


def _told_points(values: Mapping[str, Any], stem: str) -> Iterable[Point]:
    for number in range(MOST_POINTS):
        heading = _said(values, f"{stem}_{number}_heading")
        text = _said(values, f"{stem}_{number}_text")
        if heading or text:
            yield Point(heading, text)


def _both(stem: str, said: Bilingual) -> dict[str, Value]:
    return {f"{stem}_fr": said.fr, f"{stem}_en": said.en}


def _flat_points(stem: str, points: tuple[Point, ...]) -> dict[str, Value]:
    flat: dict[str, Value] = {}
    for number in range(MOST_POINTS):
        point = points[number] if number < len(points) else Point(Bilingual())
        flat |= _both(f"{stem}_{number}_heading", point.heading)
        flat |= _both(f"{stem}_{number}_text", point.text)
    return flat
