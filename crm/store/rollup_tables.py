"""Which sums of the ledger are kept: what each table adds up, told once.

A row of the ledger is told by names: its own columns, and what counts it (months,
years, the day of publication, the advertiser's sector). A table's key is made of these
names; each of its folds puts a fixed value, or another name, in the place of some.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Integer, func, literal, select
from sqlalchemy import cast as as_type

from crm.domain.revenue_amounts import month_key
from crm.store import models as m

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement, RowMapping, Select, Table

    Fold = Mapping[str, str | int]

LEDGER = cast("Table", m.LedgerEntry.__table__)
ISSUE = cast("Table", m.Issue.__table__)
COMPANY = cast("Table", m.Company.__table__)
EVERYBODY = 0
WHOLE_YEAR = 0
MARKS = ("segment", "stays")
"""Columns that are not sums: `crm.store.rollup_marks` sets them."""

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """A table of sums, and the folds under which a row of the ledger goes to it."""

    table: Table
    folds: tuple[Fold, ...] = ({},)

    @property
    def key_names(self) -> tuple[str, ...]:
        """The columns of its key, in their order."""
        return tuple(column.name for column in self.table.primary_key.columns)

    @property
    def measures(self) -> tuple[str, ...]:
        """The columns it adds up."""
        others = {*self.key_names, *MARKS}
        return tuple(c.name for c in self.table.columns if c.name not in others)

    def keys(self, row: Mapping[str, Any]) -> Iterator[Key]:
        """Return the keys a row of the ledger is added to."""
        for fold in self.folds:
            told = (fold.get(name, name) for name in self.key_names)
            yield tuple(row[one] if isinstance(one, str) else one for one in told)


POSTING = {"month": "posted_month"}
BY_POSTING: Fold = {"by_posting": True, "year": "posted_year", **POSTING}
FOR_ALL: Fold = {"rep_id": EVERYBODY}

DAYS = Sums(cast("Table", m.RevenueDay.__table__), ({}, FOR_ALL))
CELLS = Sums(cast("Table", m.RevenueCell.__table__), (POSTING, {**POSTING, **FOR_ALL}))
REPS = Sums(cast("Table", m.RevenueRep.__table__))
ADVERTISERS = Sums(
    cast("Table", m.RevenueAdvertiser.__table__),
    tuple(
        {**basis, **whose, **when}
        for basis, whose, when in product(
            ({"by_posting": False}, BY_POSTING), ({}, FOR_ALL), ({}, {"month": 0})
        )
    ),
)
GRAINS = Sums(cast("Table", m.RevenueGrain.__table__))
ALL = (DAYS, CELLS, REPS, ADVERTISERS, GRAINS)
PLAIN = (
    *("posted_on", "company_id", "title_id", "cause", "currency", "is_barter"),
    *("card_cents", "gross_cents", "net_cents", "net_net_cents"),
)
"""Columns of the ledger that are told as they are."""


def posted_rows() -> Select[Any]:
    """Select the ledger as `counted` needs it."""
    return (
        select(LEDGER, ISSUE.c.published_on, COMPANY.c.sector_id)
        .join(COMPANY, COMPANY.c.id == LEDGER.c.company_id)
        .outerjoin(ISSUE, ISSUE.c.id == LEDGER.c.issue_id)
    )


def counted(row: RowMapping) -> dict[str, Any]:
    """Tell a row of `posted_rows` by the names the keys are made of."""
    return {
        **{name: row[name] for name in PLAIN},
        "rep_id": row["user_id"],
        "issue_id": row["issue_id"] or 0,
        "support_id": row["support_id"] or 0,
        "sector_id": row["sector_id"] or 0,
        "by_agency": row["agency_id"] is not None,
        "many": 1,
        **of_posting(row["posted_on"]),
        **of_publication(row["published_on"] or row["posted_on"]),
    }


def of_publication(day: Any) -> dict[str, Any]:  # noqa: ANN401  a date
    """Tell what the day of publication counts under."""
    return {"day": day, "month": month_key(day), "year": day.year}


def of_posting(day: Any) -> dict[str, Any]:  # noqa: ANN401  a date
    """Tell what the day of posting counts under."""
    return {"posted_month": month_key(day), "posted_year": day.year}


def summed(sums: Sums) -> list[Select[Any]]:
    """Return the questions whose rows are a table's, asked of the ledger itself."""
    day = func.coalesce(ISSUE.c.published_on, LEDGER.c.posted_on)
    told = (
        select(
            day.label("day"),
            _month(day).label("month"),
            _part("year", day).label("year"),
            _month(LEDGER.c.posted_on).label("posted_month"),
            _part("year", LEDGER.c.posted_on).label("posted_year"),
            LEDGER.c.user_id.label("rep_id"),
            func.coalesce(LEDGER.c.issue_id, 0).label("issue_id"),
            func.coalesce(LEDGER.c.support_id, 0).label("support_id"),
            func.coalesce(COMPANY.c.sector_id, 0).label("sector_id"),
            LEDGER.c.agency_id.is_not(None).label("by_agency"),
            *(LEDGER.c[name] for name in PLAIN),
        )
        .select_from(LEDGER)
        .join(COMPANY, COMPANY.c.id == LEDGER.c.company_id)
        .outerjoin(ISSUE, ISSUE.c.id == LEDGER.c.issue_id)
        .subquery()
    )
    measures = [
        (func.count() if name == "many" else func.sum(told.c[name])).label(name)
        for name in sums.measures
    ]
    questions = []
    for fold in sums.folds:
        from_row = {name: fold.get(name, name) for name in sums.key_names}
        keys = [
            (told.c[one] if isinstance(one, str) else literal(one)).label(name)
            for name, one in from_row.items()
        ]
        grouped = [told.c[one] for one in from_row.values() if isinstance(one, str)]
        questions.append(select(*keys, *measures).group_by(*grouped))
    return questions


def _month(day: Any) -> ColumnElement[int]:  # noqa: ANN401  a column
    return _part("year", day) * 100 + _part("month", day)


def _part(name: str, day: Any) -> ColumnElement[int]:  # noqa: ANN401  a column
    return as_type(func.extract(name, day), Integer)
