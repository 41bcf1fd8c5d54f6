"""Reading a row of a title's profile: from its form into its columns, and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from crm.domain.errors import (
    DateOrderError,
    MissingError,
    NotUnderstoodError,
    RangeError,
    words,
)
from crm.domain.profile_errors import NoSourceError
from crm.domain.text import clean_line, clean_note
from crm.store.models import AudienceClaim, EditorialColumn, Testimonial

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.editing import Value

Row = AudienceClaim | EditorialColumn | Testimonial

CLUSTERS = (
    *("headline", "purchase", "job", "organisation"),
    *("newsletter_history", "newsletter", "web"),
)
UNITS = ("count", "bp", "seconds")
CLAIM: Mapping[str, str] = {
    "cluster": words("Place on the page"),
    "rank": words("Order"),
    "amount": words("Figure"),
    "unit": words("Unit"),
    "label_fr": words("What it counts, in French"),
    "label_en": words("What it counts, in English"),
    "detail_fr": words("Detail in French"),
    "detail_en": words("Detail in English"),
    "source_fr": words("Source in French"),
    "source_en": words("Source in English"),
    "measured_on": words("Measured on"),
    "expires_on": words("Valid until"),
}
COLUMN: Mapping[str, str] = {
    "rank": words("Order"),
    "name_fr": words("Name in French"),
    "name_en": words("Name in English"),
    "text_fr": words("About, in French"),
    "text_en": words("About, in English"),
    "themes_fr": words("Sample themes in French, one a line"),
    "themes_en": words("Sample themes in English, one a line"),
}
VOICE: Mapping[str, str] = {
    "rank": words("Order"),
    "quote_fr": words("Quote in French"),
    "quote_en": words("Quote in English"),
    "person": words("Who says it"),
    "role_fr": words("Position in French"),
    "role_en": words("Position in English"),
    "organisation": words("Organisation"),
    "permitted_on": words("Permission given on"),
    "expires_on": words("Permission until"),
}
MODELS: Mapping[str, type[Row]] = {
    "audience_claim": AudienceClaim,
    "editorial_column": EditorialColumn,
    "testimonial": Testimonial,
}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "audience_claim": CLAIM,
    "editorial_column": COLUMN,
    "testimonial": VOICE,
}
"""The fields of each kind of row, with their labels, by the kind's name."""

NOTES = ("text_", "themes_", "quote_")
FARTHEST = date(2100, 1, 1)


def row_values(kind: str, row: Row | None) -> dict[str, Value]:
    """Return a row as its form holds it; a new one where there is none yet."""
    values: dict[str, Value] = {}
    for name in FIELDS[kind]:
        value = getattr(row, name) if row is not None else None
        if name == "amount" and isinstance(row, AudienceClaim):
            value = shown_amount(row.amount, row.unit)
        if name == "rank":
            value = str(value or 0)
        if value is None and name not in {"measured_on", "expires_on", "permitted_on"}:
            value = {"cluster": CLUSTERS[0], "unit": UNITS[0]}.get(name, "")
        values[name] = value
    return values


def row_typed(
    kind: str, row_id: int | None, title_id: int, typed: Mapping[str, Value]
) -> Row:
    """Return a row as its form stands, kept nowhere; a new one without its number.

    Raises as `columns_of`.
    """
    return MODELS[kind](id=row_id or 0, title_id=title_id, **columns_of(kind, typed))


def columns_of(kind: str, typed: Mapping[str, Value]) -> dict[str, Any]:
    """Read a form into the columns of its row.

    Raises MissingError, NotUnderstoodError, RangeError, NoSourceError, DateOrderError.
    """
    read: dict[str, Any] = {}
    for name, label in FIELDS[kind].items():
        value = typed.get(name)
        if name in {"measured_on", "expires_on", "permitted_on"}:
            read[name] = value if isinstance(value, date) else None
        elif name == "rank":
            read[name] = _order(value)
        elif name == "amount":
            read[name] = _amount(str(value or ""), str(typed.get("unit") or ""), label)
        elif name.startswith(NOTES):
            read[name] = clean_note(str(value or ""), longest=1_000)
        else:
            read[name] = clean_line(str(value or ""), longest=200)
    match kind:
        case "audience_claim":
            _check_claim(read)
        case "editorial_column":
            _one_of(read, "name")
        case _:
            _one_of(read, "quote")
            if not read["person"]:
                raise MissingError(field="person", label=VOICE["person"])
            _in_order(read, "permitted_on", "expires_on", VOICE)
    return read


def _check_claim(read: dict[str, Any]) -> None:
    read["cluster"] = read["cluster"] if read["cluster"] in CLUSTERS else CLUSTERS[0]
    read["unit"] = read["unit"] if read["unit"] in UNITS else UNITS[0]
    _one_of(read, "label")
    if not (read["source_fr"] or read["source_en"]):
        raise NoSourceError(field="source_fr")
    _one_of(read, "source")
    for name in ("measured_on", "expires_on"):
        if read[name] is None:
            raise MissingError(field=name, label=CLAIM[name])
    _in_order(read, "measured_on", "expires_on", CLAIM)


def _one_of(read: dict[str, Any], stem: str) -> None:
    """Let one language stand in for the other; refuse none."""
    fr, en = read[f"{stem}_fr"], read[f"{stem}_en"]
    if not fr and not en:
        labels = {**CLAIM, **COLUMN, **VOICE}
        raise MissingError(field=f"{stem}_fr", label=labels[f"{stem}_fr"])
    read[f"{stem}_fr"], read[f"{stem}_en"] = fr or en, en or fr


def _in_order(
    read: dict[str, Any], first: str, second: str, labels: Mapping[str, str]
) -> None:
    if read[first] and read[second] and read[second] < read[first]:
        raise DateOrderError(
            field=second,
            first=labels[first],
            first_day=read[first],
            second=labels[second],
            second_day=read[second],
        )


def _order(value: Value) -> int:
    told = str(value or 0).strip()
    return min(int(told), 999) if told.isascii() and told.isdecimal() else 0


def _amount(typed: str, unit: str, label: str) -> int:
    """Read a figure as its unit asks: 12 400, 62,5 %, or minutes and seconds 2:30."""
    plain = "".join(sign for sign in typed if sign not in " \u00a0\u202f%").replace(
        ",", "."
    )
    refused = NotUnderstoodError(
        field="amount", typed=typed[:40], label=label, example="12 400"
    )
    if not plain:
        raise MissingError(field="amount", label=label)
    try:
        if unit == "seconds" and ":" in plain:
            minutes, _colon, seconds = plain.partition(":")
            told = Decimal(minutes) * 60 + Decimal(seconds)
        else:
            told = Decimal(plain) * (100 if unit == "bp" else 1)
    except InvalidOperation as failure:
        raise refused from failure
    if not told.is_finite() or told != told.to_integral_value():
        raise refused
    if not 0 <= told <= 999_999_999 or (unit == "bp" and told > 10_000):
        most = 100 if unit == "bp" else 999_999_999
        raise RangeError(field="amount", label=label, lowest=0, highest=most)
    return int(told)


def shown_amount(amount: int, unit: str) -> str:
    """Write a figure as its form holds it."""
    if unit == "bp":
        whole, part = divmod(amount, 100)
        return f"{whole},{part:02d}".rstrip("0").rstrip(",") if part else str(whole)
    if unit == "seconds":
        minutes, seconds = divmod(amount, 60)
        return f"{minutes}:{seconds:02d}"
    return str(amount)
