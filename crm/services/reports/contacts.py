"""A company's people on their way out, as a file of business cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import UnknownError
from crm.domain.roles import Right
from crm.domain.vcards import write_cards
from crm.services.vcards import card_of
from crm.store.queries.companies import company_card

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def contacts_vcf(session: Session, actor: Actor, company_id: int) -> bytes:
    """Write the cards of a company's people as vCard 3.0, in the page's order.

    Raises NotYoursError for who may not export, UnknownError.
    """
    actor.require(Right.EXPORT)
    company = company_card(session, actor, company_id)
    if company is None:
        raise UnknownError
    return write_cards(card_of(person, company.shown) for person in company.contacts)
