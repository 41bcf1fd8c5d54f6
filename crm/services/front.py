"""The desk as its doors see it: one store, opened once, and what the doors ask.

The web routes, the screens and the command line stand over the same front desk; it
prepares the store when it is first needed and keeps the desk's small housekeeping
(options that fall by themselves) going while a server runs.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from crm.domain.errors import DeskError
from crm.domain.roles import Actor, Door, RoleCode
from crm.language.vocabulary import word
from crm.services import bookings, demo, setup
from crm.store.database import Store, database_url
from crm.store.queries import publishing, users
from crm.store.queries.magazine import list_titles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from sqlalchemy.orm import Session

HOUSEKEEPING_SECONDS = 60
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seat:
    """A person one may sit down as."""

    id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class StoredPdf:
    """A document as it was issued: its file name (with .pdf) and its bytes."""

    name: str
    content: bytes


class FrontDesk:
    """One store behind every door; `now` tells the time, in tests a fixed one."""

    def __init__(
        self,
        url: str | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Name the store (REGIE_DATABASE_URL unless given); open nothing yet."""
        self.store = Store(url or database_url())
        self.now = now
        self._opening = Lock()
        self._prepared = False
        self._set_up = False

    def prepare(self) -> None:
        """Bring the store to this version's shape, once per process.

        Raises what `Store.prepare` raises: each a sentence that says what to do.
        """
        with self._opening:
            if not self._prepared:
                self.store.prepare()
                self._prepared = True

    def reading(self) -> Session:
        """Open a session to look things up."""
        self.prepare()
        return self.store.reading()

    def write(
        self, action: Callable[[Session], object], *, form_id: str | None = None
    ) -> bool:
        """Run an action in one transaction; return False where a form was saved."""
        self.prepare()
        if form_id is not None:
            return self.store.save(action, form_id, self.now())
        self.store.write(action)
        return True

    def actor(self, seat: int | None, door: Door) -> Actor:
        """Return who acts: the person at a seat, the first one where it is unknown."""
        with self.reading() as session:
            return users.acting_as(session, seat, door, self.now())

    def is_set_up(self) -> bool:
        """Say whether the desk has been opened; a yes is remembered."""
        if not self._set_up:
            with self.reading() as session:
                self._set_up = setup.is_set_up(session)
        return self._set_up

    def is_demonstration(self) -> bool:
        """Say whether this is the demonstration desk."""
        with self.reading() as session:
            return setup.is_demonstration(session)

    def title(self) -> str:
        """Return the name of the first title, empty on an empty desk."""
        with self.reading() as session:
            found = list_titles(session, self._clock())
            return found[0].name if found else ""

    def open_demonstration(self, progress: Callable[[int, str], None]) -> None:
        """Load the demonstration; progress is told in percent and words."""
        self.prepare()
        demo.load(self.store, self.now(), progress)

    def start_own(self, answers: setup.OwnDesk) -> None:
        """Start an empty desk. Raises DeskError naming its field."""
        self.write(lambda session: setup.start_own(session, self._clock(), answers))

    def document(self, id: int, seat: int | None) -> StoredPdf | None:  # noqa: A002  the address says id
        """Return a kept document, or None where it is not."""
        actor = self.actor(seat, Door.SCREEN)
        with self.reading() as session:
            found = publishing.document(session, actor, id)
        return StoredPdf(found[0].file_name, found[1]) if found else None

    def seats(self) -> Sequence[Seat]:
        """Return the people one may sit down as."""
        with self.reading() as session:
            return [
                Seat(row.id, row.name, row.job or word(row.role))
                for row in users.list_users(session)
            ]

    def demo_figures(self) -> demo.DemoFigures:
        """Return how big the demonstration is."""
        return demo.figures()

    def keep_house(self) -> int:
        """Let options and quotes whose day has passed expire; return how many."""
        if not self.is_set_up():
            return 0
        return self.store.write(
            lambda session: bookings.expire_due(session, self._clock())
        )

    @asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """Open the store, then keep house every minute while the server runs.

        A store that cannot be opened does not stop the server: its first visitor
        reads the sentence that says why.
        """
        with suppress(DeskError):
            await asyncio.to_thread(self.prepare)
        task = asyncio.create_task(self._keep_house())
        try:
            yield
        finally:
            task.cancel()
            self.store.close()

    async def _keep_house(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self.keep_house)
            except DeskError as refusal:
                _log.warning("housekeeping: %s", refusal)
            except Exception:  # noqa: BLE001  a loop that must go on, and logs
                _log.exception("housekeeping failed")
            await asyncio.sleep(HOUSEKEEPING_SECONDS)

    def _clock(self) -> Actor:
        """Return the desk itself, acting by the clock."""
        return Actor(None, "", RoleCode.ADMINISTRATOR, Door.CLOCK, self.now())
