"""The sentences beside the charts of the revenue page, saying what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.money import total
from crm.domain.revenue import Against, Basis, Cut, share_of
from crm.language import _
from crm.language.formats import month, percent, thousands
from crm.language.revenue_words import month_of, month_word
from crm.ui.escape import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.revenue import Period, Standing
    from crm.store.queries.standing import BesideRow
    from crm.ui.escape import Marked


def basis(chosen: Basis | None) -> str:
    """Say which days a chart counts."""
    if chosen is Basis.POSTED:
        return _("lines booked in the year, by the day they were booked")
    return _("lines published in the year, by the day they were booked")


def by_month(chosen: Basis | None) -> str:
    """Name the months' section."""
    return (
        _("By month of booking")
        if chosen is Basis.POSTED
        else _("By month of publication")
    )


def pace(stands: Standing, period: Period) -> Marked:
    """Say how the year fills up."""
    year = period.since.year
    if not stands.last_year:
        return say(
            _("**{net}** booked so far; {year} has no row to compare with."),
            net=thousands(stands.net),
            year=year - 1,
        )
    if stands.forecast == stands.net:
        return say(
            _(
                "**{net}** booked, against {before} on the same day of {year}, which "
                "ended at {last}."
            ),
            net=thousands(stands.net),
            before=thousands(stands.same_day),
            year=year - 1,
            last=thousands(stands.last_year),
        )
    return say(
        _(
            "**{net}** booked so far, against {before} on the same day of {year}. With "
            "options and opportunities by their chances the year ends at "
            "**{forecast}**."
        ),
        net=thousands(stands.net),
        before=thousands(stands.same_day),
        year=year - 1,
        forecast=thousands(stands.forecast),
    )


def months(rows: Sequence[BesideRow], year: int) -> Marked:
    """Say which month is best and which has most to make good."""
    if not any(row.net_net or row.beside for row in rows):
        return say(_("No month has a row yet."))
    best = max(rows, key=lambda row: row.net_net.cents)
    gap = min(rows, key=lambda row: (row.net_net - row.beside).cents)
    if not best.net_net:
        return say(
            _("No month of {year} has a row yet; the ticks are {last}."),
            year=year,
            last=year - 1,
        )
    if gap.net_net.cents >= gap.beside.cents:
        return say(
            _(
                "**{best}** leads with {amount}; no month is behind {last}. Bars: "
                "{year}; ticks: the whole of {last}."
            ),
            best=month_word(best.key, year=False),
            amount=thousands(best.net_net),
            year=year,
            last=year - 1,
        )
    return say(
        _(
            "**{best}** leads with {amount}; **{worst}** is {gap} short of {last}. "
            "Bars: {year}; ticks: the whole of {last}."
        ),
        best=month_word(best.key, year=False),
        amount=thousands(best.net_net),
        worst=month(month_of(gap.key), year=False),
        gap=thousands(gap.beside - gap.net_net),
        year=year,
        last=year - 1,
    )


def reps(rows: Sequence[BesideRow], against: Against = Against.TARGET) -> Marked:
    """Say who is furthest along."""
    if not rows:
        return say(_("The team’s reps are shown to their manager."))
    asked = [row for row in rows if row.share is not None]
    if not asked:
        return say(
            _("**{name}** has booked {amount}, more than anybody; nothing to compare."),
            name=rows[0].name,
            amount=thousands(rows[0].net_net),
        )
    first = max(asked, key=lambda row: row.share or 0)
    if against is Against.LAST_YEAR:
        return say(
            _("**{name}** has reached {share} of last year; grey bar: last year."),
            name=first.name,
            share=_whole(first.share),
        )
    return say(
        _("**{name}** has reached {share} of the target; grey bar: the year’s target."),
        name=first.name,
        share=_whole(first.share),
    )


def supports(rows: Sequence[BesideRow], year: int) -> Marked:
    """Say which support weighs most."""
    whole = total(row.net_net for row in rows)
    if not rows or not whole:
        return say(_("No support has a row for {year} yet."), year=year)
    first = rows[0]
    return say(
        _("**{name}** weighs {share} of the net; grey bar: the whole of {last}."),
        name=first.name,
        share=_whole(share_of(first.net_net, whole)),
        last=year - 1,
    )


def name_of(cut: Cut, key: int, rows: Sequence[BesideRow]) -> str:
    """Name what a bar stands for; nothing where no chart shows it any more."""
    if cut is Cut.MONTH:
        return month_word(key)
    return next((row.name for row in rows if row.key == key), "")


def _whole(share: int | None) -> str:
    return percent((share or 0) // 100 * 100)
