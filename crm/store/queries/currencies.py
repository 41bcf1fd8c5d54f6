"""The currencies a desk books in: each figure is of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.money import EURO
from crm.store.models import RevenueRep, Target
from crm.store.scope import team_totals

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def list_currencies(session: Session, _asker: Actor) -> list[str]:
    """List what the ledger and the targets are in, the euro first; it alone for none.

    The same for everybody who asks.
    """
    with team_totals(session, None):
        told = {
            *session.scalars(select(RevenueRep.currency).distinct()),
            *session.scalars(select(Target.currency).distinct()),
        }
    return sorted(told or {EURO}, key=lambda one: (one != EURO, one))
