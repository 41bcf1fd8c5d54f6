"""A rate card as the fields of a form, and the lists its tables choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.card_fields import (
    RULES,
    Table,
    fields_of,
    format_of,
    price_field,
    scale_value,
    table_of,
)
from crm.domain.rate_cards import RateCardStatus, TierKind
from crm.language import _, current_language
from crm.language.card_words import field_label
from crm.store.models import Format, Position, Support, TermsOfSale, Title
from crm.store.queries.editable import Opened
from crm.store.queries.rate_cards import card as card_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.editing import Value
    from crm.domain.magazine import SupportKind
    from crm.domain.roles import Actor
    from crm.store.queries.rate_cards import Card


@dataclass(frozen=True, slots=True)
class KnownFormat:
    """A format by all its names."""

    id: int
    code: str
    name_fr: str
    name_en: str
    support_id: int
    support_fr: str
    support_en: str
    support_code: str
    kind: SupportKind

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return self.name_fr if current_language() == "fr" else self.name_en

    @property
    def support(self) -> str:
        """Its support's name in the reader's language."""
        return self.support_fr if current_language() == "fr" else self.support_en


@dataclass(frozen=True, slots=True)
class KnownPosition:
    """A position by all its names."""

    id: int
    code: str
    name_fr: str
    name_en: str

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return self.name_fr if current_language() == "fr" else self.name_en


@dataclass(frozen=True, slots=True)
class Known:
    """What a title's tables may name, in its order."""

    title_id: int
    formats: tuple[KnownFormat, ...]
    positions: tuple[KnownPosition, ...]

    def format(self, format_id: int) -> KnownFormat | None:
        """Return a format by its number."""
        return next((row for row in self.formats if row.id == format_id), None)

    def position(self, position_id: int | None) -> KnownPosition | None:
        """Return a position by its number."""
        return next((row for row in self.positions if row.id == position_id), None)


@dataclass(frozen=True, slots=True)
class TermsChoice:
    """A version of the terms of sale a card may name."""

    id: int
    version: str
    valid_from: date


def card_values(card: Card) -> dict[str, Value]:
    """Return everything a card says, by the fields of `crm.domain.card_fields`."""
    values: dict[str, Value] = {name: getattr(card, name) for name in RULES}
    values["cumulation"] = card.cumulation.value
    for rate in card.rates:
        values[price_field(rate.format_id, rate.from_quantity)] = rate.amount.cents
        values[f"unit_{rate.format_id}"] = rate.unit.value
        values[f"vat_{rate.format_id}"] = rate.vat_category.value
    for premium in card.premiums:
        start = f"premium.{premium.code}"
        values[f"{start}.name_fr"] = premium.name_fr
        values[f"{start}.name_en"] = premium.name_en
        values[f"{start}.position_id"] = premium.position_id
        values[f"{start}.rate"] = premium.rate
    for kind in TierKind:
        values[f"tiers.{kind.value}"] = scale_value(card.tiers_of(kind))
    for fee in card.fees:
        start = f"fee.{fee.code}"
        values[f"{start}.name_fr"] = fee.name_fr
        values[f"{start}.name_en"] = fee.name_en
        values[f"{start}.cents"] = fee.amount.cents
    return values


def open_card(session: Session, _asker: Actor, card_id: int) -> Opened | None:
    """Open a draft for a form; None for a card that is frozen, or gone."""
    found = card_of(session, card_id)
    if found is None or found.status is RateCardStatus.PUBLISHED:
        return None
    return Opened(found.id, found.version, found.name, card_values(found))


def known(session: Session, _asker: Actor, title_id: int) -> Known:
    """Return the formats and positions a title's tables may name."""
    formats = session.execute(
        select(Format, Support)
        .join(Support, Support.id == Format.support_id)
        .where(Support.title_id == title_id)
        .order_by(Support.rank, Format.rank, Format.id)
    )
    positions = session.scalars(
        select(Position)
        .join(Support, Support.id == Position.support_id)
        .where(Support.title_id == title_id)
        .order_by(Support.rank, Position.rank, Position.id)
    )
    return Known(
        title_id,
        tuple(
            KnownFormat(
                form.id,
                form.code,
                form.name_fr,
                form.name_en,
                support.id,
                support.name_fr,
                support.name_en,
                support.code,
                support.kind,
            )
            for form, support in formats
        ),
        tuple(KnownPosition(p.id, p.code, p.name_fr, p.name_en) for p in positions),
    )


def terms_choices(session: Session, _asker: Actor, title_id: int) -> list[TermsChoice]:
    """List the versions of the terms a title's card may name, the newest first."""
    query = (
        select(TermsOfSale)
        .join(Title, Title.publisher_id == TermsOfSale.publisher_id)
        .where(Title.id == title_id)
        .order_by(TermsOfSale.valid_from.desc(), TermsOfSale.id.desc())
    )
    return [
        TermsChoice(row.id, row.version, row.valid_from)
        for row in session.scalars(query)
    ]


def field_labels(
    session: Session, _asker: Actor, fields: Mapping[str, Value]
) -> dict[str, str]:
    """Name the fields of a card for who has to choose between two of them."""
    french = current_language() == "fr"
    ids = {format_of(field) for field in fields_of(fields, Table.PRICES)}
    formats = {
        row.id: row.name_fr if french else row.name_en
        for row in session.scalars(select(Format).where(Format.id.in_(ids)))
    }
    labels = dict(RULES)
    for field in fields:
        table = table_of(field)
        if table is Table.PRICES:
            name = formats.get(format_of(field), field)
            about = {"unit": _("unit of sale"), "vat": _("VAT")}
            labels[field] = _about(name, about.get(field.split("_")[0], ""))
        elif table is not None:
            labels[field] = field_label(field)
            _kind, code, *_part = field.split(".")
            known = fields.get(f"{_kind}.{code}.name_{'fr' if french else 'en'}")
            if known:
                labels[field] = labels[field].replace(code, str(known), 1)
    return labels


def _about(name: str, part: str) -> str:
    return f"{name}, {part}" if part else name
