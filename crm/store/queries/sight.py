"""What the asker of a session sees of what a search came upon.

An index tells which records have a word, not who may see them. Whoever sees the whole
desk is not asked for. Whoever sees a few companies is asked once which, and searches
among those alone. Of all others those candidates are looked up that came up.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, Text, any_, bindparam, column, func, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY

from crm.store.models import Booking, Company, SearchEntry
from crm.store.queries.kept_statements import kept
from crm.store.scope import (
    asker_of,
    beyond_scope,
    sees_all,
    visible_each,
    visible_parts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from crm.store.models import Base

FEW = 300
"""Companies somebody sees, at most, for a search to be among those alone."""


class Sight:
    """Which entries of the index the asker of a session sees, for one search."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.is_sqlite = session.get_bind().dialect.name == "sqlite"
        self.sees_all = sees_all(session, SearchEntry)
        asker = asker_of(session)
        self.standing = (asker.user_id, asker.team_id, asker.reach)
        self._known: dict[type[Base], set[int]] = {Company: set(), Booking: set()}
        self._seen: dict[type[Base], set[int]] = {Company: set(), Booking: set()}

    def few_companies(self) -> list[int] | None:
        """Return the ids of the companies that are seen, or None: too many to tell."""
        if self.sees_all:
            return None
        few: set[int] = set()
        for query in kept(("few", *self.standing), self._ways):
            few.update(self._ids(query, {}))
            if len(few) > FEW:
                return None
        return sorted(few)

    def _ways(self) -> list[Select[Any]]:
        company = Company.__table__.c.id
        first, *others = (
            select(company).where(part).limit(FEW + 1)
            for part in visible_parts(self.session, Company)
        )
        if not others:
            return [first]
        each = union_all(*(select(one.subquery()) for one in others)).subquery()
        return [first, select(each).limit(FEW + 1)]

    def of(self, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
        """Return those entries that are seen, in their order."""
        if self.sees_all:
            return list(rows)
        # A booking has a rule of its own; all else is seen with its company.
        self._look(Company, {row.company_id for row in rows if row.booking_id is None})
        self._look(Booking, {row.booking_id for row in rows} - {None})
        companies, bookings = self._seen[Company], self._seen[Booking]
        return [
            row
            for row in rows
            if (
                row.company_id in companies
                if row.booking_id is None
                else row.booking_id in bookings
            )
        ]

    def _look(self, entity: type[Base], ids: set[int]) -> None:
        unknown = sorted(ids - self._known[entity])
        if not unknown:
            return
        number = entity.__table__.c.id
        query = kept(
            ("seen", entity, self.is_sqlite, *self.standing),
            lambda: select(number).where(
                among(number, is_sqlite=self.is_sqlite),
                visible_each(self.session, entity),
            ),
        )
        given: Any = json.dumps(unknown) if self.is_sqlite else unknown
        self._seen[entity].update(self._ids(query, {"ids": given}))
        self._known[entity].update(unknown)

    def _ids(self, query: Select[Any], given: dict[str, Any]) -> Sequence[int]:
        with beyond_scope(
            self.session, "the condition of the asker stands in the statement"
        ):
            return self.session.scalars(query, given).all()


def among(number: Any, *, is_sqlite: bool) -> ColumnElement[bool]:  # noqa: ANN401  a column
    """Return the condition that a number is one of `ids`, however many there are.

    One value is sent: a statement with as many places as there are numbers would be
    another one each time. SQLite is given them as JSON.
    """
    found: ColumnElement[bool]
    if is_sqlite:
        told = func.json_each(bindparam("ids", type_=Text())).table_valued(
            column("value", Integer())
        )
        found = number.in_(select(told.c.value))
    else:
        found = number == any_(bindparam("ids", type_=ARRAY(Integer())))
    return found
