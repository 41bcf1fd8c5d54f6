from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from crm.domain.money import Money
from crm.domain.revenue import Cut, Segment, Standing
from crm.domain.revenue_views import decode, encode
from crm.language import use_language
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.lines import LineWish
from crm.store.models import RateCard, Target, User
from crm.ui.revenue_parts import conclusion, last_picked
from tests import factories
from tests.factories import MORNING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

AGREED = Agreed("Anaïs Lefèvre", MORNING.date(), "mail")


@pytest.fixture
def sold_desk(real_desk: RealDesk) -> RealDesk:
    """Confirm a page, hold a half page under option, set a target."""
    ids = real_desk.ids

    def fill(session: Session) -> None:
        issue = factories.make_issue(session, ids)
        sold = factories.make_quote(session, ids, LineWish(issue, ids.page, ids.c4))
        bookings.confirm(session, ids.rep, sold, AGREED)
        held = factories.make_quote(session, ids, LineWish(issue, ids.half))
        bookings.option(session, ids.rep, held, until=date(2027, 3, 20))
        session.add(
            Target(month=date(2027, 5, 1), user_id=ids.rep.user_id, cents=10_000_00)
        )

    real_desk.writing(fill)
    return real_desk


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown)


def test_an_empty_ledger_is_sentences(real_desk: RealDesk) -> None:
    page = real_desk.open("revenue")
    assert not page.exception
    assert page.title[0].value == "Nothing booked for 2027 yet\\."
    assert not page.get("vega_lite_chart")
    told = texts(page).replace("\\", "")
    for said in (
        "No line is booked in this period",
        "Nothing has moved the forecast",
        "No issue is open",
        "No month has a row yet.",
        "No printed issue has a page budget yet.",
        "No advertiser ran in 2026",
        "No option and no open opportunity",
        "nothing can leak",
    ):
        assert said in told


@pytest.mark.parametrize(
    ("net", "before", "target", "said"),
    [
        (31_000, 0, 0, "€31k booked for 2027."),
        (31_000, 11_000, 0, "€20k ahead of 2026."),
        (11_000, 31_000, 40_000, "€20k behind 2026. €29k left to find."),
        (31_000, 31_000, 30_000, "Level with 2026. The target is passed by €1k."),
        (0, 0, 40_000, "Nothing booked for 2027 yet."),
        (0, 700, 0, "€700 behind 2026."),
    ],
)
def test_the_title_is_the_conclusion_in_both_signs(
    net: int, before: int, target: int, said: str
) -> None:
    amounts = [Money(euros * 100) for euros in (net, before, before, target)]
    stands = Standing(
        amounts[0], 1, amounts[1], amounts[2], amounts[3], Money(0), 0, Money(0)
    )
    with use_language("en"):
        assert conclusion(stands, 2027) == said


def test_figures_and_the_rows_behind_them_agree(sold_desk: RealDesk) -> None:
    sold_desk.seat = sold_desk.ids.manager.user_id
    page = sold_desk.open("revenue")
    assert not page.exception
    assert page.title[0].value.startswith("€4\\.7k booked for 2027")
    told = texts(page).replace("\\", "")
    assert "€4,680" in told
    assert "46.8%" in told
    assert len(page.get("vega_lite_chart")) == 6
    page.button(key="rows_net").click().run()
    assert "1 row · €4,680.00" in texts(page).replace("\\", "")
    ways_out = [item.label for item in page.get("download_button")]
    assert ways_out[-2:] == ["XLSX", "CSV"]
    assert ways_out[0] == "Report \\(PDF\\)"
    page = sold_desk.open("revenue")
    page.button(key="rows_forecast").click().run()
    told = texts(page).replace("\\", "")
    assert "€2,160.00 × 70%" in told
    assert "€6,192.00" in told
    others = ("target", "premium", "retention", "pace", "top", "stage_option")
    for kind in others:
        page = sold_desk.open("revenue")
        page.button(key=f"rows_{kind}").click().run()
        assert not page.exception, kind


def test_a_rep_sees_its_own_rows_and_the_team_s_total(sold_desk: RealDesk) -> None:
    page = sold_desk.open("revenue")
    rep = page.selectbox(key="revenue_rep")
    assert rep.options == ["Camille Roussel", "The whole team"]
    page.button(key="rows_net").click().run()
    assert "1 row" in texts(page)
    assert not page.get("download_button")
    page = sold_desk.open("revenue")
    page.selectbox(key="revenue_rep").set_value(0).run()
    assert not page.exception
    keys = {button.key for button in page.button}
    assert not {key for key in keys if key and key.startswith("rows_")}
    assert "shown to their manager" in texts(page)


