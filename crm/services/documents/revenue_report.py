"""The revenue report: the figures of the revenue page, to the cent, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import UnknownError
from crm.domain.magazine import DocumentKind
from crm.domain.revenue import Basis, Cut, Period, Standing
from crm.domain.roles import Right
from crm.language import _, current_language, use_language
from crm.language.formats import (
    date_long,
    moment,
    money,
    percent,
    thousands,
)
from crm.language.vocabulary import word
from crm.services.documents.keeping import Issued, keep
from crm.services.documents.report_parts import (
    is_year,
    report_parts,
    subject_of,
    year_before,
)
from crm.services.documents.words import look_of
from crm.store.queries.magazine import list_titles
from crm.store.queries.publishing import seller
from crm.store.queries.revenue import barter_net
from crm.store.queries.revenue_names import names_of_parts
from crm.store.queries.standing import (
    list_reps,
    standing,
)
from mediakit import part_picture, render_revenue_report
from mediakit.model import Fact, Look
from mediakit.model.report import Kpi, RevenueReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.money import Money
    from crm.domain.roles import Actor


def issue_revenue_report(
    session: Session, actor: Actor, period: Period, *, language: str = ""
) -> Issued:
    """Issue the revenue report of a period as PDF, and keep it with its filters.

    What is kept of its figures is in whole cents. `language` empty: the one that is
    spoken. Raises NotYoursError for who may not export.
    """
    actor.require(Right.EXPORT)
    spoken = language or current_language()
    content = draw_revenue_report(session, actor, period, language=spoken)
    stands = standing(session, actor, period)
    reference = report_reference(period)
    return keep(
        session,
        actor,
        DocumentKind.REVENUE_REPORT,
        reference,
        spoken,
        content,
        file_name=f"{reference}-{spoken}.pdf",
        figures={
            "since": period.since.isoformat(),
            "until": period.until.isoformat(),
            "basis": period.basis.value,
            "rep_id": period.rep_id,
            "net_cents": stands.net.cents,
            "target_cents": stands.target.cents,
            "forecast_cents": stands.forecast.cents,
        },
    )


def draw_revenue_report(
    session: Session, actor: Actor, period: Period, *, language: str = ""
) -> bytes:
    """Draw the revenue report of a period; it is not kept. Raises NotYoursError."""
    actor.require(Right.EXPORT)
    spoken = language or current_language()
    with use_language(spoken):
        return render_revenue_report(
            report_words(session, actor, period),
            lang="fr" if spoken == "fr" else "en",
            issued_at=actor.at,
            look=_look(session, actor),
        )


def chart_picture(
    session: Session, actor: Actor, period: Period, code: str, *, language: str = ""
) -> bytes:
    """Return one of a report's charts as a PNG: the year, months, reps or supports.

    Raises NotYoursError for who may not export, UnknownError where the period has no
    such chart.
    """
    actor.require(Right.EXPORT)
    spoken = language or current_language()
    with use_language(spoken):
        parts = report_parts(session, actor, period, standing(session, actor, period))
        found = next((p for p in parts if p.code == code and p.chart), None)
        if found is None:
            raise UnknownError
        return part_picture(
            found,
            lang="fr" if spoken == "fr" else "en",
            issued_at=actor.at,
            look=_look(session, actor),
        )


def _look(session: Session, actor: Actor) -> Look:
    titles = list_titles(session, actor)
    return look_of(seller(session, titles[0].id)) if titles else Look("")


def report_reference(period: Period) -> str:
    """Number a report by its days, its basis and its rep: CA-2027, CA-2027-03-R4."""
    days = f"{period.since:%Y%m%d}-{period.until:%Y%m%d}"
    if is_year(period):
        days = f"{period.since:%Y}"
    parts = ["CA", days]
    if period.basis is Basis.POSTED:
        parts.append("B")
    if period.rep_id is not None:
        parts.append(f"R{period.rep_id}")
    for letter, (_cut, id_) in zip("TSNXA", _narrowed(period), strict=True):
        if id_ is not None:
            parts.append(f"{letter}{id_}")
    if period.by_agency is not None:
        parts.append("AG" if period.by_agency else "DI")
    if period.segment is not None:
        parts.append(period.segment.value.upper())
    return "-".join(parts)


def _narrowed(period: Period) -> list[tuple[Cut, int | None]]:
    """List what a period keeps one of, beside a rep."""
    return [
        (Cut.TITLE, period.title_id),
        (Cut.SUPPORT, period.support_id),
        (Cut.ISSUE, period.issue_id),
        (Cut.SECTOR, period.sector_id),
        (Cut.ADVERTISER, period.advertiser_id),
    ]


def report_words(session: Session, actor: Actor, period: Period) -> RevenueReport:
    """Put a period into the words of its report, in the current language."""
    stands = standing(session, actor, period)
    barter = barter_net(session, actor, period)
    parts = list(report_parts(session, actor, period, stands))
    return RevenueReport(
        heading=_("Revenue"),
        subject=subject_of(period),
        stamps=(
            _("as of {moment}").format(moment=moment(actor.at)),
            _("Issued by {name}").format(name=actor.name) if actor.name else "",
        ),
        conclusion=conclusion(stands, period),
        facts=tuple(_facts(session, actor, period, barter)),
        kpis=tuple(_kpis(stands, period)),
        parts=tuple(parts),
        definitions_heading=_("What the figures mean"),
        definitions=tuple(_definitions()),
        continued=_("continued"),
        page=_("Page {}"),
    )


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


def _facts(
    session: Session, actor: Actor, period: Period, barter: Money
) -> Iterator[Fact]:
    names = dict(list_reps(session, actor))
    everyone = _("The whole team")
    rep = names.get(period.rep_id, "–") if period.rep_id is not None else everyone
    basis = {Basis.PUBLISHED: _("publication"), Basis.POSTED: _("booking")}
    yield Fact(_("Counted by date of"), basis[period.basis])
    yield Fact(
        "",
        _("from {since} to {until}").format(
            since=date_long(period.since), until=date_long(period.until)
        ),
    )
    yield Fact("", rep)
    for cut, id_ in _narrowed(period):
        if id_ is not None:
            yield Fact("", names_of_parts(session, cut, [id_]).get(id_, "–"))
    if period.by_agency is not None:
        yield Fact("", _("by an agency") if period.by_agency else _("direct"))
    if period.segment is not None:
        yield Fact("", word(period.segment))
    yield Fact("", _("booked net in euros, before VAT"))
    if barter:
        said = _("Counted apart from booked net: {amount} of barter.")
        yield Fact("", said.format(amount=money(barter)).rstrip("."))


def _kpis(stands: Standing, period: Period) -> Iterator[Kpi]:
    before = year_before(period)
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
    share = stands.attainment
    if share is None:
        yield Kpi("–", _("of the target"), _("no target set"))
    else:
        said = _("{rest} left of {target}") if stands.to_find.cents > 0 else ""
        said = said or _("{target} passed")
        note = said.format(rest=money(stands.to_find), target=money(stands.target))
        yield Kpi(percent(share // 10 * 10), _("of the target"), note)
    note = _("{amount} to come, by its chances").format(amount=money(stands.weighted))
    yield Kpi(money(stands.forecast), _("forecast"), note)


def _definitions() -> Iterator[Fact]:
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
