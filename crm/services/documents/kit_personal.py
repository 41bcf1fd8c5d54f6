"""The words of a kit that are one advertiser's: what it ran, and whom to call."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.bookings import OPTION_DAYS
from crm.domain.money import total
from crm.domain.space import SpaceState
from crm.domain.vcards import Card, CardKind, Reach, write_cards
from crm.language import _, ngettext
from crm.language.formats import date_short, money, month, number, percent
from crm.services.documents.kit_calendar import free_issue, short_name
from crm.services.documents.words import person, portrait
from mediakit import model

if TYPE_CHECKING:
    from crm.services.documents.kit_facts import KitFacts
    from crm.store.queries.appearances import AppearanceRow
    from crm.store.queries.magazine import IssueRow

ROWS_SHOWN = 12
MATCHING_SHOWN = 3
PLACES_SHOWN = 5


def yours(facts: KitFacts) -> list[model.KitPage]:
    """Say what the advertiser ran last year and this, and which issues are for it.

    Its own lines alone, as far as whoever draws the kit sees them; no page for an
    advertiser that never ran.
    """
    if facts.company is None or not facts.own:
        return []
    this = facts.today.year
    near = (this - 1, this, this + 1)
    years = (one for one in near if any(_in(row, one) for row in facts.own))
    year = next(years, this)
    counted = [row for row in facts.own if _in(row, year)]
    matching = [issue for issue in facts.issues if facts.matches(issue)]
    title = ngettext(
        "{number} insertion\ntogether in {year}.",
        "{number} insertions\ntogether in {year}.",
        len(counted),
    ).format(number=number(len(counted)), year=year)
    return [
        model.Yours(
            figures=tuple(_figures(facts, counted, year)),
            appearances=tuple(_appearance(row) for row in facts.own[-ROWS_SHOWN:]),
            issues=tuple(
                replace(free_issue(facts, issue), mark=_free_places(facts, issue))
                for issue in matching[:MATCHING_SHOWN]
            ),
            heading=_("On your subject") if matching else "",
            head=model.Head(kicker=facts.company.shown, title=title),
        )
    ]


def contact(facts: KitFacts) -> list[model.KitPage]:
    """Say whom to call and how to order, with a form to fill in."""
    people = dict.fromkeys(
        user_id
        for user_id in (
            facts.company.owner_id if facts.company else None,
            facts.seller.contact_user_id,
        )
        if user_id
    )
    return [
        model.Contact(
            people=tuple(
                card
                for rank, user_id in enumerate(people)
                if (card := with_card(facts, user_id, first=rank == 0))
            ),
            order=(
                model.Rule(
                    _("Choose"),
                    _("Tell us the issue, the format and the position you want."),
                ),
                model.Rule(
                    _("Hold"),
                    ngettext(
                        "We hold the space for {number} day, under option, free of "
                        "charge.",
                        "We hold the space for {number} days, under option, free of "
                        "charge.",
                        OPTION_DAYS,
                    ).format(number=number(OPTION_DAYS)),
                ),
                model.Rule(
                    _("Sign"),
                    _("You sign the insertion order; the space is yours."),
                ),
                model.Rule(
                    _("Send"),
                    _("Your files reach us by the materials date of the issue."),
                ),
            ),
        )
    ]


def with_card(facts: KitFacts, user_id: int, *, first: bool) -> model.Person | None:
    """Return one of the desk's people with their photo; the first with a vCard."""
    shown = person(facts.session, user_id)
    if shown is None:
        return None
    photo = portrait(facts.session, facts.actor, user_id)
    card = vcard(shown, facts.seller.title) if first else ""
    return model.Person(
        *(shown.name, shown.job, shown.phone, shown.dial, shown.email, shown.note),
        card=card,
        photo=photo,
    )


def vcard(shown: model.Person, title: str) -> str:
    """Write the vCard a telephone reads from a code: short, so that it is read well."""
    first, _space, last = shown.name.rpartition(" ")
    written = write_cards(
        [
            Card(
                last_name=last,
                first_name=first,
                company=title[:60],
                job=shown.job[:60],
                phones=(Reach(CardKind.WORK, shown.dial),) if shown.dial else (),
                emails=(Reach(CardKind.WORK, shown.email),) if shown.email else (),
            )
        ]
    )
    return written.decode()


def _free_places(facts: KitFacts, issue: IssueRow) -> str:
    """Say which positions of an issue are still free, by name."""
    free = [
        short_name(row)
        for row in facts.spaces.get(issue.id, [])
        if row.position_id is not None and row.space.state is SpaceState.FREE
    ]
    if not free:
        return ""
    return _("still free: {places}").format(places=", ".join(free[:PLACES_SHOWN]))


def _in(row: AppearanceRow, year: int) -> bool:
    return row.published_on.year == year


def _figures(
    facts: KitFacts, counted: list[AppearanceRow], year: int
) -> list[model.Claim]:
    invested = total(row.net_net for row in counted)
    supports = dict.fromkeys(row.support for row in counted)
    ahead = [row for row in facts.own if not row.ran]
    said = ngettext("insertion in {year}", "insertions in {year}", len(counted))
    figures = [
        model.Claim(
            number(len(counted)), said.format(year=year), "", ", ".join(supports)
        )
    ]
    if facts.told_prices and invested:
        figures.append(
            model.Claim(
                money(invested, cents=False),
                _("invested in {year}").format(year=year),
                "",
                _("net net, excluding fees and VAT"),
            )
        )
    if ahead:
        coming = ngettext("insertion to come", "insertions to come", len(ahead))
        next_ = _("the next on {day}").format(day=date_short(ahead[0].published_on))
        figures.append(model.Claim(number(len(ahead)), coming, "", next_))
    if facts.pricing.is_net and facts.pricing.reached:
        figures.append(
            model.Claim(
                percent(-facts.pricing.reached.rate),
                _("frequency discount reached"),
                "",
                _("in {year}").format(year=facts.year),
            )
        )
    return figures


def _appearance(row: AppearanceRow) -> model.Appearance:
    what = ", ".join(part for part in (row.format, row.position) if part)
    return model.Appearance(
        row.issue,
        what,
        month(row.published_on),
        "ran" if row.ran else "to come",
    )
