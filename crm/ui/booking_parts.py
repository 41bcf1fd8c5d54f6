"""The pieces of a booking's page: its life, lines, price, space, checks, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.bookings import BookingStatus, LineStatus
from crm.domain.errors import words
from crm.domain.magazine import MaterialStatus
from crm.domain.prices import StepKind
from crm.language import _
from crm.language.formats import date_long, day_short, money, number
from crm.language.vocabulary import word
from crm.services.documents.booking_summary import trim_words
from crm.ui import parts
from crm.ui.acting import fragment
from crm.ui.cascade import advice_sentences, explained
from crm.ui.escape import bold, join, say
from crm.ui.space_words import days_left, in_days, left_of, option_until
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from crm.domain.advice import Advice
    from crm.domain.space import Holding
    from crm.services.vat import Vat
    from crm.store.queries.availability import HeldSpace
    from crm.store.queries.bookings import BookingCard, LineCard
    from crm.store.queries.companies import MandateRow
    from crm.ui.escape import Marked

LIFE = (
    BookingStatus.QUOTED,
    BookingStatus.OPTIONED,
    BookingStatus.CONFIRMED,
    BookingStatus.RAN,
    BookingStatus.CLOSED,
)
"""The way a booking goes when nothing stops it."""


def title(booking: BookingCard) -> str:
    """Name a booking: its campaign, else what it runs first."""
    if booking.campaign:
        return booking.campaign
    return booking.live[0].format if booking.live else booking.number


def status_badge(booking: BookingCard, today: date) -> Marked:
    """Mark where a booking stands; an option counts its days."""
    until = first_option(booking)
    if booking.status is BookingStatus.OPTIONED and until:
        said = f"{word(booking.status)}, {days_left(until, today)}"
        return badge(booking.status, said)
    return badge(booking.status)


def flags(booking: BookingCard) -> tuple[Marked, ...]:
    """Mark what must not be overlooked: an agency that buys without a mandate."""
    if not booking.mandate_missing:
        return ()
    return (badge("overdue", _("mandate missing")),)


def first_option(booking: BookingCard) -> date | None:
    """Return the day the first of its options falls."""
    days = (line.option_until for line in booking.lines if line.option_until)
    return min(days, default=None)


def who(booking: BookingCard) -> Marked:
    """Say for whom, through whom, who pays and who looks after it."""
    return join(
        (
            say(_("advertiser {name}"), name=bold(booking.advertiser)),
            say(_("agency {name}"), name=bold(booking.agency))
            if booking.agency
            else "",
            say(_("billed to {name}"), name=booking.advertiser),
            say(_("paid by {name}"), name=booking.payer) if booking.payer else "",
            say(_("followed by {name}"), name=bold(booking.rep)),
        )
    )


def life(booking: BookingCard) -> None:
    """Draw the way from quote to closed: where it stands, and each step's day."""
    ended = booking.status in {BookingStatus.CANCELLED, BookingStatus.EXPIRED}
    stands = LIFE.index(booking.status) if not ended else -1
    with parts.panel("life"), st.grid(5, min_column_width=120, gap="small"):
        for place, (step, when) in enumerate(zip(LIFE, _days(booking), strict=True)):
            name = word(step)
            name = name[:1].upper() + name[1:]
            if place == stands:
                mark = badge(step)
            elif place < stands or (ended and place == 0):
                mark = say(":material/check_circle: {name}", name=bold(name))
            else:
                mark = say(":gray[:material/circle: {name}]", name=bold(name))
            st.markdown(join((mark, parts.muted(when)), "  \n"))


def _days(booking: BookingCard) -> tuple[str, ...]:
    until = first_option(booking)
    published = sorted(x.published_on for x in booking.live if x.published_on)
    if until:
        optioned = _("until {day}").format(day=day_short(until))
    else:
        optioned = _("not needed") if booking.confirmed_on else _("holds the space")
    shown = dict.fromkeys((published[0], published[-1])) if published else {}
    return (
        day_short(booking.quoted_on),
        optioned,
        day_short(booking.confirmed_on) if booking.confirmed_on else _("to be agreed"),
        " → ".join(day_short(day) for day in shown),
        _("when every report is sent"),
    )


