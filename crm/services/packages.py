"""Packages: written on a draft, sold at one price split over their lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.booking_errors import (
    EmptyPackageError,
    PackageCardError,
    PackageIssuesError,
)
from crm.domain.errors import (
    FrozenError,
    MissingError,
    RangeError,
    UnknownError,
    words,
)
from crm.domain.money import Money
from crm.domain.names import fold
from crm.domain.rate_cards import RateCardStatus, card_amount
from crm.domain.roles import Right
from crm.domain.text import clean_line, clean_note
from crm.services.audit import record
from crm.services.lines import LineWish
from crm.services.rate_cards import LARGEST_CENTS
from crm.store.models import Format, Issue, Package, PackageItem, RateCard, Support
from crm.store.queries.packages import list_packages
from crm.store.queries.rate_cards import cards_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.booking_wishes import BookingWish, PackageWish
    from crm.store.queries.packages import PackageRow

MOST_INSERTIONS = 60
LONGEST = 200
LONGEST_TEXT, LONGEST_NOTE = 400, 2_000


@dataclass(frozen=True, slots=True)
class NewPackage:
    """A package to be written: its names, price in cents, insertions by format.

    `hides_components`: documents print its name and price alone. What it does not
    include is told one a line.
    """

    name_fr: str
    name_en: str
    cents: int
    insertions: Mapping[int, int]
    hides_components: bool = False
    text_fr: str = ""
    text_en: str = ""
    not_included_fr: str = ""
    not_included_en: str = ""


def add_package(session: Session, actor: Actor, card_id: int, wish: NewPackage) -> int:
    """Write a package on a draft; return its id.

    Raises NotYoursError, UnknownError, FrozenError, MissingError, RangeError,
    EmptyPackageError.
    """
    card = _draft(session, actor, card_id)
    french = clean_line(wish.name_fr, longest=LONGEST)
    english = clean_line(wish.name_en, longest=LONGEST) or french
    if not french:
        raise MissingError(field="name_fr", label=words("Name in French"))
    if not 0 < wish.cents <= LARGEST_CENTS:
        raise RangeError(
            field="cents",
            label=words("A price"),
            lowest=Money(1, card.currency),
            highest=Money(LARGEST_CENTS, card.currency),
        )
    _check_insertions(session, card, wish.insertions)
    known = set(session.scalars(select(Package.code).filter_by(rate_card_id=card_id)))
    base = fold(english).replace(" ", "_")[:30] or "package"
    codes = (base, *(f"{base}_{rank}" for rank in range(2, len(known) + 3)))
    package = Package(
        rate_card_id=card_id,
        code=next(code for code in codes if code not in known),
        name_fr=french,
        name_en=english,
        cents=wish.cents,
        hides_components=wish.hides_components,
        text_fr=clean_line(wish.text_fr, longest=LONGEST_TEXT),
        text_en=clean_line(wish.text_en, longest=LONGEST_TEXT),
        not_included_fr=clean_note(wish.not_included_fr, longest=LONGEST_NOTE),
        not_included_en=clean_note(wish.not_included_en, longest=LONGEST_NOTE),
    )
    session.add(package)
    session.flush()
    session.add_all(
        PackageItem(package_id=package.id, format_id=format_id, quantity=many)
        for format_id, many in wish.insertions.items()
    )
    record(
        session,
        actor,
        "add_package",
        "rate_card",
        card_id,
        name=french,
        cents=Money(wish.cents, card.currency),
    )
    session.flush()
    return package.id


def remove_package(session: Session, actor: Actor, package_id: int) -> None:
    """Take a package off a draft. Raises NotYoursError, UnknownError, FrozenError."""
    package = session.get(Package, package_id)
    if package is None:
        raise UnknownError
    card = _draft(session, actor, package.rate_card_id)
    held = select(PackageItem).filter_by(package_id=package_id)
    for row in session.scalars(held):
        session.delete(row)
    session.flush()
    session.delete(package)
    record(session, actor, "remove_package", "rate_card", card.id, name=package.name_fr)
    session.flush()


def _draft(session: Session, actor: Actor, card_id: int) -> RateCard:
    actor.require(Right.CHANGE_RATE_CARDS)
    card = session.get(RateCard, card_id, with_for_update=True, populate_existing=True)
    if card is None:
        raise UnknownError
    if card.status is RateCardStatus.PUBLISHED:
        raise FrozenError
    return card


def _check_insertions(
    session: Session, card: RateCard, insertions: Mapping[int, int]
) -> None:
    own = set(
        session.scalars(
            select(Format.id)
            .join(Support, Support.id == Format.support_id)
            .where(Support.title_id == card.title_id)
        )
    )
    if not insertions.keys() <= own:
        raise UnknownError(field="insertions")
    many = sum(insertions.values())
    lowest = min(insertions.values(), default=0)
    if many > MOST_INSERTIONS or lowest < 0:
        raise RangeError(
            field="insertions",
            label=words("The quantity"),
            lowest=1,
            highest=MOST_INSERTIONS,
        )
    if many < 2 or lowest < 1:
        raise EmptyPackageError(field="insertions")


def with_packages(session: Session, actor: Actor, wish: BookingWish) -> BookingWish:
    """Return a booking's wish with the lines of its packages among the others.

    A package's price is split over its lines by their card rates, to the cent. Raises
    UnknownError, PackageIssuesError, PackageCardError.
    """
    lines = [
        line
        for asked in wish.packages
        for line in _lines(session, actor, wish.title_id, asked)
    ]
    return replace(wish, lines=(*wish.lines, *lines), packages=())


def _lines(
    session: Session, actor: Actor, title_id: int, asked: PackageWish
) -> list[LineWish]:
    kept = session.get(Package, asked.package_id)
    found = list_packages(session, actor, [kept.rate_card_id]) if kept else []
    package = next((row for row in found if row.id == asked.package_id), None)
    if package is None:
        raise UnknownError(field="package")
    parts = package.insertions
    if len(parts) != len(asked.issue_ids):
        raise PackageIssuesError(
            field="package", package=package.name, wanted=len(parts)
        )
    weights = _weights(session, title_id, package, asked.issue_ids)
    shares = package.price.split(weights)
    return [
        LineWish(
            issue_id,
            part.format_id,
            exceptional=asked.exceptional,
            reason=asked.reason,
            package_id=package.id,
            package_cents=share.cents,
        )
        for part, issue_id, share in zip(parts, asked.issue_ids, shares, strict=True)
    ]


def _weights(
    session: Session, title_id: int, package: PackageRow, issue_ids: tuple[int, ...]
) -> list[int]:
    """Return each insertion's card rate, all of them the package's own card's."""
    issues = [session.get(Issue, issue_id) for issue_id in issue_ids]
    days = {issue.published_on for issue in issues if issue}
    cards = cards_on(session, title_id, days)
    weights = []
    for part, issue in zip(package.insertions, issues, strict=True):
        if issue is None:
            raise UnknownError(field="package")
        card = cards.get(issue.published_on)
        if card is None or card.id != package.card_id:
            named = session.get_one(RateCard, package.card_id)
            raise PackageCardError(
                field="package",
                package=package.name,
                card=named.name,
                issue=issue.name_fr,
            )
        rate = card.rate_of(part.format_id)
        weights.append(card_amount(rate.amount, rate.unit, 1).cents if rate else 0)
    return weights
