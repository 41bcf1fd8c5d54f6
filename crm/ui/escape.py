"""The one door for words on screen: what people typed is never read as markup."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>$<&@=:/])")
# Icons and emoji are looked for after un-escaping, arrows too: a zero-width space
# between their signs keeps them text.
_SHORTCODE = re.compile(r":(?=material/|streamlit:|[a-zA-Z0-9_+-]+:)")
_ARROW = re.compile(r"([<>~-])(?=[=<>~-])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)  # four spaces would begin a code block
_APART = "\u200b"


class Marked(str):
    """Markdown that is ours: escaped already, or written by us.

    Adding a plain text to it escapes that text.
    """

    __slots__ = ()

    def __add__(self, other: str) -> Marked:
        """Append marked text as it is, plain text escaped."""
        return Marked(str(self) + str(md(other)))

    def __radd__(self, other: str) -> Marked:
        """Prepend plain text, escaped."""
        return Marked(str(md(other)) + str(self))


def md(text: object) -> Marked:
    """Escape a text so that Markdown shows it as typed; leave marked text alone.

    Control and direction-changing characters are dropped; a new line stays one.
    """
    if isinstance(text, Marked):
        return text
    plain = _CONTROL.sub("", str(text).replace("\r\n", "\n"))
    plain = _INDENT.sub(lambda spaces: "\u00a0" * len(spaces[0]), plain)
    apart = _ARROW.sub(rf"\1{_APART}", _SHORTCODE.sub(f":{_APART}", plain))
    return Marked(_SIGNS.sub(r"\\\1", apart).replace("\n", "  \n"))


def say(sentence: str, **facts: object) -> Marked:
    """Fill the braces of a sentence of ours, which may hold Markdown, with any text."""
    return Marked(sentence.format(**{name: md(fact) for name, fact in facts.items()}))


def tell(told: tuple[str, Mapping[str, object]]) -> Marked:
    """Fill a sentence of ours with the facts that came beside it."""
    sentence, facts = told
    return say(sentence, **facts)


def join(parts: Iterable[object], between: str = " · ") -> Marked:
    """Join texts, each escaped where it needs it; empty ones are left out."""
    return Marked(between.join(md(part) for part in parts if part))


def bold(text: object) -> Marked:
    """Mark a text bold."""
    words = md(text).strip()
    return Marked(f"**{words}**" if words else "")


def html(text: object) -> str:
    """Escape a text for HTML, quotes included, so that it may stand in an attribute."""
    return escape(_CONTROL.sub("", str(text)), quote=True)
