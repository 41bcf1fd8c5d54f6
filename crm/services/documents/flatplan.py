"""The flatplan on paper: a working print of how an issue stands now, or kept so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.bookings import LineStatus
from crm.domain.errors import NotYoursError, UnknownError
from crm.domain.flatplan import PageKind, span, spreads
from crm.domain.flatplan_layout import WHOLE, in_hundredths
from crm.domain.magazine import DocumentKind
from crm.domain.roles import Reach, Right
from crm.language import _, current_language, ngettext, use_language
from crm.language.formats import date_short, moment, number, percent
from crm.language.vocabulary import word
from crm.services.documents.keeping import keep
from crm.services.documents.kit_pages import slug
from crm.services.documents.words import look_of
from crm.store.queries.flatplan import flatplan
from crm.store.queries.publishing import seller
from mediakit import render_flatplan
from mediakit.model import PlanBox, PlanSpread, PlanSquare, PlanTable, PrintedPlan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.flatplan import Box
    from crm.domain.roles import Actor
    from crm.services.documents.keeping import Issued
    from crm.store.queries.flatplan import Flatplan, PlanAd, PlanPage
    from mediakit.model.flatplan import AdState, SquareState

STATES: dict[LineStatus, AdState] = {
    LineStatus.OPTIONED: "optioned",
    LineStatus.CONFIRMED: "confirmed",
    LineStatus.RAN: "ran",
}


def draw_flatplan(session: Session, actor: Actor, issue_id: int) -> bytes:
    """Draw an issue's flatplan as it stands, in the language that is spoken.

    What its reader may not see stands as taken, with the rep. Raises NotYoursError
    for who may not export, UnknownError.
    """
    actor.require(Right.EXPORT)
    plan = flatplan(session, actor, issue_id)
    if plan is None:
        raise UnknownError
    return render_flatplan(
        plan_words(plan, actor),
        lang="fr" if current_language() == "fr" else "en",
        issued_at=actor.at,
        look=look_of(seller(session, plan.title_id)),
    )


def issue_flatplan(
    session: Session, actor: Actor, issue_id: int, *, language: str = ""
) -> Issued:
    """Keep an issue's flatplan as it stands today, as everybody may see it.

    `language` empty: the one that is spoken. Raises NotYoursError for who sees a part
    of the desk only, UnknownError.
    """
    if actor.reach is not Reach.ALL:
        raise NotYoursError
    spoken = language or current_language()
    with use_language(spoken):
        plan = flatplan(session, actor, issue_id)
        if plan is None:
            raise UnknownError
        content = render_flatplan(
            plan_words(plan, actor),
            lang="fr" if spoken == "fr" else "en",
            issued_at=actor.at,
            look=look_of(seller(session, plan.title_id)),
        )
    reference = f"CF-{plan.issue_id}-{plan.code}"
    return keep(
        session,
        actor,
        DocumentKind.FLATPLAN,
        reference,
        spoken,
        content,
        file_name=f"{slug(reference)}-{spoken}.pdf",
        title_id=plan.title_id,
    )


def plan_words(plan: Flatplan, actor: Actor) -> PrintedPlan:
    """Put a flatplan into the words of its print, in the current language."""
    pages = ngettext("{number} page", "{number} pages", plan.paper.pages)
    placed = _("{placed} ads placed of {all}").format(
        placed=number(len(plan.placed)), all=number(len(plan.ads))
    )
    return PrintedPlan(
        kicker=_("Flatplan, {issue}").format(issue=plan.name),
        title=plan.theme or plan.name,
        stamp=_("as of {moment}").format(moment=moment(actor.at)),
        facts=(pages.format(number=number(plan.paper.pages)), share_line(plan), placed),
        legend=(
            ("confirmed", word(LineStatus.CONFIRMED)),
            ("optioned", _("option")),
            ("ran", word(LineStatus.RAN)),
            ("free", _("free, to sell")),
            ("editorial", _("editorial only")),
            ("clash", _("same sector, facing")),
        ),
        spreads=tuple(
            _spread(plan, left, right) for left, right in spreads(plan.paper.pages)
        ),
        tables=tuple(_tables(plan)),
        size=(plan.paper.width * 2, plan.paper.height),
        notes=tuple(_notes(plan)),
        notes_heading=_("To settle"),
    )


def share_line(plan: Flatplan) -> str:
    """Say how advertising and editorial share the pages, in whole hundredths."""
    ads = in_hundredths(plan.share)
    share = _("Advertising {ads}, editorial {rest}")
    return share.format(ads=percent(ads), rest=percent(WHOLE - ads))


def _spread(plan: Flatplan, left: int, right: int) -> PlanSpread:
    pages = [plan.pages[left - 1], plan.pages[right - 1]]
    free = {page.folio for page in plan.for_sale}
    squares = [_square(page, is_free=page.folio in free) for page in pages]
    sides = {left: 0, right: 1}
    there = [(ad, ad.box) for ad in plan.placed if ad.box and ad.box.folio in sides]
    told = [_told(ad) for ad, _box in there]
    told += [f"{square.folio}, {square.word}" for square in squares if square.word]
    says = _("Pages {left} and {right}: {told}")
    return PlanSpread(
        squares[0],
        squares[1],
        says.format(
            left=squares[0].folio,
            right=squares[1].folio,
            told="; ".join(told) or _("editorial"),
        ),
        tuple(_box(plan, ad, box, sides[box.folio]) for ad, box in there),
    )


def _square(page: PlanPage, *, is_free: bool) -> PlanSquare:
    state: SquareState = "open"
    said = ""
    if page.cover == "C1":
        state, said = "front", _("Cover")
    elif is_free:
        state = "free"
        said = ", ".join(part for part in (page.position, _("free")) if part)
    elif page.kind is PageKind.EDITORIAL:
        state = "editorial"
    folio = f"{page.cover} · {page.folio}" if page.cover else str(page.folio)
    return PlanSquare(folio, page.section, state, said)


def _box(plan: Flatplan, ad: PlanAd, box: Box, side: int) -> PlanBox:
    paper = plan.paper
    double = span(box, paper) > 1
    return PlanBox(
        ad.name,
        _under(ad),
        STATES[ad.status],
        0 if double else side * paper.width + box.x,
        box.y,
        box.width,
        box.height,
        any(ad.line_id in pair for pair in plan.rivals),
    )


def _told(ad: PlanAd) -> str:
    return f"{ad.name}, {ad.format}, {_under(ad)}"


def _under(ad: PlanAd) -> str:
    if ad.until:
        return _("option → {day}").format(day=date_short(ad.until))
    return word(ad.status)


def _pages(plan: Flatplan, ad: PlanAd) -> str:
    return "–".join(map(str, plan.folios_of(ad)))


def _tables(plan: Flatplan) -> Iterator[PlanTable]:
    columns = (_("Advertiser"), _("Format"), _("Position"), _("Status"))

    def facts(ad: PlanAd) -> tuple[str, ...]:
        name = ad.holder or _("taken, {rep}").format(rep=ad.rep)
        return (name, ad.format, ad.position, _under(ad))

    yield PlanTable(
        _("Ads by page"),
        (_("Page"), *columns),
        tuple((_pages(plan, ad), *facts(ad)) for ad in plan.placed),
    )
    yield PlanTable(
        _("To place"),
        (_("Page"), *columns),
        tuple(("–", *facts(ad)) for ad in plan.waiting),
    )


def _notes(plan: Flatplan) -> Iterator[str]:
    for pair in plan.rivals:
        found = [ad for ad in map(plan.ad, pair) if ad]
        names = ", ".join(
            _("p. {folio} {name}").format(folio=_pages(plan, ad), name=ad.name)
            for ad in found
        )
        yield _("Same sector, facing: {names}.").format(names=names)
