"""Reading one cell of a card's table: what hands type and what spreadsheets keep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from crm.domain.card_errors import NotAFigureError
from crm.domain.errors import DeskError, NotUnderstoodError, RangeError, words
from crm.domain.money import NONE_TO_ALL, Money
from crm.domain.rate_cards import LARGEST_QUANTITY
from crm.domain.text import clean_line
from crm.language.formats import MINUS, number, parse_money, parse_percent
from crm.services.rate_cards import LARGEST_CENTS

LONGEST = 200
PRICE = words("A price")
_EXAMPLE = 10_000


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell of a file that has no value, and why."""

    refusal: DeskError


Cell = str | int | float | Decimal | bool | Unread | None
"""What a cell may hold: typed text, or a number as a spreadsheet keeps it."""


def is_blank(cell: object) -> bool:
    """Say whether nothing is written in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text(cell: Cell) -> str:
    """Read a name; a number is the name it is written as."""
    if isinstance(cell, Unread):
        raise cell.refusal
    if cell is None:
        return ""
    return clean_line(str(cell).removeprefix("'"), longest=LONGEST)


def amount(cell: Cell, label: str = PRICE) -> int | None:
    """Read a price into cents, None where there is none; `label` is what it is called.

    Raises NotUnderstoodError, NotAFigureError, RangeError.
    """
    if is_blank(cell):
        return None
    exact = _figure(cell)
    if exact is not None:
        cents = _whole(exact * 100, typed=str(cell))
    else:
        cents = parse_money(str(cell).removeprefix("'")).cents
    if not 0 <= cents <= LARGEST_CENTS:
        raise RangeError(label=label, lowest=Money(0), highest=Money(LARGEST_CENTS))
    return cents


def share(cell: Cell, *, signed: bool = False) -> int | None:
    """Read a percentage into basis points, None where there is none.

    `signed` reads “−5 %” as the discount of 5 % it is. Raises NotUnderstoodError,
    NotAFigureError, RangeError.
    """
    if is_blank(cell):
        return None
    exact = _figure(cell)
    if exact is not None:
        points = _whole(exact * 100, typed=str(cell))
    else:
        typed = str(cell).removeprefix("'").strip().replace(MINUS, "-")
        if not signed and typed.startswith("-"):
            raise RangeError(field="rate", label=words("A percentage"), **NONE_TO_ALL)
        points = parse_percent(typed.lstrip("-+").strip())
    points = abs(points) if signed else points
    if not 0 <= points <= 10_000:
        raise RangeError(field="rate", label=words("A percentage"), **NONE_TO_ALL)
    return points


def count(cell: Cell, *, lowest: int = 0) -> int | None:
    """Read a whole number, None where there is none.

    Raises NotUnderstoodError, NotAFigureError, RangeError.
    """
    if is_blank(cell):
        return None
    exact = _figure(cell)
    if exact is None:
        digits = re.sub(r"[\s\u00a0\u202f.,](?=\d{3})", "", str(cell).strip(" '"))
        if not re.fullmatch(r"\d{1,12}", digits):
            raise NotUnderstoodError(
                typed=str(cell)[:40],
                label=words("a whole number"),
                example=number(_EXAMPLE),
            )
        exact = Decimal(digits)
    whole = _whole(exact, typed=str(cell))
    if not lowest <= whole <= LARGEST_QUANTITY:
        raise RangeError(
            label=words("The quantity"), lowest=lowest, highest=LARGEST_QUANTITY
        )
    return whole


def _figure(cell: Cell) -> Decimal | None:
    """Return a spreadsheet's number exactly as it is shown; None for a text."""
    if isinstance(cell, Unread):
        raise cell.refusal
    if isinstance(cell, bool):
        raise _no_figure(str(cell))
    if isinstance(cell, str) or cell is None:
        return None
    try:
        exact = Decimal(str(cell))
    except InvalidOperation:
        raise _no_figure(str(cell)) from None
    if not exact.is_finite():
        raise _no_figure(str(cell))
    # 1184.05 is kept by a spreadsheet as the nearest binary fraction: twelve digits
    # are what it shows and what its writer meant.
    return exact.quantize(Decimal("1e-6")).normalize()


def _whole(exact: Decimal, *, typed: str) -> int:
    if exact != exact.to_integral_value() or abs(exact) > 10**14:
        raise _no_figure(typed)
    return int(exact)


def _no_figure(typed: str) -> NotAFigureError:
    return NotAFigureError(typed=typed[:40], example=number(_EXAMPLE))
