"""The list of advertisers on its way out: the rows and columns of the screen."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from crm.domain.clock import PARIS
from crm.domain.money import Money
from crm.domain.roles import Right
from crm.domain.views import FIELD, USUAL, Column, known_columns
from crm.language import _
from crm.language.vocabulary import word
from crm.services.reports.cells import EUROS, inert
from crm.store.queries.advertisers import list_advertisers
from crm.store.queries.company_fields import list_fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.advertisers import AdvertiserRow, Filters


def advertisers_csv(
    session: Session, actor: Actor, filters: Filters, columns: Iterable[str] = USUAL
) -> bytes:
    """Return the list as CSV (UTF-8 with mark, semicolons), safe to open anywhere.

    Every page of the list as it is filtered, in its order and with its columns;
    amounts in euros with a decimal comma, days as ISO 8601 writes them. Raises
    NotYoursError.
    """
    out = StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    heads, rows = _cells(session, actor, filters, columns)
    table.writerow([inert(head) for head in heads])
    for cells in rows:
        table.writerow([_euros(c) if isinstance(c, Money) else inert(c) for c in cells])
    return out.getvalue().encode("utf-8-sig")


def advertisers_workbook(
    session: Session, actor: Actor, filters: Filters, columns: Iterable[str] = USUAL
) -> bytes:
    """Return the list as a workbook, the rows and columns of `advertisers_csv`.

    Raises NotYoursError.
    """
    heads, rows = _cells(session, actor, filters, columns)
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Advertisers")
    sheet.append([inert(head) for head in heads])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for cells in rows:
        sheet.append(
            [
                Decimal(c.cents).scaleb(-2) if isinstance(c, Money) else inert(c)
                for c in cells
            ]
        )
    for place, head in enumerate(heads, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(12, min(40, len(head) + 6))
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            if isinstance(cell.value, Decimal):
                cell.number_format = EUROS
    sheet.freeze_panes = "B2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(
    session: Session, actor: Actor, filters: Filters, columns: Iterable[str]
) -> tuple[list[str], list[list[object]]]:
    """Return the headings and the rows. The change is two amounts: it is left out."""
    actor.require(Right.EXPORT)
    fields = {f"{FIELD}{row.id}": row for row in list_fields(session, actor)}
    chosen = known_columns(columns, [row.id for row in fields.values()])
    chosen = [column for column in chosen if column != Column.CHANGE]
    year = actor.today.year
    said = {
        Column.STATUS: [_("Status")],
        Column.NEXT: [_("Next step"), _("Due on")],
        Column.LAST: [_("Last exchange")],
        Column.SECTOR: [_("Sector")],
        Column.TOWN: [_("Town")],
        Column.OWNER: [_("Followed by")],
        Column.TAGS: [_("Tags")],
        Column.PHONE: [_("Telephone")],
        Column.NET: [_("Net {year}").format(year=year)],
        Column.BEFORE: [_("Net {year}, same day").format(year=year - 1)],
        **{name: [row.label] for name, row in fields.items()},
    }
    heads = [_("Advertiser"), *(head for column in chosen for head in said[column])]
    rows = list_advertisers(session, actor, filters, limit=None)
    return heads, [
        [row.name, *(cell for column in chosen for cell in _of(row, column))]
        for row in rows
    ]


def _of(row: AdvertiserRow, column: str) -> list[object]:
    step, last = row.next_step, row.beside.last
    if column.startswith(FIELD):
        return [row.beside.filled.get(int(column.removeprefix(FIELD)), "")]
    cells: dict[str, list[object]] = {
        Column.STATUS: [word(row.status)],
        Column.NEXT: [step.reason, step.due_on.isoformat()] if step else ["", ""],
        Column.LAST: [last.astimezone(PARIS).date().isoformat() if last else ""],
        Column.SECTOR: [row.sector],
        Column.TOWN: [row.town],
        Column.OWNER: [row.owner],
        Column.TAGS: [", ".join(row.beside.tags)],
        Column.PHONE: [row.beside.phone],
        Column.NET: [row.net],
        Column.BEFORE: [row.net_before],
    }
    return cells[column]


def _euros(amount: Money) -> str:
    whole, rest = divmod(abs(amount.cents), 100)
    return f"{'-' if amount.cents < 0 else ''}{whole},{rest:02d}"
