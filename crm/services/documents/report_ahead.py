"""What a revenue report tells of what is to come: pace, places left, pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.money import Money, total
from crm.domain.pacing import FARTHEST
from crm.language import _
from crm.language.formats import date_short, money, month_short, number
from crm.language.revenue_words import month_word, pages_count, stage_word
from crm.services.documents.report_charts import fill_chart
from crm.services.documents.report_pace import pace_chart
from crm.services.documents.report_period import share
from crm.services.revenue_told import (
    fill_told,
    free_told,
    missing_told,
    pacing_told,
    pipeline_told,
    premium_told,
)
from crm.store.queries.pipeline import STAGES
from mediakit.model.report import ReportPart, ReportTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.domain.pacing import Pacing
    from crm.store.queries.revenue_advertisers import AdvertiserSum
    from crm.store.queries.revenue_page import RevenuePage
    from crm.store.queries.unsold import PremiumPlace

TOLD_AT = (FARTHEST, 60, 30, 14)
"""Days before closing at which each issue's bookings are told."""


def ahead_parts(page: RevenuePage) -> Iterator[ReportPart]:
    """Yield the pace of the issue that closes next, and the places left in it."""
    yield _pace_part(page)
    if page.missing:
        yield _missing_part(page.missing)
    yield _premium_part(page)


def _pace_part(page: RevenuePage) -> ReportPart:
    pace = page.pacing
    if pace is None:
        said = _("No issue is open: none has a closing date to come.")
        return ReportPart(_("Pace by issue"), sentence=said)
    told = [pacing_told(pace), free_told(pace, page.premium)]
    return ReportPart(
        _("Pace by issue"),
        _("booked before closing"),
        " ".join(one.plain for one in told if one),
        pace_chart(pace),
        _pace_table(pace),
    )


def _pace_table(pace: Pacing) -> ReportTable:
    """Tell what each issue held at the same distances, and by its closing."""
    here = max(0, min(pace.distance, FARTHEST))
    days = sorted({*TOLD_AT, here, 0}, reverse=True)
    currency = pace.booked.currency

    def held(cents: int | None) -> str:
        return "–" if cents is None else money(Money(cents, currency))

    own = [held(pace.issue.at(day) if day >= here else None) for day in days]
    rows = [(pace.issue.name, *own)]
    rows += [(one.name, *(held(one.at(day)) for day in days)) for one in pace.before]
    mean: tuple[str, ...] = ()
    if len(pace.before) > 1:
        means = [pace.mean_at(day) for day in days]
        mean = (
            _("average").capitalize(),
            *(held(one.cents if one else None) for one in means),
        )
    return ReportTable(
        (_("Issue"), *(_distance(day).capitalize() for day in days)), tuple(rows), mean
    )


def _distance(days: int) -> str:
    return _("D−{days}").format(days=number(days)) if days else _("closing")


def _missing_part(rows: Sequence[AdvertiserSum]) -> ReportPart:
    said = missing_told(rows)
    table = ReportTable(
        (_("Advertiser"), _("Sector"), _("Rows"), _("Booked net")),
        tuple(
            (row.name, row.sector, number(row.many), money(row.net_net)) for row in rows
        ),
        (
            _("Together"),
            "",
            number(sum(row.many for row in rows)),
            money(total(row.net_net for row in rows)),
        ),
        words=2,
    )
    note = _("what they had in that issue")
    heading = _("Who has not come back to the issue")
    return ReportPart(heading, note, said.plain if said else "", table=table)


def _premium_part(page: RevenuePage) -> ReportPart:
    heading = _("Premium still to sell")
    said = premium_told(page.premium, page.today).plain
    if not page.premium:
        return ReportPart(heading, sentence=said)
    table = ReportTable(
        (_("Place"), _("State"), _("Closing"), _("Card rate")),
        tuple(
            (
                f"{place.issue} · {place.name}",
                _state(place),
                _distance((place.closes_on - page.today).days),
                money(place.price),
            )
            for place in page.premium
        ),
        (
            *(_("Together"), "", ""),
            money(total(place.price for place in page.premium)),
        ),
        words=2,
    )
    return ReportPart(heading, _("card rate, days to closing"), said, table=table)


def _state(place: PremiumPlace) -> str:
    if place.until is None:
        return _("free")
    until = _("option → {day}").format(day=date_short(place.until))
    return f"{until}, {place.holder}" if place.holder else until


def fill_part(page: RevenuePage) -> ReportPart:
    """Tell how full the printed issues are, in pages."""
    heading = _("How full the issues are")
    if not page.fills:
        said = _("No printed issue has a page budget yet.")
        return ReportPart(heading, sentence=said)
    table = ReportTable(
        (
            *(_("Issue"), _("Closing"), _("Pages"), _("Sold")),
            *(_("Under option"), _("Left"), _("Share")),
        ),
        tuple(
            (
                f"{one.name} · {month_short(one.published_on)}",
                date_short(one.closes_on),
                pages_count(one.capacity),
                pages_count(one.sold),
                pages_count(one.optioned),
                pages_count(one.left),
                share(one.share),
            )
            for one in page.fills
        ),
    )
    said = fill_told(page.fills, page.today).plain
    return ReportPart(heading, _("pages"), said, fill_chart(page.fills, said), table)


def pipeline_part(page: RevenuePage) -> ReportPart:
    """Tell what is not booked yet by stage and by the month it is expected in."""
    heading = _("What may still come")
    said = pipeline_told(page.pipeline).plain
    if not page.pipeline:
        return ReportPart(heading, sentence=said)
    rows = sorted(page.pipeline, key=lambda row: (STAGES.index(row.stage), row.month))
    table = ReportTable(
        (_("Stage"), _("Expected"), _("How many"), _("Amount"), _("Weighted")),
        tuple(
            (
                stage_word(row.stage).capitalize(),
                month_word(row.month) if row.month else "–",
                number(row.many),
                money(row.amount),
                money(row.weighted),
            )
            for row in rows
        ),
        (
            *(_("Together"), "", number(sum(row.many for row in rows))),
            money(total(row.amount for row in rows)),
            money(total(row.weighted for row in rows)),
        ),
        words=2,
    )
    return ReportPart(heading, _("weighted"), said, table=table)
