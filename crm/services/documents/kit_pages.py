"""The words of a media kit's pages, drawn from the desk at that moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import StaleClaimError
from crm.domain.magazine import FormatKind, IssueStatus, SupportKind
from crm.domain.names import fold
from crm.domain.pools import PAGES
from crm.domain.space import UNITS_PER_PAGE, SpaceState
from crm.language import _, current_language, ngettext
from crm.language.formats import (
    clock_time,
    date_long,
    date_short,
    day_short,
    money,
    month,
    number,
    percent,
)
from crm.store.queries.magazine import (
    FormatRow,
    IssueRow,
    SpaceRow,
    list_formats,
    list_issues,
    space_left,
)
from crm.store.queries.publishing import ClaimRow, SellerCard, list_claims
from crm.store.queries.rate_cards import Card, card_on
from mediakit import model

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.companies import CompanyCard

ISSUES_SHOWN = 6
CHIPS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class KitFacts:
    """Everything a kit is drawn from, read once."""

    session: Session
    actor: Actor
    seller: SellerCard
    company: CompanyCard | None
    claims: tuple[ClaimRow, ...]
    issues: tuple[IssueRow, ...]
    others: tuple[IssueRow, ...]
    spaces: dict[int, list[SpaceRow]]
    formats: tuple[FormatRow, ...]
    card: Card | None
    year: int
    at: datetime


def gather(
    session: Session,
    actor: Actor,
    seller: SellerCard,
    company: CompanyCard | None,
    *,
    quotes_audience: bool = True,
) -> KitFacts:
    """Read what a kit says.

    A kit that shows its audience raises StaleClaimError for a figure without a
    source or past its expiry; another quotes none.
    """
    coming = list_issues(session, actor, seller.title_id, since=actor.today)
    planned = [issue for issue in coming if issue.status is IssueStatus.PLANNED]
    printed = [i for i in planned if i.support_kind is SupportKind.PRINT]
    shown = [i for i in printed if i.closes_on >= actor.today][:ISSUES_SHOWN]
    first = shown[0].published_on if shown else actor.today
    claims = list_claims(session, seller.title_id) if quotes_audience else []
    for claim in claims:
        if not claim.may_be_told(actor.today):
            raise StaleClaimError(claim=claim.label, expired_on=claim.expires_on)
    return KitFacts(
        session=session,
        actor=actor,
        seller=seller,
        company=company,
        claims=tuple(claims),
        issues=tuple(shown),
        others=tuple(i for i in planned if i.support_kind is not SupportKind.PRINT),
        spaces=space_left(session, actor, [issue.id for issue in shown]),
        formats=tuple(list_formats(session, actor, seller.title_id)),
        card=card_on(session, seller.title_id, first),
        year=first.year,
        at=actor.at,
    )


def told(facts: KitFacts) -> dict[str, str]:
    """Return the figures a kit told, to be kept with it."""
    figures = {claim.label: claim_value(claim) for claim in facts.claims}
    if facts.card:
        figures["rate card"] = f"{facts.card.name}, {facts.card.edition}"
    return figures


def audience(facts: KitFacts) -> list[model.KitPage]:
    """Say who reads; no page where there is no figure."""
    claims = {cluster: _of(facts, cluster) for cluster in CLUSTERS}
    if not claims["headline"]:
        return []
    public = claims["organisation"]
    return [
        model.Audience(
            claims=tuple(
                model.Claim(claim_value(c), c.label, _source(c), c.detail)
                for c in claims["headline"][:4]
            ),
            bars=_bars(claims["job"]),
            donut=_donut(public),
            newsletter=_trend(claims["newsletter_history"], claims["newsletter"]),
            head=model.Head(lead=_promise(facts.seller)),
        )
    ]


CLUSTERS = ("headline", "job", "organisation", "newsletter_history", "newsletter")


def calendar(facts: KitFacts) -> list[model.KitPage]:
    """Say when, and what is still free, stamped with the day and the hour."""
    if not facts.issues:
        return []
    today = facts.actor.today
    stamp = _("on {day} at {hour}")
    return [
        model.Calendar(
            issues=tuple(
                model.IssueRow(
                    issue.name,
                    issue.theme,
                    date_short(issue.closes_on),
                    date_short(issue.materials_due_on),
                    date_long(issue.published_on),
                    _("Bonus circulation: {event}").format(event=issue.bonus)
                    if issue.bonus
                    else "",
                    tuple(_chips(facts.spaces.get(issue.id, []))),
                )
                for issue in facts.issues
            ),
            stamp=stamp.format(day=date_long(today), hour=clock_time(facts.at)),
            rhythms=tuple(_rhythms(facts.others)),
        )
    ]


def formats(facts: KitFacts) -> list[model.KitPage]:
    """Draw the formats, print and digital, each kind to one scale."""
    pages: list[model.KitPage] = []
    rules = tuple(_rules(facts.seller))
    for kind in (FormatKind.PRINT, FormatKind.DIGITAL):
        drawn = [f for f in facts.formats if f.kind is kind and f.width and f.height]
        if not drawn:
            continue
        printed = kind is FormatKind.PRINT
        scale = 10 if printed else 1
        pages.append(
            model.Formats(
                drawings=tuple(
                    model.FormatDrawing(
                        row.name,
                        row.width / scale,
                        row.height / scale,
                        row.bleed / scale,
                        row.safe / scale,
                        kind="print" if printed else "digital",
                        price=_from_price(facts.card, row),
                    )
                    for row in drawn
                ),
                rules=rules[:4] if printed else (),
            )
        )
    return pages


def claim_value(claim: ClaimRow) -> str:
    """Write a figure as its unit asks."""
    match claim.unit:
        case "bp":
            return percent(claim.amount)
        case "seconds":
            minutes, seconds = divmod(claim.amount, 60)
            return _("{minutes} min {seconds} s").format(
                minutes=minutes, seconds=seconds
            )
        case _:
            return number(claim.amount)


def slug(name: str) -> str:
    """Turn a name into the part of a file name: lower case, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60]


