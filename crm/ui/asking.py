"""What a page asks: a session to read with, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from crm.domain.errors import DeskError
from crm.language.formats import tell
from crm.ui.house import house
from crm.ui.signed_in import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor, Right

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What was asked for, or the sentence that says why it cannot be."""

    value: T | None
    refusal: str = ""
    field: str | None = None


def reading() -> Session:
    """Open a session to look things up; use it as `with asking.reading() as …`.

    It finds what the person who is signed in may see. Raises SignedOutError.
    """
    return house().reading(me())


def me() -> Actor:
    """Return who is signed in at this moment, looked up anew.

    Raises SignedOutError where nobody is any more.
    """
    return signed_in().actor


def may(right: Right) -> bool:
    """Say whether who is signed in has a right: what they may not do is not offered.

    Raises SignedOutError.
    """
    return me().may(right)


def attempt(question: Callable[[Session], T]) -> Answer[T]:
    """Ask what the desk may refuse to answer, as a price that is being composed."""
    try:
        with reading() as session:
            return Answer(question(session))
    except DeskError as refusal:
        return Answer(None, tell(refusal), refusal.field)
