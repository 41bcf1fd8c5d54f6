"""Reading a card's tables, row by row: from the screen and from a file alike.

What cannot be read is refused by its row and column, and the rest is read on, so that
whoever has to mend a table sees every cell at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crm.domain.card_errors import QuantitiesError, TwiceError, UnitsError
from crm.domain.card_fields import (
    COLUMNS,
    Table,
    check_scale,
    fields_of,
    format_of,
    price_field,
    scale_value,
)
from crm.domain.errors import TiersError
from crm.domain.magazine import SupportKind
from crm.domain.names import fold
from crm.domain.rate_cards import RateUnit, Tier, TierKind
from crm.domain.vat import VatCategory
from crm.services.card_cells import is_blank
from crm.services.card_reading import Line, Read, is_named, no_such

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.editing import Value
    from crm.services.card_cells import Cell
    from crm.store.queries.card_values import Known, KnownFormat


def read_table(
    table: Table,
    rows: Sequence[tuple[int, Mapping[str, Cell]]],
    known: Known,
    stands: Mapping[str, Value],
) -> Read:
    """Read the rows of a table, each with its number; blank ones are passed over.

    `stands` is what the card says now: a premium or a fee without a code is known by
    its name, a format without a unit keeps its own.
    """
    read = Read(table, known, stands)
    lines = [
        Line(read, number, row)
        for number, row in rows
        if not all(is_blank(row.get(column)) for column in COLUMNS[table])
    ]
    if table is Table.PRICES:
        for line in lines:
            _price(line)
    elif table is Table.TIERS:
        _tiers(lines)
    else:
        for line in lines:
            _coded(line)
    return read


def as_the_whole(read: Read) -> dict[str, Value]:
    """Return what the card says when the table is all there is: the rest goes."""
    gone: dict[str, Value] = dict.fromkeys(fields_of(read.stands, read.table))
    return {**gone, **read.values}


def named_only(read: Read) -> dict[str, Value]:
    """Return what the card says when what the table does not name stays.

    Of a format that is named, every price is the table's.
    """
    if read.table is not Table.PRICES:
        return dict(read.values)
    named = {format_of(field) for field in read.values}
    gone: dict[str, Value] = {
        field: None
        for field in fields_of(read.stands, Table.PRICES)
        if format_of(field) in named
    }
    return {**gone, **read.values}


def usual_unit(kind: SupportKind) -> RateUnit:
    """Return what a support's formats are usually sold by."""
    return RateUnit.SEND if kind is SupportKind.NEWSLETTER else RateUnit.INSERTION


def _price(line: Line) -> None:
    form = _format(line)
    unit = line.member("unit", RateUnit)
    vat = line.member("vat", VatCategory)
    price = line.amount("price")
    lower = line.count("from_quantity", lowest=1)
    if form is None:
        return
    values, stands = line.read.values, line.read.stands
    values.setdefault(price_field(form.id, 1), None)
    if price is None:
        return
    unit_field, vat_field = f"unit_{form.id}", f"vat_{form.id}"
    stood = stands.get(unit_field)
    unit = unit or (RateUnit(str(stood)) if stood else usual_unit(form.kind))
    before = values.setdefault(unit_field, unit.value)
    if before != unit.value:
        first = RateUnit(str(before))
        refusal = UnitsError(format=form.name, unit=first, other=unit)
        line.refuse("unit", refusal)
    place = price_field(form.id, lower or 1)
    if values.get(place) is not None:
        line.refuse("from_quantity", QuantitiesError(quantity=lower or 1))
    values[place] = price
    kept = vat.value if vat else stands.get(vat_field)
    values[vat_field] = kept or VatCategory.STANDARD.value


