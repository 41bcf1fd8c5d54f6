"""What stands beside a booking: its space, dates, checks, references, agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.approvals import Approval
from crm.domain.bookings import LineStatus
from crm.domain.magazine import MaterialStatus
from crm.domain.prices import StepKind
from crm.language import _
from crm.language.formats import date_long, day_short, number
from crm.language.vocabulary import word
from crm.ui import parts, queue_parts
from crm.ui.escape import bold, join, say
from crm.ui.space_words import in_days, left_of, option_until
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from crm.domain.space import Holding
    from crm.store.queries.availability import HeldSpace
    from crm.store.queries.bookings import BookingCard, LineCard
    from crm.store.queries.mandates import MandateRow


def space(booking: BookingCard, held: Sequence[HeldSpace]) -> None:
    """Say what is left of the space it needs, and who else holds it."""
    if not held:
        return
    for place, need in enumerate(held):
        heading = _("Availability") if place == 0 else need.pool.name
        note = f"{need.pool.name}, {need.issue}" if place == 0 else need.issue
        with parts.section(heading, note, key=f"space-{need.pool.pool_id}"):
            if not need.is_pages:
                for rank, holding in enumerate(need.pool.space.holdings):
                    key = f"held-{need.pool.pool_id}-{rank}"
                    parts.pair(key, *_holding(booking, holding))
            state = need.pool.space.state
            parts.pair(
                f"left-{need.pool.pool_id}",
                bold(left_of(need.pool)),
                "",
                badge(state.value, word(state)),
            )
            queue_parts.line(need.pool.pool_id, need.waiting, booking.id)
            queue_parts.moves(need)


def _holding(booking: BookingCard, holding: Holding) -> tuple[object, ...]:
    mine = holding.booking_id == booking.id
    name = booking.advertiser if mine else holding.advertiser or _("Taken")
    by = _("this booking") if mine else _("by {rep}").format(rep=holding.rep)
    if holding.ran:
        mark = badge(LineStatus.RAN)
    elif holding.until:
        mark = badge(LineStatus.OPTIONED, option_until(holding.until))
    else:
        mark = badge("sold")
    return bold(name), by, mark


def dates(booking: BookingCard, today: date) -> None:
    """List the days of the next issue to close, then the others' closing."""
    issues = {line.issue_id: line for line in booking.live if line.closes_on}
    if not issues:
        return
    first, *others = sorted(
        issues.values(), key=lambda line: (_closes(line) < today, _closes(line))
    )
    with parts.section(_("Dates"), first.issue, key="dates"):
        for key, label, day, note in (
            ("closes", _("Closing"), first.closes_on, ""),
            (
                "materials",
                _("Materials due"),
                first.materials_due_on,
                word(first.material_status),
            ),
            ("published", _("Publication"), first.published_on, ""),
        ):
            if day:
                far = join((in_days(day, today), note))
                parts.pair(f"date-{key}", bold(label), far, day_short(day))
        for line in others[:4]:
            label = _("{issue} closes").format(issue=line.issue)
            day = _closes(line)
            key = f"date-{line.issue_id}"
            parts.pair(key, bold(label), in_days(day, today), day_short(day))


def _closes(line: LineCard) -> date:
    if line.closes_on is None:
        raise ValueError("a line without an issue has no closing date")
    return line.closes_on


def checks(booking: BookingCard, mandates: Sequence[MandateRow]) -> None:
    """List what must be settled before, or with, the confirmation."""
    found = list(dict.fromkeys(_checks(booking, mandates)))
    if not found:
        return
    done = sum(1 for *_rest, settled in found if settled)
    note = _("{done} of {all}").format(done=number(done), all=number(len(found)))
    with parts.section(_("Before confirming"), note, key="checks"):
        for place, (label, said, settled) in enumerate(found):
            mark = (
                say(":gray[:material/check: {word}]", word=_("done"))
                if settled
                else parts.accent(bold(_("to do")))
            )
            parts.pair(f"check-{place}", bold(label), said, mark)


def _checks(
    booking: BookingCard, mandates: Sequence[MandateRow]
) -> Iterable[tuple[str, str, bool]]:
    if booking.agency_id is not None:
        held = next((row for row in mandates if row.id == booking.mandate_id), None)
        if held is None:
            said = _("missing: no professional discount until it is recorded")
        elif held.valid_until is None:
            said = held.reference
        else:
            until = date_long(held.valid_until)
            said = _("{reference}, valid until {day}").format(
                reference=held.reference, day=until
            )
        yield _("Agency’s mandate"), said, held is not None
    yield from _discounts(booking)
    for line in booking.live:
        if line.is_advertorial:
            approved = line.material_status is MaterialStatus.APPROVED
            yield (
                _("“Publicité” on the advertorial"),
                _("to be checked when its text is approved"),
                approved,
            )
    if not booking.contact:
        yield _("Contact"), _("nobody is named at the advertiser’s"), False


def _discounts(booking: BookingCard) -> Iterable[tuple[str, str, bool]]:
    for line in booking.live:
        for step in line.price.steps:
            if step.kind is StepKind.EXCEPTIONAL:
                by = _("granted by {name}").format(name=step.approver)
                said = by if step.approver else ""
                waits = line.approval is Approval.WAITING
                if waits:
                    said = word(Approval.WAITING)
                why = join((step.reason, said))
                yield _("Exceptional discount"), why, bool(step.reason) and not waits
