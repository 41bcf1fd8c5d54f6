"""What a rep writes after an exchange, out of the table of notes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from crm.services.demo.chance import pick
from crm.services.demo.desk import COMPANIES, FORMATS
from crm.services.demo.tables import rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from crm.services.demo.calendar import Slot
    from crm.services.demo.tables import Row

AGENCY_WORDS = ("agence", "mandat", "agency")
TOO_PARTICULAR = ("avenant", "opposition", "soirée d’octobre")
"""Of an amendment, an opposition or an event that the story may not hold."""
BEGINNING = re.compile(r"(?:^|[.!?…] )\{(\w+)\}")


@cache
def _of_stage(language: str, stage: str) -> tuple[Row, ...]:
    return tuple(
        row
        for row in rows("notes")
        if row["language"] == language
        and row["stage"] == stage
        and not any(word in row["text"].lower() for word in TOO_PARTICULAR)
    )


def choose(
    company: str,
    stage: str,
    supports: Collection[str],
    *names: object,
    has_agency: bool = False,
    has_contact: bool = True,
) -> Row | None:
    """Return a note of a stage that suits what was talked about, if there is one."""
    language = COMPANIES[company]["language"]
    fitting = [
        row
        for row in _of_stage(language, stage)
        if (not row["support"] or row["support"] in supports)
        and (has_agency or not any(w in row["text"].lower() for w in AGENCY_WORDS))
        and (has_contact or "{contact}" not in row["text"])
    ]
    return pick(fitting, company, stage, *names) if fitting else None


def write(row: Row, contact: Row | None, slot: Slot | None, format_: str) -> str:
    """Return a note's text with its placeholders filled, capitals where due."""
    language = row["language"]
    facts = {
        "contact": (
            f"{contact['salutation']}\u00a0{contact['last_name']}" if contact else ""
        ),
        "issue": "",
        "format": FORMATS[format_][f"noun_{language}"] if format_ else "",
    }
    if slot and slot.support == "print":
        facts["issue"] = (
            f"n°\u00a0{slot.code}" if language == "fr" else f"issue\u00a0{slot.code}"
        )

    def capital(found: re.Match[str]) -> str:
        value = facts[found[1]]
        return found[0].replace(f"{{{found[1]}}}", value[:1].upper() + value[1:])

    return BEGINNING.sub(capital, row["text"]).format(**facts)
