"""Reading an advertiser's file, in a process of its own.

What comes from outside may be broken on purpose. It is opened by a child with little
memory and little time: a file that hangs, or breaks its reader, is refused with a
sentence, and the desk goes on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import crm
from crm.domain.material_errors import (
    BrokenFileError,
    EmptyFileError,
    HeavyFileError,
    LockedFileError,
    WrongFileError,
)
from crm.domain.preflight import FileFacts, FileKind
from crm.domain.text import clean_line
from crm.services.preflight.kinds import kind_of

MOST_MEGABYTES = 40
SECONDS = 60
LOCKED = 3
"""What the child ends with where a password is asked for."""

NAMES = {
    FileKind.PDF: "PDF",
    FileKind.JPEG: "JPEG",
    FileKind.PNG: "PNG",
    FileKind.GIF: "GIF",
    FileKind.TIFF: "TIFF",
    FileKind.SVG: "SVG",
    FileKind.DOCX: "Word (DOCX)",
}
"""What a kind is called, in every language."""


def inspect(name: str, content: bytes, taken: tuple[FileKind, ...]) -> FileFacts:
    """Read a file that somebody chose; `taken` are the kinds its place takes.

    Takes as long as the file asks for, a minute at most: call it outside of any
    transaction. Raises EmptyFileError, HeavyFileError, WrongFileError,
    LockedFileError, BrokenFileError.
    """
    name = clean_line(name, longest=120)
    if not content.strip(b"\0"):
        raise EmptyFileError(name=name, field="file")
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise HeavyFileError(name=name, most=MOST_MEGABYTES, field="file")
    kind = kind_of(content)
    if kind not in taken:
        kinds = ", ".join(NAMES[one] for one in taken)
        raise WrongFileError(name=name, kinds=kinds, field="file")
    return FileFacts.of_json(ask_child("crm.services.preflight.child", name, content))


def ask_child(module: str, name: str, content: bytes, *told: str) -> Any:  # noqa: ANN401  JSON
    """Have a module of ours read a file in a process of its own; return its JSON.

    `told` are its arguments, `name` is what a refusal calls the file. Raises
    LockedFileError, BrokenFileError.
    """
    place = str(Path(crm.__file__).parents[1])
    try:
        read = subprocess.run(  # noqa: S603  this very program
            [sys.executable, "-m", module, *told],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "PYTHONPATH": place},
        )
    except subprocess.TimeoutExpired:
        raise BrokenFileError(name=name, field="file") from None
    if read.returncode == LOCKED:
        raise LockedFileError(name=name, field="file")
    if read.returncode:
        raise BrokenFileError(name=name, field="file")
    return json.loads(read.stdout)
