"""The calls, meetings and mails of three years, and what was to follow them."""

from __future__ import annotations

from datetime import time
from functools import partial
from typing import TYPE_CHECKING

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.domain.clock import in_days
from crm.services import activities
from crm.services.demo import notes
from crm.services.demo.calendar import workday
from crm.services.demo.chance import below, between, happens
from crm.services.demo.desk import COMPANIES
from crm.services.demo.people import known_contacts, known_from
from crm.services.demo.plans import WINDOWS, Campaign, Fate
from crm.services.demo.sales import Sale
from crm.services.demo.tables import advertisers, number

if TYPE_CHECKING:
    from datetime import date, datetime

    from crm.services.demo.desk import Desk
    from crm.services.demo.shapes import Want

FORGOTTEN_SINCE = 9
"""Days before the anchor since when a follow-up may still be undone."""
HISTORY_DAYS = 1_090
"""How far back the exchanges without a booking go."""
STUDIO = {"materials": 1}
"""The rank, among a company's people, of whom a stage is talked over with."""


def plan_talks(desk: Desk, sale: Sale) -> None:
    """Put on the agenda what was said around a campaign."""
    campaign = sale.campaign
    key = campaign.key
    quoted, decided = campaign.quoted_on, campaign.decided_on
    if happens(45, key, "prelude"):
        stage = "renewal" if happens(50, key) else "qualifying"
        _talk(desk, sale, stage, in_days(quoted, -between(2, 12, key, "before")))
    _talk(desk, sale, "quote", quoted)
    if happens(45, key, "chase"):
        _talk(desk, sale, "quote", in_days(quoted, 2), "again")
    if campaign.optioned_on:
        _talk(desk, sale, "option", campaign.optioned_on)
    if campaign.fate in {Fate.CONFIRMED, Fate.CANCELLED}:
        _talk(desk, sale, "confirm", decided)
    else:
        _talk(desk, sale, "refusal", in_days(decided, 1))
    if campaign.fate is not Fate.CONFIRMED:
        return
    last = max(
        (desk.slots[want.support][want.index] for want in campaign.wants),
        key=lambda slot: slot.published_on,
    )
    first = min(
        desk.slots[want.support][want.index].materials_due_on for want in campaign.wants
    )
    if happens(45, key, "materials"):
        _talk(desk, sale, "materials", max(in_days(first, -3), in_days(decided, 1)))
    if happens(55, key, "after"):
        _talk(desk, sale, "after", in_days(last.published_on, between(9, 24, key)))


def plan_rounds(desk: Desk) -> None:
    """Put on the agenda the exchanges that no booking calls for.

    Prospects are sought, those who left are called back, the others heard of.
    """
    for row in advertisers():
        key = row["key"]
        came = in_days(known_from(desk, key), 3)
        day = max(came, in_days(desk.anchor, -HISTORY_DAYS + below(60, key)))
        first, last = WINDOWS.get(key, (None, None))
        rank = 0
        while day < desk.anchor:
            gone = last is not None and day > in_days(desk.anchor, -last)
            coming = first is not None and day < in_days(desk.anchor, -first)
            if row["size_class"] == "prospect" or coming:
                stages, pause = ("prospecting", "prospecting", "qualifying"), (38, 75)
            elif gone:
                stages, pause = ("renewal", "renewal", "refusal"), (50, 90)
            else:
                stages, pause = ("service", "renewal", "service"), (150, 260)
            sale = Sale(_round(key, rank, day))
            _talk(desk, sale, stages[rank % 3], day, rank)
            day = in_days(day, between(*pause, key, rank, "pause"))
            rank += 1


def _round(company: str, rank: int, day: date) -> Campaign:
    return Campaign(f"{company}:round:{rank}", company, "", (), day, day)


def _talk(desk: Desk, sale: Sale, stage: str, day: date, again: object = "") -> None:
    names = (sale.campaign.key, stage, again)
    day = workday(day)
    hour = between(9, 16, *names, "hour")
    if stage == "quote" and not again:
        hour = 17
    desk.plan(
        day,
        lambda at: _log(desk, at, sale, stage, names),
        hour,
        1 + below(58, *names),
    )


