"""What is going on when the desk is opened: options, quotes, cases worth seeing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.bookings import LineStatus
from crm.domain.clock import add_months, in_days
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.demo.calendar import workday
from crm.services.demo.desk import COMPANIES
from crm.services.demo.people import known_contacts
from crm.services.demo.places import Finder
from crm.services.demo.plans import ARRANGED, Campaign, agency_of, campaign_name
from crm.services.demo.shapes import LETTERS, Want, near
from crm.services.demo.tables import rows
from crm.services.lines import LineWish
from crm.store.models import Booking, Format, Issue, Line, Support

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from crm.services.demo.desk import Desk

LAPSE_DAYS = 4
"""Days from the anchor within which the quotes about to lapse do."""


def arranged(desk: Desk) -> Iterator[Campaign]:
    """Return the arranged campaigns, each counted back from the anchor day."""
    yield from _options(desk)
    yield from _quotes(desk)
    yield from _cases(desk)


def _options(desk: Desk) -> Iterator[Campaign]:
    """Return eight options: two on neighbouring places, several about to fall."""
    issue = desk.next_issue()
    halo = next(row for row in rows("campaigns") if row["name"] == "Halo")
    yield _campaign(
        desk,
        "lumicite",
        Want(
            "print",
            issue,
            "advertorial_page",
            is_guaranteed=True,
            fees=("page_layout",),
        ),
        quoted=9,
        optioned=3,
        until=4,
        name=halo["name"],
        discount=500,
        reason="Lancement de la gamme « Halo »",
        opportunity="opportunity-01",
        note=halo["purpose"],
    )
    soon = near(desk, "newsletter", in_days(desk.anchor, 16))
    later = near(desk, "web", in_days(desk.anchor, 21))
    event = near(desk, "event", in_days(desk.anchor, 62))
    for company, want, quoted, until, opportunity in (
        ("kilowatt-trottoir", Want("print", issue, "page", ("c4",)), 12, 2, "07"),
        ("hydrelia", Want("print", issue, "page", ("c2",)), 11, 5, "10"),
        ("recyclaube", Want("print", issue, "page", ("facing_contents",)), 8, 3, "14"),
        (
            "dedale-stationnement",
            Want("print", issue, "page", ("facing_editorial",)),
            7,
            1,
            "19",
        ),
        (
            "mobilis-rail",
            Want("print", issue, "double_page", ("opening_spread",)),
            14,
            4,
            "16",
        ),
        ("veloceo", Want("newsletter", soon, "newsletter_top_banner"), 6, 6, "18"),
        ("maillon-urbain", Want("web", later, "web_970x250"), 5, 10, "28"),
        ("kilowatt-trottoir", Want("event", event, "event_partner"), 10, 12, "08"),
    ):
        yield _campaign(
            desk,
            company,
            want,
            quoted=quoted,
            optioned=min(quoted - 1, 4),
            until=until,
            opportunity=f"opportunity-{opportunity}",
        )


def _quotes(desk: Desk) -> Iterator[Campaign]:
    """Return quotes that stand, three of them about to lapse."""
    issue = desk.next_issue()
    letter = near(desk, "newsletter", in_days(desk.anchor, 40))
    lapsing = next(
        back
        for back in range(24, 34)
        if 1 <= (_falls_on(desk, back) - desk.anchor).days <= LAPSE_DAYS
    )
    for company, want, quoted, opportunity in (
        ("semaphore-data", Want("print", issue + 1, "page"), lapsing, "25"),
        (
            "nova-eclairage",
            Want("newsletter", letter, "newsletter_banner"),
            lapsing,
            "03",
        ),
        ("fontaine-delorme", Want("print", issue, "half_horizontal"), lapsing, "12"),
        ("halogis", Want("print", issue + 1, "double_page"), 13, "04"),
        ("granit-mobilier-urbain", Want("print", issue + 1, "page", ("c3",)), 10, "30"),
        ("lichtbaken", Want("print", issue + 1, "page"), 8, "33"),
        ("horizon-capteurs", Want("print", issue + 1, "page"), 5, "23"),
    ):
        yield _campaign(
            desk,
            company,
            want,
            quoted=quoted,
            opportunity=f"opportunity-{opportunity}",
        )


def _falls_on(desk: Desk, back: int) -> date:
    """Return the last day of a quote made so many days before the anchor."""
    return add_months(workday(in_days(desk.anchor, -back)), 1)


def _cases(desk: Desk) -> Iterator[Campaign]:
    """Return the cases a desk must know: shared, barter, late, without a mandate."""
    issue = desk.next_issue()
    letter = near(desk, "newsletter", in_days(desk.anchor, 12))
    week = near(desk, "web", in_days(desk.anchor, 9))
    yield _campaign(
        desk,
        "navettelle",
        Want("print", issue, "half_vertical"),
        quoted=24,
        decided=16,
    )
    yield _campaign(
        desk,
        "kilowatt-trottoir",
        Want("newsletter", letter, "newsletter_banner"),
        quoted=20,
        decided=13,
    )
    yield _campaign(
        desk,
        "ombriere-soleil",
        Want(
            "print",
            issue + 1,
            "advertorial_page",
            fees=("page_layout", "copywriting"),
        ),
        quoted=16,
        discount=1_000,
        reason="Nouvel annonceur",
        opportunity="opportunity-32",
    )
    yield _campaign(
        desk,
        "reseau-parhelie",
        Want("print", issue + 1, "page"),
        quoted=32,
        decided=22,
        sharer="yann.pelissier",
    )
    yield _campaign(
        desk,
        "veloceo",
        Want("web", week, "web_300x600", is_barter=True),
        quoted=30,
        decided=24,
        note="Échange de visibilité : affichage contre stand à leur journée.",
    )
    coming = near(desk, "web", desk.anchor)
    yield _campaign(
        desk,
        "equinoxe-chaleur",
        Want("web", coming, "web_300x250"),
        quoted=27,
        decided=20,
        is_awaited=True,
    )
    closed = [s for s in desk.slots["print"] if s.published_on < desk.anchor]
    late = closed[-1]
    yield Campaign(
        "late",
        "jalon-ingenierie",
        campaign_name("jalon-ingenierie", 0, 5),
        (Want("print", desk.slots["print"].index(late), "quarter"),),
        workday(in_days(late.closes_on, 6)),
        workday(in_days(late.closes_on, 8)),
        late_reason="Quart de page rendu par la rédaction après le bouclage",
    )


def _campaign(
    desk: Desk,
    company: str,
    want: Want,
    *,
    quoted: int,
    optioned: int = 0,
    until: int = 0,
    decided: int = -60,
    name: str = "",
    discount: int = 0,
    reason: str = "",
    opportunity: str = "",
    sharer: str = "",
    note: str = "",
    is_awaited: bool = False,
) -> Campaign:
    """Return a campaign from days before the anchor, `until` being after it."""
    quoted_on = workday(in_days(desk.anchor, -quoted))
    decided_on = workday(in_days(desk.anchor, -decided))
    days = [quoted_on] if decided_on >= desk.anchor else [quoted_on, decided_on]
    return Campaign(
        f"{ARRANGED}{company}:{want.format}:{quoted}",
        company,
        name or campaign_name(company, 0, 3),
        (want,),
        quoted_on,
        decided_on,
        optioned_on=workday(in_days(desk.anchor, -optioned)) if optioned else None,
        option_until=in_days(desk.anchor, until) if optioned else None,
        agency=agency_of(desk, company, *days),
        discount=discount,
        reason=reason,
        opportunity=opportunity,
        sharer=sharer,
        note=note,
        is_awaited=is_awaited,
    )


def plan_make_good(desk: Desk) -> None:
    """Put on the agenda the repair of a newsletter whose link was broken."""
    desk.plan(workday(in_days(desk.anchor, -12)), lambda at: _repair(desk, at), 15, 20)


def _repair(desk: Desk, at: datetime) -> None:
    broken, company = desk.session.execute(
        select(Line, Booking.advertiser_id)
        .join(Line.booking)
        .join(Line.issue)
        .join(Support, Support.id == Issue.support_id)
        .join(Format, Format.id == Line.format_id)
        .where(
            Support.code == "newsletter",
            Format.code == "newsletter_banner",
            Line.status == LineStatus.RAN,
            Line.repairs_line_id.is_(None),
        )
        .order_by(Issue.published_on.desc(), Line.id.desc())
        .limit(1)
    ).one()
    key = next(key for key, id_ in desk.companies.items() if id_ == company)
    actor = desk.actor(COMPANIES[key]["owner"], at)
    index = near(desk, "newsletter", in_days(desk.anchor, 14))
    line, *_others = Finder(desk, actor, in_days(desk.anchor, 1)).find(
        [Want("newsletter", index, format_) for format_ in LETTERS], 0, ""
    )
    booking_id = bookings.quote(
        desk.session,
        actor,
        BookingWish(
            desk.title_id,
            company,
            (
                LineWish(
                    line.issue_id,
                    line.format_id,
                    line.position_id,
                    repairs_line_id=broken.id,
                ),
            ),
            campaign="Envoi offert",
            note="Lien cassé dans l’envoi précédent, de notre fait.",
        ),
    )
    contact = known_contacts(desk, key, actor.today)[0]
    agreed = Agreed(
        f"{contact['first_name']} {contact['last_name']}", actor.today, "mail"
    )
    bookings.confirm(desk.session, actor, booking_id, agreed)
