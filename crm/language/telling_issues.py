"""The words in which the audit tells what became of issues, and of who was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import words
from crm.language import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("plan_year", "support"): (
        words("{who} planned a year of {subject}: {codes}."),
        words("{who} planned a year of {subject}."),
    ),
    ("publish", "issue"): (
        words(
            "{who} published {subject} ahead of its day {published_on_span}: {lines}."
        ),
        words("{who} published {subject}: {lines}."),
    ),
    ("unpublish", "issue"): (
        words("{who} took the publication {of_subject} back: {note}."),
        words("{who} took the publication {of_subject} back."),
    ),
    ("close", "issue"): (
        words("{who} closed {subject}: its closing date was {closes_on_before}."),
        words("{who} closed {subject}."),
    ),
    ("postpone", "issue"): (
        words("{who} postponed {subject} {published_on_span}: {note}."),
        words("{who} postponed {subject} {published_on_span}."),
        words("{who} postponed {subject}."),
    ),
    ("cancel", "issue"): (
        words("{who} cancelled {subject}: {note}."),
        words("{who} cancelled {subject}."),
    ),
    ("drop", "booking"): (
        words("{who} cancelled the lines {of_subject} in {issue}: {reason}."),
        words("{who} cancelled lines {of_subject}: {reason}."),
        words("{who} cancelled lines {of_subject}."),
    ),
    ("unrun", "booking"): (
        words("{subject} is confirmed again in {issue}: {lines}."),
        words("{subject} is confirmed again."),
    ),
    ("ask_agreement", "booking"): (
        words(
            "{who} opened amendment no. {number} to {subject} about {issue}: {note}."
        ),
        words("{who} opened amendment no. {number} to {subject}."),
        words("{who} opened an amendment to {subject}."),
    ),
    ("agree", "booking"): (
        words("{agreed_by} agreed to amendment no. {number} to {subject} ({issue})."),
        words("{agreed_by} agreed to amendment no. {number} to {subject}."),
    ),
    ("decline", "booking"): (
        words("Amendment no. {number} to {subject} was declined ({issue}): {note}."),
        words("Amendment no. {number} to {subject} was declined: {note}."),
        words("Amendment no. {number} to {subject} was declined."),
    ),
    ("repair", "booking"): (
        words("{who} made good what {subject} had in {issue}: now in {into_issue}."),
        words("{who} made good what {subject} had in {issue}."),
        words("{who} made good what {subject} had."),
    ),
    ("make_feed", "user"): (
        words("{who} made a calendar address of their deadlines."),
    ),
    ("end_feed", "user"): (words("{who} ended their calendar address."),),
}
"""What is said of each action on an issue, and on the bookings in it."""

ACTIONS: Mapping[str, str] = {
    "agree": words_of("audit", "agreement"),
    "ask_agreement": words_of("audit", "agreement asked"),
    "close": words_of("audit", "closing"),
    "decline": words_of("audit", "agreement declined"),
    "drop": words_of("audit", "lines cancelled with their issue"),
    "end_feed": words_of("audit", "calendar address ended"),
    "make_feed": words_of("audit", "calendar address"),
    "plan_year": words_of("audit", "year planned"),
    "postpone": words_of("audit", "postponement"),
    "repair": words_of("audit", "make-good"),
    "unpublish": words_of("audit", "publication taken back"),
    "unrun": words_of("audit", "lines confirmed again"),
}
"""What an action is called, in a list to choose from."""
