"""The words of a kit's prices: the rate table, packages, how a price is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.magazine import FormatKind
from crm.domain.money import Money
from crm.domain.prices import Fee, LinePrice, Share, price_line
from crm.domain.rate_cards import TierKind
from crm.language import _, current_language, ngettext
from crm.language.formats import millimetres, money, number, percent
from crm.services.documents.kit_formats import price_said, whole_euros
from crm.services.documents.words import clauses, printed_steps
from crm.store.queries.publishing import terms as terms_of
from mediakit import model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crm.domain.rate_cards import Tier
    from crm.services.documents.kit_facts import KitFacts
    from crm.store.queries.magazine import FormatRow
    from crm.store.queries.rate_cards import Card, CardRate

    _Columns = tuple[tuple[str, ...], Callable[[CardRate], tuple[str, ...]]]

COLUMNS_SHOWN = 5
ROWS_SHOWN = 10


def rates(facts: KitFacts) -> list[model.KitPage]:
    """Give the prices by frequency, then premiums, discounts and digital rates.

    An advertiser's own prices stand first, beside the card's; where none are told,
    there is no page.
    """
    card = facts.card
    if card is None or not facts.told_prices:
        return []
    own = facts.pricing.is_net
    heads, cells = (_own_columns if own else _card_columns)(facts, card)
    rows = [
        model.RateRow(row.name, _size(row), cells(rate))
        for row, rate in _priced(facts, card)
        if row.kind is FormatKind.PRINT
    ][:ROWS_SHOWN]
    if not rows:
        return []
    lit = _lit(card, own=own)
    return [
        model.Rates(
            table=model.RateTable(
                columns=heads,
                rows=tuple(rows),
                detail_heading=_("Trim (mm)"),
                highlighted=lit,
                badge="" if lit is None else _("For you") if own else _("All year"),
            ),
            lists=tuple(
                _list(heading, lines)
                for heading, lines in (
                    (_("Positions"), _premiums(card)),
                    (
                        _("Screen and newsletter"),
                        [] if "digital" in facts.shown else _digital(facts, card),
                    ),
                    (_("Frequency"), _frequency(card) if own else []),
                    (_("Discounts"), _discounts(card)),
                )
                if lines
            ),
            head=model.Head(
                kicker=card.name,
                title=_own_title(facts) if own else "",
                lead=_own_lead(facts)
                if own
                else _(
                    "Net prices excluding VAT, per insertion, in euros. The frequency "
                    "discount counts the insertions of a calendar year."
                ),
            ),
        )
    ]


def terms(facts: KitFacts) -> list[model.KitPage]:
    """Say how a price is computed, then the terms of sale, whole."""
    price = _example(facts) if facts.told_prices else None
    conditions = terms_of(facts.session, facts.card.terms_id if facts.card else None)
    if price is None and conditions is None:
        return []
    return [
        model.Terms(
            clauses=tuple(clauses(conditions.text)) if conditions else (),
            cascade=(
                model.Cascade(_("An example, step by step"), printed_steps(price))
                if price
                else None
            ),
            version=(
                _("Terms of sale, version {version}").format(version=conditions.version)
                if conditions
                else ""
            ),
        )
    ]


def _priced(facts: KitFacts, card: Card) -> Iterable[tuple[FormatRow, CardRate]]:
    for row in facts.formats:
        rate = card.rate_of(row.id)
        if rate is not None:
            yield row, rate


def _insertions(many: int) -> str:
    said = ngettext("{number} insertion", "{number} insertions", many)
    return said.format(number=number(many))


def _card_columns(facts: KitFacts, card: Card) -> _Columns:
    steps = _steps(card)
    return tuple(_insertions(many) for many in steps), lambda rate: tuple(
        money(facts.pricing.after(rate, many), cents=False) for many in steps
    )


def _own_columns(facts: KitFacts, card: Card) -> _Columns:
    """Return the card rate, its own net now, then its net with what comes next."""
    booked = facts.pricing.booked.insertions
    further = [many - booked for many in _steps(card) if many > booked + 1][:2]
    heads = [_("Card rate"), _("Your net")]
    heads += [
        ngettext("Your net, {number} more", "Your net, {number} more", more).format(
            number=number(more)
        )
        for more in further
    ]
    return tuple(heads), lambda rate: (
        whole_euros(rate.amount),
        *(whole_euros(facts.pricing.own(rate, more)) for more in (1, *further)),
    )


def _lit(card: Card, *, own: bool) -> int | None:
    if own:
        return 1
    steps = _steps(card)
    return steps.index(6) if 6 in steps else None


def _own_title(facts: KitFacts) -> str:
    reached = facts.pricing.reached
    if reached is None:
        return ""
    return _("Your presence already\nearns {rate}.").format(rate=percent(reached.rate))


def _own_lead(facts: KitFacts) -> str:
    pricing = facts.pricing
    booked = pricing.booked.insertions
    said = _("Your net prices excluding VAT, per insertion.")
    if booked:
        said = ngettext(
            "Your net prices excluding VAT, per insertion, with the {number} insertion "
            "you have booked in {year}.",
            "Your net prices excluding VAT, per insertion, with the {number} "
            "insertions you have booked in {year}.",
            booked,
        ).format(number=number(booked), year=facts.year)
    if pricing.has_mandate:
        said += " " + _("Your agency’s mandate is counted.")
    if pricing.next:
        more, rate = pricing.next.lower - booked, percent(-pricing.next.rate)
        said += " " + ngettext(
            "{number} more insertion: {rate}.",
            "{number} more insertions: {rate}.",
            more,
        ).format(number=number(more), rate=rate)
    return said


def _steps(card: Card) -> list[int]:
    lowers = [tier.lower for tier in card.tiers_of(TierKind.FREQUENCY)]
    return [1, *[lower for lower in lowers if lower > 1]][:COLUMNS_SHOWN]


def _size(row: FormatRow) -> str:
    if not row.width:
        return ""
    return f"{millimetres(row.width)} × {millimetres(row.height)}"


def _list(heading: str, lines: list[tuple[str, str]]) -> model.PriceList:
    return model.PriceList(heading, tuple(model.Fact(*line) for line in lines[:5]))


def _premiums(card: Card) -> list[tuple[str, str]]:
    return [
        (_named(premium.name_fr, premium.name_en), percent(premium.rate, plus=True))
        for premium in card.premiums
    ]


def _digital(facts: KitFacts, card: Card) -> list[tuple[str, str]]:
    return [
        (row.name, price_said(facts, row))
        for row, _rate in _priced(facts, card)
        if row.kind is FormatKind.DIGITAL
    ]


def _frequency(card: Card) -> list[tuple[str, str]]:
    return [
        (
            _("From {amount} a year").format(amount=_insertions(tier.lower)),
            percent(-tier.rate),
        )
        for tier in card.tiers_of(TierKind.FREQUENCY)
        if tier.rate
    ]


def _discounts(card: Card) -> list[tuple[str, str]]:
    volume = [
        (_volume(tier, card.currency), percent(-tier.rate))
        for tier in card.tiers_of(TierKind.VOLUME)
    ]
    return [
        *volume,
        (_("Agency with a mandate"), percent(-card.professional_discount)),
    ]


def _volume(tier: Tier, currency: str) -> str:
    return _("From {amount} a year").format(
        amount=money(Money(tier.lower, currency), cents=False)
    )


def _example(facts: KitFacts) -> LinePrice | None:
    """Price the first print format with everything the card grants once."""
    card = facts.card
    printed = [
        pair
        for pair in (_priced(facts, card) if card else ())
        if pair[0].kind is FormatKind.PRINT
    ]
    if card is None or not printed:
        return None
    row, rate = next((p for p in printed if p[0].units == 12), printed[0])
    volume = next(iter(card.tiers_of(TierKind.VOLUME)), None)
    premium = next(iter(card.premiums), None)
    fee = next(iter(card.fees), None)
    return price_line(
        rate.amount,
        card_detail=row.name,
        premiums=(
            [Share(_named(premium.name_fr, premium.name_en), premium.rate)]
            if premium
            else ()
        ),
        volume=Share(_volume(volume, card.currency), volume.rate) if volume else None,
        professional=Share(_("agency with a mandate"), card.professional_discount),
        fees=[Fee(_named(fee.name_fr, fee.name_en), fee.amount)] if fee else (),
    )


def _named(french: str, english: str) -> str:
    return french if current_language() == "fr" else english
