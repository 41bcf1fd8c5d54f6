"""Changing opportunities: over what others may have saved meanwhile."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm.domain.errors import MissingError, words
from crm.domain.roles import Right
from crm.domain.text import clean_line, clean_note
from crm.language.formats import parse_money, parse_percent
from crm.services.editing import keep, settle
from crm.services.intents import (
    check_amount,
    check_beside,
    check_probability,
    locked,
    tell_forecast,
)
from crm.services.opportunities import LONGEST_NAME
from crm.store.queries.editable import opportunity_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.money import Money
    from crm.domain.roles import Actor

OPPORTUNITY_FIELDS: Mapping[str, str] = {
    "name": words("What it is about"),
    "amount_cents": words("Amount"),
    "expected_close": words("Expected close"),
    "probability": words("Its own probability"),
    "contact_id": words("Contact"),
    "issue_id": words("Issue"),
    "note": words("Note"),
}
"""The fields of an opportunity's form, with their labels."""

WEIGHS = frozenset({"amount_cents", "expected_close", "probability"})
"""What of it the forecast counts."""


def change_opportunity(
    session: Session, actor: Actor, opportunity_id: int, edit: Edit
) -> None:
    """Change an opportunity; amount and probability are read as they were typed.

    Raises NotYoursError, UnknownError, MissingError, NotUnderstoodError, RangeError,
    ConflictError, UnchangedError.
    """
    actor.require(Right.WRITE)
    opportunity = locked(session, opportunity_id)
    mine = _read(edit, opportunity.currency)
    theirs = opportunity_values(opportunity)
    changes = settle(
        session,
        actor,
        "opportunity",
        opportunity,
        edit,
        mine,
        theirs,
        OPPORTUNITY_FIELDS,
    )
    after = {field: value for field, (_before, value) in changes.items()}
    contact_id, issue_id = (
        value if isinstance(value := after.get(field), int) else None
        for field in ("contact_id", "issue_id")
    )
    check_beside(session, opportunity.company_id, contact_id, issue_id)
    for field, value in after.items():
        setattr(opportunity, field, value)
    if WEIGHS & changes.keys():
        tell_forecast(session, actor, opportunity, "changed")
    keep(session, actor, "opportunity", opportunity, changes)


def _read(edit: Edit, currency: str) -> dict[str, Value]:
    mine: dict[str, Value] = {**edit.base, **edit.typed}
    for field in edit.typed:
        if edit.touched(field):
            mine[field] = _read_field(field, mine[field], currency)
    return mine


def _read_field(field: str, typed: Value, currency: str) -> Value:
    text = str(typed or "").strip()
    match field:
        case "name" | "amount_cents" if not text:
            raise MissingError(field=field, label=OPPORTUNITY_FIELDS[field])
        case "name":
            return clean_line(text, longest=LONGEST_NAME)
        case "note":
            return clean_note(text)
        case "amount_cents":
            amount = parse_money(text, currency=currency)
            check_amount(amount)
            return amount.cents
        case "probability":
            probability = parse_percent(text) if text else None
            check_probability(probability)
            return probability
        case "expected_close" if not isinstance(typed, date):
            raise MissingError(field=field, label=OPPORTUNITY_FIELDS[field])
        case _:
            return typed or None


def read_amount(typed: str) -> Money:
    """Read the amount of a new opportunity. Raises MissingError where none is typed."""
    if not typed.strip():
        raise MissingError(field="amount", label=OPPORTUNITY_FIELDS["amount_cents"])
    return parse_money(typed)
