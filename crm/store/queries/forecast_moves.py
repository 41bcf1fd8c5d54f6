"""What moved the forecast between two days: the ledger's rows and the pipeline's moves.

Each line and opportunity that moved is told once, with what it weighed before and
weighs now, so that the rows add up to the whole of the difference.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import aliased

from crm.domain.forecast import (
    Moved,
    Mover,
    Weight,
    by_mover,
    mover_of_line,
    mover_of_opportunity,
)
from crm.domain.money import Money
from crm.domain.opportunities import CLOSED
from crm.domain.revenue import Basis, Period
from crm.language import current_language
from crm.store.models import (
    Booking,
    Company,
    Format,
    Issue,
    LedgerEntry,
    Line,
    Opportunity,
    PipelineMove,
    User,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.pipeline import kept_of
from crm.store.queries.revenue_within import NOUGHT, within
from crm.store.scope import team_totals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

BATCH = 400
TOLD = ("stage", "probability", "amount_cents", "cause", "expected_on")
"""What is read of a move."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a line or an opportunity has moved a forecast by, and why."""

    mover: Mover
    cents: int


def moved_since(
    session: Session, _asker: Actor, period: Period, since: date
) -> list[Moved]:
    """List what has moved a period's forecast after a day, the largest first.

    A rep finds what they may follow.
    """
    french = current_language() == "fr"
    lines = _lines(session, period, since)
    told = _named(session, Line.id, list(lines), french=french)
    intents = _intents(session, period, since)
    told_too = _named(session, Opportunity.id, list(intents), french=french)
    rows = [
        Moved(change.mover, *names[id_], Money(change.cents, period.currency))
        for changes, names in ((lines, told), (intents, told_too))
        for id_, change in changes.items()
        if id_ in names
    ]
    return sorted(rows, key=lambda row: (-abs(row.amount.cents), row.advertiser))


def movers(
    session: Session, _asker: Actor, period: Period, since: date
) -> dict[Mover, Money]:
    """Sum what has moved a period's forecast after a day by its cause.

    The team's where no rep is asked for.
    """
    with team_totals(session, period.rep_id):
        changes = [
            *_lines(session, period, since).values(),
            *_intents(session, period, since).values(),
        ]
    currency = period.currency
    return by_mover((one.mover, Money(one.cents, currency)) for one in changes)


def _lines(session: Session, period: Period, since: date) -> dict[int, Change]:
    """Weigh every line that moved: as an option, in the ledger, or in both."""
    posted: dict[int, int] = defaultdict(int)
    causes: dict[int, set[str]] = defaultdict(set)
    entries = within(
        session,
        select(
            (LedgerEntry.line_id + NOUGHT).label("line_id"),
            LedgerEntry.cause,
            func.sum(LedgerEntry.net_net_cents),
        ),
        period,
        since=since,
    )
    # By an expression: SQLite would otherwise walk the whole ledger in its order.
    grouped = entries.group_by(LedgerEntry.line_id + NOUGHT, LedgerEntry.cause)
    for line_id, cause, cents in session.execute(grouped):
        posted[line_id] += int(cents)
        causes[line_id].add(cause)
    weights = _weights(session, period, since)
    nothing = (Weight(), Weight())
    found = {}
    for line_id in posted.keys() | weights.keys():
        was, now = weights.get(line_id, nothing)
        mover = mover_of_line(was, now, frozenset(causes.get(line_id, ())))
        cents = posted.get(line_id, 0) + now.cents - was.cents
        if cents:
            found[line_id] = Change(mover, cents)
    return found


def _weights(
    session: Session, period: Period, since: date
) -> dict[int, tuple[Weight, Weight]]:
    """Weigh the lines whose options moved, before and now; those of a period alone."""
    falls: Any = Issue.published_on.between(period.since, period.until)
    if period.basis is Basis.POSTED:
        # An option that has ended has no last day any more.
        last = Line.option_until
        falls = or_(last.between(period.since, period.until), last.is_(None))
    now, was, query = _moves("line_id", since)
    query = (
        query.join(Line, Line.id == now.line_id)
        .join(Booking, Booking.id == Line.booking_id)
        .outerjoin(Issue, Issue.id == Line.issue_id)
        .where(
            falls,
            *kept_of(period, Booking.owner_id, Booking.advertiser_id),
            Line.is_barter.is_(False),
            Line.currency == period.currency,
        )
    )
    return {
        row[0]: (_weight(row[1:6]), _weight(row[6:11]))
        for row in session.execute(query.add_columns(*_told(was), *_told(now)))
    }


