"""A rate card as a workbook: to keep, to write in, and to read in again."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from crm.domain.card_fields import COLUMNS, TABLES, Table
from crm.domain.errors import UnknownError
from crm.domain.rate_cards import RateUnit, TierKind
from crm.domain.roles import Right
from crm.domain.vat import VatCategory
from crm.language import _, current_language
from crm.language.vocabulary import word
from crm.services.card_rows import usual_unit
from crm.services.reports.cells import INK, PAPER, inert
from crm.store.queries.card_compare import compare_cards
from crm.store.queries.card_values import known
from crm.store.queries.rate_cards import card as card_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.card_values import Known
    from crm.store.queries.rate_cards import Card

EUROS = '#,##0.00" €"'
PERCENT = "0.0#%"
WHOLE = "#,##0"
WIDTHS = {"format": 34, "support": 22, "name_fr": 34, "name_en": 34, "position": 24}
MORE_ROWS = 200
"""How far down the lists to choose from reach."""


def card_workbook(session: Session, actor: Actor, card_id: int) -> bytes:
    """Return a card in the tables it is imported from.

    Raises NotYoursError, UnknownError.
    """
    actor.require(Right.EXPORT)
    card = card_of(session, card_id)
    if card is None:
        raise UnknownError
    return _written(known(session, actor, card.title_id), card)


def card_template(session: Session, actor: Actor, title_id: int) -> bytes:
    """Return the tables with a title's formats and positions, no figure in them.

    Raises NotYoursError.
    """
    actor.require(Right.CHANGE_RATE_CARDS)
    return _written(known(session, actor, title_id), None)


def comparison_workbook(
    session: Session, actor: Actor, before_id: int, after_id: int
) -> bytes:
    """Return two cards side by side, as they are on screen.

    Raises NotYoursError, UnknownError.
    """
    actor.require(Right.EXPORT)
    before, after = card_of(session, before_id), card_of(session, after_id)
    if before is None or after is None:
        raise UnknownError
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Comparison")
    names = (before.name, after.name)
    sheet.append(
        [_("Table"), _("Line"), *(inert(name) for name in names), _("Difference")]
    )
    for row in compare_cards(session, actor, before_id, after_id):
        sheet.append(
            [
                inert(_(TABLES[row.table])),
                inert(row.name),
                *(_figure(value, row.is_share) for value in (row.before, row.after)),
                None if row.change is None else Decimal(row.change).scaleb(-4),
            ]
        )
        for cell in sheet[sheet.max_row][2:4]:
            cell.number_format = PERCENT if row.is_share else EUROS
        sheet.cell(sheet.max_row, 5).number_format = "+0.0%;-0.0%;0%"
    _dress(sheet, [20, 46, 18, 18, 12])
    return _saved(book)


def _figure(value: int | None, is_share: bool) -> Decimal | None:  # noqa: FBT001
    if value is None:
        return None
    return Decimal(value).scaleb(-4 if is_share else -2)


def _written(names: Known, card: Card | None) -> bytes:
    book = Workbook()
    for place, table in enumerate(Table):
        sheet = book.worksheets[0] if place == 0 else book.create_sheet()
        sheet.title = _(TABLES[table])
        columns = list(COLUMNS[table])
        sheet.append([_(heading) for heading in COLUMNS[table].values()])
        for row in _rows(table, names, card):
            sheet.append([inert(value) for value in row])
        _dress(sheet, [WIDTHS.get(column, 16) for column in columns])
        _format_cells(sheet, table, columns)
        _lists(sheet, columns, names)
    return _saved(book)


def _rows(table: Table, names: Known, card: Card | None) -> Iterator[list[object]]:
    if table is Table.PRICES:
        yield from _price_rows(names, card)
    elif table is Table.TIERS:
        for kind in TierKind:
            yield from _tier_rows(kind, card)
    elif table is Table.PREMIUMS and card is not None:
        for p in card.premiums:
            place = names.position(p.position_id)
            named = place.name if place else ""
            yield [p.code, p.name_fr, p.name_en, named, Decimal(p.rate).scaleb(-4)]
    elif table is Table.PREMIUMS:
        for place in names.positions:
            yield [place.code, place.name_fr, place.name_en, place.name, None]
    elif card is not None:
        for fee in card.fees:
            cents = Decimal(fee.amount.cents).scaleb(-2)
            yield [fee.code, fee.name_fr, fee.name_en, cents]


def _price_rows(names: Known, card: Card | None) -> Iterator[list[object]]:
    for form in names.formats:
        rates = card.rates_of(form.id) if card else []
        for rate in rates:
            yield [
                form.support,
                form.name,
                word(rate.unit),
                rate.from_quantity,
                Decimal(rate.amount.cents).scaleb(-2),
                word(rate.vat_category),
            ]
        if not rates:
            unit, vat = usual_unit(form.kind), VatCategory.STANDARD
            yield [form.support, form.name, word(unit), 1, None, word(vat)]


def _tier_rows(kind: TierKind, card: Card | None) -> Iterator[list[object]]:
    places = -2 if kind is TierKind.VOLUME else 0
    for tier in card.tiers_of(kind) if card else []:
        upper = None if tier.upper is None else Decimal(tier.upper).scaleb(places)
        lower = Decimal(tier.lower).scaleb(places)
        yield [word(kind), lower, upper, Decimal(tier.rate).scaleb(-4)]
    if card is None:
        yield [word(kind), None, None, None]


def _format_cells(sheet: Worksheet, table: Table, columns: list[str]) -> None:
    """Show figures as what they are, in the rows that are still to be written too."""
    shown = {"price": EUROS, "rate": PERCENT, "from_quantity": WHOLE}
    if table is Table.TIERS:
        shown |= {"lower": "#,##0.##", "upper": "#,##0.##"}
    for at, column in enumerate(columns, start=1):
        if column in shown:
            for row in range(2, sheet.max_row + MORE_ROWS):
                sheet.cell(row, at).number_format = shown[column]


def _lists(sheet: Worksheet, columns: list[str], names: Known) -> None:
    """Offer the words a column is written with, where they fit into a list."""
    offered = {
        "unit": [word(unit) for unit in RateUnit],
        "vat": [word(category) for category in VatCategory],
        "scale": [word(kind) for kind in TierKind],
        "position": [place.name for place in names.positions],
    }
    for at, column in enumerate(columns, start=1):
        listed = ",".join(offered.get(column, ()))
        if not listed or len(listed) > 250 or listed.count(",") >= MORE_ROWS:
            continue
        if any("," in name for name in offered[column]):
            continue
        letter = get_column_letter(at)
        choice = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
        choice.add(f"{letter}2:{letter}{sheet.max_row + MORE_ROWS}")
        sheet.add_data_validation(choice)


def _dress(sheet: Worksheet, widths: Sequence[int]) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True, color=INK)
        cell.fill = PatternFill("solid", fgColor=PAPER)
        cell.alignment = Alignment(vertical="center")
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"


def _saved(book: Workbook) -> bytes:
    book.properties.creator = "Régie"
    book.properties.language = current_language()
    out = BytesIO()
    book.save(out)
    return out.getvalue()
