"""The parts of a revenue report: each its sentence, its chart and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.clock import in_days
from crm.domain.money import total
from crm.domain.revenue import Basis
from crm.language import _, ngettext
from crm.language.formats import date_long, money, number
from crm.language.revenue_words import mover_word
from crm.services.documents.report_ahead import ahead_parts, fill_part, pipeline_part
from crm.services.documents.report_behind import (
    activity_part,
    leak_parts,
    return_parts,
)
from crm.services.documents.report_charts import curve_chart
from crm.services.documents.report_cuts import cut_parts
from crm.services.revenue_told import moved_told
from crm.store.queries.revenue_page import WEEK
from mediakit.model.report import ReportPart, ReportTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.domain.revenue import Period, Standing
    from crm.services.documents.report_facts import ReportFacts
    from crm.store.queries.revenue_page import RevenuePage


def report_parts(facts: ReportFacts) -> Iterator[ReportPart]:
    """Yield the parts of a report in the order of the page."""
    page = facts.page
    yield _year_part(page)
    yield _forecast_part(page.standing)
    yield _moved_part(page)
    yield from ahead_parts(page)
    yield from cut_parts(facts)
    yield fill_part(page)
    yield from return_parts(facts)
    yield pipeline_part(page)
    yield from leak_parts(facts)
    at_work = activity_part(page)
    if at_work:
        yield at_work


def _year_part(page: RevenuePage) -> ReportPart:
    stands = page.standing
    heading = _("The period fills up")
    if not (stands.net or stands.last_year or stands.target or stands.weighted):
        said = _("No row of the ledger, no target and no option: no curve yet.")
        return ReportPart(heading, sentence=said)
    chart = curve_chart(page.period, page.curve, page.curve_before, stands, page.today)
    return ReportPart(
        heading, _basis_note(page.period), _pace(stands), chart, code="year"
    )


def _basis_note(period: Period) -> str:
    if period.basis is Basis.POSTED:
        return _("by the day of booking")
    return _("by the day of publication, as it was booked")


def _pace(stands: Standing) -> str:
    said = _("{net} booked, against {before} on the same day a year ago.").format(
        net=money(stands.net), before=money(stands.same_day)
    )
    if stands.weighted:
        said += " " + _(
            "With options and opportunities by their chances the period ends at "
            "{forecast}."
        ).format(forecast=money(stands.forecast))
    return said


def _forecast_part(stands: Standing) -> ReportPart:
    many = ngettext("{number} option", "{number} options", stands.options_many)
    sentence = _("{options} of {amount} in all among what may still come.").format(
        options=many.format(number=number(stands.options_many)),
        amount=money(stands.options),
    )
    table = ReportTable(
        (_("What it is made of"), _("Amount")),
        (
            (_("Booked net"), money(stands.net)),
            (_("Options and opportunities, by their chances"), money(stands.weighted)),
        ),
        (_("Forecast"), money(stands.forecast)),
    )
    said = sentence if stands.options_many else ""
    return ReportPart(_("The forecast"), sentence=said, table=table)


def _moved_part(page: RevenuePage) -> ReportPart:
    """Lead from the forecast of a week ago to today's, cause by cause."""
    moved = page.movers
    heading, said = _("What moved in seven days"), moved_told(moved).plain
    if not moved:
        return ReportPart(heading, sentence=said)
    now = page.standing.forecast
    whole = total(moved.values(), now.currency)
    since = date_long(in_days(page.today, -WEEK))
    ordered = sorted(moved, key=lambda one: -moved[one].cents)
    table = ReportTable(
        (_("Cause"), _("Effect on the forecast")),
        (
            (_("Forecast of {day}").format(day=since), money(now - whole)),
            *((mover_word(one), money(moved[one], plus=True)) for one in ordered),
            (_("movements").capitalize(), money(whole, plus=True)),
        ),
        (_("Forecast of today"), money(now)),
    )
    return ReportPart(heading, _("on the forecast"), said, table=table)
