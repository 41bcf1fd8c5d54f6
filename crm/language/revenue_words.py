"""What the parts of a figure of revenue are called, on screen and on paper."""

from __future__ import annotations

from datetime import date

from crm.domain.forecast import Mover
from crm.domain.opportunities import Stage
from crm.domain.revenue import Cut
from crm.domain.space import UNITS_PER_PAGE
from crm.language import _, ngettext
from crm.language.formats import month, number
from crm.language.vocabulary import word


def mover_word(mover: Mover) -> str:
    """Name a cause as a bar is labelled."""
    return {
        Mover.BOOKED: _("New bookings"),
        Mover.CONFIRMED: _("Options confirmed"),
        Mover.OPTIONED: _("New options"),
        Mover.OPENED: _("New opportunities"),
        Mover.ADVANCED: _("Opportunities changed"),
        Mover.TAKEN: _("Opportunities booked"),
        Mover.AMENDED: _("Amendments"),
        Mover.CANCELLED: _("Cancellations"),
        Mover.LOST: _("Opportunities lost"),
        Mover.EXPIRED: _("Options expired"),
    }[mover]


def stage_word(stage: str) -> str:
    """Name a stage of the pipeline; an option is one beside the opportunities'."""
    known = {one.value: one for one in Stage}
    return word(known[stage]) if stage in known else _("under option")


def reason_word(typed: str) -> str:
    """Name why a discount was given; empty: the rate card's own scales."""
    return typed or _("Scales of the rate card")


def part_word(cut: Cut, key: int, name: str) -> str:
    """Name a part of a cut; what stands under nothing says so."""
    if cut is Cut.AGENCY:
        return _("By an agency") if key else _("Direct")
    return name or _("None")


def month_word(key: int, *, year: bool = True) -> str:
    """Name a month by its key (year × 100 + month); a name begins with a capital."""
    name = month(month_of(key), year=year)
    return name if year else name[:1].upper() + name[1:]


def month_of(key: int) -> date:
    """Return the first day of a month given by its key, year × 100 + month."""
    return date(key // 100, key % 100, 1)


def pages_word(units: int) -> str:
    """Say how many pages some twelfths are, to the half."""
    whole, half = divmod(units * 2 // UNITS_PER_PAGE, 2)
    if half:
        said = ngettext("{number}½ pages", "{number}½ pages", whole)
        return said.format(number=number(whole) if whole else "")
    return ngettext("{number} page", "{number} pages", whole).format(
        number=number(whole)
    )


def pages_count(units: int) -> str:
    """Count pages, to the half, without naming them."""
    whole, half = divmod(units * 2 // UNITS_PER_PAGE, 2)
    return f"{whole or ''}½" if half else str(whole)
