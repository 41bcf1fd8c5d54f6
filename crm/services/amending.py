"""What a booked line would become: its wish changed, priced anew with the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm.domain.amendments import ASKED, Changed, NotConfirmedError
from crm.domain.bookings import BOOKED, LineStatus
from crm.domain.errors import UnchangedError
from crm.domain.money import Money, total
from crm.domain.prices import StepKind
from crm.services import ledger, space
from crm.services.line_wishes import wish_of
from crm.services.lines import check_line, find_line, new_line
from crm.services.pricing import price_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.lines import LineWish
    from crm.store.models import Booking, Line


TAKEN_OVER = (
    *(
        "issue_id",
        "format_id",
        "position_id",
        "rate_card_id",
        "quantity",
        "label",
        "package_id",
    ),
    *("card_cents", "gross_cents", "net_cents", "net_net_cents", "fees_cents"),
    *("vat_category", "booked_after_closing", "override_reason"),
)
"""What a line takes over from the line it becomes."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """What a line is to become; None: as it is; a position of 0: an ordinary one."""

    line_id: int
    issue_id: int | None = None
    format_id: int | None = None
    position_id: int | None = None
    quantity: int | None = None
    exceptional: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AmendmentWish:
    """What is to be amended, and why.

    `regularises`: every paid line at the tiers the year has reached since, whether
    more was booked than promised or less (short rate).
    """

    reason: str
    changes: tuple[LineChange, ...] = ()
    regularises: bool = False
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class Amended:
    """A line before and after: fields as they are kept, amounts without VAT."""

    line_id: int
    fields: Mapping[Changed, tuple[str, str]]
    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class Made:
    """A booked line and the line it would become, which is not saved."""

    line: Line
    wish: LineWish
    becomes: Line


def make_anew(
    session: Session, actor: Actor, booking: Booking, wish: AmendmentWish
) -> list[Made]:
    """Price the booked lines anew, together; return those that become another.

    Raises NotConfirmedError, UnchangedError, and what quoting them anew raises.
    """
    changes = {change.line_id: change for change in wish.changes}
    lines = [
        line
        for line in booking.lines
        if line.status in BOOKED and line.issue_id and line.format_id
    ]
    confirmed = {line.id for line in lines if line.status is LineStatus.CONFIRMED}
    if not lines or not changes.keys() <= confirmed:
        raise NotConfirmedError
    wishes, asked = [], []
    for line in lines:
        change = changes.get(line.id)
        wanted = _wished(wish_of(session, line), change, wish.reason)
        found = find_line(session, wanted, booking.advertiser_id)
        if change is not None:
            check_line(actor, wanted, found, wish.override_reason)
        if found.exceptional and (change is None or change.exceptional is None):
            granted = replace(found.exceptional, approver="granted before")
            found = replace(found, exceptional=granted)
        wishes.append(wanted)
        asked.append(found)
    agency = booking.agency
    mandated = any(
        step.kind is StepKind.PROFESSIONAL for line in lines for step in line.steps
    )
    priced = price_lines(
        session,
        actor,
        asked,
        title_id=booking.title_id,
        advertiser_id=booking.advertiser_id,
        has_mandate=mandated,
        agency=(agency.trade_name or agency.name) if agency else "",
        but_booking=booking.id,
    )
    made = []
    for line, wanted, found, price in zip(lines, wishes, asked, priced, strict=True):
        tiers = wish.regularises and price.card.id == line.rate_card_id
        moved = price.price.net_net != line.net_net
        if line.id in changes or (tiers and moved):
            late = (wanted, found, price, wish.override_reason)
            made.append(Made(line, wanted, new_line(session, actor, line.rank, *late)))
    if not any(told(session, one).fields for one in made):
        raise UnchangedError
    return made


def _wished(base: LineWish, change: LineChange | None, why: str) -> LineWish:
    if change is None:
        return base
    wanted = {
        field.value: getattr(change, field)
        for field in ASKED
        if getattr(change, field) is not None
    }
    if wanted.get("position_id") == 0:
        wanted["position_id"] = None
    if change.exceptional is not None:
        reason = change.reason or base.reason or why
        wanted |= {"approver_id": None, "reason": reason if change.exceptional else ""}
    if wanted.get("format_id", base.format_id) != base.format_id:
        wanted |= {"package_id": None, "package_cents": None}
    return replace(base, **wanted)


def told(session: Session, made: Made) -> Amended:
    """Say what changes of a line, field by field, and its amounts."""
    line, becomes = made.line, made.becomes
    stands = wish_of(session, line)
    pairs = {
        field: (_kept(getattr(stands, field)), _kept(getattr(made.wish, field)))
        for field in ASKED
    }
    pairs |= {
        Changed.NET_NET: (str(line.net_net_cents), str(becomes.net_net_cents)),
        Changed.FEES: (str(line.fees_cents), str(becomes.fees_cents)),
    }
    fields = {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}
    before, after = (
        Money(one.net_net_cents + one.fees_cents, line.currency)
        for one in (line, becomes)
    )
    return Amended(line.id, fields, before, after)


def _kept(value: object) -> str:
    return "" if value is None else str(value)


def difference(found: list[Amended], currency: str) -> Money:
    """Return what an amendment adds, fees included; less than nothing: takes off."""
    return total((row.after - row.before for row in found), currency)


def apply_all(
    session: Session,
    actor: Actor,
    booking: Booking,
    made: list[Made],
    amendment_id: int,
) -> None:
    """Give back what the lines hold and cost; then take what they become."""
    for one in made:
        line = one.line
        _post(session, actor, booking, line, amendment_id, sign=-1)
        line.steps.clear()
    _exchange(session, [one for one in made if one.line.status is LineStatus.CONFIRMED])
    for one in made:
        line, becomes = one.line, one.becomes
        for field in TAKEN_OVER:
            setattr(line, field, getattr(becomes, field))
        steps, becomes.steps = list(becomes.steps), []
        line.steps.extend(steps)
        session.flush()
        session.refresh(line, ["issue"])
        _post(session, actor, booking, line, amendment_id)


def _exchange(session: Session, made: list[Made]) -> None:
    """Let lines hold what they become, all of them at once: two may swap places."""
    held = [one for row in made for one in row.line.spaces]
    wanted = [one for row in made for one in row.becomes.spaces]
    space.exchange(session, held, wanted)
    for row in made:
        row.line.spaces.clear()
    session.flush()
    for row in made:
        spaces, row.becomes.spaces = list(row.becomes.spaces), []
        row.line.spaces.extend(spaces)
    session.flush()


def _post(
    session: Session,
    actor: Actor,
    booking: Booking,
    line: Line,
    amendment_id: int,
    *,
    sign: int = 1,
) -> None:
    ledger.post(
        *(session, actor, booking, line),
        cause="amended",
        sign=sign,
        amendment_id=amendment_id,
    )
