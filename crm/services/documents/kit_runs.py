"""Media kits for a whole list: each drawn, kept for its company, put into one archive.

A company whose kit cannot be drawn is told with its reason, and the others go on. The
run is watched and stopped from another thread; what was kept by then stays kept.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Protocol
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from crm.domain.errors import DeskError
from crm.domain.roles import Right
from crm.language import LANGUAGES, _, current_language, use_language
from crm.language.formats import moment, tell
from crm.services.documents.drawers import Drawers
from crm.services.documents.kit_pages import slug
from crm.services.documents.media_kit import (
    Composed,
    KitWish,
    compose_media_kit,
    for_company,
    keep_media_kit,
)
from crm.store.queries.kit_companies import kit_companies
from mediakit.kit_covers import can_share, draw_for_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.kit_companies import KitCompany

BATCH = 20
"""Kits kept in one transaction: a stop loses none, a writer beside waits little."""
POOLED_FROM = 24
"""Below it, starting processes takes longer than drawing."""
TOGETHER = 25
"""Kits that differ by their cover, drawn at once: more would keep a stop waiting."""
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
    """Kits in words that are drawn together, and their drawing."""

    kits: tuple[tuple[str, Composed], ...]
    drawing: Future[list[bytes]]


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
                    open_.enter_context(Drawers(self.processes))
                    if self.processes
                    else None
                )
                with ZipFile(self.archive, "x", ZIP_STORED) as out:
                    self._fill(out, pool)
                    if self.refused:
                        self._add(out, _("not-made.txt"), self._told().encode())
            finally:
                self.finished = True

    def _fill(self, out: ZipFile, pool: Drawers | None) -> None:
        waiting: deque[_Made] = deque()
        batch: list[tuple[str, Composed, bytes]] = []

        def settle(down_to: int) -> None:
            while len(waiting) > down_to:
                made = waiting.popleft()
                contents = made.drawing.result()
                for (name, composed), content in zip(made.kits, contents, strict=True):
                    batch.append((name, composed, content))
                    if len(batch) >= BATCH:
                        self._keep(batch, out)

        for made in self._composed(pool):
            waiting.append(made)
            settle(AHEAD if pool else 0)
        settle(0)
        self._keep(batch, out)

    def _composed(self, pool: Drawers | None) -> Iterator[_Made]:
        with self.books.reading(self.actor) as session:
            known = kit_companies(session, self.actor, self.company_ids)
            for alike in self._alike(known):
                if self.stopped:
                    return
                first = known.get(alike[0])
                wish = replace(
                    self.wish, company_id=alike[0], language=self._spoken(first)
                )
                try:
                    composed = compose_media_kit(session, self.actor, wish)
                except DeskError as refusal:
                    said = tell(refusal)
                    for id_ in alike:
                        name = known[id_].name if id_ in known else ""
                        self.refused.append(Refused(id_, name, said))
                    self.done += len(alike)
                    continue
                kits = [
                    (known[id_].name, for_company(composed, id_, known[id_].name))
                    for id_ in alike
                ]
                shares = first is not None and self._shares(first)
                yield from self._drawn(kits, pool, shares=shares)

    def _alike(self, known: Mapping[int, KitCompany]) -> list[list[int]]:
        """Put companies together whose kits differ by the name on the cover alone.

        Who has booked reads its own lines and, where net prices are told, has its own.
        """
        groups: dict[object, list[int]] = {}
        for id_ in self.company_ids:
            one = known.get(id_)
            key: object = id_
            if one and self._shares(one):
                key = (self._spoken(one), one.sector_id, one.owner_id)
            groups.setdefault(key, []).append(id_)
        return list(groups.values())

    def _shares(self, company: KitCompany) -> bool:
        return not company.has_booked and self.wish.prices != "net"

    def _spoken(self, company: KitCompany | None) -> str:
        asked = self.wish.language or (company.language if company else "")
        return asked if asked in LANGUAGES else "en"

    def _drawn(
        self,
        kits: list[tuple[str, Composed]],
        pool: Drawers | None,
        *,
        shares: bool,
    ) -> Iterator[_Made]:
        alike = [kit for kit in kits if shares and can_share(kit[1].kit, kit[0])]
        for begins in range(0, len(alike), TOGETHER):
            if not self.stopped:
                yield _together(alike[begins : begins + TOGETHER], pool)
        for kit in kits:
            if kit not in alike and not self.stopped:
                yield _together([kit], pool, alone=True)

    def _keep(self, batch: list[tuple[str, Composed, bytes]], out: ZipFile) -> None:
        """Keep drawn kits as issued, then put them into the archive."""
        if not batch:
            return

        kept: list[bytes] = []

        def keep_all(session: Session) -> None:
            kept[:] = [
                keep_media_kit(session, self.actor, composed, drawn).content
                for _name, composed, drawn in batch
            ]

        self.books.write(keep_all, self.actor)
        for (name, composed, _drawn), content in zip(batch, kept, strict=True):
            stem = slug(name) or f"company-{composed.company_id}"
            self._add(out, f"{stem}-{composed.lang}.pdf", content)
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


def _together(
    kits: list[tuple[str, Composed]],
    pool: Drawers | None,
    *,
    alone: bool = False,
) -> _Made:
    """Draw kits that share their pages, or one by itself, here or elsewhere."""
    first = kits[0][1]
    names = [name for name, _composed in kits]
    draw: Callable[[], list[bytes]] = partial(
        draw_for_each,
        first.kit if alone else replace(first.kit, reference=""),
        None if alone else names,
        lang=first.lang,
        issued_at=first.issued_at,
        look=first.look,
    )
    if pool is not None:
        return _Made(tuple(kits), pool.submit(draw))
    drawn: Future[list[bytes]] = Future()
    drawn.set_result(draw())
    return _Made(tuple(kits), drawn)
