"""Everything a page of revenue tells, read for one filter.

The screen, the workbook and the printed report draw from it: what they show is the
same to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.clock import in_days
from crm.domain.money import Money
from crm.domain.revenue import Against, Cut, Period, Segment, Standing
from crm.store.queries.forecast_moves import movers
from crm.store.queries.issue_returns import not_back
from crm.store.queries.leakage import Given, cancelled, given_by_reason
from crm.store.queries.pacing import open_issues, pacing
from crm.store.queries.pipeline import PipelineSum, pipeline
from crm.store.queries.revenue import amounts_of, barter_net, other_currencies, sums_by
from crm.store.queries.revenue_advertisers import (
    AdvertiserSum,
    Concentration,
    Retention,
    concentration,
    list_lapsed,
    retention,
    segments,
)
from crm.store.queries.standing import (
    BesideRow,
    DaySum,
    cumulated,
    months_beside,
    parts_beside,
    standing,
)
from crm.store.queries.team_activity import RepWeek, rep_weeks
from crm.store.queries.unsold import Fill, PremiumPlace, premium_left, sell_through

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.forecast import Mover
    from crm.domain.pacing import Pacing
    from crm.domain.revenue_amounts import Amounts
    from crm.domain.roles import Actor
    from crm.store.queries.revenue import SumRow

WEEK = 7
"""Days back to which what moved is told."""
ACTIVE_DAYS = 28
"""Days back over which calls and meetings are counted."""
SHOWN_LAPSED = 4
PREMIUM_ISSUES = 2
"""As many issues that close next are asked for their premium places."""
BESIDE = (Cut.TITLE, Cut.SUPPORT, Cut.ISSUE, Cut.SECTOR, Cut.AGENCY)


@dataclass(frozen=True, slots=True)
class RevenuePage:
    """A page of revenue; where the asker may not follow each rep, `reps` is empty."""

    period: Period
    against: Against
    today: date
    standing: Standing
    sums: Amounts
    barter: Money
    others: tuple[Money, ...]
    curve: tuple[DaySum, ...]
    curve_before: tuple[DaySum, ...]
    movers: dict[Mover, Money]
    issues_open: tuple[tuple[int, str], ...]
    pacing: Pacing | None
    missing: tuple[AdvertiserSum, ...]
    premium: tuple[PremiumPlace, ...]
    months: tuple[BesideRow, ...]
    reps: tuple[BesideRow, ...]
    rep_sums: tuple[SumRow, ...]
    parts: dict[Cut, tuple[BesideRow, ...]]
    bought: Money
    fills: tuple[Fill, ...]
    segments: dict[Segment, tuple[int, Amounts]]
    retention: Retention
    lapsed: tuple[AdvertiserSum, ...]
    top: Concentration
    given: tuple[Given, ...]
    cancelled: Amounts
    pipeline: tuple[PipelineSum, ...]
    activity: tuple[RepWeek, ...]

    @property
    def new(self) -> int:
        """How many advertisers are new."""
        return self.segments[Segment.NEW][0] if Segment.NEW in self.segments else 0


def revenue_page(
    session: Session,
    asker: Actor,
    period: Period,
    *,
    against: Against = Against.LAST_YEAR,
    issue_id: int | None = None,
    may_follow: bool = True,
    cuts: Collection[Cut] = BESIDE,
) -> RevenuePage:
    """Read a page of revenue; `issue_id` chooses the open issue whose pace is told.

    `cuts` are the parts told beside months and reps. `may_follow` says that the asker
    may see who booked what: a rep who looks at the whole team is told its totals.
    """
    today = asker.today
    issues_open = open_issues(session, asker, period)
    ids = [id_ for id_, _name in issues_open]
    chosen = issue_id if issue_id in ids else next(iter(ids), None)
    pace = pacing(session, asker, period, chosen) if chosen else None
    prospects = pipeline(session, asker, period)
    return RevenuePage(
        period=period,
        against=against,
        today=today,
        standing=standing(session, asker, period, prospects),
        sums=amounts_of(session, asker, period),
        barter=barter_net(session, asker, period),
        others=tuple(other_currencies(session, asker, period)),
        curve=tuple(cumulated(session, asker, period)),
        curve_before=tuple(cumulated(session, asker, period.a_year_earlier())),
        movers=movers(session, asker, period, in_days(today, -WEEK)),
        issues_open=tuple(issues_open),
        pacing=pace,
        missing=tuple(
            not_back(session, asker, chosen, period.currency) if chosen else ()
        ),
        premium=tuple(
            place
            for place in premium_left(session, asker, ids[:PREMIUM_ISSUES])
            if place.price.currency == period.currency
        ),
        months=tuple(months_beside(session, asker, period, against)),
        reps=tuple(
            parts_beside(session, asker, period, Cut.REP, against) if may_follow else ()
        ),
        rep_sums=tuple(sums_by(session, asker, period, Cut.REP) if may_follow else ()),
        parts={
            cut: tuple(parts_beside(session, asker, period, cut, against))
            for cut in cuts
            if cut is not Cut.SEGMENT
        },
        bought=_bought(session, asker, period),
        fills=tuple(sell_through(session, asker, period)),
        segments=segments(session, asker, period),
        retention=retention(session, asker, period),
        lapsed=tuple(list_lapsed(session, asker, period, limit=SHOWN_LAPSED))
        if may_follow
        else (),
        top=concentration(session, asker, period),
        given=tuple(given_by_reason(session, asker, period)),
        cancelled=cancelled(session, asker, period),
        pipeline=tuple(prospects),
        activity=tuple(rep_weeks(session, asker, in_days(today, -ACTIVE_DAYS), today))
        if may_follow
        else (),
    )


def _bought(session: Session, asker: Actor, period: Period) -> Money:
    """Return what agencies have bought of a period's net."""
    rows = sums_by(session, asker, period, Cut.AGENCY)
    nothing = Money(0, period.currency)
    return next((row.net_net for row in rows if row.key), nothing)
