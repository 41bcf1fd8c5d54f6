"""The parts of a revenue report: each its sentence, its chart and its table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.money import Money, total
from crm.domain.revenue import Basis, Cut, Period, Standing, share_of
from crm.domain.roles import Reach
from crm.language import _, ngettext
from crm.language.formats import date_long, money, month, number, percent
from crm.services.documents.report_charts import (
    curve_chart,
    month_chart,
    month_of,
    months_of,
    named_chart,
)
from crm.store.queries.revenue import sums_by
from crm.store.queries.standing import (
    BesideRow,
    cumulated,
    reps_beside,
    supports_beside,
)
from mediakit.model.report import ReportPart, ReportTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.revenue import SumRow

MOST_MONTHS = 18
"""How many months fit beside one another."""
MOST_ADVERTISERS = 12
MOST_ISSUES = 12


def report_parts(
    session: Session, actor: Actor, period: Period, stands: Standing
) -> Iterator[ReportPart]:
    """Yield the parts of a report: the curve, the cuts with their tables, the rest."""
    is_alone = actor.reach is not Reach.ALL and period.rep_id is None
    last = replace(period.a_year_before(actor.today), as_of=None)
    if stands.net or stands.last_year or stands.target or stands.weighted:
        now = cumulated(session, actor, period)
        then = cumulated(session, actor, last)
        yield ReportPart(
            _("The period fills up"),
            _basis_note(period),
            _pace(stands),
            curve_chart(period, now, then, stands, actor.today),
            code="year",
        )
    else:
        yield ReportPart(
            _("The period fills up"),
            sentence=_("No row of the ledger, no target and no option: no curve yet."),
        )
    months = _months(session, actor, period, last)
    yield _month_part(months, period, actor)
    if not is_alone:
        reps = reps_beside(session, actor, period)
        if reps:
            yield _rep_part(reps)
    supports = supports_beside(session, actor, period)
    if supports:
        yield _support_part(supports, period)
    issues = sums_by(session, actor, period, Cut.ISSUE)
    if issues:
        yield _sum_part(_("By issue"), _("Issue"), issues, MOST_ISSUES)
    if not is_alone:
        advertisers = sums_by(session, actor, period, Cut.ADVERTISER)
        if advertisers:
            heading = _("The largest advertisers")
            names = _("Advertiser")
            yield _sum_part(heading, names, advertisers, MOST_ADVERTISERS)
    yield _forecast_part(stands)


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


def _months(
    session: Session, actor: Actor, period: Period, last: Period
) -> list[BesideRow]:
    now = {row.key: row for row in sums_by(session, actor, period, Cut.MONTH)}
    then = {row.key: row for row in sums_by(session, actor, last, Cut.MONTH)}
    none = Money(0)
    return [
        BesideRow(
            key,
            "",
            now[key].net_net if key in now else none,
            then[key - 100].net_net if key - 100 in then else none,
            now[key].many if key in now else 0,
        )
        for key in months_of(period)
    ]


def _month_part(rows: list[BesideRow], period: Period, actor: Actor) -> ReportPart:
    by = _("By month of publication")
    heading = _("By month of booking") if period.basis is Basis.POSTED else by
    told = [row for row in rows if row.net_net or row.beside]
    if not told:
        return ReportPart(heading, sentence=_("No month has a row yet."))
    before = year_before(period)
    best = max(rows, key=lambda row: row.net_net.cents)
    note = _("rule: the same month of {year}").format(year=before)
    sentence = ""
    if best.net_net:
        sentence = _("{month} leads with {amount}.").format(
            month=month(month_of(best.key)).capitalize(), amount=money(best.net_net)
        )
    chart = None
    if len(rows) <= MOST_MONTHS:
        chart = month_chart(rows, heading, actor.today)
    table = ReportTable(
        (_("Month"), _("Rows"), _("Booked net"), before, _("Difference")),
        tuple(
            (
                month(month_of(row.key)),
                number(row.many),
                money(row.net_net),
                money(row.beside),
                money(row.net_net - row.beside, plus=True),
            )
            for row in rows
        ),
        _beside_total(rows, [number(sum(row.many for row in rows))]),
        is_grand=True,
    )
    return ReportPart(heading, note, sentence, chart, table, code="months")


def _beside_total(rows: Sequence[BesideRow], more: Sequence[str]) -> tuple[str, ...]:
    net = total(row.net_net for row in rows)
    beside = total(row.beside for row in rows)
    figures = (money(net), money(beside), money(net - beside, plus=True))
    return (_("Together"), *more, *figures)


def _rep_part(rows: list[BesideRow]) -> ReportPart:
    net, asked = total(r.net_net for r in rows), total(r.beside for r in rows)
    table = ReportTable(
        (_("Rep"), _("Booked net"), _("Target"), _("Share of the target")),
        tuple(
            (row.name, money(row.net_net), _or_dash(row.beside), _share(row.share))
            for row in rows
        ),
        (_("Together"), money(net), _or_dash(asked), _share(share_of(net, asked))),
    )
    said = _("Booked net by rep, beside the target")
    return ReportPart(
        _("By rep"),
        _("behind: the target"),
        "",
        named_chart(rows, said),
        table,
        is_half=True,
        code="reps",
    )


def _support_part(rows: list[BesideRow], period: Period) -> ReportPart:
    net, before = total(row.net_net for row in rows), year_before(period)
    table = ReportTable(
        (
            _("Support"),
            _("Share"),
            _("Booked net"),
            before,
            _("Difference"),
        ),
        tuple(
            (
                row.name,
                _share(share_of(row.net_net, net)),
                money(row.net_net),
                money(row.beside),
                money(row.net_net - row.beside, plus=True),
            )
            for row in rows
        ),
        _beside_total(rows, [_share(share_of(net, net))]),
    )
    said = _("Booked net by support, beside last year")
    note = _("behind: {year}").format(year=before)
    chart = named_chart(rows, said)
    return ReportPart(
        _("By support"), note, "", chart, table, is_half=True, code="supports"
    )


def _sum_part(heading: str, name: str, rows: Sequence[SumRow], most: int) -> ReportPart:
    net = total(row.net_net for row in rows)
    largest = sorted(rows, key=lambda row: -row.net_net.cents)[:most]
    shown = [row for row in rows if row in largest]
    rest = [row for row in rows if row not in largest]
    told = [(row.name, number(row.many), row.net_net) for row in shown]
    if rest:
        many = ngettext("{number} other", "{number} others", len(rest))
        others = many.format(number=number(len(rest)))
        lines = number(sum(row.many for row in rest))
        told.append((others, lines, total(row.net_net for row in rest)))
    cells = tuple(
        (what, lines, money(amount), _share(share_of(amount, net)))
        for what, lines, amount in told
    )
    table = ReportTable(
        (name, _("Rows"), _("Booked net"), _("Share")),
        cells,
        (_("Together"), number(sum(row.many for row in rows)), money(net), ""),
    )
    return ReportPart(heading, table=table)


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


def is_year(period: Period) -> bool:
    """Say whether a period is one calendar year."""
    since, until = period.since, period.until
    return (since.month, since.day, until.month, until.day) == (1, 1, 12, 31) and (
        since.year == until.year
    )


def subject_of(period: Period) -> str:
    """Name a period: its year, or its days."""
    if is_year(period):
        return str(period.since.year)
    since, until = date_long(period.since), date_long(period.until)
    return _("{since} to {until}").format(since=since, until=until)


def year_before(period: Period) -> str:
    """Name what a period is compared with."""
    if is_year(period):
        return str(period.since.year - 1)
    return _("the year before")


def _or_dash(amount: Money) -> str:
    return money(amount) if amount else "–"


def _share(share: int | None) -> str:
    return "–" if share is None else percent(share // 10 * 10)
