"""The words in which the audit tells of bookings: their moves, prices and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import words
from crm.language import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("cover", "booking"): (words("{subject} now stands on the mandate {mandate}."),),
    ("quote", "booking"): (
        words("{who} quoted {number} for {advertiser}, {net_net} net net."),
        words("{who} quoted {number}, {net_net} net net."),
    ),
    ("option", "booking"): (words("{who} optioned {subject} until {until}."),),
    ("extend", "booking"): (
        words("{who} extended the option on {subject} {until_span}."),
        words("{who} extended the option on {subject} until {until}."),
    ),
    ("release", "booking"): (words("{who} gave up the option on {subject}."),),
    ("confirm", "booking"): (
        words("{who} confirmed {subject}, agreed by {agreed_by}."),
    ),
    ("cancel", "booking"): (
        words("{who} cancelled {subject}, {penalty} owed by the terms: {reason}."),
        words("{who} cancelled {subject} without penalty ({waiver}): {reason}."),
        words("{who} cancelled {subject}: {reason}."),
    ),
    ("propose_amendment", "booking"): (
        words(
            "{who} proposed amendment no. {number} to {subject}, {difference}: {note}."
        ),
    ),
    ("amend", "booking"): (
        words(
            "{who} applied amendment no. {number} to {subject}, {difference}, "
            "agreed by {agreed_by}."
        ),
    ),
    ("refuse_amendment", "booking"): (
        words("Amendment no. {number} to {subject} was refused: {note}."),
    ),
    ("withdraw_amendment", "booking"): (
        words("{who} took amendment no. {number} to {subject} back."),
    ),
    ("expire", "booking"): (words("{subject} expired: {lines}."),),
    ("run", "booking"): (words("{subject} ran in {issue}: {lines}."),),
}
"""What is said of each action on a booking."""

ACTIONS: Mapping[str, str] = {
    "amend": words_of("audit", "amendment"),
    "cancel": words_of("audit", "cancellation"),
    "confirm": words_of("audit", "confirmation"),
    "cover": words_of("audit", "mandate found"),
    "expire": words_of("audit", "expiry"),
    "extend": words_of("audit", "option extended"),
    "option": words_of("audit", "option"),
    "propose_amendment": words_of("audit", "amendment proposed"),
    "quote": words_of("audit", "quote"),
    "refuse_amendment": words_of("audit", "amendment refused"),
    "release": words_of("audit", "option given up"),
    "run": words_of("audit", "lines that ran"),
    "withdraw_amendment": words_of("audit", "amendment taken back"),
}
"""What an action on a booking is called, in a list to choose from."""