def test_the_year_and_the_basis_are_chosen(sold_desk: RealDesk) -> None:
    page = sold_desk.open("revenue")
    page.segmented_control(key="revenue_basis").set_value("posted").run()
    assert not page.exception
    assert "By month of booking" in [header.value for header in page.header]
    assert page.selectbox(key="revenue_year").options == ["2027"]
    assert page.query_params["by"] == "posted"


def test_each_cut_draws_and_each_filter_narrows(sold_desk: RealDesk) -> None:
    sold_desk.seat = sold_desk.ids.manager.user_id
    page = sold_desk.open("revenue")
    for cut in Cut:
        if cut not in {Cut.MONTH, Cut.REP, Cut.ADVERTISER}:
            page.selectbox(key="revenue_cut").set_value(cut).run()
            assert not page.exception, cut
    page.selectbox(key="revenue_bought").set_value(True).run()
    assert page.title[0].value.startswith("Nothing booked")
    page.button(key="revenue_clear").click().run()
    page.selectbox(key="revenue_segment").set_value(Segment.NEW).run()
    assert page.title[0].value.startswith("€4\\.7k")
    page.selectbox(key="revenue_segment").set_value(Segment.RETURNED).run()
    assert page.title[0].value.startswith("Nothing booked")
    assert not page.exception


def test_a_period_in_the_future_and_a_rep_who_left(sold_desk: RealDesk) -> None:
    sold_desk.seat = sold_desk.ids.manager.user_id
    page = sold_desk.open("revenue", **{"from": "2031-02-01", "to": "2031-02-28"})
    assert not page.exception
    assert page.title[0].value.startswith("Nothing booked")

    def leave(session: Session) -> None:
        session.get_one(User, sold_desk.ids.rep.user_id).ended_on = MORNING.date()

    sold_desk.writing(leave)
    page = sold_desk.open("revenue", rep=str(sold_desk.ids.rep.user_id))
    assert page.title[0].value.startswith("€4\\.7k")


def test_a_desk_in_pounds_opens_in_pounds(real_desk: RealDesk) -> None:
    ids = real_desk.ids

    def fill(session: Session) -> None:
        session.execute(update(RateCard).values(currency="GBP"))
        issue = factories.make_issue(session, ids)
        sold = factories.make_quote(session, ids, LineWish(issue, ids.page, ids.c4))
        bookings.confirm(session, ids.rep, sold, AGREED)

    real_desk.writing(fill)
    real_desk.seat = ids.manager.user_id
    page = real_desk.open("revenue")
    assert not page.exception
    assert page.title[0].value.startswith("£")
    told = texts(page)
    assert "£" in told
    assert "€" not in told


def test_a_view_is_kept_and_opened_by_its_link(sold_desk: RealDesk) -> None:
    page = sold_desk.open("revenue", by="posted", bought="direct")
    assert page.segmented_control(key="revenue_basis").value == "posted"
    box = next(one for one in page.text_input if "revenue_view_name" in str(one.key))
    box.set_value("Lundi [matin](x)").run()
    page.button(key="revenue_view_keep").click().run()
    page.button(key="revenue_view_keep").click().run()
    page = sold_desk.open("revenue")
    assert page.segmented_control(key="revenue_basis").value == "published"
    kept = [one for one in page.button if str(one.key).startswith("revenue_view_")]
    [view] = [one for one in kept if one.key and one.key[-1:].isdecimal()][:1]
    assert "](x)" not in view.label.replace("\\", "|")
    view.click().run()
    assert page.segmented_control(key="revenue_basis").value == "posted"
    assert page.query_params["bought"] == "direct"


@pytest.mark.parametrize(
    "typed",
    [
        {"year": "99999999999999999999"},
        {"year": "²"},
        {"from": "2027-13-45", "to": "x"},
        {"from": "2027-05-01", "to": "2027-04-01"},
        {"rep": "-1", "title": "1e9", "who": "lapsed'", "bought": "<b>"},
    ],
)
def test_an_address_that_cannot_be_read_shows_the_year(typed: dict[str, str]) -> None:
    today = MORNING.date()
    view = decode(typed, today)
    assert (view.since, view.until) == (date(2027, 1, 1), date(2027, 12, 31))
    assert decode(encode(view, today), today) == view


def test_the_chart_clicked_last_is_the_one_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from crm.ui import acting

    kept: dict[str, object] = {}
    monkeypatch.setattr(acting, "state", lambda: kept)
    nothing = {Cut.MONTH: None, Cut.REP: None}
    assert last_picked(nothing) is None
    assert last_picked({**nothing, Cut.REP: 3}) is Cut.REP
    assert last_picked({Cut.MONTH: 202705, Cut.REP: 3}) is Cut.MONTH
    assert last_picked({Cut.MONTH: 202705, Cut.REP: 3}) is Cut.MONTH
    assert last_picked({Cut.MONTH: None, Cut.REP: 3}) is None
