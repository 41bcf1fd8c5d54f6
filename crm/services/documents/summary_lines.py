"""The lines of a booking summary, and the price of each, as they are printed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.booking_errors import SeveralCurrenciesError
from crm.domain.money import total
from crm.domain.prices import StepKind
from crm.domain.repricing import as_one
from crm.language import _, ngettext
from crm.language.formats import (
    date_long,
    date_short,
    day_short,
    money,
    number,
    percent,
)
from crm.services.documents.words import printed_steps, size_words, trim_words
from mediakit.model import Cascade, Line, Vat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crm.domain.money import Money
    from crm.domain.vat import VatCategory
    from crm.services.documents.cancellation import Cancellation
    from crm.services.vat import Vat as BookedVat
    from crm.store.queries.bookings import BookingCard, LineCard

SOME = 4
"""So many issues are named above a price; more are counted."""


def check_currency(booking: BookingCard) -> None:
    """Refuse to print lines of several currencies. Raises SeveralCurrenciesError."""
    found = {line.price.total.currency for line in booking.live}
    if found - {booking.currency}:
        raise SeveralCurrenciesError(
            number=booking.number, currencies=", ".join(sorted(found))
        )


def printed_lines(
    lines: Sequence[LineCard],
    rates: Mapping[VatCategory, int] | None = None,
    cancelled: Cancellation | None = None,
) -> Iterable[Line]:
    """Print each line; sends of one format at one price stand together.

    A package is one line at its price, its parts under it or not named at all.
    `rates` are printed where several stand, `cancelled` says until when.
    """
    rates = rates or {}
    for group in _alike(lines):
        if group[0].package_id is None:
            yield _line(group, rates, cancelled.of(group) if cancelled else "")
        else:
            yield from _package(group, rates)


def _alike(lines: Sequence[LineCard]) -> Iterable[list[LineCard]]:
    groups: dict[tuple[object, ...], list[LineCard]] = {}
    for line in lines:
        alone = line.id if not line.is_digital else 0
        alike: tuple[object, ...] = (
            *(alone, line.format_id, line.position_id, line.price.steps),
            *(line.is_guaranteed, line.quantity, line.is_barter),
            *(line.vat_category, line.is_make_good),
        )
        if line.package_id is not None:
            alike = ("package", line.package_id)
        groups.setdefault(alike, []).append(line)
    return groups.values()


def _package(group: list[LineCard], rates: Mapping[VatCategory, int]) -> Iterable[Line]:
    first, whole = group[0], as_one([line.price for line in group])
    due = min((x.materials_due_on for x in group if x.materials_due_on), default=None)
    many = ngettext("{number} insertion", "{number} insertions", len(group))
    yield Line(
        issue=_("Package"),
        what=first.package,
        amount=money(whole.total),
        unit_price=money(_package_price(group)),
        materials_due=date_long(due) if due and first.hides_components else "",
        vat=_rate(first, rates),
        detail=many.format(number=number(len(group))),
    )
    if not first.hides_components:
        for line in group:
            alone = _line([line], rates, "")
            yield replace(alone, amount=_("included"), unit_price="")


def _package_price(group: list[LineCard]) -> Money:
    kinds = {StepKind.CARD, StepKind.PACKAGE}
    steps = (step for line in group for step in line.price.steps if step.kind in kinds)
    return total(step.amount for step in steps)


def _rate(line: LineCard, rates: Mapping[VatCategory, int]) -> str:
    return percent(rates[line.vat_category]) if rates else ""


def _unit_price(line: LineCard) -> str:
    """Return the card rate of one insertion; a price by the thousand has none."""
    card = line.price.card
    if not card or card.cents % line.quantity:
        return ""
    return money(replace(card, cents=card.cents // line.quantity))


def _line(
    group: list[LineCard],
    rates: Mapping[VatCategory, int],
    cancelled: str,
) -> Line:
    first = group[0]
    many = len(group)
    issue = first.issue or first.support
    if many > 1:
        sends = ngettext("{number} issue", "{number} issues", many)
        issue = f"{first.support}, {sends.format(number=many)}"
    due = min((x.materials_due_on for x in group if x.materials_due_on), default=None)
    return Line(
        issue=breakable(issue),
        what=first.format,
        amount=money(total(line.price.total for line in group)),
        quantity=number(first.quantity * many),
        unit_price=_unit_price(first),
        vat=_rate(first, rates),
        position=first.position,
        de_rigueur=first.is_guaranteed,
        trim=trim_words(first),
        size=size_words(first),
        materials_due=date_long(due) if due else "",
        detail=_detail(group, cancelled),
    )


def _detail(group: list[LineCard], cancelled: str) -> str:
    said = _published(group[0]) if len(group) == 1 else _sends(group)
    if group[0].is_barter:
        said = ", ".join(part for part in (said, _("barter")) if part)
    if group[0].is_make_good:
        said = ", ".join(part for part in (said, _("free make-good")) if part)
    if group[0].is_advertorial:
        label = _("carries the word “Publicité” or “Communiqué” (law of 1 August 1986)")
        said = "\n".join(part for part in (said, label) if part)
    if cancelled:
        until = _("Cancellation: {steps}").format(steps=cancelled)
        said = "\n".join(part for part in (said, until) if part)
    return said


def breakable(name: str) -> str:
    """Let a long name break before its year: its column is narrow."""
    return re.sub(r"\u00a0(?=\d{4}$)", " ", name)


def _sends(group: list[LineCard]) -> str:
    """Name the days of several sends, the year once where it is one."""
    days = sorted(line.published_on for line in group if line.published_on)
    if len({day.year for day in days}) > 1:
        return ", ".join(day_short(day, year=True) for day in days)
    said = ", ".join(date_short(day) for day in days)
    return f"{said} {days[0].year}" if days else ""


def _published(line: LineCard) -> str:
    if line.published_on is None:
        return ""
    day = _("published on {day}").format(day=date_long(line.published_on))
    return f"{line.theme.rstrip('.')}, {day}" if line.theme else day


def printed_cascades(lines: Sequence[LineCard]) -> Iterable[Cascade]:
    """Give each price its steps; lines with the same steps share them, each at it."""
    groups: dict[tuple[object, ...], list[LineCard]] = {}
    for line in lines:
        alike = ("package", line.package_id) if line.package_id else line.price.steps
        groups.setdefault(alike, []).append(line)
    for group in groups.values():
        if group[0].package_id is not None:
            whole = as_one([line.price for line in group])
            yield Cascade(group[0].package, printed_steps(whole))
            continue
        yield Cascade(_named(group), printed_steps(group[0].price))


def _named(group: list[LineCard]) -> str:
    """Name what a price is of: its formats, its issues; “each” where it is of each."""
    formats = ", ".join(dict.fromkeys(line.format for line in group if line.format))
    issues = list(dict.fromkeys(line.issue for line in group if line.issue))
    where = ", ".join(issues)
    if len(issues) > SOME:
        many = ngettext("{number} issue", "{number} issues", len(issues))
        support = ", ".join(dict.fromkeys(line.support for line in group))
        where = f"{support}, {many.format(number=number(len(issues)))}"
    name = ", ".join(part for part in (formats, where) if part)
    each = sum(line.quantity for line in group) > 1 and len(group) > 1
    return _("{name}: the price of each").format(name=name) if each else name


def printed_vat(found: BookedVat) -> tuple[Vat, ...]:
    """Print VAT, rate by rate, each with its base and its sentence."""
    return tuple(
        Vat(
            label=_("VAT {rate}").format(rate=percent(line.rate)),
            base=money(line.base),
            amount=money(line.amount),
            sentence=line.sentence,
        )
        for line in found.lines
    )
