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
    ("requote", "booking"): (words("{who} quoted {subject} again: {lines}."),),
    ("repeat", "booking"): (
        words("{who} repeated a line of {subject} in further issues: {lines}."),
    ),
    ("duplicate", "booking"): (
        words("{who} carried {booking} over into {subject}: {lines}."),
        words("{who} carried a past booking over into {subject}: {lines}."),
    ),
    ("make_good", "booking"): (
        words("{who} gave a make-good in {issue} for a line of {subject}: {note}."),
        words("{who} gave a make-good for a line of {subject}: {note}."),
    ),
    ("credit", "booking"): (
        words("{who} shared the credit of {subject} anew: {credits_change}."),
    ),
    ("approve_discount", "booking"): (
        words("{who} granted the discount of {rate} on {subject}: {note}."),
        words("{who} granted the discount of {rate} on {subject}."),
    ),
    ("refuse_discount", "booking"): (
        words("{who} refused the discount of {rate} on {subject}: {note}."),
    ),
    ("change", "booking"): (words("{who} changed {subject}: {changes}."),),
    ("add_package", "rate_card"): (
        words("{who} added the package “{name}”, {cents}, to “{subject}”."),
    ),
    ("remove_package", "rate_card"): (
        words("{who} took the package “{name}” off “{subject}”."),
    ),
}
"""What is said of each action on a booking, and on what it is sold by."""

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
    "add_package": words_of("audit", "package added"),
    "approve_discount": words_of("audit", "discount granted"),
    "credit": words_of("audit", "credit shared"),
    "duplicate": words_of("audit", "carried into next year"),
    "make_good": words_of("audit", "make-good"),
    "refuse_discount": words_of("audit", "discount refused"),
    "remove_package": words_of("audit", "package removed"),
    "repeat": words_of("audit", "line repeated"),
    "requote": words_of("audit", "quoted again"),
}
"""What an action on a booking is called, in a list to choose from."""
