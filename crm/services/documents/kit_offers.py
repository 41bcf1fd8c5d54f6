"""The words of what a kit offers beside pages: content, events, packages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crm.domain.magazine import FormatKind
from crm.domain.profile import branded_content_of
from crm.language import _, current_language, ngettext
from crm.language.formats import date_short, month, number, percent
from crm.services.documents.kit_formats import price_parts, price_said, whole_euros
from crm.services.documents.kit_net import instead
from mediakit import model

if TYPE_CHECKING:
    from collections.abc import Collection

    from crm.services.documents.kit_facts import KitFacts
    from crm.store.queries.magazine import FormatRow
    from crm.store.queries.packages import Component, PackageRow
    from crm.store.queries.profile import MeetingRow
    from crm.store.queries.rate_cards import Card

MEETINGS_SHOWN = 4
WHOLE = 10_000


def events(facts: KitFacts) -> list[model.KitPage]:
    """Show the meetings to come, who came last time, what a partner gets."""
    if not facts.meetings:
        return []
    first = facts.meetings[0].issue_id
    offers = [
        model.Offer(
            row.name,
            row.includes,
            price_said(facts, row),
            unit=_("a meeting"),
            left=_left_of(facts, first, row.id),
        )
        for row in facts.formats
        if row.kind is FormatKind.PACKAGE and not row.is_advertorial
    ]
    return [
        model.Events(
            meetings=tuple(
                _meeting(facts, row) for row in facts.meetings[:MEETINGS_SHOWN]
            ),
            offers=tuple(offers[:2]),
        )
    ]


def packages(facts: KitFacts) -> list[model.KitPage]:
    """Show the packages: their price, what is in, what is not."""
    if not facts.packages or facts.card is None or not facts.told_prices:
        return []
    printed = {row.id for row in facts.formats if row.kind is FormatKind.PRINT}
    bundles = [_bundle(facts.card, row, printed) for row in facts.packages]
    savings = [saving for _bundle_said, saving in bundles]
    best = max(range(len(savings)), key=savings.__getitem__)
    return [
        model.Packages(
            packages=tuple(said for said, _saving in bundles),
            note=_(
                "Prices excluding VAT; no other discount comes on top of a package."
            ),
            highlighted=best if savings[best] > 0 else None,
        )
    ]


def branded(facts: KitFacts) -> list[model.KitPage]:
    """Show what content is sold, under the label that the law asks for."""
    said = branded_content_of(facts.seller.branded_content)
    spoken = current_language()
    offers = [_offer(facts, row) for row in facts.formats if row.is_advertorial]
    if not offers:
        return []
    return [
        model.Branded(
            label=said.label.said(spoken),
            label_says=_(
                "The label stands over every page of paid content (law of 1 August "
                "1986, art. 10)."
            ),
            offers=tuple(offers),
            stages=tuple(
                model.Rule(stage.heading.said(spoken), stage.text.said(spoken))
                for stage in said.stages
            ),
            head=model.Head(lead=said.lead.said(spoken)),
        )
    ]


def _left_of(facts: KitFacts, issue_id: int, format_id: int) -> str:
    for row in facts.spaces.get(issue_id, []):
        if row.format_id == format_id and row.space.left:
            left = row.space.left
            said = ngettext("{number} left", "{number} left", left)
            return said.format(number=number(left))
    return ""


def _meeting(facts: KitFacts, row: MeetingRow) -> model.Meeting:
    attendance = None
    if row.attendance is not None:
        attendance = model.Claim(
            number(row.attendance), _("people last time"), row.attendance_source
        )
    closing = next(
        (issue.closes_on for issue in facts.others if issue.id == row.issue_id), None
    )
    return model.Meeting(
        day=number(row.starts_on.day),
        month=month(row.starts_on),
        name=_without_year(row.name, row.starts_on.year),
        place=row.place,
        text=row.text,
        attendance=attendance,
        closing=(
            _("closes on {day}").format(day=date_short(closing)) if closing else ""
        ),
    )


def _without_year(name: str, year: int) -> str:
    """Return an event's name without the year that stands over it."""
    return re.sub(rf"[\s\u00a0\u202f]+{year}$", "", name) or name


def _offer(facts: KitFacts, row: FormatRow) -> model.Offer:
    price, unit = price_parts(facts, row)
    support = _support_name(facts, row)
    return model.Offer(row.name, row.includes, price, unit.strip(), support)


def _part(part: Component, printed: Collection[int]) -> str:
    """Name a format of a package; of another support than print, with that."""
    if part.format_id in printed:
        return part.format
    return f"{part.format}, {part.support}"


def _bundle(
    card: Card, row: PackageRow, printed: Collection[int]
) -> tuple[model.Bundle, int]:
    """Put a package into words; return with it what it saves, in basis points."""
    alone = instead(card, [(part.format_id, part.quantity) for part in row.components])
    saved = 0
    if alone is not None and alone.cents > row.price.cents:
        saved = (alone - row.price).cents * WHOLE // alone.cents // 100 * 100
    said = model.Bundle(
        name=row.name,
        price=whole_euros(row.price),
        included=tuple(
            model.Fact(f"{number(part.quantity)} ×", _part(part, printed))
            for part in row.components
        ),
        not_included=row.not_included,
        text=row.text,
        instead=(
            _("instead of {price} one by one").format(price=whole_euros(alone))
            if alone is not None and saved
            else ""
        ),
        saving=percent(-saved) if saved else "",
    )
    return said, saved


def _support_name(facts: KitFacts, row: FormatRow) -> str:
    found = (i.support for i in facts.others if i.support_id == row.support_id)
    return next(found, "") or (
        _("In the magazine") if row.kind is FormatKind.PRINT else ""
    )
