"""What a page asks: a session to read with, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.ui import frame
from crm.ui.house import house

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def reading() -> Session:
    """Open a session to look things up; use it as `with asking.reading() as …`."""
    return house().reading()


def me() -> Actor:
    """Return who sits at this desk, at this moment."""
    return house().actor(frame.chosen_seat())
