"""The lines of a booking summary, and the price of each, as they are printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crm.domain.money import total
from crm.language import _, ngettext
from crm.language.formats import date_long, date_short, money, number
from crm.services.documents.words import printed_steps, trim_words
from mediakit.model import Cascade, Line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.store.queries.bookings import LineCard


def printed_lines(lines: tuple[LineCard, ...]) -> Iterable[Line]:
    """Print each line; sends of one format at one price stand together."""
    groups: dict[tuple[object, ...], list[LineCard]] = {}
    for line in lines:
        alone = line.id if not line.is_digital else 0
        alike = (alone, line.format_id, line.position_id, line.price.steps)
        groups.setdefault((*alike, line.is_guaranteed, line.quantity), []).append(line)
    for group in groups.values():
        yield _line(group)


def _line(group: list[LineCard]) -> Line:
    first = group[0]
    many = len(group)
    issue = first.issue
    if many > 1:
        sends = ngettext("{number} issue", "{number} issues", many)
        issue = f"{first.support}, {sends.format(number=many)}"
    due = min((x.materials_due_on for x in group if x.materials_due_on), default=None)
    return Line(
        issue=_breakable(issue),
        what=first.format,
        amount=money(total(line.price.total for line in group)),
        quantity=number(first.quantity * many),
        unit_price=money(first.price.card),
        position=first.position,
        de_rigueur=first.is_guaranteed,
        trim=trim_words(first),
        materials_due=date_long(due) if due else "",
        detail=_published(first) if many == 1 else _sends(group),
    )


def _breakable(name: str) -> str:
    """Let a long name break before its year: its column is narrow."""
    return re.sub(r"\u00a0(?=\d{4}$)", " ", name)


def _sends(group: list[LineCard]) -> str:
    days = sorted(line.published_on for line in group if line.published_on)
    return ", ".join(date_short(day) for day in days)


def _published(line: LineCard) -> str:
    if line.published_on is None:
        return ""
    day = _("published on {day}").format(day=date_long(line.published_on))
    return f"{line.theme}, {day}" if line.theme else day


def printed_cascades(lines: tuple[LineCard, ...]) -> Iterable[Cascade]:
    """Give each price its steps; lines with the same steps share them."""
    groups: dict[tuple[object, ...], list[LineCard]] = {}
    for line in lines:
        groups.setdefault(line.price.steps, []).append(line)
    for group in groups.values():
        names = [f"{line.format}, {line.issue}" for line in group]
        heading = " · ".join(dict.fromkeys(names))
        yield Cascade(heading, printed_steps(group[0].price))
