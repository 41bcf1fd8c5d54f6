"""The catalogue and the sources: what is said, and what is translated."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).parents[2]
FRENCH = ROOT / "crm" / "locale" / "fr" / "LC_MESSAGES" / "regie.po"
KEYWORDS = {"_": None, "words": None, "ngettext": (1, 2)}

type_of_message = str | tuple[str, str]


def said() -> dict[type_of_message, str]:
    """Return every message of the sources, with the place where it is first said."""
    found: dict[type_of_message, str] = {}
    for folder in ("crm", "mediakit"):
        for file, line, message, _comments, _context in extract_from_dir(
            ROOT / folder, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            key = tuple(message) if isinstance(message, (tuple, list)) else message
            if key:
                found.setdefault(key, f"{folder}/{file}:{line}")
    return found


def french() -> Catalog:
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


def entry(catalogue: Catalog, message: type_of_message) -> Message | None:
    return catalogue.get(message[0] if isinstance(message, tuple) else message)


def translations(message: Message) -> list[str]:
    one_or_more = message.string
    return list(one_or_more) if isinstance(one_or_more, tuple) else [one_or_more]


def braces(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def faults(catalogue: Catalog) -> Iterator[str]:
    """Tell each message that is missing, empty, fuzzy, or loses a brace."""
    for message, place in said().items():
        kept = entry(catalogue, message)
        name = message[0] if isinstance(message, tuple) else message
        if kept is None:
            yield f"{place}: missing: {name}"
        elif not all(translations(kept)):
            yield f"{place}: not translated: {name}"
        elif kept.fuzzy:
            yield f"{place}: fuzzy: {name}"
        else:
            many = message[1] if isinstance(message, tuple) else message
            for text in translations(kept):
                if not braces(text) <= braces(name) | braces(many):
                    yield f"{place}: braces of its own: {text}"
            if braces(translations(kept)[-1]) != braces(many):
                yield f"{place}: loses a brace: {name}"
