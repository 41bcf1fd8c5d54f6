"""The media kit: drawn from what the desk knows at that moment, for one advertiser.

A figure without a source, or past its expiry, is refused by name. What is free is
stamped with the day and the hour; the kit keeps which figures it told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crm.domain.errors import MissingError, UnknownError, words
from crm.domain.magazine import DocumentKind
from crm.domain.text import clean_line
from crm.language import _, use_language
from crm.language.formats import date_long
from crm.services.documents import (
    kit_calendar,
    kit_formats,
    kit_offers,
    kit_pages,
    kit_personal,
    kit_prices,
)
from crm.services.documents.keeping import Issued, keep
from crm.services.documents.kit_facts import (
    AS_IT_STANDS,
    AsIf,
    KitFacts,
    Prices,
    gather,
)
from crm.services.documents.words import drawn_picture, look_of, person
from crm.store.queries.companies import CompanyCard, company_card
from crm.store.queries.magazine import list_titles
from crm.store.queries.publishing import seller
from mediakit import draw_media_kit as render_kit
from mediakit.model import Cover, KitPage, MediaKit
from mediakit.page_keys import page_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from mediakit.media_kit import DrawnKit
    from mediakit.model import Lang, Look

DRAWN: Mapping[str, Callable[[KitFacts], list[KitPage]]] = {
    "cover": lambda _facts: [Cover()],
    "yours": kit_personal.yours,
    "promise": kit_pages.promise,
    "audience": kit_pages.audience,
    "readers": kit_pages.readers,
    "columns": kit_pages.columns,
    "calendar": kit_calendar.calendar,
    "formats": kit_formats.formats,
    "rates": kit_prices.rates,
    "digital": kit_formats.digital,
    "branded": kit_offers.branded,
    "events": kit_offers.events,
    "packages": kit_offers.packages,
    "free": kit_calendar.free,
    "technical": kit_formats.technical,
    "terms": kit_prices.terms,
    "contact": kit_personal.contact,
}
"""What puts each page into words; a page that has nothing to say gives none."""

PAGES = tuple(DRAWN)
"""The pages of a kit in the order they are bound, by their codes."""

LONGEST_GREETING = 160


@dataclass(frozen=True, slots=True)
class KitWish:
    """What a kit is made of, and for whom; `company_id` None: for the market.

    `prices`: the card's, the advertiser's own net, or none. `greeting` stands on the
    cover beside whom it is for.
    """

    company_id: int | None = None
    language: str = "fr"
    pages: tuple[str, ...] = PAGES
    title_id: int | None = None
    prices: Prices = "card"
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A kit not kept: its bytes, and the code of what each of its pages shows.

    Each page's key is another as soon as its picture is.
    """

    content: bytes
    pages: tuple[str, ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """A kit in words, ready to be drawn anywhere, and what it is kept under."""

    kit: MediaKit
    codes: tuple[str, ...]
    lang: Lang
    look: Look
    issued_at: datetime
    reference: str
    file_name: str
    figures: dict[str, Any]
    title_id: int
    company_id: int | None


def draw_media_kit(
    session: Session,
    actor: Actor,
    wish: KitWish,
    *,
    as_if: AsIf = AS_IT_STANDS,
) -> Drawn:
    """Draw a kit without keeping it.

    A page that has nothing to say is left out, a code may give two pages. `as_if`
    changes what the title says of itself before it is drawn: a profile being typed.
    Raises StaleClaimError, UnknownError, and MissingError when no page is left.
    """
    return drawn_of(compose_media_kit(session, actor, wish, as_if=as_if))


def drawn_of(composed: Composed) -> Drawn:
    """Draw a kit in words, and say what each of its pages shows."""
    sheets = draw_composed(composed)
    shown = tuple(composed.codes[number] for number in sheets.shows)
    keys = page_keys(composed.kit, sheets.shows, lang=composed.lang, look=composed.look)
    return Drawn(sheets.content, shown, keys)


def issue_media_kit(session: Session, actor: Actor, wish: KitWish) -> Issued:
    """Issue a kit as PDF, and keep it with the figures it told.

    Raises StaleClaimError, UnknownError.
    """
    composed = compose_media_kit(session, actor, wish)
    return keep_media_kit(session, actor, composed, draw_composed(composed).content)


def draw_composed(composed: Composed) -> DrawnKit:
    """Draw a kit that is in words."""
    return render_kit(
        composed.kit,
        lang=composed.lang,
        issued_at=composed.issued_at,
        look=composed.look,
    )


def for_company(composed: Composed, company_id: int, name: str) -> Composed:
    """Return a kit in words for another company that reads the very same pages."""
    spoken = composed.lang
    reference = f"{composed.reference.rpartition('-')[0]}-{company_id}"
    return replace(
        composed,
        kit=replace(composed.kit, prepared_for=name, reference=reference),
        reference=reference,
        file_name=_file_name(name, spoken),
        company_id=company_id,
    )


def keep_media_kit(
    session: Session, actor: Actor, composed: Composed, content: bytes
) -> Issued:
    """Keep a kit that was drawn, with the figures it told."""
    return keep(
        session,
        actor,
        DocumentKind.MEDIA_KIT,
        composed.reference,
        composed.lang,
        content,
        file_name=composed.file_name,
        figures=composed.figures,
        title_id=composed.title_id,
        company_id=composed.company_id,
    )


def kit_reference(facts: KitFacts) -> str:
    """Number a kit by its year, its title and whom it is for: KM-2027-1-412."""
    parts = [facts.year, facts.seller.title_id]
    if facts.company:
        parts.append(facts.company.id)
    return "-".join(["KM", *map(str, parts)])


def compose_media_kit(
    session: Session,
    actor: Actor,
    wish: KitWish,
    *,
    as_if: AsIf = AS_IT_STANDS,
) -> Composed:
    """Put a kit into words; drawing it needs the desk no more.

    Raises StaleClaimError, UnknownError, and MissingError when no page is left.
    """
    with use_language(wish.language):
        title_id = wish.title_id or _first_title(session, actor)
        company = (
            company_card(session, actor, wish.company_id) if wish.company_id else None
        )
        if wish.company_id and company is None:
            raise UnknownError
        publisher = as_if.seller(seller(session, title_id))
        facts = gather(
            *(session, actor, publisher, company, wish.pages),
            prices=wish.prices,
            as_if=as_if,
        )
        pages = [
            (code, page)
            for code, words_for in DRAWN.items()
            if code in wish.pages
            for page in words_for(facts)
        ]
        if not pages:
            raise MissingError(field="pages", label=words("Pages"))
        name = company.shown if company else ""
        kit = MediaKit(
            year=str(facts.year),
            pages=tuple(page for _code, page in pages),
            title=_("Media kit"),
            tagline=publisher.tagline,
            prepared_for=name,
            greeting=_greeting(wish),
            dated=date_long(actor.today),
            person=person(session, _rep(publisher.contact_user_id, company)),
            notice=publisher.notice,
            logo=drawn_picture(session, actor, publisher.logo_id),
            picture=drawn_picture(session, actor, publisher.cover_id),
            reference=kit_reference(facts),
        )
        codes = tuple(code for code, _page in pages)
        return Composed(
            kit,
            codes=codes,
            lang="fr" if wish.language == "fr" else "en",
            look=look_of(publisher),
            issued_at=actor.at.replace(second=0, microsecond=0),
            reference=kit_reference(facts),
            file_name=_file_name(name, wish.language),
            figures=told(facts, wish, codes),
            title_id=facts.seller.title_id,
            company_id=company.id if company else None,
        )


def told(facts: KitFacts, wish: KitWish, codes: Iterable[str]) -> dict[str, Any]:
    """Return what a kit told, to be kept with it: figures, prices, pages, to whom."""
    figures: dict[str, Any] = {
        claim.label: kit_pages.claim_value(claim) for claim in facts.claims
    }
    if facts.card and facts.told_prices:
        figures["rate card"] = f"{facts.card.name}, {facts.card.edition}"
    figures["prices"] = "net" if facts.pricing.is_net else wish.prices
    if facts.pricing.is_net:
        figures["insertions counted"] = facts.pricing.booked.insertions
    figures["pages"] = list(dict.fromkeys(codes))
    if greeting := _greeting(wish):
        figures["greeting"] = greeting
    return figures


def _file_name(name: str, language: str) -> str:
    parts = (kit_pages.slug(name), language)
    return f"media-kit-{'-'.join(part for part in parts if part)}.pdf"


def _greeting(wish: KitWish) -> str:
    return clean_line(wish.greeting, longest=LONGEST_GREETING)


def _first_title(session: Session, actor: Actor) -> int:
    found = list_titles(session, actor)
    if not found:
        raise UnknownError
    return found[0].id


def _rep(contact_user_id: int | None, company: CompanyCard | None) -> int | None:
    return (company.owner_id if company else None) or contact_user_id
