"""What is said of a certificate whose end is near, or has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import words
from crm.domain.sealing import SOON
from crm.language.formats import date_long
from crm.services.faults import Fault
from crm.store.queries.verifying import list_seals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def expiring_seals(session: Session, actor: Actor) -> Iterator[Fault]:
    """Tell of each certificate in use that has expired or will before long.

    It is no fault of the books: documents are issued all the same, unsealed.
    """
    for row in list_seals(session, actor):
        if row.ended_at is not None or actor.at + SOON <= row.valid_until:
            continue
        said = (
            words(
                "The certificate of {publisher} expired on {day}: its documents go "
                "unsealed. Import another one."
            )
            if actor.at > row.valid_until
            else words(
                "The certificate of {publisher} expires on {day}. Import the next one "
                "before."
            )
        )
        day = date_long(row.valid_until.date())
        facts: dict[str, object] = {"publisher": row.publisher, "day": day}
        yield Fault(said, facts)
