"""What a telephone number is to its owner, and how a kind is written beside a text.

A number's type (mobile, fixed) is its plan's to say; what it is used for is a person's:
a landline may be the switchboard, a mobile the one at home. Where nobody has said, it
is guessed from the type; a mailbox's kind is guessed from its address.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from crm.domain.mailboxes import MailboxKind, mailbox_kind
from crm.domain.phones import PhoneKind, read_phone

if TYPE_CHECKING:
    from collections.abc import Iterable

K = TypeVar("K", bound=StrEnum)


class PhoneUse(StrEnum):
    """What a number is for: where it rings, and who picks up."""

    WORK = "work"
    MOBILE = "mobile"
    SWITCHBOARD = "switchboard"
    HOME = "home"


_BESIDE: Final = re.compile(r"\s*\[(?P<kind>[a-z]+)\]\s*\Z")


def guess_use(kind: str) -> PhoneUse:
    """Guess what a number is for from its type: a mobile is one, others are at work."""
    return PhoneUse.MOBILE if kind == PhoneKind.MOBILE else PhoneUse.WORK


def goes_along(said: PhoneUse | None, kind: str) -> bool:
    """Say whether a number is its owner's, and not of the company they leave."""
    return (said or guess_use(kind)) in {PhoneUse.MOBILE, PhoneUse.HOME}


def guess_number(typed: str) -> PhoneUse | None:
    """Guess what a number is for as it is being typed; None while it is none."""
    phone = read_phone(typed) if typed.strip() else None
    return guess_use(phone.kind) if phone else None


def guess_mailbox(typed: str) -> MailboxKind | None:
    """Guess what an address is as it is being typed; None while it is none."""
    return mailbox_kind(typed.strip()) if "@" in typed else None


def with_kind(text: str, kind: StrEnum | None) -> str:
    """Write a number or an address with what was said of it: “01 99… [switchboard]”."""
    return f"{text} [{kind.value}]" if kind else text


def split_kind(text: str, kinds: type[K]) -> tuple[str, K | None]:
    """Part a text from the kind written beside it; a word that is none stays in it."""
    found = _BESIDE.search(text)
    if found is None or found["kind"] not in set(kinds):
        return text, None
    return text[: found.start()], kinds(found["kind"])


def bare(texts: Iterable[str]) -> tuple[str, ...]:
    """Leave what was said of numbers and addresses away."""
    parted = (split_kind(split_kind(t, PhoneUse)[0], MailboxKind)[0] for t in texts)
    return tuple(parted)
