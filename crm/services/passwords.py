"""Passwords: made into digests, compared with them, kept.

Digests are argon2id's, with one of the equal sets of parameters the OWASP Password
Storage Cheat Sheet gives (one pass over 46 MiB, one lane): some 90 ms of one core each.
They are made outside every transaction, so that nobody's save waits for them, and two
at a time: however many attempts arrive, they take 92 MiB and leave the other pages
their turn.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from crm.domain.account_errors import CrowdedError
from crm.domain.passwords import LONGEST, normal_password
from crm.services.audit import record
from crm.store.models import Credential, User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

AT_ONCE = 2
WAITING = 8
HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)

_hashing = BoundedSemaphore(AT_ONCE)
_queue = BoundedSemaphore(AT_ONCE + WAITING)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for a turn to hash. Raises CrowdedError where too many wait already."""
    if not _queue.acquire(blocking=False):
        raise CrowdedError
    try:
        with _hashing:
            yield
    finally:
        _queue.release()


def digest(password: str) -> str:
    """Return the digest of a password, with its salt and parameters in it."""
    with _turn():
        return HASHER.hash(normal_password(password))


def is_right(password: str, kept: str) -> bool:
    """Say whether a password is the one of a digest; "" is the digest of nobody's.

    Nobody's is compared too, with a digest nobody has the password of: it takes as
    long, so that time does not tell who is known here.
    """
    against = kept or _nobodys(HASHER)
    with _turn():
        try:
            right = HASHER.verify(against, normal_password(password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError):
            return False
    return right and bool(kept)


def is_outdated(kept: str) -> bool:
    """Say whether a digest was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash("the password of nobody")


def kept_digest(session: Session, actor: Actor, email: str) -> tuple[int, str] | None:
    """Return who an address belongs to and the digest of their password, "" without.

    None where nobody who is at the desk has it. Asked on behalf of the desk itself.
    """
    del actor  # the digest is compared before anybody is known
    found = session.execute(
        select(User.id, Credential.password_digest)
        .outerjoin(Credential, Credential.user_id == User.id)
        .where(User.email == email, User.ended_on.is_(None), User.archived_at.is_(None))
    ).one_or_none()
    return (found[0], found[1] or "") if found else None


def keep_password(
    session: Session, actor: Actor, user_id: int, made: str, *, is_new: bool = True
) -> None:
    """Keep the digest of a person's password; the second step stays as it is.

    With `is_new` false it is the same password with today's parameters.
    """
    found = session.scalars(
        select(Credential).where(Credential.user_id == user_id)
    ).one_or_none()
    if found is None:
        found = Credential(user_id=user_id)
        session.add(found)
    found.password_digest = made
    if is_new:
        found.password_set_at = actor.at
        record(session, actor, "set_password", "user", user_id)
    session.flush()
