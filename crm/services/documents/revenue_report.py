"""The revenue report: the figures of the revenue page, to the cent, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import get_currency_name

from crm.domain.errors import UnknownError
from crm.domain.magazine import DocumentKind
from crm.domain.money import EURO
from crm.domain.revenue import Against, Basis, Cut, Period
from crm.domain.roles import Right
from crm.language import _, current_language, use_language
from crm.language.formats import date_long, moment, money
from crm.language.vocabulary import word
from crm.services.documents.keeping import Issued, keep
from crm.services.documents.report_band import conclusion, definitions, kpis
from crm.services.documents.report_facts import read_facts
from crm.services.documents.report_parts import report_parts
from crm.services.documents.report_period import is_year, subject_of
from crm.services.documents.words import look_of
from crm.store.queries.magazine import list_titles
from crm.store.queries.publishing import seller
from crm.store.queries.revenue_names import names_of_parts
from crm.store.queries.standing import list_reps, standing
from mediakit import part_picture, render_revenue_report
from mediakit.model import Fact, Look
from mediakit.model.report import RevenueReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.revenue_page import RevenuePage


def issue_revenue_report(
    session: Session,
    actor: Actor,
    period: Period,
    *,
    language: str = "",
    against: Against = Against.LAST_YEAR,
    issue_id: int | None = None,
) -> Issued:
    """Issue the revenue report of a period as PDF, and keep it with its filters.

    What is kept of its figures is in whole cents. `language` empty: the one that is
    spoken. Raises NotYoursError for who may not export.
    """
    actor.require(Right.EXPORT)
    spoken = language or current_language()
    content = draw_revenue_report(
        session, actor, period, language=spoken, against=against, issue_id=issue_id
    )
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
            "currency": period.currency,
            "net_cents": stands.net.cents,
            "target_cents": stands.target.cents,
            "forecast_cents": stands.forecast.cents,
        },
    )


def draw_revenue_report(
    session: Session,
    actor: Actor,
    period: Period,
    *,
    language: str = "",
    against: Against = Against.LAST_YEAR,
    issue_id: int | None = None,
) -> bytes:
    """Draw the revenue report of a period; it is not kept. Raises NotYoursError."""
    actor.require(Right.EXPORT)
    spoken = language or current_language()
    with use_language(spoken):
        return render_revenue_report(
            report_words(session, actor, period, against=against, issue_id=issue_id),
            lang="fr" if spoken == "fr" else "en",
            issued_at=actor.at,
            look=_look(session, actor, period),
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
        parts = report_parts(read_facts(session, actor, period))
        found = next((p for p in parts if p.code == code and p.chart), None)
        if found is None:
            raise UnknownError
        return part_picture(
            found,
            lang="fr" if spoken == "fr" else "en",
            issued_at=actor.at,
            look=_look(session, actor, period),
        )


def _look(session: Session, actor: Actor, period: Period) -> Look:
    """Return the look of the title a period keeps to, else of the desk's first."""
    titles = [row.id for row in list_titles(session, actor)]
    own = [id_ for id_ in titles if id_ == period.title_id] or titles[:1]
    return look_of(seller(session, own[0])) if own else Look("")


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
    if period.currency != EURO:
        parts.append(period.currency)
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


def report_words(
    session: Session,
    actor: Actor,
    period: Period,
    *,
    against: Against = Against.LAST_YEAR,
    issue_id: int | None = None,
) -> RevenueReport:
    """Put a period into the words of its report, in the current language."""
    facts = read_facts(session, actor, period, against=against, issue_id=issue_id)
    return RevenueReport(
        heading=_("Revenue"),
        subject=subject_of(period),
        stamps=(
            _("as of {moment}").format(moment=moment(actor.at)),
            _("Issued by {name}").format(name=actor.name) if actor.name else "",
        ),
        conclusion=conclusion(facts.page.standing, period),
        facts=tuple(_facts(session, actor, facts.page)),
        kpis=tuple(kpis(facts.page)),
        parts=tuple(report_parts(facts)),
        definitions_heading=_("What the figures mean"),
        definitions=tuple(definitions()),
        continued=_("continued"),
        page=_("Page {}"),
    )


def _facts(session: Session, actor: Actor, page: RevenuePage) -> Iterator[Fact]:
    period = page.period
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
    currency = get_currency_name(period.currency, count=2, locale=current_language())
    said = _("booked net in {currency}, before VAT")
    yield Fact("", said.format(currency=currency))
    apart = [money(amount) for amount in page.others]
    if page.barter:
        apart.insert(0, _("{amount} of barter").format(amount=money(page.barter)))
    if apart:
        said = _("Counted apart from booked net: {amounts}.").rstrip(".")
        yield Fact("", said.format(amounts=" · ".join(apart)))
