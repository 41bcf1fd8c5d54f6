"""Who a paper is from and for: seller, advertiser, agency and its mandate, payer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.companies import ContactRole
from crm.language import _
from crm.language.formats import date_long
from crm.services.documents.words import company_party, seller_party
from crm.store.queries.companies import company_card
from crm.store.queries.publishing import mandate_reference
from mediakit.model import Parties

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.models import Mandate
    from crm.store.queries.bookings import BookingCard
    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.publishing import SellerCard


def parties_of(
    session: Session, actor: Actor, booking: BookingCard, publisher: SellerCard
) -> Parties:
    """Return the parties of a booking's paper, the advertiser second."""
    notes = [""]
    sides = [replace(seller_party(publisher), heading=_("Publisher"))]
    advertiser = company_card(session, actor, booking.advertiser_id)
    if advertiser:
        heading = _("Advertiser")
        sides.append(
            company_party(advertiser, contact=booking.contact, heading=heading)
        )
        notes.append("")
    agency = company_card(session, actor, booking.agency_id or 0)
    if agency:
        sides.append(company_party(agency, heading=_("Agency")))
        mandate = mandate_reference(session, booking.mandate_id)
        notes.append(mandate_words(mandate))
    payer = company_card(session, actor, booking.payer_id or 0)
    if payer and payer.id != booking.advertiser_id:
        sides.append(company_party(payer, heading=_("Payer")))
    return Parties(tuple(sides), tuple(notes), mandate_warning(booking))


def mandate_words(mandate: Mandate | None) -> str:
    """Name the mandate a booking stands on, and until when it is valid."""
    if mandate is None:
        return ""
    if mandate.valid_until is None:
        return _("Mandate {reference}").format(reference=mandate.reference)
    return _("Mandate {reference}, valid until {day}").format(
        reference=mandate.reference, day=date_long(mandate.valid_until)
    )


def mandate_warning(booking: BookingCard) -> str:
    """Say what is missing where an agency buys without a written mandate."""
    if not booking.mandate_missing:
        return ""
    return _(
        "Mandate missing: an agency buys space only under the advertiser’s "
        "written mandate (law 93-122, art. 20). Send it to us; until then "
        "the professional discount does not apply."
    )


def signatory_of(session: Session, actor: Actor, booking: BookingCard) -> str:
    """Name who signs for the advertiser: its signatory, else whom we write to."""
    advertiser = company_card(session, actor, booking.advertiser_id)
    return signatory(advertiser, booking) if advertiser else booking.contact


def signatory(advertiser: CompanyCard, booking: BookingCard) -> str:
    """Name a company's signatory with the job, else the booking's contact."""
    for contact in advertiser.contacts:
        if ContactRole.SIGNATORY in contact.roles:
            return ", ".join(part for part in (contact.name, contact.job) if part)
    return booking.contact
