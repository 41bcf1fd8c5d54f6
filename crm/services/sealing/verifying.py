"""Saying what a file is: which document of the desk, and whether it is as issued.

The desk's own record decides first: bytes it keeps are what it issued, and a file that
begins with them is that document with something added. Seals are read in a child with
little memory and little time, as every file that comes from outside.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from crm.domain.material_errors import (
    BrokenFileError,
    EmptyFileError,
    HeavyFileError,
    WrongFileError,
)
from crm.domain.preflight import FileKind
from crm.domain.sealing import (
    KeptDocument,
    Later,
    SealsRead,
    TracedSeal,
    Verdict,
    Verified,
)
from crm.domain.text import clean_line
from crm.services.preflight import ask_child
from crm.services.preflight.kinds import kind_of
from crm.store.queries.verifying import (
    digests_kept,
    documents_named,
    documents_of,
    list_seals,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

MOST_MEGABYTES = 40
MOST_REVISIONS = 30
_END = re.compile(rb"%%EOF(\r\n|\n|\r)?")
_REFERENCE = re.compile(r"[\w./-]{4,60}")


def verify(session: Session, asker: Actor, name: str, content: bytes) -> Verified:
    """Say what a file is. It is kept nowhere.

    Raises EmptyFileError, HeavyFileError, WrongFileError, LockedFileError,
    BrokenFileError.
    """
    name = clean_line(name, longest=80)
    _check(name, content)
    begins = dict(_beginnings(content))
    known = digests_kept(session, asker, list(begins))
    end, digest = max(
        ((begins[one], one) for one in known), default=(0, sha256(content).hexdigest())
    )
    documents = documents_of(session, asker, [digest]) if end else []
    whole = end == len(content)
    try:
        read = read_apart(name, content, end)
    except BrokenFileError:
        # What the desk itself issued needs no seal to be known.
        if not whole:
            raise
        read = SealsRead((), "", Later.NOTHING)
    ours = {row.fingerprint: row for row in list_seals(session, asker)}
    seals = tuple(TracedSeal(one, ours.get(one.fingerprint)) for one in read.seals)
    if end:
        filled = read.later is Later.FORM
        verdict = Verdict.FILLED if filled else Verdict.CHANGED
        verdict = Verdict.KEPT if whole else verdict
        document = documents[-1] if documents else None
        hidden = document is None
    else:
        document, hidden = _named(session, asker, read.title), False
        verdict = _without(seals, document)
    return Verified(verdict, document, hidden, seals, sha256(content).hexdigest())


def read_apart(name: str, content: bytes, kept: int) -> SealsRead:
    """Read a file's seals in a process of its own.

    Raises LockedFileError, BrokenFileError.
    """
    read = ask_child("crm.services.sealing.child", name, content, str(kept))
    return SealsRead.of_json(read)


def _check(name: str, content: bytes) -> None:
    if not content:
        raise EmptyFileError(name=name, field="file")
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise HeavyFileError(name=name, most=MOST_MEGABYTES, field="file")
    if kind_of(content) is not FileKind.PDF:
        raise WrongFileError(name=name, kinds="PDF", field="file")


def _beginnings(content: bytes) -> Iterator[tuple[str, int]]:
    """Yield the hash of each way the file begins that may have been a file, its end."""
    digest, done = sha256(), 0
    ends = {len(content)}
    for found in _END.finditer(content):
        ends |= {found.start() + len(b"%%EOF"), found.end()}
        if len(ends) > 2 * MOST_REVISIONS:
            break
    for end in sorted(ends):
        digest.update(content[done:end])
        done = end
        yield digest.hexdigest(), end


def _without(seals: tuple[TracedSeal, ...], document: KeptDocument | None) -> Verdict:
    """Judge a file that does not begin as any document the desk keeps."""
    mine = [seal.read for seal in seals if seal.ours]
    if mine and all(seal.whole and seal.later is not Later.MORE for seal in mine):
        return Verdict.SEALED
    if mine or document is not None:
        return Verdict.CHANGED
    return Verdict.UNKNOWN


def _named(session: Session, asker: Actor, title: str) -> KeptDocument | None:
    """Return the document a file's title names."""
    names = _REFERENCE.findall(title)
    found = documents_named(session, asker, names) if names else []
    return found[-1] if found else None
