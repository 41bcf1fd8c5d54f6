"""The head of a revenue report: its conclusion, its figures, what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.language import _
from crm.language.formats import money, number, percent, thousands
from crm.services.documents.report_period import is_year, share, year_before
from crm.store.queries.unsold import worth
from mediakit.model import Fact
from mediakit.model.report import Kpi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.domain.revenue import Period, Standing
    from crm.store.queries.revenue_page import RevenuePage


def conclusion(stands: Standing, period: Period) -> str:
    """Say where a period stands, ahead or behind."""
    before = year_before(period)
    subject = str(period.since.year) if is_year(period) else _("the period")
    if not stands.net and not stands.same_day:
        said = _("Nothing booked for {year} yet.").format(year=subject)
    elif not stands.same_day:
        amount = thousands(stands.net)
        said = _("{amount} booked for {year}.").format(amount=amount, year=subject)
    elif stands.lead.cents > 0:
        amount = thousands(stands.lead)
        said = _("{amount} ahead of {year}.").format(amount=amount, year=before)
    elif stands.lead.cents < 0:
        amount = thousands(-stands.lead)
        said = _("{amount} behind {year}.").format(amount=amount, year=before)
    else:
        said = _("Level with {year}.").format(year=before)
    if not stands.target:
        return said
    if stands.to_find.cents > 0:
        rest = _("{amount} left to find.").format(amount=thousands(stands.to_find))
    else:
        over = thousands(-stands.to_find)
        rest = _("The target is passed by {amount}.").format(amount=over)
    return f"{said} {rest}"


def kpis(page: RevenuePage) -> Iterator[Kpi]:
    """Yield the figures of the band, the page's own."""
    yield from _booked(page)
    yield from _to_come(page)


def _booked(page: RevenuePage) -> Iterator[Kpi]:
    stands, before = page.standing, year_before(page.period)
    growth = stands.growth
    if growth is None:
        note = _("nothing on the same day of {year}").format(year=before)
    else:
        change = percent(growth // 10 * 10, plus=True)
        note = _("{change} on the same day of {year}").format(
            change=change, year=before
        )
    yield Kpi(money(stands.net), _("booked net"), note)
    yield Kpi(
        money(stands.same_day),
        _("same day of {year}").format(year=before),
        _("{amount} in the end").format(amount=money(stands.last_year)),
    )
    if stands.attainment is None:
        yield Kpi("–", _("of the target"), _("no target set"))
        return
    said = _("{rest} left of {target}") if stands.to_find.cents > 0 else ""
    said = said or _("{target} passed")
    note = said.format(rest=money(stands.to_find), target=money(stands.target))
    yield Kpi(share(stands.attainment), _("of the target"), note)


def _to_come(page: RevenuePage) -> Iterator[Kpi]:
    stands, kept = page.standing, page.retention
    note = _("{amount} to come, by its chances").format(amount=money(stands.weighted))
    yield Kpi(money(stands.forecast), _("forecast"), note)
    issues = list(dict.fromkeys(place.issue for place in page.premium))
    note = _("no premium place left")
    if issues:
        note = _("in {issues}").format(issues=" · ".join(issues))
    yield Kpi(
        money(worth(page.premium, stands.net.currency)), _("premium to sell"), note
    )
    note = _("{kept} of the {base} advertisers of {year}").format(
        kept=number(kept.full_kept),
        base=number(kept.full_base),
        year=page.period.since.year - 1,
    )
    yield Kpi(share(kept.share), _("retention"), note)


def definitions() -> Iterator[Fact]:
    """Yield what each figure means."""
    yield Fact(
        _("Booked net"),
        _(
            "Sum of the ledger: lines confirmed or ran, net net without fees, barter "
            "left out."
        ),
    )
    yield Fact(
        _("Share of the target"),
        _("Booked net divided by the sum of the reps’ monthly targets."),
    )
    yield Fact(
        _("Same day"),
        _("The same days of the year before, as they stood a year ago today."),
    )
    yield Fact(
        _("Forecast"),
        _(
            "Confirmed, plus options × 70 %, plus what open opportunities have not "
            "yet booked × their chances."
        ),
    )
    yield Fact(
        _("Premium to sell"),
        _(
            "Premium places of the next issues that are free or under option, at their "
            "card rates."
        ),
    )
    yield Fact(
        _("Retention"),
        _(
            "Share of the advertisers published last year up to the same day that have "
            "net this year; in the note, of all of last year’s."
        ),
    )
    yield Fact(
        _("Yield and discounts"),
        _(
            "Yield: booked net as a share of the card rate. Discounts: gross less net, "
            "as a share of the gross."
        ),
    )