def _of(facts: KitFacts, cluster: str) -> list[ClaimRow]:
    return [claim for claim in facts.claims if claim.cluster == cluster]


def _source(claim: ClaimRow) -> str:
    return f"{claim.source}, {month(claim.measured_on)}"


def _share(claim: ClaimRow, whole: int) -> model.Share:
    return model.Share(claim.label, claim_value(claim), claim.amount / whole)


def _bars(claims: list[ClaimRow]) -> model.Bars | None:
    if not claims:
        return None
    return model.Bars(
        _("Their job"),
        tuple(_share(claim, 10_000) for claim in claims[:6]),
        _source(claims[0]),
        highlighted=3,
    )


def _donut(claims: list[ClaimRow]) -> model.Donut | None:
    if not claims:
        return None
    return model.Donut(
        _("Their organisation"),
        tuple(_share(claim, 10_000) for claim in claims[:5]),
        _source(claims[0]),
        middle=claim_value(claims[0]),
        middle_label=claims[0].label.lower(),
    )


def _trend(points: list[ClaimRow], figures: list[ClaimRow]) -> model.Trend | None:
    if len(points) < 2:
        return None
    highest = max(point.amount for point in points) or 1
    return model.Trend(
        _("The weekly newsletter"),
        tuple(
            model.Share(
                str(point.measured_on.year),
                claim_value(point),
                point.amount / highest,
            )
            for point in points
        ),
        _source(points[-1]),
        tuple(model.Fact(claim.label, claim_value(claim)) for claim in figures[:3]),
    )


def _promise(seller: SellerCard) -> str:
    return str(seller.promise.get(f"lead_{current_language()}", "")) or seller.tagline


def _chips(rows: Iterable[SpaceRow]) -> Iterable[model.Space]:
    pools = list(rows)
    named = [row for row in pools if row.position_id is not None]
    for row in named[: CHIPS_SHOWN - 1]:
        yield model.Space(_short(row), _state(row), row.space.state.value)
    for row in pools:
        if row.code == PAGES:
            left = row.space.left // UNITS_PER_PAGE
            words = _("{left} free of {capacity}").format(
                left=left, capacity=row.space.capacity // UNITS_PER_PAGE
            )
            yield model.Space(_("Pages"), words, row.space.state.value)


def _short(row: SpaceRow) -> str:
    """Name a cover by its code, C4, as the trade does; any other place in full."""
    return row.code.upper() if re.fullmatch(r"[cC][1-4]", row.code) else row.name


def _state(row: SpaceRow) -> str:
    match row.space.state:
        case SpaceState.FREE:
            return _("free")
        case SpaceState.OPTIONED if row.space.until:
            return _("on option until {day}").format(day=date_short(row.space.until))
        case SpaceState.CLOSED:
            return _("closed")
        case _:
            return _("sold")


def _rhythms(issues: tuple[IssueRow, ...]) -> Iterable[model.Fact]:
    by_support: dict[str, list[IssueRow]] = {}
    for issue in issues:
        by_support.setdefault(issue.support, []).append(issue)
    for support, rows in list(by_support.items())[:4]:
        sentence = ngettext(
            "{number} date ahead, the next on {day}",
            "{number} dates ahead, the next on {day}",
            len(rows),
        )
        yield model.Fact(
            support,
            sentence.format(number=len(rows), day=day_short(rows[0].published_on)),
        )


def _rules(seller: SellerCard) -> Iterable[model.Rule]:
    language = current_language()
    for rule in seller.technical_rules.get("rules", ()):
        yield model.Rule(rule[f"name_{language}"], rule[f"text_{language}"])


def _from_price(card: Card | None, row: FormatRow) -> str:
    rate = card.rate_of(row.id) if card else None
    if rate is None:
        return ""
    return _("from {price}").format(price=money(rate.amount, cents=False))
