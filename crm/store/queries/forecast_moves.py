"""What moved the forecast between two days: the ledger's rows and the pipeline's moves.

Each line and opportunity that moved is told once, with what it weighed before and
weighs now, so that the rows add up to the whole of the difference.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

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
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

BATCH = 400
COLUMNS = (
    *(PipelineMove.line_id, PipelineMove.opportunity_id, PipelineMove.stage),
    *(PipelineMove.probability, PipelineMove.amount_cents, PipelineMove.cause),
    PipelineMove.expected_on,
)


def moved_since(
    session: Session, _asker: Actor, period: Period, since: date
) -> list[Moved]:
    """List what has moved a period's forecast after a day, the largest first.

    A rep finds what they may follow.
    """
    moves = _last_moves(session, since)
    lines = _lines(session, period, since, moves["line"])
    intents = _intents(session, period, since, moves["opportunity"])
    currency = period.currency
    rows = [
        Moved(mover, advertiser, what, rep, booking, intent, Money(cents, currency))
        for mover, advertiser, what, rep, booking, intent, cents in (*lines, *intents)
        if cents
    ]
    return sorted(rows, key=lambda row: (-abs(row.amount.cents), row.advertiser))


def movers(
    session: Session, asker: Actor, period: Period, since: date
) -> dict[Mover, Money]:
    """Sum what has moved a period's forecast after a day by its cause.

    The team's where no rep is asked for.
    """
    with team_totals(session, period.rep_id):
        return by_mover(moved_since(session, asker, period, since))


def _last_moves(session: Session, since: date) -> dict[str, dict[int, Any]]:
    """Return the last move of each thing that moved after a day."""
    # Sorted here: SQLite would otherwise walk every move in the order of the numbers.
    query = select(*COLUMNS, PipelineMove.id).where(PipelineMove.moved_on > since)
    found: dict[str, dict[int, Any]] = {"line": {}, "opportunity": {}}
    for move in sorted(session.execute(query), key=lambda move: move.id):
        if move.line_id is not None:
            found["line"][move.line_id] = move
        elif move.opportunity_id is not None:
            found["opportunity"][move.opportunity_id] = move
    return found


def _before(
    session: Session,
    column: Any,  # noqa: ANN401  a column
    ids: list[int],
    since: date,
) -> dict[int, Any]:
    """Return what each of these last was on a day."""
    found: dict[int, Any] = {}
    for start in range(0, len(ids), BATCH):
        last = (
            select(func.max(PipelineMove.id))
            .where(
                column.in_(ids[start : start + BATCH]), PipelineMove.moved_on <= since
            )
            .group_by(column)
        )
        query = select(*COLUMNS).where(PipelineMove.id.in_(last))
        for move in session.execute(query):
            found[move.line_id or move.opportunity_id or 0] = move
    return found


def _weight(move: Any, *, counts: bool) -> Weight:  # noqa: ANN401  a move or None
    if move is None:
        return Weight()
    weighs = Money(move.amount_cents).share(move.probability).cents if counts else 0
    closed = move.stage in CLOSED
    return Weight(move.stage, move.cause, 0 if closed else weighs)


def _lines(
    session: Session, period: Period, since: date, moves: dict[int, Any]
) -> list[tuple[Any, ...]]:
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
    before = _before(session, PipelineMove.line_id, list(moves), since)
    rows = []
    for line_id, row in _line_facts(session, period, [*posted, *moves]).items():
        optioned = row["counts"] and line_id in moves
        was = _weight(before.get(line_id), counts=optioned)
        now = _weight(moves.get(line_id), counts=optioned)
        cents = posted.get(line_id, 0) + now.cents - was.cents
        mover = mover_of_line(was, now, frozenset(causes.get(line_id, ())))
        told = (row["advertiser"], row["what"], row["rep"], row["booking_id"], None)
        rows.append((mover, *told, cents))
    return rows


def _line_facts(
    session: Session, period: Period, ids: list[int]
) -> dict[int, dict[str, Any]]:
    """Read what these lines are; `counts`: as options they are in the period."""
    french = current_language() == "fr"
    inside: Any = Issue.published_on.between(period.since, period.until)
    if period.basis is Basis.POSTED:
        # An option that has ended has no last day any more.
        last = Line.option_until
        inside = or_(last.between(period.since, period.until), last.is_(None))
    owner = Booking.owner_id
    found = {}
    unique = sorted(set(ids))
    for start in range(0, len(unique), BATCH):
        query = (
            select(
                Line.id,
                Booking.id,
                shown_name(),
                Format.name_fr if french else Format.name_en,
                Issue.name_fr if french else Issue.name_en,
                User.name,
                inside,
                and_(
                    *kept_of(period, owner, Booking.advertiser_id),
                    Line.is_barter.is_(False),
                    Line.currency == period.currency,
                ),
            )
            .join(Booking, Booking.id == Line.booking_id)
            .join(Company, Company.id == Booking.advertiser_id)
            .join(User, User.id == owner)
            .outerjoin(Issue, Issue.id == Line.issue_id)
            .outerjoin(Format, Format.id == Line.format_id)
            .where(Line.id.in_(unique[start : start + BATCH]))
        )
        for id_, booking, advertiser, form, issue, rep, falls, kept in session.execute(
            query
        ):
            found[id_] = {
                "booking_id": booking,
                "advertiser": advertiser,
                "what": ", ".join(one for one in (form, issue) if one),
                "rep": rep,
                "counts": bool(falls and kept),
            }
    return found


def _intents(
    session: Session, period: Period, since: date, moves: dict[int, Any]
) -> list[tuple[Any, ...]]:
    """Weigh every opportunity that moved."""
    before = _before(session, PipelineMove.opportunity_id, list(moves), since)
    rows = []
    ids = sorted(moves)
    for start in range(0, len(ids), BATCH):
        query = (
            select(
                Opportunity.id,
                Opportunity.name,
                shown_name(),
                User.name,
                Issue.published_on,
                and_(
                    *kept_of(period, Opportunity.owner_id, Opportunity.company_id),
                    Opportunity.currency == period.currency,
                ),
            )
            .join(Company, Company.id == Opportunity.company_id)
            .join(User, User.id == Opportunity.owner_id)
            .outerjoin(Issue, Issue.id == Opportunity.issue_id)
            .where(Opportunity.id.in_(ids[start : start + BATCH]))
        )
        for id_, name, advertiser, rep, published, kept in session.execute(query):
            was, now = before.get(id_), moves[id_]
            old = _weight(was, counts=kept and _inside(period, was, published))
            new = _weight(now, counts=kept and _inside(period, now, published))
            mover = mover_of_opportunity(None if was is None else old, new)
            told = (advertiser, name, rep, None, id_)
            rows.append((mover, *told, new.cents - old.cents))
    return rows


def _inside(period: Period, move: Any, published: date | None) -> bool:  # noqa: ANN401  a move or None
    if move is None:
        return False
    day = move.expected_on
    if period.basis is Basis.PUBLISHED and published is not None:
        day = published
    return day is not None and period.since <= day <= period.until
