"""The rows of a draft's tables as they are shown, and read back from the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.domain.card_fields import COLUMNS, Table, price_place, scale_tiers
from crm.domain.money import Money
from crm.domain.rate_cards import RateUnit, TierKind
from crm.domain.vat import VatCategory
from crm.language.formats import number, percent
from crm.language.vocabulary import word
from crm.services.card_rows import usual_unit
from crm.ui.rate_card_words import plain_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.domain.editing import Value
    from crm.services.card_cells import Cell
    from crm.store.queries.card_values import Known, KnownFormat

Row = dict[str, Any]


def shown_rows(table: Table, values: Mapping[str, Value], known: Known) -> list[Row]:
    """Return the rows of a table as texts, in the reader's language."""
    told: Mapping[str, Any] = values
    if table is Table.PRICES:
        return [row for form in known.formats for row in _prices(form, told)]
    if table is Table.TIERS:
        return [row for kind in TierKind for row in _tiers(kind, told)]
    part, kind = ("rate", "premium") if table is Table.PREMIUMS else ("cents", "fee")
    codes = [
        field.split(".")[1]
        for field, value in told.items()
        if field.endswith(f".{part}") and value is not None
    ]
    rows = []
    for code in codes:
        start, value = f"{kind}.{code}", told[f"{kind}.{code}.{part}"]
        row: Row = {
            "code": code,
            "name_fr": told.get(f"{start}.name_fr"),
            "name_en": told.get(f"{start}.name_en"),
        }
        if table is Table.PREMIUMS:
            place = known.position(told.get(f"{start}.position_id"))
            row |= {"position": place.name if place else None, "rate": percent(value)}
        else:
            row["price"] = plain_amount(Money(value))
        rows.append(row)
    return rows


def format_label(form: KnownFormat) -> str:
    """Name a format so that it is the only one of its name."""
    return f"{form.support} · {form.name}"


def read_rows(
    table: Table, rows: Sequence[Row], known: Known
) -> Iterator[dict[str, Cell]]:
    """Return the rows as a table's reader takes them, the format by its codes."""
    forms = {format_label(form): form for form in known.formats}
    for row in rows:
        read = {column: row.get(column) for column in COLUMNS[table]}
        form = forms.get(str(row.get("format")))
        if form is not None:
            read |= {"support": form.support_code, "format": form.code}
            if all(not row.get(c) for c in ("price", "from_quantity")):
                read |= {"unit": None, "vat": None}
        yield read


def _prices(form: KnownFormat, values: Mapping[str, Any]) -> Iterator[Row]:
    places = sorted(
        (place[1], value)
        for field, value in values.items()
        if field.startswith("price_")
        and (place := price_place(field))[0] == form.id
        and value is not None
    )
    unit = RateUnit(values.get(f"unit_{form.id}") or usual_unit(form.kind))
    vat = VatCategory(values.get(f"vat_{form.id}") or VatCategory.STANDARD)
    for lower, cents in places or [(1, None)]:
        yield {
            "format": format_label(form),
            "unit": word(unit),
            "from_quantity": number(lower),
            "price": None if cents is None else plain_amount(Money(cents)),
            "vat": word(vat),
        }


def _tiers(kind: TierKind, values: Mapping[str, Any]) -> Iterator[Row]:
    for tier in scale_tiers(values.get(f"tiers.{kind.value}")):
        bounds = [
            None if bound is None else _bound(kind, bound)
            for bound in (tier.lower, tier.upper)
        ]
        yield {
            "scale": word(kind),
            "lower": bounds[0],
            "upper": bounds[1],
            "rate": percent(tier.rate),
        }


def _bound(kind: TierKind, bound: int) -> str:
    return plain_amount(Money(bound)) if kind is TierKind.VOLUME else number(bound)
