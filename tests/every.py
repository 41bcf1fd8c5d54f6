"""One rule held against many cases in one test, each that breaks it named.

A test for each case costs more in being collected, sent to a worker and reported
than the rule itself, where the cases are the sources of the desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

C = TypeVar("C")


def of_every(
    cases: Iterable[C], named: Callable[[C], str] = str
) -> Callable[[Callable[[C], None]], Callable[[], None]]:
    """Make a rule about one case a test of them all; there must be some."""
    held = list(cases)

    def make(rule: Callable[[C], None]) -> Callable[[], None]:
        def test() -> None:
            broken = [
                f"{named(case)}: {said}"
                for case in held
                if (said := _broken(rule, case)) is not None
            ]
            assert held, "there is nothing to hold the rule against"
            assert not broken, "\n".join(broken)

        test.__doc__ = rule.__doc__
        return test

    return make


def _broken(rule: Callable[[C], None], case: C) -> str | None:
    try:
        rule(case)
    except AssertionError as said:
        return str(said)
    return None
