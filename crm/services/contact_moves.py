"""A contact who goes to another company: the person moves, the history stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.company_errors import SameCompanyError
from crm.domain.errors import UnknownError
from crm.domain.mailboxes import MailboxKind, mailbox_kind
from crm.domain.reaching import goes_along
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.store.models import Company, Contact
from crm.store.queries.editable import contacts_whole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.models import ContactEmail


def move_contact(
    session: Session,
    actor: Actor,
    contact_id: int,
    to_company_id: int,
    *,
    keep_landlines: bool = False,
    keep_emails: bool = False,
    job: str = "",
) -> None:
    """Move a contact to another company.

    Activities, follow-ups and bookings stay with the company they were had with; the
    person's own numbers and addresses go along, the desk numbers and mailboxes of the
    company that is left only where asked. What they opposed goes along. Raises
    NotYoursError, UnknownError, SameCompanyError.
    """
    actor.require(Right.WRITE)
    contact = session.scalars(
        contacts_whole()
        .where(Contact.id == contact_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    company = session.get(Company, to_company_id)
    if contact is None or company is None or company.archived_at is not None:
        raise UnknownError
    left = contact.company
    if left.id == company.id:
        name = f"{contact.first_name} {contact.last_name}".strip()
        shown = company.trade_name or company.name
        raise SameCompanyError(field="company", name=name, company=shown)
    if not keep_landlines:
        contact.phones = [p for p in contact.phones if goes_along(p.use, p.kind)]
    if not keep_emails:
        contact.emails = [e for e in contact.emails if _is_own(e)]
    contact.company = company
    contact.job = clean_line(job, longest=200)
    contact.archived_at = None
    contact.changed_at = actor.at
    contact.version += 1
    session.flush()
    record(session, actor, "move", "contact", contact.id, company=(left.id, company.id))
    record(
        session,
        actor,
        "part",
        "company",
        left.id,
        contact=contact.id,
        to_company=company.id,
    )
    session.flush()


def _is_own(email: ContactEmail) -> bool:
    return (email.kind or mailbox_kind(email.address)) is MailboxKind.PRIVATE
