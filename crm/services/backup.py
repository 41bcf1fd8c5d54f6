"""A copy of a live embedded database, whole and readable on its own."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from crm.domain.errors import DeskError, words

if TYPE_CHECKING:
    from pathlib import Path

    from crm.store.database import Store


class BackupTargetError(DeskError):
    """The file to write exists already, or cannot be written."""

    sentence = words("{path} exists already or cannot be written. Name a new file.")


class BackupServerError(DeskError):
    """The database is a server's."""

    sentence = words(
        "This database is a PostgreSQL server’s. Back it up with its own tool: "
        "pg_dump --format=custom --file={path}"
    )


def back_up(store: Store, path: Path) -> int:
    """Write a copy of the database to a new file; return its size in bytes.

    `VACUUM INTO` gives a consistent copy while people work. Raises
    BackupTargetError, BackupServerError.
    """
    if not store.is_sqlite:
        raise BackupServerError(path=str(path))
    if path.exists() or not path.parent.is_dir():
        raise BackupTargetError(path=str(path))
    store.copy_to(path)
    with sqlite3.connect(path) as copy:
        (said,) = copy.execute("PRAGMA quick_check").fetchone()
    copy.close()
    if said != "ok":
        raise BackupTargetError(path=str(path))
    return path.stat().st_size
