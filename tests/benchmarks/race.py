"""People who want the same thing at the same moment, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import connection
from random import Random
from typing import TYPE_CHECKING, Any

from crm.domain.errors import DeskError, SoldOutError
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.lines import LineWish
from crm.store.database import Store
from tests.factories import ITSELF, MORNING, Desk, make_actor, make_desk, make_issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.process import BaseProcess

    from sqlalchemy.orm import Session

FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rivals meet on: a desk, its issues, bookings by rival and round."""

    desk: Desk
    issues: list[int]
    bookings: list[list[int]]


def quote_cover(session: Session, desk: Desk, issue_id: int) -> int:
    return bookings.quote(
        session,
        desk.rep,
        BookingWish(
            desk.title_id,
            desk.advertiser_id,
            (LineWish(issue_id, desk.page, desk.c4),),
        ),
    )


def lay_out(store: Store, rounds: int, rivals: int = 2) -> Ground:
    """Quote the back cover of as many issues as there are rounds to each rival."""
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        issues = [make_issue(session, desk, f"{n:03d}") for n in range(rounds)]
        quoted = [
            [quote_cover(session, desk, issue) for issue in issues]
            for _rival in range(rivals)
        ]
    return Ground(desk, issues, quoted)


def grab(url: str, ground: Ground, rival: int, together: Any, said: Any) -> None:
    """Ask for each round's last cover, one by option, the other by confirming."""
    store = Store(url)
    actor = ground.desk.rep
    agreed = Agreed("A. L.", actor.today, "mail")
    outcomes = []
    for number, booking_id in enumerate(ground.bookings[rival]):

        def ask(
            session: Session,
            booking_id: int = booking_id,
            holds: bool = (number + rival) % 2 == 0,  # noqa: FBT001
        ) -> None:
            if holds:
                bookings.option(session, actor, booking_id)
            else:
                bookings.confirm(session, actor, booking_id, agreed)

        together.wait(60)
        try:
            store.write(ask, ITSELF)
        except SoldOutError:
            outcomes.append("sold out")
        except Exception as surprise:  # noqa: BLE001  told to the test
            outcomes.append(repr(surprise))
        else:
            outcomes.append("sold")
    said.put((rival, outcomes))
    store.close()


def race(url: str, ground: Ground) -> list[list[str]]:
    """Let two processes run for every cover; return each one's outcomes."""
    together, said = FORK.Barrier(2), FORK.Queue()
    with running(
        [
            FORK.Process(target=grab, args=(url, ground, n, together, said))
            for n in (0, 1)
        ]
    ):
        told = dict(said.get(timeout=300) for _ in range(2))
    return [told[0], told[1]]


