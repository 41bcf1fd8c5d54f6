"""The facts of a revenue report: the page's own, and the lists its drawers open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm.domain.revenue import Against, Cut
from crm.domain.roles import Reach
from crm.store.queries.leakage import CANCELLED
from crm.store.queries.revenue import list_entries, sums_by
from crm.store.queries.revenue_advertisers import list_lapsed
from crm.store.queries.revenue_page import RevenuePage, revenue_page
from crm.store.queries.standing import reps_beside

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.revenue import Period
    from crm.domain.roles import Actor
    from crm.store.queries.revenue import EntryRow, SumRow
    from crm.store.queries.revenue_advertisers import AdvertiserSum
    from crm.store.queries.standing import BesideRow


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A page of revenue, and behind it who booked what.

    Of a rep who reads the whole team these lists are empty: they are told its totals.
    """

    page: RevenuePage
    reps_asked: tuple[BesideRow, ...]
    advertisers: tuple[SumRow, ...]
    lapsed: tuple[AdvertiserSum, ...]
    taken_back: tuple[EntryRow, ...]


def read_facts(
    session: Session,
    actor: Actor,
    period: Period,
    *,
    against: Against = Against.LAST_YEAR,
    issue_id: int | None = None,
) -> ReportFacts:
    """Read what a report tells; `issue_id` chooses the issue whose pace is told."""
    may_follow = actor.reach is not Reach.OWN or period.rep_id is not None
    page = revenue_page(
        session,
        actor,
        period,
        against=against,
        issue_id=issue_id,
        may_follow=may_follow,
    )
    if not may_follow:
        return ReportFacts(page, (), (), (), ())
    back = replace(period, cause=CANCELLED)
    return ReportFacts(
        page,
        tuple(reps_beside(session, actor, period)),
        tuple(sums_by(session, actor, period, Cut.ADVERTISER)),
        tuple(list_lapsed(session, actor, period)),
        tuple(list_entries(session, actor, back)) if page.cancelled.many else (),
    )
