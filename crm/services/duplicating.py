"""A past booking carried into next year's issues: what finds a place, and what not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.domain.booking_errors import NothingCarriedError
from crm.domain.errors import UnknownError
from crm.domain.magazine import IssueStatus
from crm.domain.places import Why, nearest_year
from crm.domain.prices import StepKind
from crm.language import _, current_language
from crm.language.formats import percent
from crm.language.vocabulary import word
from crm.services.audit import record
from crm.services.bookings import quote
from crm.services.line_wishes import wish_of
from crm.services.places import sort_out
from crm.services.repeating import as_new, same_parties
from crm.store.models import Booking, Format, Issue, Line, User
from crm.store.queries.magazine import list_issues
from crm.store.queries.mandates import valid_mandate
from crm.store.queries.rate_cards import card, cards_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.lines import LineWish
    from crm.store.queries.magazine import IssueRow


@dataclass(frozen=True, slots=True)
class Carried:
    """A line and what becomes of it next year; no wish: it is left out, and why.

    `lost` names what of it is not carried: a fee the new card has not, a discount.
    """

    line_id: int
    name: str
    issue: str
    wish: LineWish | None
    why: str = ""
    lost: tuple[str, ...] = ()


def foresee_duplicate(session: Session, actor: Actor, booking_id: int) -> list[Carried]:
    """Say line by line where a booking would run next year, and change nothing.

    Each line goes to the issue of its support that is published nearest to a year
    later (two, where all of next year's have passed). Penalties are passed over.
    Raises UnknownError.
    """
    booking = _whole(session, booking_id)
    lines = [line for line in booking.lines if not line.is_penalty and line.issue]
    targets = _targets(session, actor, booking.title_id, lines)
    found: list[Carried] = []
    wanted: list[tuple[Line, IssueRow, LineWish]] = []
    for line in lines:
        target = targets.get(line.id)
        if line.repairs_line_id is not None:
            found.append(_left(session, line, "", _("a make-good is not repeated")))
        elif target is None:
            found.append(_left(session, line, "", word(Why.NOT_THERE)))
        else:
            asked = replace(as_new(wish_of(session, line)), issue_id=target.id)
            asked = replace(asked, exceptional=0, reason="")
            wanted.append((line, target, asked))
    _placed, none = sort_out(
        session, actor, booking.title_id, [wish for *_rest, wish in wanted]
    )
    refused = {id(one.wish): one for one in none}
    for line, target, asked in wanted:
        missing = refused.get(id(asked))
        if missing is not None:
            found.append(_left(session, line, target.name, missing.said))
            continue
        lost = tuple(_lost(session, booking, line, target, asked))
        name = _name(session, line)
        found.append(Carried(line.id, name, target.name, asked, lost=lost))
    order = {line.id: rank for rank, line in enumerate(lines)}
    return sorted(found, key=lambda one: order[one.line_id])


def duplicate_booking(
    session: Session, actor: Actor, booking_id: int, line_ids: Sequence[int] = ()
) -> int:
    """Quote a past booking again in next year's issues; return the new booking.

    Prices are those of the card valid then; `line_ids` keeps those lines, empty: all
    that have a place. The quote's note names what could not be carried. Raises
    UnknownError, NothingCarriedError, and what `quote` raises.
    """
    booking = _whole(session, booking_id)
    number = booking.number or booking.quote_number
    rows = [
        row
        for row in foresee_duplicate(session, actor, booking_id)
        if not line_ids or row.line_id in line_ids
    ]
    wishes = [row.wish for row in rows if row.wish is not None]
    if not wishes:
        said = ", ".join(f"{row.name} ({row.why})" for row in rows) or number
        raise NothingCarriedError(number=number, lines=said)
    wish = same_parties(session, booking, wishes)
    wish = replace(wish, note=_note(session, actor, booking, rows))
    present = set(session.scalars(select(User.id).where(User.ended_on.is_(None))))
    if not {user_id for user_id, _share in wish.credits} <= present:
        wish = replace(wish, credits=())
    carried = quote(session, actor, wish)
    record(
        session,
        actor,
        "duplicate",
        "booking",
        carried,
        source=number,
        lines=len(wishes),
    )
    return carried


def _whole(session: Session, booking_id: int) -> Booking:
    found = session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .options(
            selectinload(Booking.lines).options(
                selectinload(Line.issue), selectinload(Line.steps)
            )
        )
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise UnknownError
    return found


def _targets(
    session: Session, actor: Actor, title_id: int, lines: Sequence[Line]
) -> dict[int, IssueRow]:
    """Return the issue each line goes to; two issues never go to the same one."""
    issues = {line.issue.id: line.issue for line in lines if line.issue}
    rows = [
        row
        for row in list_issues(session, actor, title_id, since=actor.today)
        if row.status is IssueStatus.PLANNED
    ]
    by_support: dict[int, list[Issue]] = {}
    for issue in issues.values():
        by_support.setdefault(issue.support_id, []).append(issue)
    found: dict[int, IssueRow] = {}
    for support_id, old in by_support.items():
        days = {
            row.id: row.published_on for row in rows if row.support_id == support_id
        }
        goes_to = nearest_year(
            {issue.id: issue.published_on for issue in old}, days, actor.today
        )
        found |= {
            issue_id: next(row for row in rows if row.id == target)
            for issue_id, target in goes_to.items()
        }
    return {
        line.id: found[line.issue_id]
        for line in lines
        if line.issue_id is not None and line.issue_id in found
    }


def _left(session: Session, line: Line, issue: str, why: str) -> Carried:
    return Carried(line.id, _name(session, line), issue, None, why)


def _name(session: Session, line: Line) -> str:
    format_ = session.get(Format, line.format_id) if line.format_id else None
    french = current_language() == "fr"
    names = [
        row.name_fr if french else row.name_en for row in (format_, line.issue) if row
    ]
    return ", ".join(names) or line.label


def _lost(
    session: Session, booking: Booking, line: Line, target: IssueRow, asked: LineWish
) -> list[str]:
    """Name what of a line is not carried: fees the new card has not, discounts."""
    old = card(session, line.rate_card_id) if line.rate_card_id else None
    new = cards_on(session, booking.title_id, {target.published_on}).get(
        target.published_on
    )
    french = current_language() == "fr"
    lost = []
    for mine, theirs, codes in (
        (old.fees if old else (), new.fees if new else (), asked.fee_codes),
        (old.premiums if old else (), new.premiums if new else (), asked.premium_codes),
    ):
        there = {row.code for row in theirs}
        lost += [
            row.name_fr if french else row.name_en
            for row in mine
            if row.code in codes and row.code not in there
        ]
    for step in line.steps:
        if step.kind is StepKind.EXCEPTIONAL:
            rate = percent(abs(step.rate)) if step.rate is not None else ""
            lost.append(_("exceptional discount {rate}").format(rate=rate).strip())
        if step.kind is StepKind.PACKAGE:
            named = step.detail_fr if french else step.detail_en
            lost.append(_("the price of the package “{name}”").format(name=named))
    return lost


def _note(
    session: Session, actor: Actor, booking: Booking, rows: Sequence[Carried]
) -> str:
    number = booking.number or booking.quote_number
    left = [f"{row.name} ({row.why})" for row in rows if row.wish is None]
    left += [f"{row.name} ({', '.join(row.lost)})" for row in rows if row.lost]
    if booking.agency_id and not valid_mandate(
        session, booking.advertiser_id, booking.agency_id, actor.today
    ):
        left.append(_("the agency’s mandate, to be renewed"))
    said = _("Carried over from {number}.").format(number=number)
    if left:
        said += " " + _("Not carried: {what}.").format(what=" ; ".join(left))
    return said
