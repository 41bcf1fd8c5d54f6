"""Drawing a paper in its language and keeping it as issued: said once for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from crm.domain.clock import PARIS
from crm.services.documents.keeping import Issued, keep
from crm.services.documents.kit_pages import slug
from crm.services.documents.words import look_of
from mediakit import render_paper

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.magazine import DocumentKind
    from crm.domain.roles import Actor
    from crm.store.queries.publishing import SellerCard
    from mediakit.model import Lang, Paper


@dataclass(frozen=True, slots=True)
class Under:
    """What a paper is kept under: its kind, its reference, for whom, its own date."""

    kind: DocumentKind
    reference: str
    issued_at: datetime
    company_id: int | None = None
    contact_id: int | None = None
    booking_id: int | None = None
    figures: dict[str, Any] | None = None


def issue_paper(
    session: Session,
    actor: Actor,
    paper: Paper,
    publisher: SellerCard,
    spoken: str,
    under: Under,
) -> Issued:
    """Draw a paper in its title's look and keep it; the same bytes are kept once."""
    lang: Lang = "fr" if spoken == "fr" else "en"
    content = render_paper(
        paper, lang=lang, issued_at=under.issued_at, look=look_of(publisher)
    )
    return keep(
        session,
        actor,
        under.kind,
        under.reference,
        spoken,
        content,
        file_name=f"{slug(under.reference)}-{spoken}.pdf",
        figures=under.figures,
        title_id=publisher.title_id,
        company_id=under.company_id,
        contact_id=under.contact_id,
        booking_id=under.booking_id,
    )


def at_dawn(day: date) -> datetime:
    """Return the first instant of a day: what is told of a day is dated by it."""
    return datetime.combine(day, time.min, PARIS)
