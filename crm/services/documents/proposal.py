"""The proposal: the advertiser’s words first, the plan, what is held, the price."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.approvals import ApprovalError
from crm.domain.booking_errors import PastProposingError
from crm.domain.bookings import BookingStatus, LineStatus
from crm.domain.errors import MissingError, UnknownError, words
from crm.domain.magazine import DocumentKind
from crm.domain.money import Money, total
from crm.domain.text import clean_note
from crm.language import _, ngettext, use_language
from crm.language.formats import date_long, money, number, percent
from crm.services.documents.cancellation import cancellation
from crm.services.documents.issuing import Under, at_dawn, issue_paper
from crm.services.documents.one_more_table import one_more_table
from crm.services.documents.parties import mandate_warning
from crm.services.documents.summary_lines import (
    breakable,
    check_currency,
    printed_cascades,
    printed_vat,
)
from crm.services.documents.totals import total_kept
from crm.services.documents.words import company_party, person, seller_party
from crm.services.vat import booking_vat
from crm.store.queries.bookings import booking_card
from crm.store.queries.companies import company_card
from crm.store.queries.documents import last_figures
from crm.store.queries.publishing import seller, terms
from mediakit.model import (
    Contacts,
    Figure,
    Figures,
    Message,
    Paper,
    PaperHead,
    Parties,
    Party,
    Piece,
    Price,
    Table,
    TableCell,
    TableColumn,
    TableRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.documents.keeping import Issued
    from crm.store.queries.bookings import BookingCard, LineCard
    from crm.store.queries.publishing import SellerCard

LONGEST = 1_500
PROPOSED = frozenset({BookingStatus.QUOTED, BookingStatus.OPTIONED})


@dataclass(frozen=True, slots=True)
class ProposalWish:
    """What the advertiser told us: where it stands, what it wants to reach."""

    situation: str
    objective: str


def issue_proposal(
    session: Session,
    actor: Actor,
    booking_id: int,
    wish: ProposalWish,
    *,
    language: str = "",
) -> Issued:
    """Issue a proposal as PDF, and keep it with the advertiser's words.

    `language` empty: the booking's. Raises UnknownError, PastProposingError,
    MissingError, SeveralCurrenciesError, and ApprovalError while a discount waits.
    """
    found = booking_card(session, actor, booking_id)
    if found is None:
        raise UnknownError
    if found.status not in PROPOSED:
        raise PastProposingError(number=found.number)
    if found.waiting:
        raise ApprovalError(field="exceptional")
    check_currency(found)
    said = ProposalWish(
        _told(wish.situation, "situation", words("The situation")),
        _told(wish.objective, "objective", words("The objective")),
    )
    spoken = language or found.language
    with use_language(spoken):
        booking = booking_card(session, actor, booking_id) or found
        publisher = seller(session, booking.title_id)
        paper = proposal_words(session, actor, booking, publisher, said)
        return issue_paper(
            session,
            actor,
            paper,
            publisher,
            spoken,
            Under(
                DocumentKind.PROPOSAL,
                f"{booking.quote_number}-P",
                at_dawn(actor.today),
                company_id=booking.advertiser_id,
                contact_id=booking.contact_id,
                booking_id=booking.id,
                figures={
                    "situation": said.situation,
                    "objective": said.objective,
                    **total_kept(session, booking, booking.total),
                },
            ),
        )


def told_before(session: Session, asker: Actor, booking_id: int) -> ProposalWish:
    """Return the advertiser's words of a booking's last proposal, empty without one."""
    kept = last_figures(session, asker, DocumentKind.PROPOSAL, booking_id)
    return ProposalWish(str(kept.get("situation", "")), str(kept.get("objective", "")))


def _told(typed: str, field: str, label: str) -> str:
    told = clean_note(typed, longest=LONGEST)
    if not told:
        raise MissingError(field=field, label=label)
    return told


def proposal_words(
    session: Session,
    actor: Actor,
    booking: BookingCard,
    publisher: SellerCard,
    said: ProposalWish,
) -> Paper:
    """Put a proposal into words, in the current language: prices come last."""
    advertiser = company_card(session, actor, booking.advertiser_id)
    if advertiser is None:
        raise UnknownError
    vat = booking_vat(session, actor, booking)
    conditions = terms(session, booking.terms_id)
    pieces: list[Piece] = [
        _quoted(_("Where you stand"), said.situation),
        _quoted(_("What you want to reach"), said.objective),
        _plan(booking),
        Figures(tuple(_investment(booking, vat.incl))),
        Price(
            tuple(printed_cascades(booking.live)),
            printed_vat(vat),
            money(vat.excl),
            money(vat.incl),
            cancellation=cancellation(booking.live, conditions, actor.today).sentence,
            terms=(
                _("Terms of sale, version {version}, sent with the quote.").format(
                    version=conditions.version
                )
                if conditions
                else ""
            ),
        ),
        *one_more_table(session, actor, booking),
        Parties(
            (
                company_party(
                    advertiser, contact=booking.contact, heading=_("Prepared for")
                ),
                Party(seller_party(publisher).lines, _("By")),
            ),
            warning=mandate_warning(booking),
        ),
    ]
    if rep := person(session, booking.rep_id):
        next_step = _(
            "An option holds this space free of charge; a signature books it."
        )
        pieces.append(Contacts(_("And now?"), (rep,), next_step))
    dates = [_("Prepared on {day}").format(day=date_long(actor.today))]
    if until := _until(booking):
        dates.append(_("Good until {day}").format(day=until))
    return Paper(
        PaperHead(
            _("Proposal"),
            booking.quote_number,
            dates=tuple(dates),
            party=advertiser.name,
            notice=publisher.notice,
        ),
        tuple(pieces),
    )


_SENTENCE = re.compile(r"(.{12,120}?[.!?…])(?:\s+|$)(.*)", re.DOTALL)
_SHORT = 120


def _quoted(label: str, told: str) -> Message:
    """Set the first sentence of what was told large, the rest under it."""
    if len(told) <= _SHORT and "\n" not in told:
        return Message(label, told)
    found = _SENTENCE.match(told)
    if found is None or "\n" in found[1]:
        return Message(label, "", tuple(told.split("\n")))
    return Message(label, found[1], tuple(found[2].split("\n")))


def _plan(booking: BookingCard) -> Table:
    many = ngettext("{number} insertion", "{number} insertions", len(booking.live))
    return Table(
        (
            TableColumn(_("Issue"), 5),
            TableColumn(_("Format"), 5),
            TableColumn(_("Closing"), 5),
            TableColumn(_("Publication day"), 5),
            TableColumn(_("Held for you"), 7),
        ),
        tuple(
            TableRow(
                (
                    TableCell(breakable(line.issue), line.theme.rstrip(".")),
                    TableCell(line.format or line.package, line.position),
                    TableCell(date_long(line.closes_on) if line.closes_on else ""),
                    TableCell(
                        date_long(line.published_on) if line.published_on else ""
                    ),
                    _held(line),
                )
            )
            for line in booking.live
        ),
        heading=_("The plan: {insertions}").format(
            insertions=many.format(number=number(len(booking.live)))
        ),
        lead=booking.campaign,
    )


def _held(line: LineCard) -> TableCell:
    """Say what is held, and until when; a quote holds nothing."""
    if line.status is LineStatus.OPTIONED and line.option_until:
        until = _("until {day}").format(day=date_long(line.option_until))
        return TableCell(_("yes, on option"), mark=until)
    if line.status in {LineStatus.CONFIRMED, LineStatus.RAN}:
        return TableCell(_("yes, confirmed"))
    return TableCell(_("not yet"), _("an option holds it"))


def _investment(booking: BookingCard, incl: Money) -> Iterator[Figure]:
    card = total((line.price.gross for line in booking.live), booking.currency)
    yield Figure(money(booking.total), _("your investment"), _("excl. VAT"))
    saved = card - booking.net_net
    if saved.cents > 0:
        rate = saved.cents * 10_000 // card.cents
        note = _("{rate} under the card rate").format(rate=percent(rate))
        yield Figure(money(saved), _("of discounts, step by step below"), note)
    yield Figure(money(incl), _("incl. VAT"))


def _until(booking: BookingCard) -> str:
    days = [line.option_until for line in booking.live if line.option_until]
    if booking.status is BookingStatus.OPTIONED and days:
        return date_long(min(days))
    return date_long(booking.quote_valid_until)
