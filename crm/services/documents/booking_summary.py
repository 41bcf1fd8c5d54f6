"""The booking summary: what the advertiser signs, in its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.approvals import ApprovalError
from crm.domain.bookings import BookingStatus
from crm.domain.errors import UnknownError, words
from crm.domain.magazine import DocumentKind
from crm.language import _, use_language
from crm.language.agreement_words import means_word
from crm.language.formats import date_long, money
from crm.services.documents.cancellation import cancellation
from crm.services.documents.keeping import Issued, keep
from crm.services.documents.parties import mandate_warning, mandate_words, signatory
from crm.services.documents.summary_lines import (
    check_currency,
    printed_cascades,
    printed_lines,
    printed_vat,
)
from crm.services.documents.totals import total_kept
from crm.services.documents.words import (
    clauses,
    company_party,
    look_of,
    person,
    seller_party,
)
from crm.services.vat import booking_vat
from crm.store.queries.bookings import BookingCard, booking_card
from crm.store.queries.companies import CompanyCard, company_card
from crm.store.queries.publishing import (
    SellerCard,
    mandate_reference,
    seller,
    terms,
)
from mediakit import render_booking_summary
from mediakit.model import (
    BookingSummary,
    References,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.bookings import AgreementRow

WATERMARKED = {
    BookingStatus.QUOTED: words("DRAFT"),
    BookingStatus.OPTIONED: words("OPTION"),
    BookingStatus.EXPIRED: words("EXPIRED"),
    BookingStatus.CANCELLED: words("CANCELLED"),
}


ENDED = frozenset({BookingStatus.EXPIRED, BookingStatus.CANCELLED})
"""Where nothing is left to be agreed to."""


def issue_booking_summary(
    session: Session, actor: Actor, booking_id: int, *, language: str = ""
) -> Issued:
    """Issue a quote or an insertion order as PDF, and keep it as issued.

    The document's date is that of the booking's last change, so that a reprint
    gives the same bytes. `language` empty: the booking's. Raises UnknownError,
    SeveralCurrenciesError, and ApprovalError while a discount waits: nobody is sent a
    price that may not stand.
    """
    found = booking_card(session, actor, booking_id)
    if found is None:
        raise UnknownError
    if found.waiting:
        raise ApprovalError(field="exceptional")
    check_currency(found)
    spoken = language or found.language
    with use_language(spoken):
        booking = booking_card(session, actor, booking_id) or found
        publisher = seller(session, booking.title_id)
        printed = booking_vat(session, actor, booking).excl
        content = render_booking_summary(
            summary_words(session, actor, booking, publisher),
            lang="fr" if spoken == "fr" else "en",
            issued_at=booking.changed_at,
            look=look_of(publisher),
        )
    return keep(
        session,
        actor,
        DocumentKind.QUOTE if is_quote(booking) else DocumentKind.BOOKING_SUMMARY,
        booking.number,
        spoken,
        content,
        file_name=f"{booking.number}-{spoken}.pdf",
        figures=total_kept(session, booking, printed),
        title_id=booking.title_id,
        company_id=booking.advertiser_id,
        booking_id=booking.id,
        contact_id=booking.contact_id,
    )


def summary_words(
    session: Session, actor: Actor, booking: BookingCard, publisher: SellerCard
) -> BookingSummary:
    """Put a booking into the words of its summary, in the current language."""
    advertiser = _company(session, actor, booking.advertiser_id)
    agency = _company(session, actor, booking.agency_id)
    payer = _company(session, actor, booking.payer_id)
    if advertiser is None:
        raise UnknownError
    vat = booking_vat(session, actor, booking)
    conditions = terms(session, booking.terms_id)
    quoted = is_quote(booking)
    issued_on = booking.quoted_on if quoted else _issued_on(booking)
    cancelled = cancellation(booking.live, conditions, issued_on)
    may_be_signed = booking.status not in ENDED
    party = company_party(advertiser, contact=booking.contact)
    return BookingSummary(
        number=booking.number,
        issued_on=date_long(issued_on),
        valid_until=_valid_until(booking),
        seller=seller_party(publisher),
        advertiser=party,
        lines=tuple(printed_lines(booking.live, vat.rates, cancelled)),
        cascades=tuple(printed_cascades(booking.live)),
        vat=printed_vat(vat),
        total_excl=money(vat.excl),
        total_incl=money(vat.incl),
        kind="quote" if quoted else "booking",
        watermark=_(WATERMARKED.get(booking.status, "")),
        agency=company_party(agency) if agency else None,
        mandate=mandate_words(mandate_reference(session, booking.mandate_id)),
        mandate_missing=mandate_warning(booking),
        payer=company_party(payer) if payer and payer.id != advertiser.id else None,
        references=References(
            purchase_order=booking.purchase_order,
            engagement=booking.engagement_number,
            service_code=booking.service_code or advertiser.chorus_service_code,
        ),
        campaign=booking.campaign,
        cancellation=cancelled.sentence if may_be_signed else "",
        notes=tuple(_notes(booking)),
        terms=(
            _("Terms of sale, version {version}, attached.").format(
                version=conditions.version
            )
            if conditions
            else ""
        ),
        annex_heading=_("Terms of sale") if conditions else "",
        annex=tuple(clauses(conditions.text)) if conditions else (),
        signatory=signatory(advertiser, booking),
        agreed=agreed_words(booking.agreements[-1]) if booking.agreements else "",
        may_be_signed=may_be_signed,
        contact=person(session, booking.rep_id),
        notice=publisher.notice,
    )


def is_quote(booking: BookingCard) -> bool:
    """Say whether a booking's paper is a quote: it never had a booking's number."""
    return booking.number == booking.quote_number


def agreed_words(agreement: AgreementRow) -> str:
    """Say who agreed, when and how."""
    means = means_word(agreement.means)
    day = date_long(agreement.agreed_on)
    return ", ".join(part for part in (agreement.agreed_by, day, means) if part)


def _notes(booking: BookingCard) -> Iterable[str]:
    for line in booking.live:
        if line.is_make_good:
            what = ", ".join(part for part in (line.format, line.repairs) if part)
            yield _("Make-good for {line}: free of charge.").format(line=what)
    if booking.barter:
        yield _(
            "Barter: {amount} net net of the total is settled by exchange, at the "
            "value stated on its lines."
        ).format(amount=money(booking.barter))


def _company(
    session: Session, actor: Actor, company_id: int | None
) -> CompanyCard | None:
    return company_card(session, actor, company_id) if company_id else None


def _issued_on(booking: BookingCard) -> date:
    return booking.confirmed_on or booking.quoted_on


def _valid_until(booking: BookingCard) -> str:
    days = [line.option_until for line in booking.live if line.option_until]
    if booking.status is BookingStatus.OPTIONED and days:
        return date_long(min(days))
    if booking.status in {BookingStatus.QUOTED, BookingStatus.EXPIRED}:
        return date_long(booking.quote_valid_until)
    return ""
