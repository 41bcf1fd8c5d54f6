"""The translators' command: bring the French catalogue up to what the code says.

    python -m crm.language.catalogue update

It reads every sentence of the package (`_`, `ngettext`, `words`, `words_of`), keeps the
translations of the catalogue, takes over those of crm/locale/fr/parts/*.po, and writes
crm/locale/fr/LC_MESSAGES/regie.po in the order of the source. Sentences nobody says any
more leave; sentences without French are listed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from crm.language import LOCALES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from babel.messages import Message

PACKAGE = LOCALES.parent
FRENCH = LOCALES / "fr" / "LC_MESSAGES" / "regie.po"
PARTS = LOCALES / "fr" / "parts"
KEYWORDS = {
    "_": None,
    "words": None,
    "ngettext": (1, 2),
    "words_of": ((1, "c"), 2),
}
# No dates, no tools, no names: two translators' changes meet in sentences only.
HEADER = """\
# The French of Régie. After a change of the source:
# python -m crm.language.catalogue update
msgid ""
msgstr ""
"Project-Id-Version: regie\\n"
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extracted(package: Path = PACKAGE) -> Catalog:
    """Return every sentence of a package's Python files, in the order of the source."""
    found = Catalog(locale="fr")
    said = extract_from_dir(
        package, method_map=[("**.py", "python")], keywords=KEYWORDS
    )
    for file, line, text, _comments, context in sorted(said, key=lambda row: row[:2]):
        place = f"{package.name}/{Path(file).as_posix()}"
        found.add(text, locations=[(place, line)], context=context)
    return found


def read(path: Path) -> Catalog:
    """Read a catalogue; one that is not there is empty."""
    if not path.exists():
        return Catalog(locale="fr")
    with path.open("rb") as file:
        return read_po(file, locale="fr", abort_invalid=True)


def sentences(catalogue: Catalog) -> list[Message]:
    """Return a catalogue's messages without its header."""
    return [message for message in catalogue if message.id]


def is_translated(message: Message) -> bool:
    """Say whether a message can be shown: every form written, none doubtful."""
    return not message.fuzzy and all(forms(message))


def forms(message: Message) -> list[str]:
    """Return a message's French: one form, two with a plural; empty where missing."""
    said = [message.string] if isinstance(message.string, str) else message.string
    return [str(form or "") for form in said or ("",)]


def merged(source: Catalog, translations: Iterable[Catalog]) -> Catalog:
    """Return the sentences of a source with their French; the first translation wins.

    A translation serves a sentence of the same words, context and kind (with a plural
    or without), unless it is doubtful or lacks a form.
    """
    books = list(translations)
    for message in sentences(source):
        for book in books:
            known = book.get(message.id, message.context)
            if (
                known is not None
                and is_translated(known)
                and known.pluralizable == message.pluralizable
            ):
                message.string = known.string
                break
    return source


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as its file holds it."""
    body = BytesIO()
    write_po(body, catalogue, width=88, omit_header=True, include_lineno=False)
    return HEADER.encode() + body.getvalue().lstrip(b"\n")


def update(target: Path = FRENCH, parts: Sequence[Path] = ()) -> Catalog:
    """Write the French catalogue anew from the source, itself and parts."""
    catalogue = merged(extracted(), map(read, (target, *parts)))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(written(catalogue))
    return catalogue


def left_over(part: Path, catalogue: Catalog) -> list[Message]:
    """Return what a part says otherwise than the catalogue, or says for nothing."""
    return [
        message
        for message in sentences(read(part))
        if is_translated(message)
        and (
            (known := catalogue.get(message.id, message.context)) is None
            or known.string != message.string
        )
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 1 while a sentence has no French."""
    parser = argparse.ArgumentParser(prog="python -m crm.language.catalogue")
    commands = parser.add_subparsers(required=True, metavar="update")
    updating = commands.add_parser("update", help="bring the French up to the source")
    updating.add_argument(
        "parts",
        nargs="*",
        type=Path,
        help="more translations; without any, all of crm/locale/fr/parts",
    )
    parts = parser.parse_args(arguments).parts or sorted(PARTS.glob("*.po"))
    catalogue = update(parts=parts)
    for part in parts:
        kept = left_over(part, catalogue)
        _tell(f"{part}: " + ("not taken over:" if kept else "taken over, remove it"))
        _tell(*(f"  {message.id!r}" for message in kept))
    missing = [one for one in sentences(catalogue) if not is_translated(one)]
    _tell(f"{len(catalogue)} sentences, {len(missing)} without French")
    _tell(*(f"  {one.locations[0][0]}: {one.id!r}" for one in missing))
    return 1 if missing else 0


def _tell(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
