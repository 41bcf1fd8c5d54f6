"""How the audit tells of advertisers' files and of insertion reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import words
from crm.language import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("material", "line"): (
        words("{who} marked the materials {of_subject}: {material_status}."),
    ),
    ("receive", "line"): (
        words("{who} received the materials {of_subject}: {file}."),
        words("{who} noted that the materials {of_subject} came another way."),
    ),
    ("reuse", "line"): (
        words("{who} used the materials of {line} again for {subject}: {file}."),
        words("{who} used former materials again for {subject}: {file}."),
    ),
    ("accept", "line"): (
        words("{who} accepted a fault in the materials {of_subject}, {check}: {note}."),
    ),
    ("check", "line"): (words("{who} checked the materials {of_subject}."),),
    ("send_proof", "line"): (words("{who} sent the proof {of_subject} to {sent_to}."),),
    ("approve", "line"): (
        words("{who} recorded the approval {of_subject}, given by {agreed_by}."),
        words("{who} approved the materials {of_subject}."),
    ),
    ("ask_again", "line"): (
        words("{who} asked for other materials for {subject}: {note}."),
    ),
    ("remind", "booking"): (
        words("{who} sent a reminder of the materials awaited for {subject}."),
    ),
    ("fill", "insertion_report"): (
        words("{who} filled in the insertion report {of_subject}: {changes}."),
    ),
    ("send", "insertion_report"): (
        words("{who} sent the insertion report {of_subject}."),
    ),
}
"""What is said of each action on a line's materials and on a report."""

ACTIONS: Mapping[str, str] = {
    "accept": words_of("audit", "fault accepted"),
    "approve": words_of("audit", "approval"),
    "ask_again": words_of("audit", "materials refused"),
    "check": words_of("audit", "materials checked"),
    "material": words_of("audit", "materials"),
    "receive": words_of("audit", "materials received"),
    "remind": words_of("audit", "reminder"),
    "reuse": words_of("audit", "materials used again"),
    "send": words_of("audit", "report sent"),
    "send_proof": words_of("audit", "proof sent"),
}
"""What these actions are called, in a list to choose from."""
