"""Two people, one record: what each changed since the form was opened.

A form carries the values it was opened with. When somebody else has saved meanwhile,
each field is compared three ways; what the two did apart goes together, and only what
the other changed is put before whoever saves second.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Value = str | int | date | time | tuple[str, ...] | None
"""What a field of a form can be."""


class Merge(StrEnum):
    """What became of a field between two people."""

    UNCHANGED = "unchanged"
    MINE = "mine"
    THEIRS = "theirs"
    SAME = "same"
    """Both changed it, to the same."""
    DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class Edit:
    """A form as it is saved: the version and values it was opened with, and the typed.

    What was typed is as the hands left it; the service reads it. A field that is not
    in `typed` was not on the form.
    """

    version: int
    base: Mapping[str, Value]
    typed: Mapping[str, Value]

    def touched(self, field: str) -> bool:
        """Say whether a field was typed over: what was not is never checked."""
        return field in self.typed and self.typed[field] != self.base.get(field)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field somebody else changed: what it was, theirs, mine, by whom and when.

    `label` is a word of the catalogue, or a name; `who` is empty for the desk itself.
    """

    field: str
    label: str
    base: Value
    theirs: Value
    mine: Value
    who: str
    at: datetime
    merge: Merge

    @property
    def is_open(self) -> bool:
        """Whether both changed it: somebody has to choose."""
        return self.merge is Merge.DIFFER


@dataclass(frozen=True, slots=True)
class Clash:
    """What stands now: its version, its values, and what to choose between."""

    version: int
    latest: Mapping[str, Value]
    differences: tuple[Difference, ...]

    @property
    def last(self) -> Difference:
        """The change made last."""
        return max(self.differences, key=lambda difference: difference.at)


def merge(
    base: Mapping[str, Value], mine: Mapping[str, Value], theirs: Mapping[str, Value]
) -> dict[str, Merge]:
    """Compare each field of `mine` three ways; a field missing elsewhere is None."""
    return {
        field: merge_field(base.get(field), value, theirs.get(field))
        for field, value in mine.items()
    }


def merge_field(base: Value, mine: Value, theirs: Value) -> Merge:
    """Say what became of one field."""
    if mine == theirs:
        return Merge.UNCHANGED if mine == base else Merge.SAME
    if theirs == base:
        return Merge.MINE
    return Merge.THEIRS if mine == base else Merge.DIFFER
