"""What comes for a line and what is told of it: files, proofs, insertion reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.clock import in_days
from crm.domain.magazine import MaterialStatus
from crm.domain.material_errors import UnsettledError
from crm.services import insertion_reports, materials
from crm.services.demo.ads import drawn
from crm.services.demo.calendar import workday
from crm.services.demo.chance import below, between, happens
from crm.services.demo.desk import COMPANIES, FORMATS, POSITIONS
from crm.services.demo.magazine import CIRCULATION
from crm.services.demo.people import known_contacts
from crm.services.insertion_reports import Ran
from crm.services.papers import Paper
from crm.store.models import InsertionReport, Line

if TYPE_CHECKING:
    from datetime import datetime

    from crm.domain.roles import Actor
    from crm.services.demo.calendar import Slot
    from crm.services.demo.desk import Desk
    from crm.services.demo.plans import Campaign

LAST_REPORT = 27
"""Days after publication by which almost every report has gone."""
SOON = 60
"""Files of an issue published within so many days begin to come before they are due."""
LEFT_TO_CHECK, LEFT_TO_APPROVE = 22, 45
"""Of a hundred files for what is still to appear: those nobody looked at yet, and
those whose proof is out beside them."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A confirmed line: the keys of its format and position, its own names."""

    campaign: Campaign
    slot: Slot
    line_id: int
    place: tuple[str, str]
    names: tuple[object, ...]

    @property
    def owner(self) -> str:
        """Who looks after its advertiser."""
        return str(COMPANIES[self.campaign.company]["owner"])


def plan_materials(desk: Desk, line: Ahead) -> None:
    """Plan a line's files: most come in time, some late, a few not yet."""
    slot, names = line.slot, line.names
    is_ahead = slot.published_on >= desk.anchor
    if line.campaign.is_awaited or (is_ahead and happens(30, *names, "awaited")):
        return
    day = in_days(slot.materials_due_on, -between(0, 8, *names))
    if happens(18, *names, "late"):
        day = in_days(slot.materials_due_on, between(1, 6, *names))
    eve = in_days(slot.published_on, -1)
    soon = (slot.published_on - desk.anchor).days <= SOON
    if is_ahead and soon and slot.support == "print" and happens(55, *names, "early"):
        day = min(day, in_days(desk.anchor, -between(2, 9, *names, "early")))
    day = min(max(day, in_days(line.campaign.decided_on, 1)), eve)
    desk.plan(day, lambda at: _receive(desk, at, line, is_ahead=is_ahead), 18, 5)
    fate = below(100, *names, "approved") if is_ahead else 100
    if fate < LEFT_TO_CHECK:
        return
    after = min(in_days(day, 1), eve)
    if fate < LEFT_TO_APPROVE:
        desk.plan(after, lambda at: _send_proof(desk, at, line), 18, 20)
    else:
        desk.plan(after, lambda at: _approve(desk, at, line), 18, 25)


def _receive(desk: Desk, at: datetime, line: Ahead, *, is_ahead: bool) -> None:
    actor = desk.actor(line.owner, at)
    ad = drawn(line.place[0], line.names) if is_ahead else None
    if ad is None:
        materials.receive(desk.session, actor, line.line_id)
        return
    name = f"{line.campaign.company}-{line.slot.code}.pdf"
    paper = Paper(name, ad.content)
    materials.receive_file(desk.session, actor, line.line_id, paper, ad.read)


def _is_checked(desk: Desk, actor: Actor, line: Ahead) -> bool:
    """Check what came; say whether nothing in it stops it."""
    booked = desk.session.get_one(Line, line.line_id)
    if booked.material_status is not MaterialStatus.RECEIVED:
        return True
    try:
        materials.mark_checked(desk.session, actor, line.line_id)
    except UnsettledError:
        return False
    return True


def _send_proof(desk: Desk, at: datetime, line: Ahead) -> None:
    actor = desk.actor(line.owner, at)
    if _is_checked(desk, actor, line):
        materials.send_proof(desk.session, actor, line.line_id, _somebody(desk, line))


def _approve(desk: Desk, at: datetime, line: Ahead) -> None:
    actor = desk.actor(line.owner, at)
    if _is_checked(desk, actor, line):
        by = _somebody(desk, line)
        materials.approve(
            desk.session, actor, line.line_id, agreed_by=by, is_labelled=True
        )


def _somebody(desk: Desk, line: Ahead) -> str:
    """Name who answers for the advertiser."""
    contacts = known_contacts(desk, line.campaign.company, desk.anchor)
    if not contacts:
        return str(COMPANIES[line.campaign.company]["trade_name"])
    return f"{contacts[0]['first_name']} {contacts[0]['last_name']}"


def plan_report(desk: Desk, line: Ahead) -> None:
    """Plan a line's report, within the month; a few of late were forgotten."""
    names, published_on = line.names, line.slot.published_on
    age = (desk.anchor - published_on).days
    if LAST_REPORT < age < 75 and happens(12, *names, "unreported"):
        return
    format_, position = line.place
    support = FORMATS[format_]["support"]
    counted = support in {"newsletter", "web"}
    seen = between(1_200, 9_800, *names)
    page = POSITIONS[position]["flatplan_pages"] or str(between(10, 62, *names))
    ran = Ran(
        page_number=page if support == "print" else "",
        circulation=CIRCULATION if support == "print" else None,
        impressions=seen if counted else None,
        clicks=seen * between(4, 21, *names) // 1_000 if counted else None,
        appeared_from=published_on if counted else None,
        appeared_until=(line.slot.ends_on or published_on) if counted else None,
    )

    def report(at: datetime) -> None:
        report_id = desk.session.scalars(
            select(InsertionReport.id).where(InsertionReport.line_id == line.line_id)
        ).first()
        if report_id:
            actor = desk.actor(line.owner, at)
            insertion_reports.send(desk.session, actor, report_id, ran)

    day = in_days(published_on, between(8, LAST_REPORT, line.campaign.key))
    desk.plan(workday(day), report, hour=14, minute=30)
