"""The revenue report: the page's figures to the cent, for who may export."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import update

from crm.domain.errors import NotYoursError, UnknownError
from crm.domain.magazine import DocumentKind
from crm.domain.money import Money, total
from crm.domain.revenue import Against, Basis, Cut, Period, year
from crm.domain.roles import Right
from crm.language import use_language
from crm.language.formats import money, percent
from crm.services import bookings, targets
from crm.services.agreements import Agreed
from crm.services.documents import (
    chart_picture,
    draw_revenue_report,
    issue_revenue_report,
)
from crm.services.documents.report_charts import curve_chart, month_chart, named_chart
from crm.services.documents.revenue_report import report_reference, report_words
from crm.services.lines import LineWish
from crm.services.reports.revenue import revenue_workbook
from crm.store.models import Document, RateCard
from crm.store.queries.currencies import list_currencies
from crm.store.queries.documents import Asked, list_kept
from crm.store.queries.revenue import sums_by
from crm.store.queries.revenue_page import RevenuePage, revenue_page
from crm.store.queries.standing import BesideRow, DaySum, standing
from crm.store.queries.unsold import worth
from crm.ui.revenue_cuts import SHOWN
from tests import factories
from tests.factories import MORNING
from tests.mediakit.reading import failures
from tests.services.test_documents import words_of
from tests.two_reps import make_two_reps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from crm.store.database import Store

AGREED = Agreed("Anaïs Lefèvre", MORNING.date(), "mail")
PERIODS = [
    year(2027),
    year(2027, basis=Basis.POSTED),
    Period(date(2027, 2, 1), date(2027, 5, 31)),
]


@pytest.fixture
def desk(session: Session) -> factories.Desk:
    made = factories.make_desk(session)
    issue = factories.make_issue(session, made)
    for line in (LineWish(issue, made.page, made.c4), LineWish(issue, made.half)):
        booking = factories.make_quote(session, made, line)
        bookings.confirm(session, made.rep, booking, AGREED)
    held = factories.make_quote(session, made, LineWish(issue, made.half))
    bookings.option(session, made.rep, held, until=date(2027, 3, 20))
    targets.set_target(
        session,
        made.manager,
        date(2027, 5, 1),
        Money(10_000_50),
        user_id=made.rep.user_id,
    )
    return made


def plain(amount: Money) -> str:
    return " ".join(money(amount).replace("\u202f", " ").split())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("period", PERIODS, ids=report_reference)
def test_every_figure_of_the_page_is_in_the_report(
    session: Session,
    desk: factories.Desk,
    period: Period,
    language: str,
    tmp_path: Path,
) -> None:
    pdf = draw_revenue_report(session, desk.manager, period, language=language)
    said = words_of(pdf)
    stands = standing(session, desk.manager, period)
    assert stands.net
    with use_language(language):
        for amount in (stands.net, stands.same_day, stands.forecast, stands.weighted):
            assert plain(amount) in said
        assert plain(stands.target) in said
        for cut in (Cut.MONTH, Cut.REP, Cut.SUPPORT, Cut.ISSUE, Cut.ADVERTISER):
            for row in sums_by(session, desk.manager, period, cut):
                assert plain(row.net_net) in said
    assert failures(pdf, tmp_path) == []


def page_figures(page: RevenuePage) -> Iterator[Money]:
    """Every amount the page shows, in its own order."""
    stands = page.standing
    yield from (stands.net, stands.same_day, stands.last_year, stands.target)
    yield from (stands.options, stands.weighted, stands.forecast, page.barter)
    yield from page.movers.values()
    yield total(page.movers.values())
    if page.pacing:
        yield page.pacing.booked
        for one in page.pacing.before:
            yield from (Money(one.at(page.pacing.distance)), Money(one.whole))
    for row in (*page.missing, *page.lapsed, *page.top.top):
        yield row.net_net
    yield from (place.price for place in page.premium)
    yield worth(page.premium)
    for part in (*page.months, *page.reps, *page.parts[Cut.SUPPORT]):
        yield from (part.net_net, part.beside)
    for cut in (Cut.TITLE, Cut.ISSUE, Cut.SECTOR, Cut.AGENCY):
        shown = (
            page.parts[cut][-SHOWN:] if cut is Cut.ISSUE else page.parts[cut][:SHOWN]
        )
        yield from (part.net_net for part in shown)
    yield from (sums.net_net for _many, sums in page.segments.values())
    yield page.retention.lost
    yield from (row.amount for row in page.given)
    for sums in (row.amounts for row in page.rep_sums):
        yield from (sums.gross, sums.given)
    yield from (page.sums.card, page.sums.gross, -page.sums.given, page.sums.net)
    yield page.cancelled.net_net
    for prospect in page.pipeline:
        yield from (prospect.amount, prospect.weighted)


@pytest.mark.parametrize(
    ("language", "against"), [("fr", Against.LAST_YEAR), ("en", Against.TARGET)]
)
def test_whatever_the_page_tells_the_report_tells_to_the_cent(
    demo_store: Store, language: str, against: Against, tmp_path: Path
) -> None:
    """Over the demonstration: pace, places left, leaks, returns, pipeline, activity."""
    asker = replace(factories.ITSELF, at=MORNING)
    with demo_store.reading(asker) as session, use_language(language):
        page = revenue_page(session, asker, year(2027), against=against)
        pdf = draw_revenue_report(
            session, asker, year(2027), language=language, against=against
        )
        said = words_of(pdf)
        for amount in page_figures(page):
            assert not amount or plain(amount) in said, amount
        for row in page.activity:
            assert row.rep in said
        for fill in page.fills:
            assert fill.name.replace("\u00a0", " ") in said
        for share in (page.sums.discount, page.sums.yield_, page.top.share):
            assert percent((share or 0) // 10 * 10).replace("\u202f", " ") in said
    assert failures(pdf, tmp_path) == []


def test_a_report_is_kept_with_its_filters(
    session: Session, desk: factories.Desk
) -> None:
    period = replace(year(2027), rep_id=desk.rep.user_id)
    issued = issue_revenue_report(session, desk.manager, period, language="fr")
    again = issue_revenue_report(session, desk.manager, period, language="fr")
    assert (issued.id, issued.edition) == (again.id, again.edition)
    kept = session.get_one(Document, issued.id)
    assert kept.kind is DocumentKind.REVENUE_REPORT
    assert kept.figures["rep_id"] == desk.rep.user_id
    assert (
        kept.figures["net_cents"] == standing(session, desk.manager, period).net.cents
    )
    assert kept.file_name == f"CA-2027-R{desk.rep.user_id}-fr.pdf"


def test_who_may_not_export_issues_nothing(
    session: Session, desk: factories.Desk
) -> None:
    with pytest.raises(NotYoursError):
        issue_revenue_report(session, desk.rep, year(2027))
    with pytest.raises(NotYoursError):
        draw_revenue_report(session, desk.rep, year(2027))


def test_a_rep_reads_their_own_figures_and_their_own_reports(
    shared_sqlite: Store,
) -> None:
    with shared_sqlite.reading(factories.ITSELF) as session:
        ids = make_two_reps(session)
        session.flush()
        whole = issue_revenue_report(session, ids.askers["manager"], year(2027))
        rep = ids.askers["rep"]
        rights = rep.standing.rights | {Right.EXPORT}
        rep = replace(rep, standing=replace(rep.standing, rights=rights))
        session.expire_all()
        session.info["asker"] = rep
        kinds = (DocumentKind.REVENUE_REPORT,)
        assert list_kept(session, rep, Asked(kinds=kinds), limit=9, offset=0) == []
        own = issue_revenue_report(
            session, rep, replace(year(2027), rep_id=rep.user_id)
        )
        shown = list_kept(session, rep, Asked(kinds=kinds), limit=9, offset=0)
        assert [row.id for row in shown] == [own.id] != [whole.id]
        team = words_of(draw_revenue_report(session, rep, year(2027), language="en"))
        page = revenue_page(session, rep, year(2027), may_follow=False)
        session.info["asker"] = factories.ITSELF
    # Of a place another holds the page names the rep: nothing else is told by rep.
    owner = ids.askers["owner"].name
    held = [place for place in page.premium if place.holder == owner]
    assert team.count(owner) == len(held)
    for heading in ("By rep", "Discounts by rep", "The largest advertisers"):
        assert heading not in team


@pytest.mark.parametrize(
    "period",
    [year(2031), year(2019), Period(date(2028, 2, 29), date(2028, 2, 29))],
    ids=report_reference,
)
def test_a_period_without_a_row_says_so(
    session: Session, period: Period, tmp_path: Path
) -> None:
    desk = factories.make_desk(session)
    pdf = draw_revenue_report(session, desk.manager, period, language="en")
    assert failures(pdf, tmp_path) == []
    said = words_of(pdf)
    assert "no curve yet" in said
    assert "No month has a row yet." in said


def test_a_cancelled_booking_makes_a_negative_month(
    session: Session, desk: factories.Desk, tmp_path: Path
) -> None:
    """Net of last month taken back in this one: a month below zero is drawn."""
    rows = [
        BesideRow(202703, "", Money(-5_000_00), Money(0), 1),
        BesideRow(202704, "", Money(10_000_00), Money(-1), 1),
    ]
    chart = month_chart(rows, "By month", MORNING.date())
    assert [bar.length for bar in chart.bars] == [-5_000, 10_000]
    assert [bar.beside for bar in chart.bars] == [None, 0]
    assert "−" in chart.bars[0].value
    named = named_chart(rows, "By rep")
    assert [bar.beside for bar in named.bars] == [None, None]
    assert (
        failures(draw_revenue_report(session, desk.manager, year(2027)), tmp_path) == []
    )


def test_a_curve_stays_inside_its_chart(session: Session, desk: factories.Desk) -> None:
    stands = standing(session, desk.manager, year(2027))
    days = [
        DaySum(date(2026, 3, 1), Money(100)),
        DaySum(date(2027, 2, 1), Money(-5_000)),
        DaySum(date(2027, 3, 3), Money(2_000_000_00)),
    ]
    for period in (*PERIODS, year(2028), year(2020)):
        chart = curve_chart(period, days, days, stands, MORNING.date())
        for curve in chart.curves:
            for place, height in curve.points:
                assert 0 <= place <= 10_000
                assert 0 <= height <= 10_000


@pytest.mark.parametrize("code", ["year", "months", "reps", "supports"])
def test_a_chart_leaves_as_a_picture(
    session: Session, desk: factories.Desk, code: str
) -> None:
    for language in ("fr", "en"):
        picture = chart_picture(
            session, desk.manager, year(2027), code, language=language
        )
        with Image.open(BytesIO(picture)) as opened:
            assert opened.width == 1_680
            assert len(opened.convert("RGB").getcolors(1 << 24)) > 20
    with pytest.raises(NotYoursError):
        chart_picture(session, desk.rep, year(2027), code)
    with pytest.raises(UnknownError):
        chart_picture(session, desk.manager, year(2027), "pie")


def test_more_bars_than_fit_are_put_together() -> None:
    rows = [BesideRow(n, f"rep {n}", Money(n * 100), Money(0), 1) for n in range(30)]
    chart = named_chart(rows, "By rep")
    assert len(chart.bars) == 10
    assert chart.bars[-1].value == money(Money(sum(range(9, 30)) * 100))


def test_the_words_name_the_filters(session: Session, desk: factories.Desk) -> None:
    period = replace(PERIODS[2], rep_id=desk.rep.user_id, basis=Basis.POSTED)
    with use_language("en"):
        words = report_words(session, desk.manager, period)
    facts = " ".join(f"{fact.label} {fact.value}" for fact in words.facts)
    assert "booking" in facts
    assert "Camille Roussel" in facts
    assert "1 February 2027" in facts.replace("\u00a0", " ")


def test_a_desk_in_francs_is_told_in_francs(session: Session, tmp_path: Path) -> None:
    """A line under option and one booked, both in CHF: no euro is printed."""
    made = factories.make_desk(session)
    session.execute(update(RateCard).values(currency="CHF"))
    issue = factories.make_issue(session, made)
    sold = factories.make_quote(session, made, LineWish(issue, made.page, made.c4))
    bookings.confirm(session, made.rep, sold, AGREED)
    held = factories.make_quote(session, made, LineWish(issue, made.half))
    bookings.option(session, made.rep, held, until=date(2027, 3, 20))
    assert list_currencies(session, made.manager) == ["CHF"]
    francs = replace(year(2027), currency="CHF")
    page = revenue_page(session, made.manager, francs)
    assert page.standing.forecast.cents > page.standing.net.cents > 0
    for language, written in (("fr", "CHF"), ("en", "CHF ")):
        pdf = draw_revenue_report(session, made.manager, francs, language=language)
        said = words_of(pdf)
        with use_language(language):
            for amount in page_figures(page):
                assert not amount or plain(amount) in said, amount
        assert written in said
        assert "€" not in said
        assert failures(pdf, tmp_path) == []
    euros = draw_revenue_report(session, made.manager, year(2027), language="fr")
    with use_language("fr"):
        assert plain(page.standing.net) in words_of(euros)
    assert report_reference(francs) == "CA-2027-CHF"
    book = load_workbook(BytesIO(revenue_workbook(session, made.manager, francs)))
    formats = {cell.number_format for sheet in book for row in sheet for cell in row}
    assert any("CHF" in one for one in formats)
    assert not any("€" in one for one in formats)


def test_a_narrowed_report_says_what_it_keeps(
    session: Session, desk: factories.Desk
) -> None:
    period = replace(year(2027), title_id=desk.title_id, by_agency=False)
    assert "Smart City Mag" in words_of(
        draw_revenue_report(session, desk.manager, period)
    )
    assert report_reference(period) == f"CA-2027-T{desk.title_id}-DI"
    with use_language("en"):
        words = report_words(session, desk.manager, period)
    facts = " ".join(fact.value for fact in words.facts)
    assert "Smart City Mag" in facts
    assert "direct" in facts
