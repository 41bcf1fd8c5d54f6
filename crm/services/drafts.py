"""Forms half filled: kept for their writer alone, until saved or thrown away.

No audit row: nothing of the desk changes by what somebody has not saved.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from crm.domain.drafts import DAYS_KEPT, LONGEST
from crm.domain.text import clean_line
from crm.store.models import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def keep_draft(
    session: Session,
    actor: Actor,
    form: str,
    label: str,
    typed: Mapping[str, Any],
) -> None:
    """Keep what stands in a form: one draft a person and form, the last one typed.

    `typed` is JSON. One beyond what a form holds is not kept; nor is the desk's own.
    """
    if actor.user_id is None or len(json.dumps(typed)) > LONGEST:
        return
    draft = session.scalars(
        select(Draft).where(Draft.user_id == actor.user_id, Draft.form == form)
    ).first()
    if draft is None:
        draft = Draft(user_id=actor.user_id, form=form, begun_at=actor.at)
        session.add(draft)
    draft.label = clean_line(label, longest=400)
    draft.typed = dict(typed)
    draft.changed_at = actor.at
    session.flush()


def drop_draft(session: Session, actor: Actor, form: str) -> None:
    """Throw a person's draft of a form away; where there is none, nothing happens."""
    session.execute(
        delete(Draft)
        .where(Draft.user_id == actor.user_id, Draft.form == form)
        .execution_options(synchronize_session=False)
    )


def drop_old_drafts(session: Session, actor: Actor) -> None:
    """Throw away the drafts nobody has touched for thirty days."""
    session.execute(
        delete(Draft)
        .where(Draft.changed_at < actor.at - timedelta(days=DAYS_KEPT))
        .execution_options(synchronize_session=False)
    )
