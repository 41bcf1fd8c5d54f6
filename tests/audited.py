"""A net under the tests of the services: what is changed is told in the audit.

Whatever a transaction adds, changes or removes through the mapped classes, it has
written an audit row by its end. A test that goes round the services on purpose says
so: `pytest.mark.unaudited("why")`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.orm import Session

from crm.store import models as m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import ORMExecuteState

QUIET = (
    *(m.AuditEntry, m.AuditSeal, m.FormReceipt, m.Draft),
    *(m.Throttle, m.PendingSignIn, m.SignIn, m.Credential),
)
"""What is written on the way of an action, or for its writer alone; attempts, uses and
digests, of which the actions that matter are called one by one in their own test."""


class UnauditedError(AssertionError):
    """A transaction changed the desk and did not say so."""


@contextmanager
def audited() -> Iterator[None]:
    """Refuse, inside, the end of a transaction that changed something in silence."""
    listeners = (
        ("after_flush", _flushed),
        ("do_orm_execute", _executed),
        ("before_commit", _ended),
        ("after_rollback", _forgotten),
    )
    for name, listener in listeners:
        event.listen(Session, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners:
            event.remove(Session, name, listener)


def _flushed(session: Session, _context: object) -> None:
    changed = {row for row in session.dirty if session.is_modified(row)}
    rows = {*session.new, *changed, *session.deleted}
    if any(isinstance(row, m.AuditEntry) for row in session.new):
        session.info["told"] = True
    _note(session, {type(row).__name__ for row in rows if not isinstance(row, QUIET)})


def _executed(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and state.bind_mapper and state.bind_mapper.class_ not in QUIET:
        _note(state.session, {state.bind_mapper.class_.__name__})


def _note(session: Session, tables: set[str]) -> None:
    session.info.setdefault("changed", set()).update(tables)


def _ended(session: Session) -> None:
    session.flush()
    changed, told = session.info.get("changed"), session.info.get("told")
    _forgotten(session)
    if changed and not told:
        raise UnauditedError(f"not in the audit: {', '.join(sorted(changed))}")


def _forgotten(session: Session) -> None:
    session.info.pop("changed", None)
    session.info.pop("told", None)
