"""Loading the demonstration in the background, and how far it is."""

from __future__ import annotations

import logging
import threading
from contextvars import copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from crm.domain.errors import DeskError
from crm.language import _
from crm.language.formats import tell

if TYPE_CHECKING:
    from crm.web.door import Desk

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the loading is: percent, the step in words, or why it stopped."""

    running: bool = False
    percent: int = 0
    step: str = ""
    failure: str = ""


class Opening:
    """The one loading of the demonstration; a second start joins the first."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._progress = Progress()
        self._thread: threading.Thread | None = None

    @property
    def progress(self) -> Progress:
        """Return how far it is now."""
        return self._progress

    def start(self) -> None:
        """Start loading, in the language of the page that asked for it."""
        with self._lock:
            if self._progress.running:
                return
            self._progress = Progress(running=True)
            context = copy_context()
            self._thread = threading.Thread(
                target=context.run,
                args=(self._load,),
                name="opening the demonstration",
                daemon=True,
            )
            self._thread.start()

    def wait(self) -> None:
        """Wait until the loading has ended, well or badly."""
        if self._thread is not None:
            self._thread.join()

    def _load(self) -> None:
        try:
            self._desk.open_demonstration(self._tell)
        except DeskError as refusal:
            self._progress = Progress(failure=tell(refusal))
        except Exception:  # noqa: BLE001  a thread has nobody above it to tell
            reference = uuid4().hex[:8]
            _log.exception("opening the demonstration failed, reference %s", reference)
            failure = _("Something went wrong (reference {reference}).")
            self._progress = Progress(failure=failure.format(reference=reference))
        else:
            self._progress = Progress(percent=100)

    def _tell(self, percent: int, step: str) -> None:
        self._progress = Progress(
            running=True, percent=max(0, min(percent, 99)), step=step
        )
