"""The text of every page against a kept copy.

After a change that is meant, run ``python -m tests.mediakit.test_golden`` and read
the difference before keeping it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mediakit.drawing import NAMES, document
from tests.mediakit.reading import texts

FOLDER = Path(__file__).parent / "golden"


def told(name: str) -> str:
    lines = (
        line.rstrip()
        for number, text in enumerate(texts(document(name)), 1)
        for line in (f"--- page {number}", *text.split("\n"))
    )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_the_one_kept(name: str) -> None:
    assert told(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in NAMES:
        (FOLDER / f"{each}.txt").write_text(told(each), encoding="utf-8")
