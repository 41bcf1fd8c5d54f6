"""What stands in a custom field, as it is read."""

from __future__ import annotations

from crm.domain.companies import FieldKind
from crm.domain.fields import FLAGGED, kept_day
from crm.language import _, current_language
from crm.language.formats import date_long, number


def shown_value(kind: FieldKind, value: str) -> str:
    """Write a kept value in the reader's language; empty for nothing."""
    if not value:
        return ""
    match kind:
        case FieldKind.DAY:
            day = kept_day(value)
            return date_long(day) if day else value
        case FieldKind.FLAG:
            return _("Yes") if value == FLAGGED else ""
        case FieldKind.NUMBER:
            whole, point, rest = value.partition(".")
            sign = "," if current_language() == "fr" else "."
            said = number(int(whole)) if whole.lstrip("-").isdecimal() else whole
            return f"{said}{sign}{rest}" if point else said
        case _:
            return value
