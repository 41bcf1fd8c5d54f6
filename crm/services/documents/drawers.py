"""Processes that draw documents beside this one.

The standard library begins a process by running the program's main script again; under
the toolkit that is a page, and a page without its server fails. These run a module of
their own, `drawing`, and are asked through their pipes.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Self, TypeVar

import crm

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

T = TypeVar("T")

Child = subprocess.Popen[bytes]


class Drawers:
    """Some processes, each drawing one thing at a time; closed as a context."""

    def __init__(self, many: int) -> None:
        """Begin so many processes, at least one."""
        command = [sys.executable, "-m", "crm.services.documents.drawing"]
        place = str(Path(crm.__file__).parents[1])
        self._children = [
            subprocess.Popen(  # noqa: S603  this very program
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": place},
            )
            for _each in range(many)
        ]
        self._idle: SimpleQueue[Child] = SimpleQueue()
        for child in self._children:
            self._idle.put(child)
        self._askers = ThreadPoolExecutor(many)

    def submit(self, draw: Callable[[], T]) -> Future[T]:
        """Have something drawn by the next that is idle; its failure is the future's.

        What is asked and what comes back can be pickled.
        """
        return self._askers.submit(self._ask, draw)

    def _ask(self, draw: Callable[[], T]) -> T:
        child = self._idle.get()
        try:
            if child.stdin is None or child.stdout is None:
                raise RuntimeError("a drawing process is begun with pipes")
            pickle.dump(draw, child.stdin)
            child.stdin.flush()
            is_drawn, answer = pickle.load(child.stdout)  # noqa: S301  our own process
        finally:
            self._idle.put(child)
        if not is_drawn:
            raise answer
        drawn: T = answer
        return drawn

    def __enter__(self) -> Self:
        """Draw until the context ends."""
        return self

    def __exit__(self, *_told: object) -> None:
        """Let what is being drawn end, draw nothing more, end the processes."""
        self._askers.shutdown(cancel_futures=True)
        for child in self._children:
            child.communicate()
