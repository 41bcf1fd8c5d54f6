"""The unpaid flag of a company: an invoice waits, whoever books should know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.company_errors import UnpaidError
from crm.domain.errors import ReasonError, UnknownError
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.store.models import Company

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def flag_unpaid(session: Session, actor: Actor, company_id: int, reason: str) -> None:
    """Note that a company's invoice is unpaid, and which.

    Raises ReasonError, UnpaidError where it stands already, UnknownError.
    """
    company, why = _found(session, actor, company_id, reason)
    if company.is_unpaid:
        raise UnpaidError
    company.is_unpaid = True
    _changed(actor, company)
    record(session, actor, "flag_unpaid", "company", company.id, note=why)
    session.flush()


def clear_unpaid(session: Session, actor: Actor, company_id: int, reason: str) -> None:
    """Note that nothing is unpaid any more, and why. Raises as `flag_unpaid`."""
    company, why = _found(session, actor, company_id, reason)
    if not company.is_unpaid:
        raise UnpaidError
    company.is_unpaid = False
    _changed(actor, company)
    record(session, actor, "clear_unpaid", "company", company.id, note=why)
    session.flush()


def _found(
    session: Session, actor: Actor, company_id: int, reason: str
) -> tuple[Company, str]:
    actor.require(Right.WRITE)
    why = clean_line(reason, longest=300)
    if not why:
        raise ReasonError(field="reason")
    company = session.get(Company, company_id)
    if company is None:
        raise UnknownError
    return company, why


def _changed(actor: Actor, company: Company) -> None:
    company.changed_at = actor.at
    company.version += 1
