"""What a month is to bring."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.clock import month_start
from crm.domain.editing import Clash, Difference, Merge, merge
from crm.domain.errors import (
    ConflictError,
    DeskError,
    RangeError,
    UnchangedError,
    UnknownError,
    words,
)
from crm.domain.money import EURO, Money
from crm.domain.roles import Right
from crm.domain.target_errors import (
    LeftError,
    OtherCurrencyError,
    TargetCellError,
    YearError,
)
from crm.domain.targets import EARLIEST, LARGEST, LATEST, About, target_place
from crm.language import _
from crm.language.formats import month, tell
from crm.services.audit import record
from crm.store.models import AuditEntry, Support, Target, Title, User
from crm.store.queries.target_grid import TargetGrid, TargetRep, target_grid
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor


def set_target(
    session: Session,
    actor: Actor,
    month: date,
    amount: Money,
    *,
    user_id: int | None = None,
    title_id: int | None = None,
    support_id: int | None = None,
) -> int:
    """Set the net to be booked for a month of publication; return the target's id.

    Any day names its month. A rep, a title and a support narrow the target; set
    again for the same ones, it replaces the amount. Raises RangeError,
    OtherCurrencyError.
    """
    check_amount(amount)
    scope = {"user_id": user_id, "title_id": title_id, "support_id": support_id}
    target = session.scalars(
        select(Target).filter_by(month=month_start(month), **scope)
    ).first()
    before = target.cents if target else None
    if target is None:
        target = Target(month=month_start(month), **scope)
        session.add(target)
    target.cents, target.currency = amount.cents, amount.currency
    session.flush()
    record(
        session,
        actor,
        "set",
        "target",
        target.id,
        month=target.month,
        cents=(before, amount.cents),
    )
    return target.id


def check_amount(amount: Money) -> None:
    """Refuse an amount that is no target. Raises RangeError, OtherCurrencyError."""
    if amount.currency != EURO:
        raise OtherCurrencyError(field="amount", typed=amount)
    if not Money(0) <= amount <= LARGEST:
        raise RangeError(
            field="amount", label=words("The target"), lowest=Money(0), highest=LARGEST
        )


def change_targets(
    session: Session, actor: Actor, year: int, about: About, edit: Edit
) -> int:
    """Change the targets of a year about one thing; return how many cells changed.

    The fields are those of `crm.domain.targets`, in cents; None takes a target away.
    What another changed meanwhile stays where it was not typed over. Raises
    NotYoursError, UnknownError, YearError, TargetCellError, ConflictError,
    UnchangedError.
    """
    actor.require(Right.SEE_TARGETS)
    _check(session, year, about)
    _lock(session, edit)
    grid = target_grid(session, actor, year, about)
    theirs: dict[str, Value] = {
        field: amount.cents for field, amount in grid.amounts.items()
    }
    merged = merge(edit.base, edit.typed, theirs)
    open_ = [field for field, how in merged.items() if how is Merge.DIFFER]
    if open_:
        raise _conflict(session, actor, grid, edit, theirs, open_)
    mine = [field for field, how in merged.items() if how is Merge.MINE]
    if not mine:
        raise UnchangedError
    reps = {rep.id: rep for rep in grid.reps}
    for field in mine:
        _change(session, actor, grid, reps, field, edit.typed[field])
    session.flush()
    return len(mine)


def _check(session: Session, year: int, about: About) -> None:
    if not EARLIEST <= year <= LATEST:
        raise YearError(field="year", year=str(year), lowest=str(EARLIEST))
    title = session.get(Title, about.title_id) if about.title_id else None
    support = session.get(Support, about.support_id) if about.support_id else None
    if about.title_id and title is None:
        raise UnknownError(field="about")
    if about.support_id and (support is None or support.title_id != about.title_id):
        raise UnknownError(field="about")


def _lock(session: Session, edit: Edit) -> None:
    """Let one person at a time set the targets of the same reps."""
    ids = {target_place(field)[0] for field in edit.typed}
    query = select(User.id).where(User.id.in_(ids)).order_by(User.id)
    session.execute(query.with_for_update())


def _change(
    session: Session,
    actor: Actor,
    grid: TargetGrid,
    reps: Mapping[int, TargetRep],
    field: str,
    value: Value,
) -> None:
    """Set one cell or take it away. Raises TargetCellError, UnknownError."""
    user_id, at = target_place(field)
    rep = reps.get(user_id)
    if rep is None or not 1 <= at <= 12 or not isinstance(value, int | None):
        raise UnknownError(field=field)
    day = date(grid.year, at, 1)
    if value is None:
        _take_away(session, actor, grid, user_id, day)
        return
    amount = Money(value)
    try:
        check_amount(amount)
        check_here(rep, day, amount)
    except DeskError as refusal:
        raise cell_error(rep.name, day, refusal) from None
    set_target(
        session,
        actor,
        day,
        amount,
        user_id=user_id,
        title_id=grid.about.title_id,
        support_id=grid.about.support_id,
    )


def check_here(rep: TargetRep, day: date, amount: Money) -> None:
    """Refuse what a month after a rep has left is to bring. Raises LeftError."""
    if rep.ended_on is not None and day > rep.ended_on and amount:
        raise LeftError(name=rep.name, day=rep.ended_on)


def cell_error(rep: str, day: date, refusal: DeskError) -> TargetCellError:
    """Return a refusal as the cell's: whose month it is, and why."""
    return TargetCellError(rep=rep, month=month(day), why=tell(refusal))


def _take_away(
    session: Session, actor: Actor, grid: TargetGrid, user_id: int, day: date
) -> None:
    about = grid.about
    found = session.scalars(
        select(Target).filter_by(
            month=day,
            user_id=user_id,
            title_id=about.title_id,
            support_id=about.support_id,
        )
    ).all()
    for target in found:
        change = (target.cents, None)
        record(session, actor, "remove", "target", target.id, month=day, cents=change)
        session.delete(target)


def _conflict(
    session: Session,
    actor: Actor,
    grid: TargetGrid,
    edit: Edit,
    theirs: Mapping[str, Value],
    fields: list[str],
) -> ConflictError:
    who, at = _last_change(session, actor)
    names = {rep.id: rep.name for rep in grid.reps}
    differences = tuple(
        Difference(
            field,
            _label(names, grid.year, field),
            edit.base.get(field),
            theirs.get(field),
            edit.typed[field],
            who,
            at,
            Merge.DIFFER,
        )
        for field in fields
    )
    clash = Clash(grid.version, dict(theirs), differences)
    return ConflictError(clash, who=who)


def _label(names: Mapping[int, str], year: int, field: str) -> str:
    user_id, at = target_place(field)
    said = _("{rep}, {month}")
    return said.format(rep=names.get(user_id, "–"), month=month(date(year, at, 1)))


def _last_change(session: Session, actor: Actor) -> tuple[str, datetime]:
    query = (
        select(User.name, AuditEntry.at)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .where(AuditEntry.entity == "target")
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    with beyond_scope(session, "who set the targets that two people are setting"):
        found = session.execute(query).first()
    return (found[0] or "", found[1]) if found else ("", actor.at)
