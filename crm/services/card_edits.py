"""Changing a draft: its tables and its rules, by the fields of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import func, select

from crm.domain.card_fields import (
    RULES,
    Table,
    price_place,
    scale_tiers,
    table_of,
)
from crm.domain.errors import (
    FrozenError,
    MissingError,
    UnknownError,
)
from crm.domain.rate_cards import Cumulation, RateCardStatus, RateUnit, TierKind
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.domain.vat import VatCategory
from crm.services.editing import keep, settle
from crm.services.rate_cards import (
    FeeWish,
    PremiumWish,
    RateCardWish,
    RateWish,
    check_card,
    rows_of,
)
from crm.store.models import (
    CardFee,
    CardPremium,
    CardTier,
    Format,
    Rate,
    RateCard,
    Support,
    TermsOfSale,
    Title,
)
from crm.store.queries.card_values import card_values, field_labels
from crm.store.queries.rate_cards import card as card_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor
    from crm.store.models import Base

LONGEST = 200
KEPT_IN: dict[Table, type[Rate | CardPremium | CardTier | CardFee]] = {
    Table.PRICES: Rate,
    Table.PREMIUMS: CardPremium,
    Table.TIERS: CardTier,
    Table.FEES: CardFee,
}


def change_card(session: Session, actor: Actor, card_id: int, edit: Edit) -> None:
    """Change a draft: the typed fields of `crm.domain.card_fields`, already read.

    A field that is None goes. Fields that are not on the form stay, whoever changed
    them meanwhile. Raises NotYoursError, UnknownError, FrozenError, MissingError,
    ConflictError, UnchangedError, and what `check_card` refuses.
    """
    actor.require(Right.CHANGE_RATE_CARDS)
    row = session.get(RateCard, card_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise UnknownError
    if row.status is RateCardStatus.PUBLISHED:
        raise FrozenError
    stands = card_of(session, card_id)
    if stands is None:
        raise UnknownError
    theirs = card_values(stands)
    mine: dict[str, Value] = {**edit.base, **edit.typed}
    if isinstance(mine.get("name"), str):
        mine["name"] = clean_line(str(mine["name"]), longest=LONGEST)
    labels = field_labels(session, actor, mine)
    changes = settle(session, actor, "rate_card", row, edit, mine, theirs, labels)
    final = {**theirs, **{field: after for field, (_was, after) in changes.items()}}
    wish = _wish(session, row, final)
    check_card(wish)
    if "name" in changes:
        editions = select(func.max(RateCard.edition)).where(
            RateCard.title_id == row.title_id,
            RateCard.name == wish.name,
            RateCard.id != row.id,
        )
        row.edition = (session.scalar(editions) or 0) + 1
    for field in RULES:
        setattr(row, field, getattr(wish, field))
    rows: Mapping[Table, list[Base]] = rows_of(card_id, wish)
    for table in {table_of(field) for field in changes} - {None}:
        _replace(session, card_id, cast("Table", table), rows)
    keep(session, actor, "rate_card", row, changes)


def _replace(
    session: Session, card_id: int, table: Table, rows: Mapping[Table, list[Base]]
) -> None:
    kept: Any = KEPT_IN[table]
    for old in session.scalars(select(kept).where(kept.rate_card_id == card_id)):
        session.delete(old)
    session.flush()
    session.add_all(rows[table])
    session.flush()


def _wish(session: Session, row: RateCard, values: Mapping[str, Value]) -> RateCardWish:
    """Return the whole card that the fields describe."""
    name = str(values["name"] or "")
    if not name:
        raise MissingError(field="name", label=RULES["name"])
    for day in ("valid_from", "valid_until"):
        if values[day] is None:
            raise MissingError(field=day, label=RULES[day])
    told: Mapping[str, Any] = values
    terms_id = told["terms_id"]
    terms = session.get(TermsOfSale, terms_id) if terms_id else None
    title = session.get_one(Title, row.title_id)
    if terms_id and (terms is None or terms.publisher_id != title.publisher_id):
        raise UnknownError(field="terms_id")
    return RateCardWish(
        title_id=row.title_id,
        name=name,
        valid_from=told["valid_from"],
        valid_until=told["valid_until"],
        rates=_rates(session, row, values),
        premiums=_premiums(values),
        tiers={kind: scale_tiers(values.get(f"tiers.{kind}")) for kind in TierKind},
        fees=_fees(values),
        professional_discount=told["professional_discount"],
        cumulation=Cumulation(told["cumulation"]),
        counts_group=bool(told["counts_group"]),
        terms_id=terms_id,
        currency=row.currency,
    )


def _rates(
    session: Session, row: RateCard, values: Mapping[str, Any]
) -> list[RateWish]:
    """Return the prices; only formats of the card's own title have one."""
    own = set(
        session.scalars(
            select(Format.id)
            .join(Support, Support.id == Format.support_id)
            .where(Support.title_id == row.title_id)
        )
    )
    rates = []
    for field, cents in values.items():
        if not field.startswith("price_") or cents is None:
            continue
        format_id, from_quantity = price_place(field)
        if format_id not in own:
            raise UnknownError(field=field)
        rates.append(
            RateWish(
                format_id,
                cents,
                RateUnit(values.get(f"unit_{format_id}") or RateUnit.INSERTION),
                VatCategory(values.get(f"vat_{format_id}") or VatCategory.STANDARD),
                from_quantity,
            )
        )
    return rates


def _premiums(values: Mapping[str, Any]) -> list[PremiumWish]:
    return [
        PremiumWish(
            code,
            *_names(values, f"premium.{code}", code),
            rate,
            values.get(f"premium.{code}.position_id"),
        )
        for code, rate in _coded(values, "premium", "rate")
    ]


def _fees(values: Mapping[str, Any]) -> list[FeeWish]:
    return [
        FeeWish(code, *_names(values, f"fee.{code}", code), cents)
        for code, cents in _coded(values, "fee", "cents")
    ]


def _coded(values: Mapping[str, Any], kind: str, part: str) -> list[tuple[str, int]]:
    return [
        (field.split(".")[1], value)
        for field, value in values.items()
        if field.startswith(f"{kind}.")
        and field.endswith(f".{part}")
        and value is not None
    ]


def _names(values: Mapping[str, Any], start: str, code: str) -> tuple[str, str]:
    french = clean_line(values.get(f"{start}.name_fr") or "", longest=LONGEST)
    english = clean_line(values.get(f"{start}.name_en") or "", longest=LONGEST)
    return french or english or code, english or french or code
