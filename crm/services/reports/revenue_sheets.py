"""The sheets of the revenue workbook: its rows, what they come to, a sheet a cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from crm.domain.money import Money
from crm.domain.revenue import Cut
from crm.language import _
from crm.language.formats import month
from crm.services.reports.cells import (
    SHARE,
    amounts_in,
    embolden,
    euros_of,
    inert,
    write_head,
)
from crm.store.queries.revenue import sums_by
from crm.store.queries.standing import reps_beside, standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet
    from sqlalchemy.orm import Session

    from crm.domain.revenue import Period
    from crm.domain.roles import Actor

Line = tuple[str, int, Money, Money]
"""A part of a cut: its name, rows, net, and what it is held against."""


def write_rows(
    sheet: Worksheet, frame: pd.DataFrame, headings: dict[str, str], currency: str
) -> None:
    """Write the ledger's rows, and under them the sum of each amount."""
    columns = list(headings)
    write_head(sheet, list(headings.values()))
    for row in frame.itertuples(index=False):
        sheet.append([_cell(name, getattr(row, name)) for name in columns])
    if frame.empty:
        sheet.append([None])  # a sum never adds itself
    last = sheet.max_row
    total: list[str | None] = [_("Total"), *[None] * (len(columns) - 1)]
    for index, name in enumerate(columns):
        letter = get_column_letter(index + 1)
        if name.endswith("_cents"):
            total[index] = f"=SUM({letter}2:{letter}{last})"
        sheet.column_dimensions[letter].width = 14 if "cents" in name else 18
    sheet.append(total)
    for index, name in enumerate(columns):
        if name.endswith("_cents"):
            for cell in sheet[get_column_letter(index + 1)]:
                cell.number_format = amounts_in(currency)
    embolden(sheet, sheet.max_row)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"


def _cell(name: str, value: Any) -> object:  # noqa: ANN401  a cell of any column
    return euros_of(int(value)) if name.endswith("_cents") else inert(value)


def write_summary(
    book: Workbook, session: Session, actor: Actor, period: Period, net_at: str
) -> None:
    """Write what the period comes to; booked net is the total at `net_at`."""
    sheet = book.create_sheet(_("Summary"))
    stands = standing(session, actor, period)
    write_head(sheet, [_("Figure"), _("Amount")])
    for name, amount in (
        (_("Booked net"), net_at),
        (_("Same day, the year before"), euros_of(stands.same_day.cents)),
        (_("The whole of the year before"), euros_of(stands.last_year.cents)),
        (_("Target"), euros_of(stands.target.cents)),
        (_("Options and opportunities, by their chances"), None),
        (_("Forecast"), "=B2+B6"),
        (_("Left to find"), "=B5-B2"),
    ):
        weighted = euros_of(stands.weighted.cents)
        sheet.append([name, weighted if amount is None else amount])
    for cell in sheet["B"]:
        cell.number_format = amounts_in(period.currency)
    sheet.append([_("Share of the target"), '=IF(B5=0,"",B2/B5)'])
    sheet.cell(sheet.max_row, 2).number_format = SHARE
    sheet.append([_("First day"), period.since])
    sheet.append([_("Last day"), period.until])
    sheet.append([_("As of"), actor.today])
    embolden(sheet, 2)
    sheet.column_dimensions["A"].width = 46
    sheet.column_dimensions["B"].width = 18


def write_cut(
    book: Workbook, cut: Cut, name: str, session: Session, actor: Actor, period: Period
) -> None:
    """Write a cut of a period on a sheet of its own; its sums are formulas."""
    sheet = book.create_sheet(_("By {cut}").format(cut=name.lower()))
    beside = _("Target") if cut is Cut.REP else _("The year before")
    write_head(
        sheet,
        [name, _("Rows"), _("Net net"), beside, _("Difference"), _("Share")],
    )
    lines = list(_lines(cut, session, actor, period))
    last = max(len(lines) + 1, 2)
    against: list[object]
    for at, (what, many, net, held) in enumerate(lines, start=2):
        share = f"=IF(C${last + 1}=0,0,C{at}/C${last + 1})"
        against = [euros_of(held.cents), f"=C{at}-D{at}"]
        if cut is Cut.ISSUE:  # the year before had other issues
            against = [None, None]
        sheet.append([inert(what), many, euros_of(net.cents), *against, share])
    if not lines:
        sheet.append([None])
    sheet.append(
        [
            _("Total"),
            *(f"=SUM({letter}2:{letter}{last})" for letter in "BCDE"),
            f"=IF(C{last + 1}=0,0,1)",
        ]
    )
    _dress(sheet, amounts_in(period.currency))


def _dress(sheet: Worksheet, amounts: str) -> None:
    for letter in "CDE":
        for cell in sheet[letter][1:]:
            cell.number_format = amounts
    for cell in sheet["F"][1:]:
        cell.number_format = SHARE
    embolden(sheet, sheet.max_row)
    widths: Sequence[tuple[str, int]] = [("A", 34), ("B", 9), ("F", 10)]
    for letter, width in (*widths, ("C", 16), ("D", 16), ("E", 16)):
        sheet.column_dimensions[letter].width = width


def _lines(cut: Cut, session: Session, actor: Actor, period: Period) -> Iterator[Line]:
    if cut is Cut.REP:
        for rep in reps_beside(session, actor, period):
            yield rep.name, rep.many, rep.net_net, rep.beside
        return
    whole = replace(period.a_year_before(actor.today), as_of=None)
    now = sums_by(session, actor, period, cut)
    before = sums_by(session, actor, whole, cut)
    later = 100 if cut is Cut.MONTH else 0
    held = {row.key + later: row for row in before}
    for row in now:
        past = held.pop(row.key, None)
        amount = past.net_net if past else Money(0)
        yield _named(cut, row.key, row.name), row.many, row.net_net, amount
    if cut is not Cut.ISSUE:
        for key, past in held.items():
            yield _named(cut, key, past.name), 0, Money(0), past.net_net


def _named(cut: Cut, key: int, name: str) -> str:
    if cut is Cut.MONTH:
        return month(date(key // 100, key % 100, 1))
    return name or "–"