def _log(
    desk: Desk, at: datetime, sale: Sale, stage: str, names: tuple[object, ...]
) -> None:
    campaign = sale.campaign
    owner = desk.actor(COMPANIES[campaign.company]["owner"], at)
    people = known_contacts(desk, campaign.company, owner.today)
    contact = people[min(STUDIO.get(stage, 0), len(people) - 1)] if people else None
    row = notes.choose(
        campaign.company,
        stage,
        {want.support for want in campaign.wants},
        *names,
        has_agency=bool(campaign.agency),
        has_contact=contact is not None,
    )
    if row is None:
        return
    want = _talked_about(campaign.wants, row["support"])
    slot = desk.slots[want.support][want.index] if want else None
    text = notes.write(row, contact, slot, want.format if want else "")
    due_on = _next_workday(in_days(owner.today, number(row["days_to_next"]) or 0))
    step = (
        activities.NextStep(row["next_step"], due_on, _hour(*names))
        if row["next_step"]
        else None
    )
    activity_id = activities.log_activity(
        desk.session,
        owner,
        activities.ActivityWish(
            desk.companies[campaign.company],
            ActivityKind(row["kind"]),
            Direction(row["direction"] or "outbound"),
            Outcome(row["outcome"]) if row["outcome"] else None,
            contact_id=desk.contacts[contact["key"]] if contact else None,
            opportunity_id=desk.opportunities.get(campaign.opportunity),
            booking_id=sale.booking_id or None,
            minutes=number(row["minutes"]),
            note=text,
        ),
    )
    if step is None:
        return
    follow_up_id = activities.plan(
        desk.session,
        owner,
        desk.companies[campaign.company],
        step,
        contact_id=desk.contacts[contact["key"]] if contact else None,
        activity_id=activity_id,
    )
    if due_on < in_days(desk.anchor, -FORGOTTEN_SINCE) or happens(55, *names, "kept"):
        desk.plan(
            due_on,
            lambda at: activities.finish(
                desk.session,
                desk.actor(COMPANIES[campaign.company]["owner"], at),
                follow_up_id,
            ),
            hour=17,
            minute=50,
        )


def _talked_about(wants: tuple[Want, ...], support: str) -> Want | None:
    fitting = [want for want in wants if support in {"", want.support}]
    return fitting[0] if fitting else None


def _hour(*names: object) -> time | None:
    if not happens(30, *names, "timed"):
        return None
    return time(between(9, 17, *names, "at"), 30 * below(2, *names, "half"))


def _next_workday(day: date) -> date:
    return in_days(day, max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


CALLS = (
    ("lumicite", 0, 10, "Rappeler sur l’option « Halo »"),
    ("groupe-arpege-habitat", 0, 14, "Rappeler sur le plan annuel du groupe"),
    ("hydrelia", 1, 11, "Rappeler avant la fin de l’option"),
    ("mobilis-rail", 0, 0, "Relancer le service des achats"),
    ("semaphore-data", 0, 9, "Relancer le devis avant sa fin"),
    ("kilowatt-trottoir", 0, 15, "Confirmer la 4e de couverture"),
    ("citalys", 1, 10, "Envoyer le calcul du palier suivant"),
    ("reseau-parhelie", 3, 0, "Préparer le plan à trois supports"),
    ("recyclaube", 0, 11, "Demander la copie du mandat"),
    ("halogis", 0, 0, "Relancer le devis de la double page"),
    ("lichtbaken", 2, 10, "Follow up on the order"),
    ("veloceo", 6, 0, "Proposer les dates du printemps"),
)
"""What the reps are to do from the anchor day on: company, days ahead, hour."""


def plan_calls(desk: Desk) -> None:
    """Put on the agenda the follow-ups of the anchor day and of the days after."""
    for rank, (company, ahead, hour, reason) in enumerate(CALLS):
        due_on = in_days(desk.anchor, ahead)
        step = activities.NextStep(reason, due_on, time(hour) if hour else None)
        desk.plan(
            desk.yesterday,
            partial(_promise, desk, company, step),
            hour=18,
            minute=30 + rank,
        )


def _promise(desk: Desk, company: str, step: activities.NextStep, at: datetime) -> None:
    activities.plan(
        desk.session,
        desk.actor(COMPANIES[company]["owner"], at),
        desk.companies[company],
        step,
        contact_id=desk.contacts[f"{company}-1"],
    )
