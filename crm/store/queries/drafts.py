"""The forms a person has not finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.store.models import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A form half filled: its name, what it is about, and what was typed, as JSON."""

    form: str
    label: str
    typed: Mapping[str, Any]
    begun_at: datetime
    changed_at: datetime


def list_drafts(session: Session, asker: Actor) -> list[DraftRow]:
    """List the asker's own drafts, the one touched last first."""
    query = (
        select(Draft)
        .where(Draft.user_id == asker.user_id)
        .order_by(Draft.changed_at.desc(), Draft.id.desc())
    )
    return [_row(draft) for draft in session.scalars(query)]


def draft_of(session: Session, asker: Actor, form: str) -> DraftRow | None:
    """Return the asker's own draft of a form."""
    query = select(Draft).where(Draft.user_id == asker.user_id, Draft.form == form)
    found = session.scalars(query).first()
    return _row(found) if found else None


def _row(draft: Draft) -> DraftRow:
    return DraftRow(
        draft.form, draft.label, draft.typed, draft.begun_at, draft.changed_at
    )
