"""Failed attempts, counted in the store so that every process counts the same ones.

An attempt is counted before the password is looked at, and taken back when it was
right: a thousand at once are a thousand, however long each takes. What was typed as an
e-mail is counted alike whether somebody has it or not, and known by digest only.
"""

from __future__ import annotations

from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from crm.domain.account_errors import ClosedAccountError, TooManyAttemptsError
from crm.domain.names import normal_email
from crm.domain.sign_ins import (
    ACCOUNT_FAILURES,
    FORGOTTEN_AFTER,
    Attempts,
    Subject,
    attempts_after,
)
from crm.store.models import Throttle

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


class Asking(NamedTuple):
    """Who knocks: the e-mail as it was typed, and from where."""

    email: str
    address: str

    def subjects(self) -> dict[Subject, str]:
        """Return what their attempts are counted by, as the store knows it."""
        near = _network(self.address)
        account = normal_email(self.email) or self.email.strip().casefold()
        return {
            Subject.PAIR: _digest(Subject.PAIR, account, near),
            Subject.ADDRESS: _digest(Subject.ADDRESS, near),
            Subject.ACCOUNT: _digest(Subject.ACCOUNT, account),
        }


def check_attempt(session: Session, actor: Actor, asking: Asking) -> None:
    """Refuse an attempt that is not taken now; count nothing.

    Raises TooManyAttemptsError, ClosedAccountError.
    """
    subjects = asking.subjects()
    kept = _kept(session, subjects)
    _refuse_blocked({name: kept.get(name) for name in subjects}, actor.at)


def count_attempt(session: Session, actor: Actor, asking: Asking) -> None:
    """Count an attempt, before anybody knows whether it is right.

    Raises as `check_attempt`, and counts nothing then.
    """
    subjects = asking.subjects()
    insert = (
        sqlite.insert
        if session.get_bind().dialect.name == "sqlite"
        else postgresql.insert
    )
    for digest in sorted(subjects.values()):
        session.execute(
            insert(Throttle)
            .values(subject=digest, failures=0, since=actor.at, blocked_until=None)
            .on_conflict_do_nothing()
        )
    rows = {
        name: session.get_one(Throttle, subjects[name], with_for_update=True)
        for name in sorted(subjects, key=lambda name: subjects[name])
    }
    before = {name: _attempts(row) for name, row in rows.items()}
    _refuse_blocked(before, actor.at)
    for name, row in rows.items():
        after = attempts_after(before[name], name, actor.at)
        row.failures, row.since = after.failures, after.since
        row.blocked_until = after.blocked_until
    session.flush()


def forgive(session: Session, actor: Actor, asking: Asking) -> None:
    """Forget an account's failures after a right attempt, and take that one back.

    Of its address only the one attempt is: who knows one password may not guess at
    the others' for free.
    """
    del actor  # whoever it is
    subjects = asking.subjects()
    gone = (subjects[Subject.PAIR], subjects[Subject.ACCOUNT])
    session.execute(delete(Throttle).where(Throttle.subject.in_(gone)))
    near = session.get(Throttle, subjects[Subject.ADDRESS], with_for_update=True)
    if near is not None:
        near.failures, near.blocked_until = max(near.failures - 1, 0), None
    session.flush()


def take_back(session: Session, actor: Actor, asking: Asking) -> None:
    """Take back an attempt that was counted and then not looked at."""
    del actor  # whoever it is
    for subject in asking.subjects().values():
        found = session.get(Throttle, subject, with_for_update=True)
        if found is not None and found.failures:
            found.failures -= 1
            found.blocked_until = None
    session.flush()


def forget_old(session: Session, actor: Actor) -> None:
    """Take out what is older than a day, but for accounts that stay closed.

    Whoever was made to wait is remembered for a month: waits double, and a day's
    patience must not begin them anew.
    """
    waited = Throttle.blocked_until.is_not(None)
    old, older = actor.at - FORGOTTEN_AFTER, actor.at - 30 * FORGOTTEN_AFTER
    session.execute(
        delete(Throttle).where(
            or_(Throttle.since < older, and_(Throttle.since < old, ~waited)),
            Throttle.failures < ACCOUNT_FAILURES,
            or_(Throttle.blocked_until.is_(None), Throttle.blocked_until < actor.at),
        )
    )


def _kept(session: Session, subjects: dict[Subject, str]) -> dict[Subject, Attempts]:
    rows = session.scalars(
        select(Throttle).where(Throttle.subject.in_(subjects.values()))
    )
    by_digest = {row.subject: _attempts(row) for row in rows}
    return {
        name: found
        for name, digest in subjects.items()
        if (found := by_digest.get(digest)) is not None
    }


def _attempts(row: Throttle) -> Attempts | None:
    if not row.failures:
        return None
    return Attempts(row.failures, row.since, row.blocked_until)


def _refuse_blocked(kept: dict[Subject, Attempts | None], at: datetime) -> None:
    blocked = {
        name: known
        for name, known in kept.items()
        if known and known.is_blocked(name, at)
    }
    if Subject.ACCOUNT in blocked:
        raise ClosedAccountError
    ends = [known.blocked_until for known in blocked.values() if known.blocked_until]
    if ends:
        raise TooManyAttemptsError(wait=_told((max(ends) - at).total_seconds()))


def _told(seconds: float) -> str:
    """Write how long to wait, in signs that both languages share."""
    whole = int(seconds) + 1
    return f"{whole} s" if whole <= 60 else f"{-(-whole // 60)} min"


def _network(address: str) -> str:
    """Return where attempts are counted as one's.

    A house has a whole /56 of IPv6 addresses; an IPv4 one may come dressed as IPv6.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 56), strict=False))
    return str(parsed)


def _digest(*parts: Any) -> str:  # noqa: ANN401  texts and members
    return sha256("\0".join(map(str, parts)).encode(errors="replace")).hexdigest()
