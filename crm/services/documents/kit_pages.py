"""The words of a media kit's pages about the title, its readers and its formats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crm.domain.names import fold
from crm.domain.profile import promise_of
from crm.language import _, current_language, ngettext
from crm.language.formats import month, number, percent
from mediakit import model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.services.documents.kit_facts import KitFacts
    from crm.store.queries.profile import VoiceRow
    from crm.store.queries.publishing import ClaimRow

LONGEST_IN_RING = 14
DECIDING = 2
"""How many parts of the purchase, by rank, are counted as deciding it."""
WHOLE = 10_000


def promise(facts: KitFacts) -> list[model.KitPage]:
    """Say what the title promises; no page where it says nothing but its name."""
    said = promise_of(facts.seller.promise)
    spoken = current_language()
    if not (said.heading or said.points or said.topics):
        return []
    voice = _voice(facts.voices[0]) if facts.voices else None
    return [
        model.Promise(
            points=tuple(
                model.Rule(point.heading.said(spoken), point.text.said(spoken))
                for point in said.points
            ),
            topics=tuple(topic.said(spoken) for topic in said.topics),
            voice=voice,
            head=model.Head(
                title=said.heading.said(spoken),
                lead=said.lead.said(spoken) or facts.seller.tagline,
            ),
        )
    ]


def audience(facts: KitFacts) -> list[model.KitPage]:
    """Say who reads; no page where there is no figure.

    With the readers on a page of their own, this one keeps to circulation, the
    newsletter and the site.
    """
    headline = claims_of(facts, "headline")
    if not headline:
        return []
    apart = "readers" in facts.shown
    letter = claims_of(facts, "newsletter")
    trend = _trend(claims_of(facts, "newsletter_history"), [] if apart else letter)
    further = letter[:3] if "digital" in facts.shown else [*letter[:2], *_web(facts)]
    return [
        model.Audience(
            claims=tuple(claim_said(claim) for claim in headline[:8]),
            bars=None if apart else _bars(claims_of(facts, "job")),
            donut=None if apart else _donut(claims_of(facts, "organisation")),
            newsletter=trend,
            further=tuple(claim_said(claim) for claim in further) if apart else (),
            head=model.Head(
                title=_audience_title(facts, headline),
                lead=_lead(facts),
            ),
        )
    ]


def readers(facts: KitFacts) -> list[model.KitPage]:
    """Say what the readers do: in the purchase, by job, in which organisation."""
    purchase, jobs = claims_of(facts, "purchase"), claims_of(facts, "job")
    organisations = claims_of(facts, "organisation")
    if not (purchase or jobs or organisations):
        return []
    deciding = sum(claim.amount for claim in purchase[:DECIDING])
    title = ""
    if len(purchase) > DECIDING and deciding < WHOLE:
        title = _("{share} hold\nthe purchase in hand.")
    return [
        model.Readers(
            role=_role(purchase),
            jobs=_bars(jobs),
            organisations=_donut(organisations),
            head=model.Head(title=title.format(share=percent(deciding))),
        )
    ]


def columns(facts: KitFacts) -> list[model.KitPage]:
    """Show the editorial columns, with sample themes."""
    if not facts.columns:
        return []
    many = len(facts.columns)
    title = ngettext(
        "{number} column\nto stand beside.", "{number} columns\nto stand beside.", many
    )
    said_before = "promise" in facts.shown and promise(facts)
    voices = facts.voices[1:] if said_before else facts.voices
    return [
        model.Columns(
            columns=tuple(
                model.Column(row.name, row.text, row.themes) for row in facts.columns
            ),
            voice=_voice(voices[0]) if voices else None,
            head=model.Head(title=title.format(number=number(many))),
        )
    ]


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


def _lead(facts: KitFacts) -> str:
    if "promise" in facts.shown:
        return ""
    said = promise_of(facts.seller.promise).lead
    return said.said(current_language()) or facts.seller.tagline


def _web(facts: KitFacts) -> list[ClaimRow]:
    return claims_of(facts, "web")[:2]


def _audience_title(facts: KitFacts, headline: list[ClaimRow]) -> str:
    """Say the largest number and, of those that are parts, the first.

    Where the promise has no page of its own, its message stands here.
    """
    message = promise_of(facts.seller.promise).heading.said(current_language())
    if message and "promise" not in facts.shown:
        return message
    counts = [claim for claim in headline if claim.unit == "count"]
    parts = [claim for claim in headline if claim.unit == "bp"]
    told = [max(counts, key=lambda claim: claim.amount)] if counts else []
    said = [f"{claim_value(claim)} {claim.label}" for claim in (*told, *parts[:1])]
    return ",\n".join(said) + "." if said else ""


def _voice(row: VoiceRow) -> model.Voice:
    role = ", ".join(part for part in (row.role, row.organisation) if part)
    return model.Voice(row.quote, row.person, role)


def _short(label: str) -> str:
    """Return a label that fits in the middle of a ring; else the legend says it."""
    return label.lower() if len(label) <= LONGEST_IN_RING else ""


def claims_of(facts: KitFacts, cluster: str) -> list[ClaimRow]:
    """List the figures of a cluster."""
    return [claim for claim in facts.claims if claim.cluster == cluster]


def claim_said(claim: ClaimRow) -> model.Claim:
    """Put a figure into words, over its source."""
    return model.Claim(claim_value(claim), claim.label, _source(claim), claim.detail)


def _source(claim: ClaimRow) -> str:
    return f"{claim.source}, {month(claim.measured_on)}"


def _shares(claims: Iterable[ClaimRow]) -> tuple[model.Share, ...]:
    return tuple(
        model.Share(claim.label, claim_value(claim), claim.amount / WHOLE)
        for claim in claims
    )


def _role(claims: list[ClaimRow]) -> model.Stack | None:
    if not claims:
        return None
    return model.Stack(
        _("Their part in the purchase"),
        _shares(claims[:6]),
        _source(claims[0]),
        highlighted=DECIDING,
    )


def _bars(claims: list[ClaimRow]) -> model.Bars | None:
    if not claims:
        return None
    return model.Bars(
        _("Their job"), _shares(claims[:6]), _source(claims[0]), highlighted=3
    )


def _donut(claims: list[ClaimRow]) -> model.Donut | None:
    if not claims:
        return None
    return model.Donut(
        _("Their organisation"),
        _shares(claims[:5]),
        _source(claims[0]),
        middle=claim_value(claims[0]),
        middle_label=_short(claims[0].label),
    )


def _trend(points: list[ClaimRow], figures: list[ClaimRow]) -> model.Trend | None:
    if len(points) < 2:
        return None
    highest = max(point.amount for point in points) or 1
    return model.Trend(
        points[-1].label[:1].upper() + points[-1].label[1:],
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
