"""A media kit made for one advertiser: its issues, its prices, what it ran."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pytest

from crm.domain.errors import NotUnderstoodError, StaleClaimError, UnknownError
from crm.domain.magazine import SupportKind
from crm.domain.money import Money
from crm.domain.rate_cards import TierKind
from crm.language import use_language
from crm.language.formats import tell
from crm.services import bookings, packages, profiles, rate_cards, titles
from crm.services.agreements import Agreed
from crm.services.documents.kit_choosing import codes_for, page_codes, pages_for
from crm.services.documents.kit_facts import gather
from crm.services.documents.kit_personal import vcard
from crm.services.documents.media_kit import (
    PAGES,
    KitWish,
    compose_media_kit,
    issue_media_kit,
)
from crm.services.documents.words import person
from crm.services.issues import IssueWish, add_issue
from crm.services.lines import LineWish
from crm.store.models import CardTier, Company, Document, Event, Issue, Sector
from crm.store.queries.companies import company_card
from crm.store.queries.publishing import seller
from crm.store.queries.rate_cards import CardRate, card_on
from mediakit.model import (
    Branded,
    Calendar,
    Columns,
    Contact,
    Cover,
    Events,
    Formats,
    Free,
    KitPage,
    Packages,
    Promise,
    Rates,
    Technical,
    Terms,
    Yours,
)
from tests.factories import MORNING, make_desk, make_issue, make_mandate, make_quote
from tests.services.test_documents import add_claim, words_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.services.documents.kit_facts import KitFacts
    from tests.factories import Desk

P = TypeVar("P")
LATER = date(2028, 12, 31)


def composed(session: Session, desk: Desk, **wish: object) -> tuple[KitPage, ...]:
    asked = KitWish(desk.advertiser_id, "en", **wish)  # type: ignore[arg-type]
    return compose_media_kit(session, desk.rep, asked).kit.pages


def one(pages: tuple[KitPage, ...], of: type[P]) -> P:
    return next(page for page in pages if isinstance(page, of))


def of_lighting(session: Session, desk: Desk) -> None:
    """Give the advertiser a sector, and one later issue its theme."""
    sector = titles.add_sector(session, desk.manager, "lighting", "Éclairage", "Light")
    session.get_one(Company, desk.advertiser_id).sector_id = sector
    make_issue(session, desk, "62")
    make_issue(
        *(session, desk, "63"),
        closes_on=date(2027, 6, 4),
        published_on=date(2027, 7, 5),
    )
    later = session.query(Issue).filter_by(code="63").one()
    later.theme_sectors = {"codes": ["lighting"]}
    session.flush()


def confirm(session: Session, desk: Desk, *lines: LineWish) -> int:
    booking = make_quote(session, desk, *lines)
    bookings.confirm(
        session, desk.rep, booking, Agreed("Anaïs Lefèvre", MORNING.date(), "mail")
    )
    return booking


def facts_of(session: Session, desk: Desk, prices: str) -> KitFacts:
    return gather(
        session,
        desk.rep,
        seller(session, desk.title_id),
        company_card(session, desk.rep, desk.advertiser_id),
        PAGES,
        prices=prices,  # type: ignore[arg-type]  # one of three words
    )


def test_issues_of_its_sector_come_first_and_are_marked(session: Session) -> None:
    desk = make_desk(session)
    of_lighting(session, desk)
    calendar = one(composed(session, desk), Calendar)
    assert [issue.number for issue in calendar.issues] == ["no. 63", "no. 62"]
    assert [issue.mark for issue in calendar.issues] == ["your sector", ""]
    assert calendar.head.title == "1 issue\non your subject."
    market = compose_media_kit(session, desk.rep, KitWish(language="en")).kit.pages
    assert [issue.number for issue in one(market, Calendar).issues] == [
        "no. 62",
        "no. 63",
    ]


def test_its_net_price_counts_what_it_has_booked_this_year(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    half = rate_of(session, desk, desk.half)
    assert facts_of(session, desk, "net").pricing.own(half) == Money(2_400_00)
    confirm(session, desk, *(LineWish(issue, desk.half) for _each in range(5)))
    pricing = facts_of(session, desk, "net").pricing
    assert pricing.booked.insertions == 5
    assert pricing.own(half) == Money(2_040_00)  # the sixth insertion: −15 %
    assert pricing.own(half, 3) == Money(1_920_00)  # the eighth: −20 %
    table = one(composed(session, desk, prices="net"), Rates).table
    assert table.columns == ("Card rate", "Your net", "Your net, 3 more")
    assert table.rows[1].prices == ("€2,400", "€2,040", "€1,920")
    plain = one(composed(session, desk), Rates).table
    assert plain.columns[0] == "1 insertion"
    market = gather(
        session, desk.rep, seller(session, desk.title_id), None, PAGES, prices="net"
    )
    assert not market.pricing.is_net


def rate_of(session: Session, desk: Desk, format_id: int) -> CardRate:
    card = card_on(session, desk.title_id, date(2027, 5, 3))
    assert card is not None
    rate = card.rate_of(format_id)
    assert rate is not None
    return rate


def test_a_mandate_takes_the_professional_discount_off_its_net(
    session: Session,
) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    make_mandate(session, desk)
    pricing = facts_of(session, desk, "net").pricing
    half = rate_of(session, desk, desk.half)
    assert pricing.own(half) == Money(2_040_00)
    lead = one(composed(session, desk, prices="net"), Rates).head.lead
    assert "Your agency’s mandate is counted." in lead


def test_options_and_other_years_do_not_lift_its_price(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    make_quote(session, desk, *(LineWish(issue, desk.half) for _each in range(3)))
    pricing = facts_of(session, desk, "net").pricing
    assert pricing.booked.insertions == 0
    assert pricing.reached is None


def test_without_prices_nothing_costs_anything(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    confirm(session, desk, LineWish(issue, desk.page))
    pages = composed(session, desk, prices="none")
    assert not any(isinstance(page, Rates | Packages) for page in pages)
    assert one(pages, Terms).cascade is None
    assert not any(drawing.price for drawing in one(pages, Formats).drawings)
    assert not any(offer.price for offer in one(pages, Branded).offers)
    issued = issue_media_kit(
        session, desk.rep, KitWish(desk.advertiser_id, "en", prices="none")
    )
    assert "€" not in words_of(issued.content)
    assert session.get_one(Document, issued.id).figures["prices"] == "none"


def test_what_it_ran_is_its_own(session: Session) -> None:
    desk = make_desk(session)
    assert not any(isinstance(page, Yours) for page in composed(session, desk))
    issue = make_issue(session, desk)
    confirm(session, desk, LineWish(issue, desk.page))
    yours = one(composed(session, desk), Yours)
    assert [row.issue for row in yours.appearances] == ["no. 62"]
    assert yours.head.title == "1 insertion\ntogether in 2027."
    session.get_one(Issue, issue).published_on = date(2028, 2, 1)
    session.flush()
    session.expire_all()
    yours = one(composed(session, desk), Yours)
    assert yours.head.title == "1 insertion\ntogether in 2028."
    other = replace(desk, advertiser_id=desk.agency_id)
    assert not any(isinstance(page, Yours) for page in composed(session, other))


def test_a_voice_is_told_with_its_permission_alone(session: Session) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    titles.add_column(
        *(session, desk.manager, desk.title_id), name_fr="Numérique", name_en="Digital"
    )
    add = profiles.add_testimonial
    voices = {
        "Without": profiles.Voice("Oui.", "Unpermitted.", "Ada"),
        "Ended": profiles.Voice(
            *("Oui.", "Past.", "Bob"),
            permitted_on=date(2026, 1, 1),
            expires_on=date(2026, 12, 31),
        ),
        "To come": profiles.Voice("Oui.", "Too early.", "Cleo", permitted_on=LATER),
    }
    for voice in voices.values():
        add(session, desk.manager, desk.title_id, voice)
    assert one(composed(session, desk), Columns).voice is None
    told = profiles.Voice("Oui.", "Told.", "Dan", permitted_on=date(2027, 1, 1))
    add(session, desk.manager, desk.title_id, told)
    voice = one(composed(session, desk), Columns).voice
    assert voice is not None
    assert (voice.quote, voice.person) == ("Told.", "Dan")
    issued = issue_media_kit(session, desk.rep, KitWish(language="en"))
    printed = words_of(issued.content)
    assert "Told." in printed
    assert not any(
        voice.quote_en in printed or voice.person in printed
        for voice in voices.values()
    )


def test_an_attendance_without_a_source_or_too_old_is_refused_by_name(
    session: Session,
) -> None:
    desk = make_desk(session)
    event = meeting(session, desk, attendance=180)
    for source, expires in (("", LATER), ("registrations", date(2027, 1, 1))):
        event.attendance_source_en = source
        event.attendance_expires_on = expires
        session.flush()
        with use_language("en"), pytest.raises(StaleClaimError) as refused:
            issue_media_kit(session, desk.rep, KitWish(language="en"))
        with use_language("en"):
            assert "Workshops 2027" in tell(refused.value)
    event.attendance_source_en, event.attendance_expires_on = "registrations", LATER
    session.flush()
    [met] = one(composed(session, desk), Events).meetings
    assert met.name == "Workshops"
    assert met.attendance is not None
    assert (met.attendance.value, met.attendance.source) == ("180", "registrations")
    event.attendance, event.attendance_source_en = None, ""
    session.flush()
    [met] = one(composed(session, desk), Events).meetings
    assert met.attendance is None


def meeting(session: Session, desk: Desk, **said: object) -> Event:
    support = titles.add_support(
        *(session, desk.manager, desk.title_id, "event", SupportKind.EVENT),
        *("Événements", "Events"),
    )
    day = date(2027, 6, 10)
    event = titles.add_event(
        session, desk.manager, "Workshops 2027", "Lyon", day, day, **said
    )
    add_issue(
        session,
        desk.manager,
        IssueWish(
            *(support, "workshops", "Ateliers 2027", "Workshops 2027"),
            closes_on=date(2027, 5, 10),
            materials_due_on=date(2027, 5, 20),
            published_on=day,
            event_id=event,
        ),
    )
    return session.get_one(Event, event)


def test_a_package_says_what_it_saves_and_what_it_leaves_out(
    session: Session,
) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    draft = rate_cards.write_card(
        session,
        desk.manager,
        rate_cards.RateCardWish(
            *(desk.title_id, "Tarif 2027", date(2027, 1, 1), date(2027, 12, 31)),
            rates=[rate_cards.RateWish(desk.page, 4_000_00)],
        ),
    )
    wish = packages.NewPackage(
        *("Duo", "Duo", 6_000_00, {desk.page: 2}),
        not_included_en="Design\nCovers\n\n",
    )
    packages.add_package(session, desk.manager, draft, wish)
    rate_cards.publish_card(session, desk.manager, draft)
    [bundle] = one(composed(session, desk), Packages).packages
    assert bundle.price == "€6,000"
    assert bundle.instead == "instead of €8,000 one by one"
    assert bundle.saving == "−25%"
    assert bundle.not_included == ("Design", "Covers")


def test_the_greeting_is_bounded_cleaned_and_kept(session: Session) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    wish = KitWish(
        desk.advertiser_id,
        "en",
        ("cover",),
        greeting="For\nAnaïs\u202e \x00" + "Lefèvre " * 200,
    )
    kit = compose_media_kit(session, desk.rep, wish).kit
    assert kit.greeting.startswith("For Anaïs Lefèvre")
    assert len(kit.greeting) <= 160
    issued = issue_media_kit(session, desk.rep, wish)
    kept = session.get_one(Document, issued.id).figures
    assert kept["greeting"] == kit.greeting
    assert kept["pages"] == ["cover"]


def test_what_is_free_is_stamped_and_told_once(session: Session) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    pages = composed(session, desk)
    assert one(pages, Free).stamp.startswith("on 4")
    assert one(pages, Calendar).stamp == ""
    alone = composed(session, desk, pages=("calendar",))
    assert one(alone, Calendar).stamp == one(pages, Free).stamp
    assert one(pages, Free).columns == ("C4",)
    assert one(pages, Free).issues[0].pages == "24"


def test_the_last_page_has_its_rep_s_card(session: Session) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    contact = one(composed(session, desk), Contact)
    assert contact.people[0].name == "Camille Roussel"
    assert "FN:Camille Roussel" in contact.people[0].card
    assert all(not other.card for other in contact.people[1:])
    shown = person(session, desk.rep.user_id)
    assert shown is not None
    assert len(vcard(replace(shown, job="x" * 500), "y" * 500).encode()) < 600


def test_a_title_that_says_nothing_of_itself_has_fewer_pages(session: Session) -> None:
    desk = make_desk(session)
    pages = compose_media_kit(session, desk.rep, KitWish(language="en")).kit.pages
    assert any(isinstance(page, Cover) for page in pages)
    for of in (Promise, Columns, Events, Calendar, Technical):
        assert not any(isinstance(page, of) for page in pages)


def test_pages_are_chosen_for_an_advertiser_each_with_its_reason(
    session: Session,
) -> None:
    desk = make_desk(session)
    of_lighting(session, desk)
    with use_language("en"):
        new = {p.code: p for p in pages_for(session, desk.rep, desk.advertiser_id)}
        assert list(new) == list(PAGES)
        assert all(page.reason for page in new.values())
        assert new["promise"].is_chosen
        assert not new["yours"].is_chosen
        assert new["branded"].reason == (
            "no. 63 is on its subject: a story belongs there"
        )
        issue = session.query(Issue).filter_by(code="62").one()
        confirm(session, desk, LineWish(issue.id, desk.page))
        known = {p.code: p for p in pages_for(session, desk.rep, desk.advertiser_id)}
    assert known["yours"].is_chosen
    assert not known["promise"].is_chosen
    assert not known["digital"].is_chosen
    assert known["technical"].is_chosen
    chosen = codes_for(session, desk.rep, desk.advertiser_id)
    assert chosen == tuple(c for c in PAGES if known[c].is_chosen)
    assert codes_for(session, desk.rep, None) == tuple(c for c in PAGES if c != "yours")
    with pytest.raises(UnknownError):
        pages_for(session, desk.rep, 999)


def test_codes_of_pages_are_read_as_they_are_typed() -> None:
    assert page_codes(None) == PAGES
    assert page_codes(" rates, cover ,") == ("cover", "rates")
    with pytest.raises(NotUnderstoodError) as refused, use_language("en"):
        page_codes("cover,horoscope")
    with use_language("en"):
        assert "horoscope" in tell(refused.value)


def test_a_kit_without_figures_asks_none_and_with_them_checks_them(
    session: Session,
) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    add_claim(session, desk, expires_on=date(2027, 1, 2))
    composed(session, desk, pages=("cover", "calendar"))
    for code in ("audience", "readers", "digital"):
        with pytest.raises(StaleClaimError):
            composed(session, desk, pages=("cover", code))


def test_sectors_are_matched_by_their_code(session: Session) -> None:
    desk = make_desk(session)
    of_lighting(session, desk)
    session.query(Sector).one().code = "water"
    session.flush()
    calendar = one(composed(session, desk), Calendar)
    assert not any(issue.mark for issue in calendar.issues)


def test_a_tier_that_grants_nothing_is_not_told_as_earned(session: Session) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    for tier in session.query(CardTier).filter_by(kind=TierKind.FREQUENCY):
        if tier.lower == 2:
            tier.lower, tier.rate = 1, 0
    session.flush()
    page = one(composed(session, desk, prices="net"), Rates)
    assert page.head.title == ""
    assert "0 insertions" not in page.head.lead
    told = [fact for listed in page.lists for fact in listed.facts]
    assert [fact.label for fact in told if fact.value in {"0%", "−0%"}] == []
