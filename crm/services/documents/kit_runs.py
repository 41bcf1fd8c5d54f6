"""Media kits for a whole list: each drawn, kept for its company, put into one archive.

A company whose kit cannot be drawn is told with its reason, and the others go on. The
run is watched and stopped from another thread; what was kept by then stays kept.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from threading import Event
from typing import TYPE_CHECKING, Protocol
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from crm.domain.errors import DeskError
from crm.domain.roles import Right
from crm.language import LANGUAGES, _, current_language, use_language
from crm.language.formats import moment, tell
from crm.services.documents.kit_pages import slug
from crm.services.documents.media_kit import (
    Composed,
    KitWish,
    compose_media_kit,
    keep_media_kit,
)
from crm.store.queries.companies import company_names
from mediakit import draw_media_kit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from mediakit.media_kit import DrawnKit

BATCH = 20
"""Kits kept in one transaction: a stop loses none, a writer beside waits little."""
POOLED_FROM = 24
"""Below it, starting processes takes longer than drawing."""
AHEAD = 12
"""Kits in words that wait to be drawn: enough to keep every process busy."""


class Books(Protocol):
    """What a run reads from and writes to, for whom it was asked."""

    def reading(self, asker: Actor) -> Session:
        """Open a session to look things up."""
        ...

    def write(self, action: Callable[[Session], object], actor: Actor) -> object:
        """Run an action in one transaction."""
        ...


@dataclass(frozen=True, slots=True)
class Refused:
    """A company that got no kit, and the sentence that says why."""

    company_id: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Made:
    name: str
    composed: Composed
    drawing: Future[DrawnKit]


class KitRun:
    """One list of kits on its way into an archive; counters may be read at any time."""

    def __init__(
        self,
        books: Books,
        actor: Actor,
        wish: KitWish,
        company_ids: Sequence[int],
        archive: Path,
        *,
        processes: int | None = None,
    ) -> None:
        """Take what a run is about; `wish.language` empty: each in its company's.

        The archive is written to a file that must not exist yet. `processes` is how
        many draw beside this one, by default as many as there are cores for a list
        that is worth it. Raises NotYoursError for who may not write.
        """
        actor.require(Right.WRITE)
        self.books, self.actor, self.wish = books, actor, wish
        self.company_ids = tuple(dict.fromkeys(company_ids))
        self.archive = archive
        worth = len(self.company_ids) >= POOLED_FROM
        self.processes = (
            (min(4, os.cpu_count() or 1) if worth else 0)
            if processes is None
            else processes
        )
        self.language = current_language()
        self.total, self.done, self.kept = len(self.company_ids), 0, 0
        self.refused: list[Refused] = []
        self.finished = False
        self._stop = Event()
        self._names: set[str] = set()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask it to stop: kits already drawn are kept, no other is begun."""
        self._stop.set()

    def run(self) -> None:
        """Make the kits; return when all are made, or soon after `stop`."""
        with use_language(self.language), ExitStack() as open_:
            try:
                pool = (
                    open_.enter_context(
                        ProcessPoolExecutor(
                            self.processes, mp_context=get_context("spawn")
                        )
                    )
                    if self.processes
                    else None
                )
                with ZipFile(self.archive, "x", ZIP_STORED) as out:
                    self._fill(out, pool)
                    if self.refused:
                        self._add(out, _("not-made.txt"), self._told().encode())
            finally:
                self.finished = True

    def _fill(self, out: ZipFile, pool: ProcessPoolExecutor | None) -> None:
        waiting: deque[_Made] = deque()
        batch: list[tuple[_Made, bytes]] = []

        def settle(down_to: int) -> None:
            while len(waiting) > down_to:
                made = waiting.popleft()
                batch.append((made, made.drawing.result().content))
                if len(batch) >= BATCH:
                    self._keep(batch, out)

        for made in self._composed(pool):
            waiting.append(made)
            settle(AHEAD if pool else 0)
        settle(0)
        self._keep(batch, out)

    def _composed(self, pool: ProcessPoolExecutor | None) -> Iterator[_Made]:
        with self.books.reading(self.actor) as session:
            names = company_names(session, self.actor, self.company_ids)
            for company_id in self.company_ids:
                if self.stopped:
                    return
                name, spoken = names.get(company_id, ("", ""))
                language = self.wish.language or spoken
                wish = replace(
                    self.wish,
                    company_id=company_id,
                    language=language if language in LANGUAGES else "en",
                )
                try:
                    composed = compose_media_kit(session, self.actor, wish)
                except DeskError as refusal:
                    self.refused.append(Refused(company_id, name, tell(refusal)))
                    self.done += 1
                    continue
                yield _Made(name, composed, _draw(composed, pool))

    def _keep(self, batch: list[tuple[_Made, bytes]], out: ZipFile) -> None:
        """Keep drawn kits as issued, then put them into the archive."""
        if not batch:
            return

        kept: list[bytes] = []

        def keep_all(session: Session) -> None:
            kept[:] = [
                keep_media_kit(session, self.actor, made.composed, drawn).content
                for made, drawn in batch
            ]

        self.books.write(keep_all, self.actor)
        for (made, _drawn), content in zip(batch, kept, strict=True):
            language = made.composed.lang
            stem = slug(made.name) or f"company-{made.composed.company_id}"
            self._add(out, f"{stem}-{language}.pdf", content)
        self.kept += len(batch)
        self.done += len(batch)
        batch.clear()

    def _add(self, out: ZipFile, name: str, content: bytes) -> None:
        stem, _dot, kind = name.rpartition(".")
        number = 1
        while name in self._names:
            number += 1
            name = f"{stem}-{number}.{kind}"
        self._names.add(name)
        at = self.actor.at
        info = ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, 0))
        info.external_attr = 0o644 << 16
        out.writestr(info, content)

    def _told(self) -> str:
        head = _("No kit was made for these companies, on {moment}:").format(
            moment=moment(self.actor.at)
        )
        rows = (f"{one.name} ({one.company_id}): {one.reason}" for one in self.refused)
        return "\r\n".join([head, "", *rows, ""])


def _draw(composed: Composed, pool: ProcessPoolExecutor | None) -> Future[DrawnKit]:
    draw = partial(
        draw_media_kit,
        composed.kit,
        lang=composed.lang,
        issued_at=composed.issued_at,
        look=composed.look,
    )
    if pool is not None:
        return pool.submit(draw)
    drawn: Future[DrawnKit] = Future()
    drawn.set_result(draw())
    return drawn
