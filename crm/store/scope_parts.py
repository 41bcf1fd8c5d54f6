"""What each person sees of companies and bookings, one way of seeing them at a time.

The rules are those of `crm.store.scope_rules`: a row is seen where one condition of
several holds. An engine asked for all of them at once reads a table through; asked for
each by itself it goes by an index, and stops where enough is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BooleanClauseList, ColumnElement, select, union_all

from crm.store import models as m
from crm.store.scope_rules import Eyes

if TYPE_CHECKING:
    from collections.abc import Sequence


class PartEyes(Eyes):
    """The same conditions, where bookings too are looked up part by part."""

    def sees_booking(self, booking: Any) -> ColumnElement[bool]:  # noqa: ANN401  columns
        """Return the condition on a booking's columns, as a list of ids."""
        one = m.Booking.__table__.alias()
        ways = parts(super().sees_booking(one.c))
        ids: Any = union_all(*(select(one.c.id).where(way) for way in ways))
        return self.among(booking.id, ids)


def parts(condition: ColumnElement[bool]) -> Sequence[ColumnElement[bool]]:
    """Return the conditions of which one has to hold."""
    if isinstance(condition, BooleanClauseList):
        return tuple(condition.clauses)
    return (condition,)
