"""How space is said: pages of a budget, places of a pool, days that are left."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

from crm.domain.pools import PAGES
from crm.domain.space import UNITS_PER_PAGE
from crm.language import _, current_language, ngettext
from crm.language.formats import day_short, number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.store.queries.magazine import SpaceRow


def days_left(day: date, today: date) -> str:
    """Say how far a day is: “D−5”, or that it has passed."""
    left = (day - today).days
    if left < 0:
        return _("passed")
    return _("D−{days}").format(days=number(left))


def in_days(day: date, today: date) -> str:
    """Say how far a day is, in words: “in 26 days”."""
    left = (day - today).days
    if left < 0:
        return _("passed")
    if left == 0:
        return _("today")
    return ngettext("in {days} day", "in {days} days", left).format(days=number(left))


def amount_of(pool: SpaceRow, units: int) -> str:
    """Say units of a pool: pages for a page budget, else a plain number."""
    if pool.code != PAGES:
        return number(units)
    locale = "fr_FR" if current_language() == "fr" else "en_GB"
    return format_decimal(Decimal(units) / UNITS_PER_PAGE, "#,##0.##", locale=locale)


def left_of(pool: SpaceRow) -> str:
    """Say what is left of a pool: “6 pages free of 24”, “1 place free of 3”."""
    facts = {
        "left": amount_of(pool, pool.space.left),
        "all": amount_of(pool, pool.space.capacity),
    }
    if pool.code == PAGES:
        return _("{left} pages free of {all}").format(**facts)
    return ngettext(
        "{left} place free of {all}", "{left} places free of {all}", pool.space.left
    ).format(**facts)


def folio_range(folios: Sequence[int]) -> str:
    """Write the pages an ad stands on: “22”, “4–5”."""
    return "–".join(str(folio) for folio in folios)


def option_until(until: date | None) -> str:
    """Say until when an option holds."""
    if until is None:
        return _("option")
    return _("option until {day}").format(day=day_short(until))
