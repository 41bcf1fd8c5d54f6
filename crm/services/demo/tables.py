"""The invented tables, read once."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

Row = dict[str, str]

FOLDER = Path(__file__).parents[3] / "data" / "demo"


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Return the rows of a table, in its order; data/README.md says what they mean."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def house() -> dict[str, Any]:
    """Return the publisher, the title, its people and its terms."""
    return tomllib.loads((FOLDER / "title.toml").read_text(encoding="utf-8"))


def parts(cell: str) -> tuple[str, ...]:
    """Return what a cell lists."""
    return tuple(part for part in cell.split("|") if part)


def number(cell: str) -> int | None:
    """Return a cell's whole number, None where it is empty."""
    return int(cell) if cell else None


@cache
def advertisers() -> tuple[Row, ...]:
    """Return the companies that advertise, or may come to."""
    return tuple(
        row for row in rows("companies") if "advertiser" in parts(row["roles"])
    )


@cache
def contacts_of(company: str) -> tuple[Row, ...]:
    """Return a company's people, the first one being who decides."""
    return tuple(row for row in rows("contacts") if row["company"] == company)


@cache
def past_issues() -> Counter[int]:
    """Count the printed issues of each year up to the anchor day's."""
    return Counter(
        int(row["year_offset"])
        for row in rows("themes")
        if int(row["year_offset"]) <= 0
    )
