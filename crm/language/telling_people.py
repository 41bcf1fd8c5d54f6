"""The words in which the audit tells of people: their roles, teams and sign-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import words
from crm.language import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("add", "user"): (
        words("{who} added {subject} to the team: {role}."),
        words("{who} added {subject} to the team."),
    ),
    ("change", "user"): (words("{who} changed {subject}: {changes}."),),
    ("change", "role"): (
        words("{who} changed what the role {subject} may do: {changes}."),
    ),
    ("sign_in", "user"): (words("{subject} signed in ({method})."),),
    ("sign_out", "user"): (words("{subject} signed out."),),
    ("end_sessions", "user"): (
        words("{who} ended the sessions {of_subject}: {number}."),
        words("{who} ended the sessions {of_subject}."),
    ),
    ("set_password", "user"): (words("{subject} chose a password."),),
    ("make_link", "user"): (words("{who} made a one-time link for {subject}."),),
    ("void_link", "user"): (
        words("The one-time link {of_subject} opens nothing any more."),
    ),
    ("link", "user"): (words("{subject} came in from {issuer} for the first time."),),
    ("unlink", "user"): (words("{who} cut {subject} off from {issuer}."),),
    ("second_step_on", "user"): (words("{subject} turned the second step on."),),
    ("second_step_off", "user"): (words("{subject} turned the second step off."),),
    ("second_step_reset", "user"): (
        words("{who} took the second step {of_subject} off."),
    ),
    ("second_step_held", "user"): (
        words("Too many wrong codes: the second step {of_subject} is held."),
    ),
    ("recovery_code_used", "user"): (words("{subject} used a recovery code."),),
    ("recovery_codes_renewed", "user"): (words("{subject} made new recovery codes."),),
    ("change_role", "user"): (
        words("{who} gave {subject} another role: {role_id_change}."),
        words("{who} put {subject} in another team: {team_id_change}."),
        words("{who} changed the role or team {of_subject}."),
    ),
    ("end", "user"): (
        words("{who} noted that {subject} has left: {note}."),
        words("{who} noted that {subject} has left."),
    ),
    ("bring_back", "user"): (words("{who} brought {subject} back."),),
    ("hand_over", "user"): (
        words(
            "{who} handed over what {subject} looked after to {heir_id}: {companies} "
            "companies, {bookings} bookings."
        ),
        words("{who} handed over what {subject} looked after."),
    ),
    ("hand_over", "company"): (
        words("{who} handed {subject} over: {owner_id_change}."),
    ),
    ("hand_over", "follow_up"): (
        words("{who} handed the follow-up with {subject} over: {owner_id_change}."),
        words("{who} handed a follow-up over: {owner_id_change}."),
    ),
    ("hand_over", "opportunity"): (
        words("{who} handed the opportunity “{subject}” over: {owner_id_change}."),
    ),
    ("hand_over", "booking"): (
        words("{who} handed {subject} over: {owner_id_change}."),
    ),
    ("add", "team"): (words("{who} added the team “{name}”."),),
    ("rename", "team"): (words("{who} renamed a team: {name_change}."),),
    ("remove", "team"): (
        words("{who} removed the team “{name_before}”."),
        words("{who} removed a team."),
    ),
}
"""What is said of each action on a person, a team or what they look after."""

ACTIONS: Mapping[str, str] = {
    "bring_back": words_of("audit", "return"),
    "change_role": words_of("audit", "role or team"),
    "end": words_of("audit", "departure"),
    "end_sessions": words_of("audit", "sessions ended"),
    "hand_over": words_of("audit", "handover"),
    "link": words_of("audit", "first arrival from a provider"),
    "make_link": words_of("audit", "one-time link"),
    "recovery_code_used": words_of("audit", "recovery code used"),
    "recovery_codes_renewed": words_of("audit", "recovery codes renewed"),
    "remove": words_of("audit", "removal"),
    "rename": words_of("audit", "renaming"),
    "second_step_held": words_of("audit", "second step held"),
    "second_step_off": words_of("audit", "second step off"),
    "second_step_on": words_of("audit", "second step on"),
    "second_step_reset": words_of("audit", "second step taken off"),
    "set_password": words_of("audit", "password"),
    "sign_in": words_of("audit", "sign-in"),
    "sign_out": words_of("audit", "sign-out"),
    "void_link": words_of("audit", "one-time link voided"),
    "unlink": words_of("audit", "provider cut off"),
}
"""What such an action is called, in a list to choose from."""
