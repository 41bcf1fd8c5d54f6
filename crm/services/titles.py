"""Publishers, titles, and everything a title is sold by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm.domain.errors import MissingError, NotUnderstoodError, words
from crm.domain.identifiers import check_siret
from crm.domain.magazine import SupportKind
from crm.domain.text import clean_line
from crm.domain.vat import VatCategory, VatPlace
from crm.services.audit import record
from crm.services.formats import check_on_page
from crm.store.models import (
    AudienceClaim,
    EditorialColumn,
    Event,
    Format,
    Position,
    Publisher,
    Sector,
    Support,
    TermsOfSale,
    Title,
    VatRule,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.magazine import FormatKind
    from crm.domain.roles import Actor

# The rates and sentences of the French tax code (CGI art. 278, 294, 296, 259-1,
# 283-2) as a publisher starts with them; each is editable data afterwards.
VAT_RULES = (
    (VatPlace.FRANCE, 2_000, "", ""),
    (VatPlace.OVERSEAS_REDUCED, 850, "", ""),
    (
        VatPlace.OVERSEAS_EXEMPT,
        0,
        "TVA non applicable, art. 294 du CGI",
        "VAT not applicable, art. 294 CGI",
    ),
    (
        VatPlace.EU_BUSINESS,
        0,
        "Autoliquidation, art. 283-2 du CGI",
        "Reverse charge, art. 283-2 CGI",
    ),
    (
        VatPlace.OUTSIDE_EU,
        0,
        "TVA non applicable, art. 259-1 du CGI",
        "VAT not applicable, art. 259-1 CGI",
    ),
)


A4 = (2_100, 2_970)
"""The usual page, in tenths of a millimetre."""


@dataclass(frozen=True, slots=True)
class PublisherWish:
    """The seller, as its documents must name it."""

    name: str
    legal_form: str = ""
    capital: str = ""
    register: str = ""
    siret: str = ""
    vat_number: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "FR"
    phone: str = ""
    email: str = ""
    website: str = ""
    notice_fr: str = ""
    notice_en: str = ""


@dataclass(frozen=True, slots=True)
class TitleWish:
    """A publication.

    `look` holds colours as hexadecimal by their token's name; the shapes of
    `promise`, `technical_rules` and `branded_content` are those of
    `crm.domain.profile`.
    """

    publisher_id: int
    name: str
    tagline_fr: str = ""
    tagline_en: str = ""
    language: str = "fr"
    look: dict[str, str] = field(default_factory=dict)
    promise: dict[str, Any] = field(default_factory=dict)
    technical_rules: dict[str, Any] = field(default_factory=dict)
    contact_user_id: int | None = None
    branded_content: dict[str, Any] = field(default_factory=dict)


def add_publisher(session: Session, actor: Actor, wish: PublisherWish) -> int:
    """Add a publisher with the VAT table of France; return its id.

    Raises MissingError, NotUnderstoodError (a SIRET that fails its check).
    """
    name = clean_line(wish.name, longest=200)
    if not name:
        raise MissingError(field="publisher", label=words("Publisher"))
    siret = None
    if wish.siret.strip():
        checked = check_siret(wish.siret)
        if not checked.ok:
            raise NotUnderstoodError(
                field="siret",
                typed=wish.siret[:40],
                label=words("a SIRET"),
                example="732 829 320 00074",
            )
        siret = checked.value
    publisher = Publisher(
        name=name,
        legal_form=wish.legal_form,
        capital=wish.capital,
        register=wish.register,
        siren=siret[:9] if siret else None,
        siret=siret,
        vat_number=wish.vat_number or None,
        street=wish.street,
        postcode=wish.postcode,
        town=wish.town,
        country=wish.country,
        phone=wish.phone,
        email=wish.email,
        website=wish.website,
        notice_fr=wish.notice_fr,
        notice_en=wish.notice_en,
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(publisher)
    session.flush()
    for place, rate, sentence_fr, sentence_en in VAT_RULES:
        session.add(
            VatRule(
                publisher_id=publisher.id,
                place=place,
                category=VatCategory.STANDARD,
                rate=rate,
                sentence_fr=sentence_fr,
                sentence_en=sentence_en,
            )
        )
    record(session, actor, "add", "publisher", publisher.id, name=name)
    return publisher.id


def add_terms(
    session: Session,
    actor: Actor,
    publisher_id: int,
    version: str,
    valid_from: date,
    *,
    text_fr: str,
    text_en: str,
    cancellation_notice_days: int = 42,
    penalty_rule: dict[str, Any] | None = None,
) -> int:
    """Add a version of the terms of sale; return its id."""
    terms = TermsOfSale(
        publisher_id=publisher_id,
        version=version,
        valid_from=valid_from,
        text_fr=text_fr,
        text_en=text_en,
        cancellation_notice_days=cancellation_notice_days,
        penalty_rule=penalty_rule or {},
    )
    session.add(terms)
    session.flush()
    record(session, actor, "add", "terms_of_sale", terms.id, version=version)
    return terms.id


def add_title(session: Session, actor: Actor, wish: TitleWish) -> int:
    """Add a title; return its id. Raises MissingError."""
    name = clean_line(wish.name, longest=200)
    if not name:
        raise MissingError(field="title", label=words("Title"))
    title = Title(
        publisher_id=wish.publisher_id,
        name=name,
        tagline_fr=wish.tagline_fr,
        tagline_en=wish.tagline_en,
        language=wish.language,
        look=wish.look,
        promise=wish.promise,
        technical_rules=wish.technical_rules,
        branded_content=wish.branded_content,
        contact_user_id=wish.contact_user_id or actor.user_id,
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(title)
    session.flush()
    record(session, actor, "add", "title", title.id, name=name)
    return title.id


def add_support(
    session: Session,
    actor: Actor,
    title_id: int,
    code: str,
    kind: SupportKind,
    name_fr: str,
    name_en: str,
    *,
    page: tuple[int, int] | None = None,
    rank: int = 0,
    rhythm: tuple[str, str] = ("", ""),
) -> int:
    """Add a support to a title; return its id.

    `page` is its trimmed page in tenths of a millimetre; a printed one is A4 unless
    it is said. `rhythm` says how often it comes, in French and in English.
    """
    if page is None:
        page = A4 if kind is SupportKind.PRINT else (0, 0)
    support = Support(
        title_id=title_id,
        code=code,
        kind=kind,
        name_fr=name_fr,
        name_en=name_en,
        page_width=page[0],
        page_height=page[1],
        rank=rank,
        rhythm_fr=rhythm[0],
        rhythm_en=rhythm[1],
    )
    session.add(support)
    session.flush()
    record(session, actor, "add", "support", support.id, name=name_fr)
    return support.id


def add_format(
    session: Session,
    actor: Actor,
    support_id: int,
    code: str,
    kind: FormatKind,
    name_fr: str,
    name_en: str,
    *,
    width: int = 0,
    height: int = 0,
    bleed: int = 0,
    safe: int = 0,
    units: int = 0,
    longest_kilobytes: int | None = None,
    is_advertorial: bool = False,
    rank: int = 0,
    includes: tuple[str, str] = ("", ""),
) -> int:
    """Add a format; return its id.

    Print sizes in tenths of a millimetre, digital ones in pixels; `units` in
    twelfths of a page; `includes` in French and in English. Raises
    LargerThanPageError.
    """
    format_ = Format(
        support_id=support_id,
        code=code,
        kind=kind,
        name_fr=name_fr,
        name_en=name_en,
        width=width,
        height=height,
        bleed=bleed,
        safe=safe,
        units=units,
        longest_kilobytes=longest_kilobytes,
        is_advertorial=is_advertorial,
        includes_fr=includes[0],
        includes_en=includes[1],
        rank=rank,
    )
    check_on_page(format_, session.get_one(Support, support_id))
    session.add(format_)
    session.flush()
    record(session, actor, "add", "format", format_.id, code=code)
    return format_.id


def add_position(
    session: Session,
    actor: Actor,
    support_id: int,
    code: str,
    name_fr: str,
    name_en: str,
    *,
    is_exclusive: bool = False,
    is_premium: bool = False,
    takes_page: bool = True,
    fits: tuple[str, ...] = (),
    rank: int = 0,
) -> int:
    """Add a position; return its id. `fits` are codes of formats; empty: all."""
    position = Position(
        support_id=support_id,
        code=code,
        name_fr=name_fr,
        name_en=name_en,
        is_exclusive=is_exclusive,
        is_premium=is_premium,
        takes_page=takes_page,
        fits={"formats": list(fits)} if fits else {},
        rank=rank,
    )
    session.add(position)
    session.flush()
    record(session, actor, "add", "position", position.id, code=code)
    return position.id


def add_claim(
    session: Session,
    actor: Actor,
    title_id: int,
    **facts: Any,  # noqa: ANN401
) -> int:
    """Add an audience figure (columns of AudienceClaim); return its id."""
    claim = AudienceClaim(title_id=title_id, **facts)
    session.add(claim)
    session.flush()
    record(session, actor, "add", "audience_claim", claim.id, label=claim.label_fr)
    return claim.id


def add_column(
    session: Session,
    actor: Actor,
    title_id: int,
    **facts: Any,  # noqa: ANN401
) -> int:
    """Add an editorial column (columns of EditorialColumn); return its id."""
    column = EditorialColumn(title_id=title_id, **facts)
    session.add(column)
    session.flush()
    record(session, actor, "add", "editorial_column", column.id, name=column.name_fr)
    return column.id


def add_event(
    session: Session,
    actor: Actor,
    name: str,
    place: str,
    starts_on: date,
    ends_on: date,
    **said: Any,  # noqa: ANN401
) -> int:
    """Add a fair or meeting; return its id.

    `said` are the other columns of Event: its sentence, its last attendance.
    """
    event = Event(name=name, place=place, starts_on=starts_on, ends_on=ends_on, **said)
    session.add(event)
    session.flush()
    record(session, actor, "add", "event", event.id, name=name)
    return event.id


def add_sector(
    session: Session, actor: Actor, code: str, name_fr: str, name_en: str
) -> int:
    """Add a trade the titles sell to; return its id."""
    sector = Sector(code=code, name_fr=name_fr, name_en=name_en)
    session.add(sector)
    session.flush()
    record(session, actor, "add", "sector", sector.id, code=code)
    return sector.id
