"""The words of a media kit's pages, drawn from the desk at that moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import StaleClaimError
from crm.domain.magazine import FormatKind, IssueStatus, SupportKind
from crm.domain.names import fold
from crm.language import _, current_language
from crm.language.formats import (
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
LONGEST_IN_RING = 14
LONGEST_CAPTION = 22


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
                        _caption(row.name),
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


def _short(label: str) -> str:
    """Return a label that fits in the middle of a ring; else the legend says it."""
    return label.lower() if len(label) <= LONGEST_IN_RING else ""


def _caption(name: str) -> str:
    """Name a format under its drawing: a long name loses what follows its comma."""
    return name if len(name) <= LONGEST_CAPTION else name.partition(",")[0]


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
        middle_label=_short(claims[0].label),
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


def _rules(seller: SellerCard) -> Iterable[model.Rule]:
    language = current_language()
    for rule in seller.technical_rules.get("rules", ()):
        yield model.Rule(rule[f"name_{language}"], rule[f"text_{language}"])


def _from_price(card: Card | None, row: FormatRow) -> str:
    rate = card.rate_of(row.id) if card else None
    if rate is None:
        return ""
    return _("from {price}").format(price=money(rate.amount, cents=False))
