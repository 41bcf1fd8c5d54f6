"""A card carried into the next year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.clock import add_months
from crm.domain.errors import RangeError, UnknownError, words
from crm.domain.money import Money
from crm.domain.rate_cards import TierKind, raised
from crm.domain.roles import Right
from crm.services.audit import record
from crm.services.rate_cards import (
    FeeWish,
    PremiumWish,
    RateCardWish,
    RateWish,
    write_card,
)
from crm.store.models import Package, PackageItem
from crm.store.queries.rate_cards import card

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def copy_card(session: Session, actor: Actor, card_id: int, *, rate: int = 0) -> int:
    """Copy a card into a draft for the year after; return the draft's id.

    Prices, fees and packages rise by `rate` (basis points; negative: fall), each
    rounded to the whole euro; premiums, scales and rules stay. The year in the name
    moves with the validity. Raises NotYoursError, UnknownError, RangeError.
    """
    actor.require(Right.CHANGE_RATE_CARDS)
    found = card(session, card_id)
    if found is None:
        raise UnknownError
    if not -5_000 <= rate <= 10_000:
        raise RangeError(
            field="rise", label=words("The rise"), lowest="−50 %", highest="100 %"
        )
    copied = write_card(
        session,
        actor,
        RateCardWish(
            title_id=found.title_id,
            name=_next_name(found.name, found.valid_from.year),
            valid_from=add_months(found.valid_from, 12),
            valid_until=add_months(found.valid_until, 12),
            rates=[
                RateWish(
                    row.format_id,
                    raised(row.amount, rate).cents,
                    row.unit,
                    row.vat_category,
                    row.from_quantity,
                )
                for row in found.rates
            ],
            premiums=[
                PremiumWish(p.code, p.name_fr, p.name_en, p.rate, p.position_id)
                for p in found.premiums
            ],
            tiers={kind: found.tiers_of(kind) for kind in TierKind},
            fees=[
                FeeWish(f.code, f.name_fr, f.name_en, raised(f.amount, rate).cents)
                for f in found.fees
            ],
            professional_discount=found.professional_discount,
            cumulation=found.cumulation,
            counts_group=found.counts_group,
            terms_id=found.terms_id,
            currency=found.currency,
        ),
    )
    _copy_packages(session, card_id, copied, found.currency, rate)
    record(session, actor, "copy", "rate_card", copied, source=card_id, rate=rate)
    return copied


def _copy_packages(
    session: Session, source: int, target: int, currency: str, rate: int
) -> None:
    for package in session.scalars(select(Package).filter_by(rate_card_id=source)):
        copied = Package(
            rate_card_id=target,
            code=package.code,
            name_fr=package.name_fr,
            name_en=package.name_en,
            cents=raised(Money(package.cents, currency), rate).cents,
            hides_components=package.hides_components,
            text_fr=package.text_fr,
            text_en=package.text_en,
            not_included_fr=package.not_included_fr,
            not_included_en=package.not_included_en,
        )
        session.add(copied)
        session.flush()
        for held in session.scalars(
            select(PackageItem).filter_by(package_id=package.id)
        ):
            session.add(
                PackageItem(
                    package_id=copied.id,
                    format_id=held.format_id,
                    quantity=held.quantity,
                )
            )


def _next_name(name: str, year: int) -> str:
    if str(year) in name:
        return name.replace(str(year), str(year + 1))
    return f"{name} {year + 1}"
