"""What was issued and kept: to whom, by whom, when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, func, or_, select

from crm.domain.clock import in_days, paris_instant
from crm.domain.magazine import SHOWN_WITH_THEIR_LINE
from crm.domain.names import fold
from crm.store.models import Booking, Company, Document, User
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from crm.domain.magazine import DocumentKind
    from crm.domain.roles import Actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A document as issued, without its bytes; `size` is theirs."""

    id: int
    kind: DocumentKind
    reference: str
    edition: int
    language: str
    issued_at: datetime
    issued_by: str
    company_id: int | None
    company: str
    booking_id: int | None
    file_name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which documents are asked for; empty fields ask for all of them.

    `day` is a day of Paris: what was issued on it.
    """

    search: str = ""
    kinds: tuple[DocumentKind, ...] = ()
    language: str = ""
    company_id: int | None = None
    day: date | None = None


def list_kept(
    session: Session,
    _asker: Actor,
    asked: Asked | None = None,
    *,
    limit: int = PAGE,
    offset: int = 0,
) -> list[KeptRow]:
    """List documents as issued, the newest first."""
    shown = shown_name()
    query = _asked(
        select(Document, func.length(Document.content), User.name, shown),
        asked or Asked(),
    )
    query = (
        query.outerjoin(User, User.id == Document.issued_by_id)
        .order_by(Document.issued_at.desc(), Document.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        KeptRow(
            id=row.id,
            kind=row.kind,
            reference=row.reference,
            edition=row.edition,
            language=row.language,
            issued_at=row.issued_at,
            issued_by=user or "",
            company_id=row.company_id,
            company=company or "",
            booking_id=row.booking_id,
            file_name=row.file_name,
            sha256=row.sha256,
            size=size or 0,
        )
        for row, size, user, company in session.execute(query)
    ]


def count_kept(session: Session, _asker: Actor, asked: Asked | None = None) -> int:
    """Count the documents `list_kept` lists."""
    query = _asked(select(func.count(Document.id)), asked or Asked())
    return int(session.scalars(query).one())


def companies_sent(session: Session, _asker: Actor) -> dict[int, str]:
    """Return the companies that documents were issued for, by name."""
    shown = shown_name()
    rows = session.execute(
        select(Company.id, shown)
        .join(Document, Document.company_id == Company.id)
        .where(Document.kind.not_in(SHOWN_WITH_THEIR_LINE))
        .distinct()
        .order_by(shown, Company.id)
    )
    return {company_id: str(name) for company_id, name in rows}


def last_figures(
    session: Session, _asker: Actor, kind: DocumentKind, booking_id: int
) -> dict[str, Any]:
    """Return what was kept with a booking's last document of a kind."""
    found = session.scalars(
        select(Document.figures)
        .where(Document.kind == kind, Document.booking_id == booking_id)
        .order_by(Document.issued_at.desc(), Document.id.desc())
        .limit(1)
    ).first()
    return dict(found or {})


def _asked(query: Any, asked: Asked) -> Any:  # noqa: ANN401  any select
    query = query.select_from(Document)
    query = query.outerjoin(Company, Company.id == Document.company_id)
    query = query.where(Document.kind.not_in(SHOWN_WITH_THEIR_LINE))
    if asked.kinds:
        query = query.where(Document.kind.in_(asked.kinds))
    if asked.language:
        query = query.where(Document.language == asked.language)
    if asked.company_id is not None:
        query = query.where(Document.company_id == asked.company_id)
    if asked.day is not None:
        begins, ends = paris_instant(asked.day), paris_instant(in_days(asked.day, 1))
        query = query.where(Document.issued_at >= begins, Document.issued_at < ends)
    if typed := asked.search.strip():
        name = fold(typed)
        query = query.outerjoin(Booking, Booking.id == Document.booking_id).where(
            or_(
                Document.reference.icontains(typed, autoescape=True),
                Document.sha256.startswith(typed.lower(), autoescape=True),
                Booking.quote_number.icontains(typed, autoescape=True),
                Company.folded.contains(name, autoescape=True) if name else false(),
            )
        )
    return query
