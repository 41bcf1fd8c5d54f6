"""The words of a kit's formats: in print, on screen, and what files must be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crm.domain.magazine import FormatKind
from crm.domain.profile import RuleKind, rules_of
from crm.domain.rate_cards import RateUnit
from crm.domain.space import UNITS_PER_PAGE
from crm.language import _, current_language
from crm.language.formats import date_long, date_short, money
from crm.services.documents.kit_pages import claim_said, claims_of
from mediakit import model

if TYPE_CHECKING:
    from crm.domain.money import Money
    from crm.services.documents.kit_facts import KitFacts
    from crm.store.queries.magazine import FormatRow

LONGEST_CAPTION = 22
DEADLINES_SHOWN = 4


def formats(facts: KitFacts) -> list[model.KitPage]:
    """Draw the print formats to one scale."""
    drawn = [
        row
        for row in facts.formats
        if row.kind is FormatKind.PRINT and row.width and row.height
    ]
    if not drawn:
        return []
    page = next((row for row in drawn if row.units == 12), None)
    size = (page.width / 10, page.height / 10) if page else (210, 297)
    rules = [] if "technical" in facts.shown else rules_said(facts, RuleKind.PRINT)
    return [
        model.Formats(
            drawings=tuple(_drawing(facts, row, 10) for row in drawn),
            rules=tuple(rules[:4]),
            page_width=size[0],
            page_height=size[1],
        )
    ]


def digital(facts: KitFacts) -> list[model.KitPage]:
    """Draw the formats of the screens, with their audience and what they cost."""
    on_screen = [row for row in facts.formats if row.kind is FormatKind.DIGITAL]
    drawn = [row for row in on_screen if row.width and row.height]
    rest = [row for row in on_screen if row not in drawn]
    if not on_screen:
        return []
    prices = [(row.name, price_said(facts, row)) for row in rest]
    told = [
        *claims_of(facts, "newsletter_history")[-1:],
        *claims_of(facts, "newsletter")[:1],
        *claims_of(facts, "web")[:2],
    ]
    return [
        model.Digital(
            drawings=tuple(_drawing(facts, row, 1) for row in drawn),
            claims=tuple(dict.fromkeys(claim_said(claim) for claim in told)),
            rates=tuple(model.Fact(*pair) for pair in prices if pair[1]),
            rates_heading=_("Written, not drawn"),
            rules=tuple(rules_said(facts, RuleKind.DIGITAL)),
        )
    ]


def technical(facts: KitFacts) -> list[model.KitPage]:
    """Say what files must be, by kind of ad, and when they are due."""
    headings = (
        (RuleKind.PRINT, _("Printed ads")),
        (RuleKind.DIGITAL, _("Screen and newsletter")),
        (RuleKind.ADVERTORIAL, _("Advertorials")),
    )
    groups = [
        model.RuleGroup(heading, tuple(rules_said(facts, kind)))
        for kind, heading in headings
    ]
    page = next((row for row in facts.formats if row.units == UNITS_PER_PAGE), None)
    due = sorted(facts.issues, key=lambda issue: issue.materials_due_on)
    if not any(group.rules for group in groups) and not due:
        return []
    return [
        model.Technical(
            groups=tuple(groups),
            deadlines=tuple(
                model.Deadline(
                    date_long(issue.materials_due_on),
                    issue.name,
                    _("published on {day}").format(day=date_short(issue.published_on)),
                )
                for issue in due[:DEADLINES_SHOWN]
            ),
            page_width=page.width / 10 if page else 0,
            page_height=page.height / 10 if page else 0,
            bleed=page.bleed / 10 if page else 0,
            safe=page.safe / 10 if page else 0,
        )
    ]


def price_said(facts: KitFacts, row: FormatRow) -> str:
    """Say what a format costs, by its unit; nothing where no price is told."""
    return "".join(price_parts(facts, row))


def price_parts(facts: KitFacts, row: FormatRow) -> tuple[str, str]:
    """Return what a format costs, and its unit with a space before it."""
    rate = facts.card.rate_of(row.id) if facts.card else None
    if rate is None or not facts.told_prices:
        return "", ""
    units = {
        RateUnit.SEND: _(" a send"),
        RateUnit.THOUSAND: _(" a thousand"),
        RateUnit.MONTH: _(" a month"),
    }
    return whole_euros(facts.pricing.shown(rate)), units.get(rate.unit, "")


def whole_euros(amount: Money) -> str:
    """Write an amount without its cents where it has none."""
    return money(amount, cents=bool(amount.cents % 100))


def rules_said(facts: KitFacts, kind: RuleKind) -> list[model.Rule]:
    """List the title's technical rules of a kind."""
    spoken = current_language()
    return [
        model.Rule(rule.name.said(spoken), rule.text.said(spoken))
        for rule in rules_of(facts.seller.technical_rules)
        if rule.kind is kind
    ]


def _drawing(facts: KitFacts, row: FormatRow, scale: int) -> model.FormatDrawing:
    printed = row.kind is FormatKind.PRINT
    return model.FormatDrawing(
        _caption(row.name) if printed else _unsized(row),
        row.width / scale,
        row.height / scale,
        row.bleed / scale,
        row.safe / scale,
        kind="print" if printed else "digital",
        price=_from_price(facts, row) if printed else price_said(facts, row),
    )


def _unsized(row: FormatRow) -> str:
    """Return a screen format's name without its size, which is drawn."""
    size = re.compile(rf"\s*{row.width}\s*[×x]\s*{row.height}")
    return size.sub("", row.name).strip() or row.name


def _caption(name: str) -> str:
    """Name a format under its drawing: a long name loses what follows its comma."""
    return name if len(name) <= LONGEST_CAPTION else name.partition(",")[0]


def _from_price(facts: KitFacts, row: FormatRow) -> str:
    rate = facts.card.rate_of(row.id) if facts.card else None
    if rate is None or not facts.told_prices:
        return ""
    price = whole_euros(facts.pricing.shown(rate))
    return price if facts.pricing.is_net else _("from {price}").format(price=price)
