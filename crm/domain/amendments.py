"""What an amendment may change of a confirmed line, and where it stands."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.errors import DeskError, words

if TYPE_CHECKING:
    from datetime import date


class Changed(StrEnum):
    """A field that an amendment says before and after of."""

    ISSUE = "issue_id"
    FORMAT = "format_id"
    POSITION = "position_id"
    QUANTITY = "quantity"
    DISCOUNT = "exceptional"
    REASON = "reason"
    NET_NET = "net_net"
    FEES = "fees"
    PUBLISHED = "published_on"
    STATUS = "status"


ASKED = (
    *(Changed.ISSUE, Changed.FORMAT, Changed.POSITION),
    *(Changed.QUANTITY, Changed.DISCOUNT, Changed.REASON),
)
"""What is asked for; the amounts follow from it."""


class AmendmentStatus(StrEnum):
    """Where an amendment stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


def amendment_status(
    agreed_on: date | None, refused_on: date | None, dropped_on: date | None
) -> AmendmentStatus:
    """Derive where an amendment stands from its days."""
    if agreed_on is not None:
        return AmendmentStatus.AGREED
    if refused_on is not None:
        return AmendmentStatus.REFUSED
    return AmendmentStatus.WITHDRAWN if dropped_on else AmendmentStatus.PROPOSED


class NotConfirmedError(DeskError):
    """An amendment changes what was confirmed; the rest is changed without one."""

    sentence = words("Only a confirmed line that has not run can be amended.")


class OneAtATimeError(DeskError):
    """An amendment of the booking still waits for its answer."""

    sentence = words(
        "Amendment no. {number} still waits for the advertiser: record the answer, or "
        "take it back, before proposing another."
    )


class SettledError(DeskError):
    """The amendment has had its answer."""

    sentence = words("Amendment no. {number} has had its answer already.")


class PriceMovedError(DeskError):
    """What was agreed to is not what it would cost now."""

    sentence = words(
        "The price has moved since: {proposed} was proposed, it would be {now} today. "
        "Take the amendment back and propose it anew."
    )
