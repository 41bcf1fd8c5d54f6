"""Fields of the plain pages: a label, what was typed, and why it was refused."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from crm.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Field:
    """A line to fill in; `autocomplete` and `kind` are HTML's own words.

    `note` says beforehand what is asked of it.
    """

    name: str
    label: str
    autocomplete: str
    longest: int
    kind: str = "text"
    required: bool = True
    note: str = ""


def draw_field(field: Field, typed: str, wrong: str, *, focus: bool = False) -> str:
    """Draw a field with what was typed in it and, under it, why it was refused."""
    optional = escape(_("optional"))
    hint = "" if field.required else f' <span class="hint">{optional}</span>'
    marks = " required" if field.required else ""
    if wrong:
        marks += f' aria-invalid="true" aria-describedby="{field.name}-why"'
    elif field.note:
        marks += f' aria-describedby="{field.name}-note"'
    if focus:
        marks += " autofocus"
    said = ("why", wrong) if wrong else ("note", field.note)
    under = (
        f'<p class="{said[0]}" id="{field.name}-{said[0]}">{escape(said[1])}</p>'
        if said[1]
        else ""
    )
    return (
        f'<div class="field{" wrong" if wrong else ""}">'
        f'<label for="{field.name}">{escape(field.label)}{hint}</label>'
        f'<input id="{field.name}" name="{field.name}" type="{field.kind}" '
        f'maxlength="{field.longest}" autocomplete="{field.autocomplete}" '
        f'value="{escape(typed)}"{marks}>{under}</div>'
    )


def draw_choice(
    name: str, label: str, options: Iterable[tuple[str, str]], chosen: str
) -> str:
    """Draw a choice of one among a few as radio buttons."""
    radios = "".join(
        f'<label><input type="radio" name="{name}" value="{escape(value)}"'
        f"{' checked' if value == chosen else ''}>{escape(word)}</label>"
        for value, word in options
    )
    return (
        f'<fieldset class="field"><legend>{escape(label)}</legend>'
        f'<div class="radios">{radios}</div></fieldset>'
    )
