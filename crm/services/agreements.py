"""Who agreed, when and how: recorded with what was signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import MissingError, words
from crm.domain.magazine import DocumentKind
from crm.domain.material_errors import ToComeError
from crm.domain.text import clean_line
from crm.services.documents.keeping import keep
from crm.services.papers import check_paper
from crm.store.models import Agreement

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.papers import Paper
    from crm.store.models import Booking

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who agreed, when and how: signed file, mail, telephone, on line.

    `paper` is what was signed, a PDF, where it came back.
    """

    by: str
    on: date
    means: str
    paper: Paper | None = None


def signatory(agreed: Agreed) -> str:
    """Return who agreed. Raises MissingError."""
    name = clean_line(agreed.by, longest=LONGEST_NAME)
    if not name:
        raise MissingError(field="agreed_by", label=words("Agreed by"))
    return name


def record_agreement(
    session: Session,
    actor: Actor,
    booking: Booking,
    agreed: Agreed,
    *,
    amendment_id: int | None = None,
) -> int:
    """Record an agreement, and keep what was signed as it came; return its id.

    Raises MissingError, ToComeError, NotPdfError, LargeFileError.
    """
    if agreed.on > actor.today:
        raise ToComeError(field="agreed_on", day=agreed.on)
    agreement = Agreement(
        booking_id=booking.id,
        amendment_id=amendment_id,
        agreed_by=signatory(agreed),
        agreed_on=agreed.on,
        means=clean_line(agreed.means, longest=40),
        recorded_by_id=actor.user_id,
        recorded_at=actor.at,
    )
    session.add(agreement)
    if agreed.paper is not None:
        check_paper(agreed.paper)
        session.flush()
        kept = keep(
            session,
            actor,
            DocumentKind.AGREEMENT,
            f"{booking.number or booking.quote_number} ({agreement.id})",
            booking.language,
            agreed.paper.content,
            file_name=clean_line(agreed.paper.name, longest=200) or "accord.pdf",
            company_id=booking.advertiser_id,
            booking_id=booking.id,
        )
        agreement.document_id = kept.id
    session.flush()
    return agreement.id
