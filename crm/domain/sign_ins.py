"""Signing in: how a person may prove who they are, and for how long it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class SignInMethod(StrEnum):
    """How a person proved who they are."""

    PASSWORD = "password"  # noqa: S105  a kind of proof, not one
    PROVIDER = "provider"
    LINK = "link"
    DEMONSTRATION = "demonstration"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    INVITE = "invite"
    RESET = "reset"


LASTS = timedelta(days=30)
"""A session ends after that, used or not: NIST SP 800-63B-4 §2.1.3 asks for an end
after 30 days at the most at AAL1."""

IDLE = timedelta(hours=12)
"""A session ends when it was not used for that long. AAL1 asks for no such end; a desk
that several people pass by does: who comes back the next morning signs in."""

SEEN_EVERY = timedelta(minutes=5)
"""How often, at the most, the store is told that a session is in use."""

LINK_LASTS = {
    LinkPurpose.RESET: timedelta(hours=24),
    LinkPurpose.INVITE: timedelta(days=7),
}
"""How long a one-time link opens something."""

FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
ADDRESS_FAILURES = 30
ADDRESS_SPAN = timedelta(minutes=15)
ACCOUNT_FAILURES = 100
FORGOTTEN_AFTER = timedelta(days=1)
"""What a run of failures costs; `attempts_after` tells how."""


class Subject(StrEnum):
    """What failed attempts are counted by."""

    PAIR = "pair"
    ADDRESS = "address"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts counted by one subject: how many, since when, closed until when."""

    failures: int
    since: datetime
    blocked_until: datetime | None = None

    def is_blocked(self, subject: Subject, at: datetime) -> bool:
        """Say whether no attempt is taken at an instant."""
        if subject is Subject.ACCOUNT:
            return self.failures >= ACCOUNT_FAILURES
        return self.blocked_until is not None and at < self.blocked_until


def attempts_after(before: Attempts | None, subject: Subject, at: datetime) -> Attempts:
    """Count one more attempt, and say until when the subject is closed after it.

    By account and address together: the fifth failure closes for 30 seconds, each one
    after it for twice as long, 15 minutes at the most; after a day it starts anew. By
    address: 30 in 15 minutes close it for the rest of them. By account, from wherever:
    100 in a row close it until its holder comes with a one-time link (the limit of
    NIST SP 800-63B-4 §3.2.2).
    """
    span = _SPANS.get(subject)
    if before is None or (span is not None and at - before.since >= span):
        return Attempts(1, at)
    count = before.failures + 1
    if subject is Subject.ADDRESS:
        ends = before.since + ADDRESS_SPAN
        return Attempts(
            count, before.since, ends if count >= ADDRESS_FAILURES else None
        )
    if subject is Subject.ACCOUNT or count < FREE_FAILURES:
        return Attempts(count, at)
    doubled = min(count - FREE_FAILURES, 8)
    return Attempts(count, at, at + min(FIRST_WAIT * 2**doubled, LONGEST_WAIT))


_SPANS = {Subject.PAIR: FORGOTTEN_AFTER, Subject.ADDRESS: ADDRESS_SPAN}