def lines(booking: BookingCard) -> None:
    """List the lines: what, where, when, for how much."""
    count = number(len(booking.lines))
    with parts.section(_("Lines"), count, key="lines"):
        for line in booking.lines:
            _line(booking, line)


def _line(booking: BookingCard, line: LineCard) -> None:
    name = ", ".join(part for part in (line.format, line.position) if part)
    facts = join(
        (
            join((line.support, line.issue), " "),
            line.theme,
            _("published {day}").format(day=day_short(line.published_on))
            if line.published_on
            else "",
            _("quantity {number}").format(number=number(line.quantity))
            if line.quantity > 1
            else "",
            _("guaranteed position") if line.is_guaranteed else "",
            trim_words(line),
        )
    )
    apart = line.status.value != booking.status.value
    under = _("net net and fees") if line.price.fees else _("net net")
    if line.is_make_good:
        under = _("free: make-good")
    parts.pair(
        f"line-{line.id}",
        join((bold(name), badge(line.status) if apart else ""), " "),
        facts,
        bold(money(line.price.total)),
        under,
    )


@fragment
def price(booking: BookingCard, vat: Vat, advices: Sequence[Advice]) -> None:
    """Draw the price of a chosen line, step by step, and the booking's totals."""
    names = [f"{line.format}, {line.issue}" for line in booking.live]
    note = names[0] if len(names) == 1 else _("one line at a time")
    with parts.section(_("The price, step by step"), note, key="price"):
        prices = [line.price for line in booking.live]
        explained(f"booking_{booking.id}", names, prices, vat)
        for sentence in advice_sentences(advices):
            st.markdown(join((parts.icon("lightbulb"), sentence), " "))


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
            waiting = (
                _("{number} waiting in line").format(number=number(need.waiting))
                if need.waiting
                else ""
            )
            state = need.pool.space.state
            parts.pair(
                f"left-{need.pool.pool_id}",
                bold(left_of(need.pool)),
                waiting,
                badge(state.value, word(state)),
            )


def _holding(booking: BookingCard, holding: Holding) -> tuple[object, ...]:
    mine = holding.booking_id == booking.id
    name = booking.advertiser if mine else _("Taken")
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
    found = list(_checks(booking, mandates))
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
    for line in booking.live:
        for step in line.price.steps:
            if step.kind is StepKind.EXCEPTIONAL:
                by = _("granted by {name}").format(name=step.approver)
                why = join((step.reason, by if step.approver else ""))
                yield _("Exceptional discount"), why, bool(step.reason)
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


def references(booking: BookingCard) -> None:
    """List the buyer's own references, and the note kept with the booking."""
    found = [
        (label, text)
        for label, text in (
            (_("Contact"), booking.contact),
            (_("Purchase order"), booking.purchase_order),
            (_("Engagement number"), booking.engagement_number),
            (_("Service code"), booking.service_code),
            (_("Note"), booking.note),
        )
        if text
    ]
    if not found:
        return
    with parts.section(_("References"), key="references"):
        for place, (label, text) in enumerate(found):
            parts.pair(f"reference-{place}", parts.muted(label), "", text)


def agreements(booking: BookingCard) -> None:
    """List who agreed, when and how."""
    if not booking.agreements:
        return
    with parts.section(_("Agreed"), number(len(booking.agreements)), key="agreed"):
        for place, row in enumerate(booking.agreements):
            how, day = means_word(row.means), day_short(row.agreed_on)
            parts.pair(f"agreed-{place}", bold(row.agreed_by), how, day)


MEANS = (
    words("signed file"),
    words("mail"),
    words("telephone"),
    words("meeting"),
    words("on line"),
)
"""How somebody may agree; each word is also its code."""


def means_word(code: str) -> str:
    """Return the word for how somebody agreed; an unknown code stands as it is."""
    return _(code) if code in MEANS else code
