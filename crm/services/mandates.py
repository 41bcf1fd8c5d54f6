"""Mandates: the written authority of an agency, its days, and the paper itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.bookings import LIVE
from crm.domain.company_errors import PartiesError
from crm.domain.errors import (
    DateOrderError,
    MissingError,
    UnchangedError,
    UnknownError,
    words,
)
from crm.domain.magazine import DocumentKind
from crm.domain.roles import Right
from crm.domain.text import clean_line, clean_note
from crm.services import company_checks as checks
from crm.services.audit import record
from crm.services.documents.keeping import keep as keep_document
from crm.services.editing import keep, settle
from crm.services.papers import Paper, check_paper
from crm.store.models import Booking, Company, Line, Mandate
from crm.store.queries.editable import mandate_values
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor

MANDATE_FIELDS: Mapping[str, str] = {
    "reference": words("Reference"),
    "valid_from": words("Valid from"),
    "valid_until": words("Valid until"),
    "revoked_on": words("Ended on"),
    "note": words("Note"),
}
"""The fields of a mandate's form, with their labels."""


@dataclass(frozen=True, slots=True)
class MandateWish:
    """An agency's written authority, both days inside."""

    advertiser_id: int
    agency_id: int
    reference: str
    valid_from: date
    valid_until: date | None = None
    note: str = ""


def add_mandate(
    session: Session, actor: Actor, wish: MandateWish, paper: Paper | None = None
) -> int:
    """Record an agency's mandate, with its paper where there is one; return its id.

    Live bookings that the agency made without one stand on it from now on. Raises
    DateOrderError, MissingError, PartiesError, UnknownError, NotPdfError,
    LargeFileError.
    """
    if wish.advertiser_id == wish.agency_id:
        raise PartiesError(field="agency_id")
    if not all(session.get(Company, x) for x in (wish.advertiser_id, wish.agency_id)):
        raise UnknownError
    _check_days(wish.valid_from, wish.valid_until)
    mandate = Mandate(
        advertiser_id=wish.advertiser_id,
        agency_id=wish.agency_id,
        reference=checks.required(wish.reference, "reference", words("Reference")),
        valid_from=wish.valid_from,
        valid_until=wish.valid_until,
        note=clean_note(wish.note),
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(mandate)
    session.flush()
    record(
        session,
        actor,
        "add",
        "mandate",
        mandate.id,
        advertiser=wish.advertiser_id,
        agency=wish.agency_id,
        reference=mandate.reference,
    )
    if paper is not None:
        keep_mandate_paper(session, actor, mandate.id, paper)
    _cover(session, actor, mandate)
    return mandate.id


def change_mandate(
    session: Session,
    actor: Actor,
    mandate_id: int,
    edit: Edit,
    paper: Paper | None = None,
) -> None:
    """Change a mandate, end it on a day, or keep another paper with it.

    What it covered stays as it was booked. Raises as
    `crm.services.company_edits.change_company`, and DateOrderError, NotPdfError,
    LargeFileError.
    """
    actor.require(Right.WRITE)
    mandate = _locked(session, mandate_id)
    mine: dict[str, Value] = {**edit.base, **edit.typed}
    if edit.touched("reference"):
        typed = str(mine["reference"] or "")
        mine["reference"] = checks.required(typed, "reference", words("Reference"))
    if edit.touched("note"):
        mine["note"] = clean_note(str(mine["note"] or ""))
    first = mine["valid_from"]
    if not isinstance(first, date):
        raise MissingError(field="valid_from", label=MANDATE_FIELDS["valid_from"])
    for field in ("valid_until", "revoked_on"):
        last = mine.get(field)
        _check_days(first, last if isinstance(last, date) else None, field)
    theirs = mandate_values(mandate)
    try:
        changes = settle(
            session, actor, "mandate", mandate, edit, mine, theirs, MANDATE_FIELDS
        )
    except UnchangedError:
        if paper is None:
            raise
        changes = {}
    for field, (_before, value) in changes.items():
        setattr(mandate, field, value)
    if changes:
        keep(session, actor, "mandate", mandate, changes)
        _cover(session, actor, mandate)
    if paper is not None:
        keep_mandate_paper(session, actor, mandate_id, paper)


def keep_mandate_paper(
    session: Session, actor: Actor, mandate_id: int, paper: Paper
) -> int:
    """Keep a mandate's paper, a PDF of 5 MB at most, as it came; return its id.

    A second one is its next edition: the first stays. Raises NotPdfError,
    LargeFileError, UnknownError.
    """
    actor.require(Right.WRITE)
    mandate = session.get(Mandate, mandate_id)
    if mandate is None:
        raise UnknownError
    check_paper(paper)
    advertiser = session.get(Company, mandate.advertiser_id)
    kept = keep_document(
        session,
        actor,
        DocumentKind.MANDATE,
        f"{clean_line(mandate.reference, longest=160)} ({mandate.id})",
        advertiser.language if advertiser else "fr",
        paper.content,
        file_name=clean_line(paper.name, longest=200) or "mandat.pdf",
        company_id=mandate.advertiser_id,
        mandate_id=mandate.id,
    )
    return kept.id


def _check_days(first: date, last: date | None, field: str = "valid_until") -> None:
    if last and last < first:
        raise DateOrderError(
            field=field,
            first=words("The first day"),
            first_day=first,
            second=words("the last day"),
            second_day=last,
        )


def _locked(session: Session, mandate_id: int) -> Mandate:
    mandate = session.scalars(
        select(Mandate)
        .where(Mandate.id == mandate_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if mandate is None:
        raise UnknownError
    return mandate


def _cover(session: Session, actor: Actor, mandate: Mandate) -> None:
    """Let live bookings without a mandate stand on this one, where it holds today."""
    ends = [day for day in (mandate.valid_until, mandate.revoked_on) if day]
    if mandate.valid_from > actor.today or any(day < actor.today for day in ends):
        return
    live = select(Line.booking_id).where(Line.status.in_(LIVE))
    query = select(Booking).where(
        Booking.advertiser_id == mandate.advertiser_id,
        Booking.agency_id == mandate.agency_id,
        Booking.mandate_id.is_(None),
        Booking.archived_at.is_(None),
        Booking.id.in_(live),
    )
    with beyond_scope(session, "a mandate covers whatever its agency buys"):
        bookings = session.scalars(query).all()
    for booking in bookings:
        booking.mandate_id = mandate.id
        booking.changed_at = actor.at
        booking.version += 1
        record(session, actor, "cover", "booking", booking.id, mandate=mandate.id)
    session.flush()