def _intents(session: Session, period: Period, since: date) -> dict[int, Change]:
    """Weigh every opportunity that moved."""
    now, was, query = _moves("opportunity_id", since)
    query = (
        query.join(Opportunity, Opportunity.id == now.opportunity_id)
        .outerjoin(Issue, Issue.id == Opportunity.issue_id)
        .where(
            *kept_of(period, Opportunity.owner_id, Opportunity.company_id),
            Opportunity.currency == period.currency,
        )
        .add_columns(*_told(was), *_told(now), Issue.published_on)
    )
    found = {}
    for row in session.execute(query):
        before, after, published = row[1:6], row[6:11], row[11]
        old = _weight(before, counts=_inside(period, before[4], published))
        new = _weight(after, counts=_inside(period, after[4], published))
        mover = mover_of_opportunity(old if before[0] else None, new)
        if new.cents != old.cents:
            found[row[0]] = Change(mover, new.cents - old.cents)
    return found


def _moves(name: str, since: date) -> tuple[Any, Any, Any]:
    """Select what moved after a day: the last move of each, and the last before."""
    now, earlier = aliased(PipelineMove), aliased(PipelineMove)
    # As a table: which move it is, `earlier` says, narrowed to what the asker sees.
    was: Any = PipelineMove.__table__.alias("was").c
    what = getattr(PipelineMove, name)
    # By an expression: SQLite would otherwise walk every move in their order.
    last = (
        select(func.max(PipelineMove.id))
        .where(PipelineMove.moved_on > since, what.is_not(None))
        .group_by(what + NOUGHT)
    )
    before = (
        select(func.max(earlier.id))
        .where(getattr(earlier, name) == getattr(now, name), earlier.moved_on <= since)
        .correlate(now)
        .scalar_subquery()
    )
    query = (
        select(getattr(now, name))
        .select_from(now)
        .outerjoin(was.id.table, was.id == before)
        .where(now.id.in_(last))
    )
    return now, was, query


def _told(move: Any) -> list[Any]:  # noqa: ANN401  an alias
    return [getattr(move, name) for name in TOLD]


def _weight(move: Sequence[Any], *, counts: bool = True) -> Weight:
    """Weigh a move as it was read; the move that never was weighs nothing."""
    stage, probability, cents, cause, _expected_on = move
    if stage is None:
        return Weight()
    weighs = Money(cents).share(probability).cents if counts else 0
    return Weight(stage, cause, 0 if stage in CLOSED else weighs)


def _inside(period: Period, expected_on: date | None, published: date | None) -> bool:
    day = expected_on
    if period.basis is Basis.PUBLISHED and published is not None:
        day = published
    return day is not None and period.since <= day <= period.until


def _named(
    session: Session,
    id_: Any,  # noqa: ANN401  a column
    ids: list[int],
    *,
    french: bool,
) -> dict[int, tuple[str, str, str, int | None, int | None]]:
    """Tell of lines or opportunities: advertiser, what, rep, and which record it is."""
    found = {}
    is_line = id_ is Line.id
    for start in range(0, len(ids), BATCH):
        if is_line:
            form = Format.name_fr if french else Format.name_en
            issue = Issue.name_fr if french else Issue.name_en
            query: Any = (
                select(id_, shown_name(), form, issue, User.name, Booking.id)
                .join(Booking, Booking.id == Line.booking_id)
                .join(Company, Company.id == Booking.advertiser_id)
                .join(User, User.id == Booking.owner_id)
                .outerjoin(Issue, Issue.id == Line.issue_id)
                .outerjoin(Format, Format.id == Line.format_id)
            )
        else:
            query = (
                select(id_, shown_name(), Opportunity.name, literal(""), User.name, id_)
                .join(Company, Company.id == Opportunity.company_id)
                .join(User, User.id == Opportunity.owner_id)
            )
        chosen = query.where(id_.in_(ids[start : start + BATCH]))
        for key, advertiser, first, second, rep, record in session.execute(chosen):
            what = ", ".join(one for one in (first, second) if one)
            records = (record, None) if is_line else (None, record)
            found[key] = (advertiser, what, rep, *records)
    return found
