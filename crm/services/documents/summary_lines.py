"""The lines of a booking summary, and the price of each, as they are printed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.money import total
from crm.domain.prices import StepKind
from crm.domain.repricing import as_one
from crm.language import _, ngettext
from crm.language.formats import date_long, date_short, money, number
from crm.services.documents.words import printed_steps, trim_words
from mediakit.model import Cascade, Line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.domain.money import Money
    from crm.store.queries.bookings import LineCard


def printed_lines(lines: tuple[LineCard, ...]) -> Iterable[Line]:
    """Print each line; sends of one format at one price stand together.

    A package is one line at its price, its parts under it or not named at all.
    """
    groups: dict[tuple[object, ...], list[LineCard]] = {}
    for line in lines:
        alone = line.id if not line.is_digital else 0
        alike: tuple[object, ...] = (
            *(alone, line.format_id, line.position_id, line.price.steps),
            *(line.is_guaranteed, line.quantity, line.is_barter),
        )
        if line.package_id is not None:
            alike = ("package", line.package_id)
        groups.setdefault(alike, []).append(line)
    for group in groups.values():
        if group[0].package_id is None:
            yield _line(group)
        else:
            yield from _package(group)


def _package(group: list[LineCard]) -> Iterable[Line]:
    first, whole = group[0], as_one([line.price for line in group])
    due = min((x.materials_due_on for x in group if x.materials_due_on), default=None)
    many = ngettext("{number} insertion", "{number} insertions", len(group))
    yield Line(
        issue=_("Package"),
        what=first.package,
        amount=money(whole.total),
        unit_price=money(_package_price(group)),
        materials_due=date_long(due) if due and first.hides_components else "",
        detail=many.format(number=number(len(group))),
    )
    if not first.hides_components:
        for line in group:
            yield replace(_line([line]), amount=_("included"), unit_price="")


def _package_price(group: list[LineCard]) -> Money:
    kinds = {StepKind.CARD, StepKind.PACKAGE}
    steps = (step for line in group for step in line.price.steps if step.kind in kinds)
    return total(step.amount for step in steps)


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
        detail=_detail(group),
    )


def _detail(group: list[LineCard]) -> str:
    said = _published(group[0]) if len(group) == 1 else _sends(group)
    if group[0].is_barter:
        said = ", ".join(part for part in (said, _("barter")) if part)
    return said


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
        alike = ("package", line.package_id) if line.package_id else line.price.steps
        groups.setdefault(alike, []).append(line)
    for group in groups.values():
        if group[0].package_id is not None:
            whole = as_one([line.price for line in group])
            yield Cascade(group[0].package, printed_steps(whole))
            continue
        names = [f"{line.format}, {line.issue}" for line in group]
        heading = " · ".join(dict.fromkeys(names))
        yield Cascade(heading, printed_steps(group[0].price))
