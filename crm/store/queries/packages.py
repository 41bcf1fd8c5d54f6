"""Packages: what a rate card sells several insertions for, at one price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.money import Money
from crm.domain.profile import told_lines
from crm.language import current_language
from crm.store.models import Format, Package, PackageItem, RateCard, Support

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Component:
    """A format a package holds, and how many insertions of it."""

    format_id: int
    format: str
    support_id: int
    support: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package of a rate card; `name` is in the reader's language."""

    id: int
    card_id: int
    code: str
    name: str
    name_fr: str
    name_en: str
    price: Money
    hides_components: bool
    components: tuple[Component, ...]
    text: str = ""
    not_included: tuple[str, ...] = ()

    @property
    def insertions(self) -> tuple[Component, ...]:
        """Each insertion it holds, by itself, in the package's order."""
        return tuple(one for one in self.components for _each in range(one.quantity))


def list_packages(
    session: Session, _asker: Actor, card_ids: Collection[int]
) -> list[PackageRow]:
    """List the packages of rate cards, in the order they were added."""
    french = current_language() == "fr"
    held: dict[int, list[Component]] = {}
    items = (
        select(PackageItem, Format, Support)
        .join(Format, Format.id == PackageItem.format_id)
        .join(Support, Support.id == Format.support_id)
        .join(Package, Package.id == PackageItem.package_id)
        .where(Package.rate_card_id.in_(card_ids))
        .order_by(PackageItem.id)
    )
    for row, form, support in session.execute(items):
        held.setdefault(row.package_id, []).append(
            Component(
                form.id,
                form.name_fr if french else form.name_en,
                support.id,
                support.name_fr if french else support.name_en,
                row.quantity,
            )
        )
    packages = (
        select(Package, RateCard.currency)
        .join(RateCard, RateCard.id == Package.rate_card_id)
        .where(Package.rate_card_id.in_(card_ids))
        .order_by(Package.id)
    )
    return [
        PackageRow(
            row.id,
            row.rate_card_id,
            row.code,
            row.name_fr if french else row.name_en,
            row.name_fr,
            row.name_en,
            Money(row.cents, currency),
            row.hides_components,
            tuple(held.get(row.id, ())),
            row.text_fr if french else row.text_en,
            told_lines(row.not_included_fr if french else row.not_included_en),
        )
        for row, currency in session.execute(packages)
    ]
