"""The words of a kit's prices: the rate table, and how a price is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.magazine import FormatKind
from crm.domain.money import Money
from crm.domain.prices import Fee, LinePrice, Share, price_line
from crm.domain.rate_cards import RateUnit, Tier, TierKind, tier_for
from crm.language import _, current_language, ngettext
from crm.language.formats import millimetres, money, percent
from crm.services.documents.words import person, printed_steps
from crm.store.queries.publishing import terms
from mediakit import model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.services.documents.kit_pages import KitFacts
    from crm.store.queries.magazine import FormatRow
    from crm.store.queries.rate_cards import Card, CardRate

COLUMNS_SHOWN = 5
ROWS_SHOWN = 10


def rates(facts: KitFacts) -> list[model.KitPage]:
    """Give the prices by frequency, then premiums, discounts and digital rates."""
    card = facts.card
    if card is None:
        return []
    steps = _columns(card)
    rows = [
        model.RateRow(
            row.name,
            _size(row),
            tuple(money(_net(card, rate, many), cents=False) for many in steps),
        )
        for row, rate in _priced(facts, card)
        if row.kind is FormatKind.PRINT
    ][:ROWS_SHOWN]
    if not rows:
        return []
    return [
        model.Rates(
            table=model.RateTable(
                columns=tuple(
                    ngettext("{number} insertion", "{number} insertions", many).format(
                        number=many
                    )
                    for many in steps
                ),
                rows=tuple(rows),
                detail_heading=_("Trim (mm)"),
                highlighted=steps.index(6) if 6 in steps else None,
                badge=_("All year") if 6 in steps else "",
            ),
            lists=tuple(
                _list(heading, lines)
                for heading, lines in (
                    (_("Positions"), _premiums(card)),
                    (_("Screen and newsletter"), _digital(facts, card)),
                    (_("Discounts"), _discounts(card)),
                )
                if lines
            ),
            head=model.Head(
                kicker=card.name,
                lead=_(
                    "Net prices excluding VAT, per insertion, in euros. The frequency "
                    "discount counts the insertions of a calendar year."
                ),
            ),
        )
    ]


def contact(facts: KitFacts) -> list[model.KitPage]:
    """Say how a price is computed, whom to call and how to order."""
    price = _example(facts)
    cascade = model.Cascade(
        _("An example, step by step"), printed_steps(price) if price else ()
    )
    conditions = terms(facts.session, facts.card.terms_id if facts.card else None)
    people = dict.fromkeys(
        person(facts.session, user_id)
        for user_id in (
            facts.company.owner_id if facts.company else None,
            facts.seller.contact_user_id,
        )
        if user_id
    )
    return [
        model.Contact(
            cascade=cascade,
            people=tuple(card for card in people if card),
            explanation=_(
                "Each step is computed on what stands above it and rounded to the "
                "cent. The professional discount goes to an agency with the "
                "advertiser’s written mandate, last, on the net."
            ),
            terms=(
                _("Terms of sale, version {version}, on request.").format(
                    version=conditions.version
                )
                if conditions
                else ""
            ),
            order=(
                model.Rule(
                    _("Choose"),
                    _("Tell us the issue, the format and the position you want."),
                ),
                model.Rule(
                    _("Hold"),
                    _("We hold the space for five days, under option, free of charge."),
                ),
                model.Rule(
                    _("Sign"),
                    _("You sign the insertion order; the space is yours."),
                ),
                model.Rule(
                    _("Send"),
                    _("Your files reach us by the materials date of the issue."),
                ),
            ),
        )
    ]


def _priced(facts: KitFacts, card: Card) -> Iterable[tuple[FormatRow, CardRate]]:
    for row in facts.formats:
        rate = card.rate_of(row.id)
        if rate is not None:
            yield row, rate


def _columns(card: Card) -> list[int]:
    lowers = [tier.lower for tier in card.tiers_of(TierKind.FREQUENCY)]
    return [1, *[lower for lower in lowers if lower > 1]][:COLUMNS_SHOWN]


def _net(card: Card, rate: CardRate, many: int) -> Money:
    tier = tier_for(card.tiers_of(TierKind.FREQUENCY), many)
    frequency = Share("", tier.rate) if tier else None
    return price_line(rate.amount, frequency=frequency).net


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
    units = {
        RateUnit.SEND: _(" a send"),
        RateUnit.THOUSAND: _(" a thousand"),
        RateUnit.MONTH: _(" a month"),
    }
    return [
        (row.name, money(rate.amount, cents=False) + units.get(rate.unit, ""))
        for row, rate in _priced(facts, card)
        if row.kind is FormatKind.DIGITAL
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