def _format(line: Line) -> KnownFormat | None:
    """Find the format a row names, by its code or name, within its support's."""
    name, support = line.text("format"), line.text("support")
    if line.needed("format", name or None) is None:
        return None
    formats = line.read.known.formats
    own = [
        form
        for form in formats
        if not support
        or is_named(support, form.support_fr, form.support_en, form.support_code)
    ]
    if not own:
        line.refuse("support", no_such(support, (form.support for form in formats)))
        return None
    found = [
        form for form in own if is_named(name, form.code, form.name_fr, form.name_en)
    ]
    if len(found) != 1:
        named = (
            form.name if support else f"{form.support}, {form.name}"
            for form in found or own
        )
        line.refuse("format", no_such(name, named))
        return None
    return found[0]


def _coded(line: Line) -> None:
    """Read a premium or a fee: known by its code, or else by its name."""
    values = line.read.values
    if line.read.table is Table.PREMIUMS:
        position_id = _position(line)
        rate = line.share("rate")
        if rate is None and position_id is not None and not line.is_refused("rate"):
            return  # a place that costs nothing more
        code = _code(line, "premium", position_id)
        line.needed("rate", rate)
        if code is not None and rate is not None:
            values[f"premium.{code}.position_id"] = position_id
            values[f"premium.{code}.rate"] = rate
        return
    code = _code(line, "fee")
    price = line.needed("price", line.amount("price"))
    if code is not None and price is not None:
        values[f"fee.{code}.cents"] = price


def _position(line: Line) -> int | None:
    name = line.text("position")
    if not name:
        return None
    places = line.read.known.positions
    for place in places:
        if is_named(name, place.code, place.name_fr, place.name_en):
            return place.id
    line.refuse("position", no_such(name, (place.name for place in places)))
    return None


def _code(line: Line, kind: str, position_id: int | None = None) -> str | None:
    """Return a row's code, and keep its names."""
    read = line.read
    position = read.known.position(position_id)
    french, english = line.text("name_fr"), line.text("name_en")
    if position is not None:
        french, english = french or position.name_fr, english or position.name_en
    french, english = french or english, english or french
    if line.needed("name_fr", french or None) is None:
        return None
    code = _slug(line.text("code"))
    if not code:
        same = [
            field.split(".")[1]
            for field, value in read.stands.items()
            if field.startswith(f"{kind}.")
            and ".name_" in field
            and is_named(str(value), french, english)
        ]
        new = _slug(position.code if position else fold(english))
        code = same[0] if same else new or f"{kind}_{line.number}"
    if f"{kind}.{code}.name_fr" in read.values:
        line.refuse("name_fr", TwiceError(value=french))
        return None
    read.values[f"{kind}.{code}.name_fr"] = french
    read.values[f"{kind}.{code}.name_en"] = english
    return code


def _slug(name: str) -> str:
    kept = re.sub(r"[^A-Za-z0-9_-]+", "_", name)
    return kept.strip("_")[:40]


def _tiers(lines: Sequence[Line]) -> None:
    scales: dict[TierKind, list[tuple[Line, Tier]]] = {}
    for line in lines:
        kind = line.needed("scale", line.member("scale", TierKind))
        if kind is None or all(
            is_blank(line.row.get(column)) for column in ("lower", "upper", "rate")
        ):
            continue  # a scale is only named
        bound = line.amount if kind is TierKind.VOLUME else line.count
        upper = bound("upper")
        lower = line.needed("lower", bound("lower"))
        rate = line.needed("rate", line.share("rate", signed=True))
        if lower is not None and rate is not None:
            scales.setdefault(kind, []).append((line, Tier(lower, upper, rate)))
    for kind, told in scales.items():
        tiers = [tier for _line, tier in told]
        if not any(line.is_refused("lower", "upper") for line in lines):
            _check(kind, told)
        if not any(line.read.refused for line in lines):
            lines[0].read.values[f"tiers.{kind.value}"] = scale_value(tiers)


def _check(kind: TierKind, told: Sequence[tuple[Line, Tier]]) -> None:
    """Refuse a scale at the row where its fault begins."""
    try:
        check_scale(kind, [tier for _line, tier in told])
    except TiersError as refusal:
        lower = refusal.facts["lower"]
        at = getattr(lower, "cents", lower)
        [*_before, last] = [line for line, tier in told if tier.lower == at]
        last.refuse("lower", refusal)
