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

from crm.domain.errors import (
    AlreadySetUpError,
    DeskError,
    NotYoursError,
    UnknownError,
)
from crm.domain.passwords import check_password
from crm.domain.roles import Actor, Door, RoleCode, desk_itself
from crm.domain.sign_ins import SignInMethod
from crm.language.vocabulary import word
from crm.services import (
    bookings,
    demo,
    drafts,
    option_queue,
    passwords,
    profiles,
    seals,
    setup,
    sign_ins,
    throttle,
)
from crm.services.arrivals import Arrivals
from crm.services.documents.drafts import MEDIA_TYPE, draft_of
from crm.services.entrance import Entrance
from crm.services.subscriptions import Subscriptions
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
    code: RoleCode = RoleCode.REP


@dataclass(frozen=True, slots=True)
class StoredPdf:
    """A document as it was issued, or a file as it came: its name and its bytes."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


class FrontDesk(Entrance, Arrivals, Subscriptions):
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
        self._demonstration: bool | None = None

    def prepare(self) -> None:
        """Bring the store to this version's shape, once per process.

        Raises what `Store.prepare` raises: each a sentence that says what to do.
        """
        with self._opening:
            if not self._prepared:
                self.store.prepare()
                self._prepared = True

    def reading(self, asker: Actor | None = None) -> Session:
        """Open a session to look things up, for somebody or for the desk itself."""
        self.prepare()
        return self.store.reading(asker or self.itself())

    def write(
        self,
        action: Callable[[Session], object],
        actor: Actor | None = None,
        *,
        form_id: str | None = None,
    ) -> bool:
        """Run an action in one transaction; return False where a form was saved."""
        self.prepare()
        if form_id is not None:
            return self.store.save(action, form_id, actor or self.itself())
        self.store.write(action, actor or self.itself())
        return True

    def itself(self, door: Door = Door.CLOCK) -> Actor:
        """Return the desk itself, acting now."""
        return desk_itself(self.now(), door)

    def is_set_up(self) -> bool:
        """Say whether the desk has been opened; a yes is remembered."""
        if not self._set_up:
            with self.reading() as session:
                self._set_up = setup.is_set_up(session)
        return self._set_up

    def is_demonstration(self) -> bool:
        """Say whether this is the demonstration desk; remembered once it is set up."""
        if self._demonstration is None:
            with self.reading() as session:
                found = setup.is_demonstration(session)
            if not self.is_set_up():
                return found
            self._demonstration = found
        return self._demonstration

    def title(self) -> str:
        """Return the name of the first title, empty on an empty desk."""
        with self.reading() as session:
            found = list_titles(session, self.itself())
            return found[0].name if found else ""

    def open_demonstration(self, progress: Callable[[int, str], None]) -> None:
        """Load the demonstration; progress is told in percent and words."""
        self.prepare()
        demo.load(self.store, self.now(), progress)

    def start_own(self, answers: setup.OwnDesk) -> int:
        """Start an empty desk; return the id of its administrator.

        Raises DeskError naming its field.
        """
        about = (answers.name, answers.email, answers.title, answers.publisher)
        password = check_password(answers.password, about, field="password")
        if self.is_set_up():
            raise AlreadySetUpError
        made = passwords.digest(password)
        itself = self.itself(Door.SCREEN)
        return self.store.write(
            lambda session: setup.start_own(session, itself, answers, made), itself
        )

    def sit_down(self, user_id: int, *, address: str, browser: str) -> str:
        """Sign a person of the demonstration in; return the token of the session.

        Raises NotYoursError on a desk that is not the demonstration.
        """
        if not self.is_demonstration():
            raise NotYoursError
        method = SignInMethod.DEMONSTRATION
        return self.open_session(user_id, method, address=address, browser=browser)

    def document(self, id: int, asker: Actor) -> StoredPdf | None:  # noqa: A002  the address says id
        """Return a kept document, or None where it is not, or not theirs to see."""
        with self.reading(asker) as session:
            found = publishing.document(session, asker, id)
        if found is None:
            return None
        return StoredPdf(found[0].file_name, found[1], found[0].media_type)

    def draft(self, id: int, asker: Actor) -> StoredPdf | None:  # noqa: A002  the address says id
        """Return the e-mail that sends a kept document, None where it is not theirs.

        Only who may write has one.
        """
        with self.reading(asker) as session, suppress(NotYoursError, UnknownError):
            made = draft_of(session, asker, id)
            return StoredPdf(made.file_name, made.content, MEDIA_TYPE)
        return None

    def seats(self) -> Sequence[Seat]:
        """Return the people one may sit down as."""
        with self.reading() as session:
            return [
                Seat(row.id, row.name, row.job or word(row.role), row.role)
                for row in users.list_users(session)
            ]

    def demo_figures(self) -> demo.DemoFigures:
        """Return how big the demonstration is."""
        return demo.figures()

    def keep_house(self) -> int:
        """Let options and quotes whose day has passed expire; return how many.

        Whoever is next in line for the space is told. What was counted or begun at
        the door and has expired goes, too, and pictures that nothing shows.
        """
        if not self.is_set_up():
            return 0
        itself = self.itself()

        def keep(session: Session) -> int:
            drafts.drop_old_drafts(session, itself)
            throttle.forget_old(session, itself)
            sign_ins.forget_pending(session, itself)
            profiles.drop_unshown(session, itself)
            expired = bookings.expire_due(session, itself)
            option_queue.call_next(session, itself)
            return expired

        expired = self.store.write(keep, itself)
        self.store.write(lambda session: seals.seal_due(session, itself), itself)
        return expired

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
