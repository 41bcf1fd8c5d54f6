"""Turning what was asked for into priced lines that know the space they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.approvals import Approval
from crm.domain.bookings import LineStatus
from crm.domain.errors import (
    DoesNotFitError,
    RangeError,
    UnknownError,
    words,
)
from crm.domain.money import Money
from crm.domain.pools import needs
from crm.domain.prices import Exceptional, Part
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services.moves import check_open
from crm.services.pricing import Priced, PricedLine, is_over, price_lines
from crm.services.steps import rows_of
from crm.store.models import (
    Booking,
    Format,
    Issue,
    Line,
    LineSpace,
    Package,
    Position,
    RateCard,
)
from crm.store.queries.magazine import pools_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LARGEST_QUANTITY = 1_000_000


@dataclass(frozen=True, slots=True)
class LineWish:
    """One format at one position in one issue, as it is asked for.

    `premium_codes` asks for premiums of the card that stand on no position;
    `exceptional` in basis points, with its reason; `is_guaranteed` asks for the
    position de rigueur; `repairs_line_id` makes it a make-good; `package_cents` is the
    line's part of the price of the package it is sold in.
    """

    issue_id: int
    format_id: int
    position_id: int | None = None
    quantity: int = 1
    is_guaranteed: bool = False
    fee_codes: tuple[str, ...] = ()
    exceptional: int = 0
    reason: str = ""
    approver_id: int | None = None
    repairs_line_id: int | None = None
    is_barter: bool = False
    premium_codes: tuple[str, ...] = ()
    package_id: int | None = None
    package_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """Lines not yet saved, with what their booking needs to know of them."""

    lines: list[Line]
    priced: list[Priced]
    days: list[date]
    terms_id: int | None
    currency: str


def make_lines(
    session: Session,
    actor: Actor,
    wishes: Sequence[LineWish],
    *,
    title_id: int,
    advertiser_id: int,
    agency: str,
    override_reason: str = "",
    but_booking: int | None = None,
) -> Made:
    """Price a booking's lines together; `agency` names a mandated one, or is empty.

    A discount over the person's limit leaves its line waiting for an approval. Raises
    DoesNotFitError, ClosedError, RangeError, NoRateError and the cascade's refusals.
    """
    asked = [_find(session, wish, advertiser_id) for wish in wishes]
    for wish, found in zip(wishes, asked, strict=True):
        _check(actor, wish, found, override_reason)
    priced = price_lines(
        session,
        actor,
        asked,
        title_id=title_id,
        advertiser_id=advertiser_id,
        has_mandate=bool(agency),
        agency=agency,
        but_booking=but_booking,
        may_wait=True,
    )
    lines = [
        _line(session, actor, rank, wish, found, price, override_reason)
        for rank, (wish, found, price) in enumerate(
            zip(wishes, asked, priced, strict=True)
        )
    ]
    return Made(
        lines,
        priced,
        [found.issue.published_on for found in asked],
        priced[0].card.terms_id,
        priced[0].card.currency,
    )


def _find(session: Session, wish: LineWish, advertiser_id: int) -> PricedLine:
    issue = session.get(Issue, wish.issue_id)
    format_ = session.get(Format, wish.format_id)
    position = session.get(Position, wish.position_id) if wish.position_id else None
    if issue is None or format_ is None or format_.support_id != issue.support_id:
        raise UnknownError(field="format_id")
    if wish.position_id and position is None:
        raise UnknownError(field="position_id")
    repaired = _repaired(session, wish.repairs_line_id, advertiser_id)
    return PricedLine(
        issue,
        format_,
        position,
        wish.quantity,
        wish.is_guaranteed,
        wish.fee_codes,
        (
            Exceptional(clean_line(wish.reason, longest=400), rate=wish.exceptional)
            if wish.exceptional and not repaired
            else None
        ),
        repaired.label if repaired else "",
        wish.is_barter,
        wish.premium_codes,
        *_part(session, wish),
    )


def _part(session: Session, wish: LineWish) -> tuple[Part | None, tuple[str, str]]:
    """Return a line's part of its package's price, and the package's names."""
    if wish.package_id is None or wish.package_cents is None:
        return None, ("", "")
    package = session.get(Package, wish.package_id)
    card = session.get(RateCard, package.rate_card_id) if package else None
    if package is None or card is None:
        raise UnknownError(field="package_id")
    part = Part(package.code, Money(wish.package_cents, card.currency))
    return part, (package.name_fr, package.name_en)


def _repaired(session: Session, line_id: int | None, advertiser_id: int) -> Line | None:
    """Return the line a make-good repairs: one of the same advertiser's."""
    if line_id is None:
        return None
    found = session.scalars(
        select(Line)
        .join(Line.booking)
        .where(Line.id == line_id, Booking.advertiser_id == advertiser_id)
    ).first()
    if found is None:
        raise UnknownError(field="repairs_line_id")
    return found


def _check(
    actor: Actor, wish: LineWish, found: PricedLine, override_reason: str
) -> None:
    if not 1 <= wish.quantity <= LARGEST_QUANTITY:
        raise RangeError(
            field="quantity",
            label=words("The quantity"),
            lowest=1,
            highest=LARGEST_QUANTITY,
        )
    check_open(actor, found.issue, override_reason)
    position = found.position
    if position is None:
        return
    fits = position.fits.get("formats")
    wrong_support = position.support_id != found.issue.support_id
    if wrong_support or (fits and found.format.code not in fits):
        raise DoesNotFitError(
            field="position_id",
            format=found.format.name_fr,
            position=position.name_fr,
        )


def _line(
    session: Session,
    actor: Actor,
    rank: int,
    wish: LineWish,
    found: PricedLine,
    priced: Priced,
    override_reason: str,
) -> Line:
    price = priced.price
    late = actor.today > found.issue.closes_on
    return Line(
        rank=rank,
        issue_id=found.issue.id,
        format_id=found.format.id,
        position_id=wish.position_id,
        rate_card_id=priced.card.id,
        repairs_line_id=wish.repairs_line_id,
        package_id=wish.package_id if found.package else None,
        status=LineStatus.QUOTED,
        quantity=wish.quantity,
        is_guaranteed=wish.is_guaranteed,
        is_barter=wish.is_barter,
        label=f"{found.format.name_fr}, {found.issue.name_fr}",
        currency=priced.card.currency,
        card_cents=price.card.cents,
        gross_cents=price.gross.cents,
        net_cents=price.net.cents,
        net_net_cents=price.net_net.cents,
        fees_cents=price.fees.cents,
        vat_category=priced.rate.vat_category,
        booked_after_closing=late,
        override_reason=clean_line(override_reason, longest=400) if late else "",
        approval=Approval.WAITING if is_over(actor, found.exceptional) else None,
        steps=rows_of(priced, found, _approver(actor, wish)),
        spaces=[
            LineSpace(
                pool_id=need.pool_id,
                units=need.units,
                unit=need.unit,
                status=LineStatus.QUOTED,
            )
            for need in needs(
                pools_of(session, found.issue.id),
                format_id=found.format.id,
                format_units=found.format.units,
                position_id=wish.position_id,
                takes_page=found.position is None or found.position.takes_page,
                quantity=wish.quantity,
            )
        ],
    )


def _approver(actor: Actor, wish: LineWish) -> int | None:
    """Return who grants the exceptional discount; a rep's own limit asks nobody."""
    return wish.approver_id or (
        actor.user_id if actor.may(Right.APPROVE_DISCOUNTS) else None
    )


find_line, check_line, new_line = _find, _check, _line
"""What a priced line is made of, for an amendment that makes one anew."""
