"""A telephone number as people type it, made ready for the library.

Left alone, the library dials the letters of "poste 12" and "(matin)".
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 200
"""Characters; a longer text is not read as a number at all."""

_LABEL: Final = re.compile(
    r"\s*(?:(?:t[ée]l(?:[ée]phone)?|portable|port|mobile|mob|fixe|standard|std"
    r"|bureau|fax|gsm|ligne directe|direct|ld)(?![^\W\d_])\s*[.:]*|[tmpf]\s*[.:]+)\s*",
    re.IGNORECASE,
)
_EXTENSION: Final = re.compile(
    r"[\s,;(]*(?:poste|post|extension|ext|interne|int|ligne|p|x|#)"
    r"\s*[.:=]?\s*(\d{1,6})\)?\s*$",
    re.IGNORECASE,
)
_REMARK: Final = re.compile(r"^\s*\((?!\s*\+?\d)[^)]*\)|\((?!\s*\+?\d)[^)]*\)\s*$")


def plain(raw: str) -> str:
    """Undo what keyboards, word processors and workbooks add to a number."""
    text = raw
    if not raw.isascii():
        text = "".join(
            str(unicodedata.decimal(c)) if c.isdecimal() else c
            for c in unicodedata.normalize("NFKC", raw)
            if unicodedata.category(c) != "Cf"
        )
    text = re.sub(r"[_·•]", " ", text).strip(" \t\r\n='\"")
    text = re.sub(r"^tel:", "", text, flags=re.IGNORECASE)
    return re.sub(r"^(\d{9,11})\.0$", r"\1", text)


def without_words(text: str) -> tuple[str, str | None]:
    """Take off labels, remarks and the extension, which the library would dial."""
    text, extension = _without_extension(text)
    text = _REMARK.sub("", text)
    while label := _LABEL.match(text):
        text = text[label.end() :]
    if extension is None:
        text, extension = _without_extension(text)
    return re.sub(r"^[oO](?=\s*[1-9])", "0", text.strip()), extension


def _without_extension(text: str) -> tuple[str, str | None]:
    found = _EXTENSION.search(text)
    if found and len(re.sub(r"\D", "", text[: found.start()])) >= 8:
        return text[: found.start()], found[1]
    return text, None
