"""An export says what the screen says, to the cent, and nothing a sheet could run."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from crm.domain.money import Money, total
from crm.domain.revenue import Basis, Cut, Standing, share_of, year
from crm.services import bookings, opportunities
from crm.services.agreements import Agreed
from crm.services.lines import LineWish
from crm.services.reports.documents import documents_csv
from crm.services.reports.revenue import revenue_csv, revenue_workbook
from crm.store.models import LedgerEntry, Target
from crm.store.queries.documents import Asked
from crm.store.queries.pipeline import list_prospects
from crm.store.queries.revenue import booked_net, list_entries, sums_by
from crm.store.queries.standing import (
    cumulated,
    months_beside,
    reps_beside,
    standing,
    supports_beside,
    years_told,
)
from tests.factories import MORNING, make_desk, make_issue, make_quote
from tests.services.test_documents import quote_the_example

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories import Desk

AGREED = Agreed("Anaïs Lefèvre-Dubosc", MORNING.date(), "mail")


def confirm_the_example(session: Session) -> Desk:
    desk = make_desk(session)
    bookings.confirm(session, desk.rep, quote_the_example(session, desk), AGREED)
    return desk


def test_the_worked_example_leaves_in_both_files_to_the_cent(session: Session) -> None:
    desk = confirm_the_example(session)
    text = revenue_csv(session, desk.manager, year(2027)).decode("utf-8-sig")
    [row] = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert row["Card rate"] == "4000,00"
    assert row["Gross"] == "4400,00"
    assert row["Net"] == "3762,00"
    assert row["Net net"] == "3197,70"
    assert row["Technical fees"] == "150,00"
    book = load_workbook(BytesIO(revenue_workbook(session, desk.manager, year(2027))))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    values = dict(zip(headings, [cell.value for cell in sheet[2]], strict=True))
    amounts = ("Card rate", "Gross", "Net", "Net net", "Technical fees")
    assert [Decimal(str(values[name])) for name in amounts] == [
        Decimal(text) for text in ("4000", "4400", "3762", "3197.7", "150")
    ]


def test_the_workbook_adds_up_again(session: Session) -> None:
    desk = confirm_the_example(session)
    issue = make_issue(
        session, desk, "63", closes_on=date(2027, 6, 2), published_on=date(2027, 7, 5)
    )
    gone = make_quote(session, desk, LineWish(issue, desk.half))
    bookings.confirm(session, desk.rep, gone, AGREED)
    entry = session.query(LedgerEntry).filter_by(booking_id=gone).one()
    session.add(taken_back(entry, twice=True))
    session.flush()
    content = revenue_workbook(session, desk.manager, year(2027))
    rows, summary, *cuts = load_workbook(BytesIO(content)).worksheets
    net = booked_net(session, desk.manager, year(2027))
    column = [cell.value for cell in rows[1]].index("Net net")
    told = [row[column] for row in rows.iter_rows(min_row=2, values_only=True)][:-1]
    assert sum(Decimal(str(cell)) for cell in told) * 100 == net.cents
    assert min(told) < 0
    assert str(summary["B2"].value).endswith(str(rows.max_row))
    assert len(cuts) == 5
    for sheet in cuts:
        parts = list(sheet.iter_rows(min_row=2, values_only=True))
        cents = [Decimal(str(part[2])) * 100 for part in parts[:-1]]
        assert sum(cents) == net.cents, sheet.title
        assert str(parts[-1][2]) == f"=SUM(C2:C{len(parts)})"
    empty = load_workbook(
        BytesIO(revenue_workbook(session, desk.manager, year(2031)))
    ).worksheets
    assert empty[0].cell(3, column + 1).value == "=SUM(M2:M2)"


def taken_back(entry: LedgerEntry, *, twice: bool) -> LedgerEntry:
    """Take a row back, more than it gave: a month below zero."""
    kept = {
        column.key: getattr(entry, column.key)
        for column in LedgerEntry.__table__.columns
        if column.key != "id"
    }
    amounts = {name: -2 * cents for name, cents in kept.items() if "cents" in name}
    return LedgerEntry(**{**kept, **(amounts if twice else {})})


def test_a_part_s_rows_add_up_to_the_bar_that_was_clicked(session: Session) -> None:
    desk = confirm_the_example(session)
    issue = make_issue(
        session, desk, "63", closes_on=date(2027, 6, 2), published_on=date(2027, 7, 5)
    )
    bookings.confirm(
        session, desk.rep, make_quote(session, desk, LineWish(issue, desk.half)), AGREED
    )
    whole = year(2027)
    for cut in (Cut.MONTH, Cut.REP, Cut.SUPPORT, Cut.ISSUE, Cut.ADVERTISER):
        bars = sums_by(session, desk.manager, whole, cut)
        assert bars
        for bar in bars:
            rows = list_entries(session, desk.manager, whole.part(cut, bar.key))
            assert total(row.net_net for row in rows) == bar.net_net
    bars = months_beside(session, desk.manager, whole)
    assert len(bars) == 12
    assert total(bar.net_net for bar in bars) == booked_net(
        session, desk.manager, whole
    )


def test_where_the_year_stands(session: Session) -> None:
    desk = confirm_the_example(session)
    issue = make_issue(
        session, desk, "63", closes_on=date(2027, 6, 2), published_on=date(2027, 7, 5)
    )
    option = make_quote(session, desk, LineWish(issue, desk.half))
    bookings.option(session, desk.rep, option, until=date(2027, 3, 20))
    opportunities.open_opportunity(
        session,
        desk.rep,
        opportunities.OpportunityWish(
            desk.advertiser_id, "Automne", Money(1_000_00), date(2027, 9, 1)
        ),
    )
    session.add(
        Target(month=date(2027, 5, 1), user_id=desk.rep.user_id, cents=10_000_00)
    )
    session.flush()
    whole = year(2027)
    stands = standing(session, desk.manager, whole)
    rows = list_prospects(session, desk.manager, whole)
    assert [row.kind for row in rows] == ["option", "opportunity"]
    assert stands.net == Money(3_197_70)
    assert stands.many == 1
    assert stands.attainment == 3_198
    assert stands.options == rows[0].amount
    assert rows[0].weighted == rows[0].amount.share(7_000)
    assert stands.forecast == stands.net + total(row.weighted for row in rows)
    assert stands.to_find == Money(10_000_00 - 3_197_70)
    [rep] = reps_beside(session, desk.manager, whole)
    assert (rep.beside, rep.share) == (Money(10_000_00), 3_198)
    assert standing(session, desk.manager, year(2026)).forecast == Money(0)


def test_last_year_is_told_as_it_stood_on_this_day(session: Session) -> None:
    desk = confirm_the_example(session)
    a_year_on = replace(desk.manager, at=MORNING + timedelta(days=366))
    before = replace(desk.manager, at=MORNING + timedelta(days=364))
    whole = year(2028)
    stands = standing(session, a_year_on, whole)
    assert stands.same_day == stands.last_year == Money(3_197_70)
    assert stands.lead == Money(-3_197_70)
    assert stands.growth == -10_000
    stands = standing(session, before, whole)
    assert (stands.same_day, stands.last_year) == (Money(0), Money(3_197_70))
    [support] = supports_beside(session, a_year_on, whole)
    assert (support.net_net, support.beside) == (Money(0), Money(3_197_70))
    assert years_told(session, a_year_on) == [2028, 2027]


def test_nothing_is_divided_by_nothing(session: Session) -> None:
    desk = make_desk(session)
    stands = standing(session, desk.manager, year(2027))
    nothing = Money(0)
    assert stands == Standing(
        nothing, 0, nothing, nothing, nothing, nothing, 0, nothing
    )
    assert (stands.growth, stands.attainment) == (None, None)
    assert share_of(Money(5), nothing) is None
    assert cumulated(session, desk.manager, year(2027)) == []
    assert supports_beside(session, desk.manager, year(2027)) == []


def test_the_curve_ends_at_the_figure_on_both_bases(session: Session) -> None:
    desk = confirm_the_example(session)
    for basis in Basis:
        whole = year(2027, basis=basis)
        points = cumulated(session, desk.manager, whole)
        assert points[-1].net_net == booked_net(session, desk.manager, whole)
        assert points[-1].day == MORNING.date()


def test_a_sheet_runs_nothing_that_was_typed(session: Session) -> None:
    from tests.factories import make_company

    desk = make_desk(session)
    hostile = make_company(session, desk.rep, '=HYPERLINK("http://e.example";"x")')
    from crm.services.documents import issue_media_kit
    from crm.services.documents.media_kit import KitWish

    issue_media_kit(session, desk.rep, KitWish(hostile))
    text = documents_csv(session, desk.manager, Asked()).decode("utf-8-sig")
    [row] = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert row["For"].startswith("'=HYPERLINK")
    assert len(row["SHA-256"]) == 64