def work(
    url: str, ground: Ground, seed: int, rounds: int, told: Callable[[str], object]
) -> None:
    """Do what a desk does, at random but from a seed; tell every outcome."""
    store, chance, desk = Store(url), Random(seed), ground.desk  # noqa: S311
    every = [booking_id for rival in ground.bookings for booking_id in rival]
    for number in range(rounds):
        at = MORNING + timedelta(days=number // 5)
        actor = make_actor(desk.manager.user_id, at=at)
        agreed = Agreed("A. L.", actor.today, "mail")
        which, issue = chance.choice(every), chance.choice(ground.issues)
        action: Callable[[Session], object] = chance.choice(
            [
                lambda s, a=actor, b=which: bookings.option(s, a, b),
                lambda s, a=actor, b=which: bookings.option(s, a, b),
                lambda s, a=actor, b=which, g=agreed: bookings.confirm(s, a, b, g),
                lambda s, a=actor, b=which: bookings.release(s, a, b),
                lambda s, a=actor, b=which: bookings.cancel(s, a, b, "budget gelé"),
                lambda s, a=actor: bookings.expire_due(s, a),
                lambda s, i=issue: quote_cover(s, desk, i),
            ]
        )
        try:
            store.write(action, ITSELF)
        except DeskError:
            told("refused")
        except Exception as surprise:  # noqa: BLE001  told to the test
            told(repr(surprise))
        else:
            told("done")
    store.close()


def crowd(url: str, ground: Ground, *, people: int, rounds: int) -> list[str]:
    """Let several processes work at once; return every outcome."""
    said = FORK.Queue()
    with running(
        [
            FORK.Process(target=work, args=(url, ground, seed, rounds, said.put))
            for seed in range(people)
        ]
    ):
        return [said.get(timeout=300) for _ in range(people * rounds)]


def killed_at_work(url: str, ground: Ground, *, seed: int, after: int) -> int:
    """Kill two of three workers in mid-sentence after so many acknowledged actions.

    Returns how many actions were told before; the kill falls wherever the processes
    happen to be.
    """
    said = FORK.SimpleQueue()
    workers = [
        FORK.Process(target=work, args=(url, ground, 10 * seed + n, 400, said.put))
        for n in range(3)
    ]
    with running(workers):
        for _ in range(after):
            said.get()
        for worker in workers[:2]:
            os.kill(worker.pid or 0, signal.SIGKILL)
            worker.join()
    return after


def contend(url: str, ground: Ground, rival: int, first: int, told: Any) -> None:
    """Ask for every issue's cover, from `first` on; tell each outcome as it is kept."""
    store, chance = Store(url), Random(rival)  # noqa: S311
    actor = ground.desk.rep
    agreed = Agreed("A. L.", actor.today, "mail")
    for number in range(first, len(ground.issues)):
        booking_id = ground.bookings[rival][number]
        holds = chance.random() < 0.5

        def ask(
            session: Session,
            booking_id: int = booking_id,
            holds: bool = holds,  # noqa: FBT001
        ) -> None:
            if holds:
                bookings.option(session, actor, booking_id)
            else:
                bookings.confirm(session, actor, booking_id, agreed)

        try:
            store.write(ask, ITSELF)
        except DeskError:
            told.send((number, "refused"))
        except Exception as surprise:  # noqa: BLE001  told to the test
            told.send((number, repr(surprise)))
        else:
            told.send((number, "got it"))
    store.close()


def contended(
    url: str, ground: Ground, *, kills: int, seed: int
) -> dict[int, list[tuple[int, str]]]:
    """Let a process a rival ask for every cover, and kill one now and then at random.

    Whoever is killed comes back and goes on after what it was busy with: whether that
    was kept, nobody was told. Returns what was told, (issue, outcome), by rival.
    """
    chance = Random(seed)  # noqa: S311
    rivals, rounds = len(ground.bookings), len(ground.issues)
    told: dict[int, list[tuple[int, str]]] = {rival: [] for rival in range(rivals)}
    due = sorted(chance.sample(range(1, rivals * rounds * 9 // 10), kills))
    at_work: dict[Any, tuple[int, BaseProcess]] = {}

    def start(rival: int, first: int) -> None:
        mine, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=contend, args=(url, ground, rival, first, theirs))
        process.start()
        theirs.close()
        at_work[mine] = (rival, process)

    for rival in range(rivals):
        start(rival, 0)
    while at_work:
        for pipe in connection.wait(list(at_work), timeout=120):
            if pipe not in at_work:
                continue
            rival, process = at_work[pipe]
            try:
                told[rival].append(pipe.recv())
            except EOFError:
                process.join()
                del at_work[pipe]
        if due and sum(map(len, told.values())) >= due[0] and at_work:
            due.pop(0)
            pipe = chance.choice(list(at_work))
            rival, process = at_work.pop(pipe)
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
            with suppress(EOFError, OSError):
                while pipe.poll():
                    told[rival].append(pipe.recv())
            start(rival, told[rival][-1][0] + 2 if told[rival] else 1)
    return told


@contextmanager
def running(processes: list[BaseProcess]) -> Iterator[None]:
    """Start processes; end those still running when the block ends."""
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.join(0.5)
            if process.is_alive():
                process.kill()
                process.join()
