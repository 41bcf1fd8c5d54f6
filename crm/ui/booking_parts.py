"""The pieces of a booking's page: where it stands, its life, lines and price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.bookings import BookingStatus
from crm.language import _
from crm.language.formats import day_short, money, number
from crm.language.vocabulary import word
from crm.services.documents.words import trim_words
from crm.ui import parts
from crm.ui.acting import fragment
from crm.ui.cascade import advice_sentences, explained
from crm.ui.escape import bold, join, say
from crm.ui.space_words import days_left, folio_range
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from crm.domain.advice import Advice
    from crm.services.vat import Vat
    from crm.store.queries.bookings import BookingCard, LineCard
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


def lines(booking: BookingCard, folios: Mapping[int, Sequence[int]]) -> None:
    """List the lines: what, where, when, for how much; `folios` are their pages."""
    count = number(len(booking.lines))
    with parts.section(_("Lines"), count, key="lines"):
        for line in booking.lines:
            _line(booking, line, folios.get(line.id, ()))


def _line(booking: BookingCard, line: LineCard, folios: Sequence[int]) -> None:
    name = ", ".join(part for part in (line.format, line.position) if part)
    facts = join(
        (
            line.issue
            if line.issue.startswith(line.support)
            else join((line.support, line.issue), " "),
            line.theme,
            _("published {day}").format(day=day_short(line.published_on))
            if line.published_on
            else "",
            _("quantity {number}").format(number=number(line.quantity))
            if line.quantity > 1
            else "",
            _("guaranteed position") if line.is_guaranteed else "",
            _("p. {folio}").format(folio=folio_range(folios)) if folios else "",
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
    with (
        parts.section(_("The price, step by step"), note, key="price"),
        st.container(gap="small"),
    ):
        prices = [line.price for line in booking.live]
        explained(f"booking_{booking.id}", names, prices, vat)
        for sentence in advice_sentences(advices):
            st.markdown(join((parts.icon("lightbulb"), sentence), " "))
