"""The opportunities: opened, moved from stage to stage, won, lost or still open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crm.domain.clock import in_days
from crm.domain.money import Money
from crm.domain.opportunities import LostReason, Stage
from crm.services import opportunities
from crm.services.demo.calendar import workday
from crm.services.demo.desk import COMPANIES
from crm.services.demo.people import known_contacts
from crm.services.demo.tables import rows
from crm.services.opportunities import OpportunityWish

if TYPE_CHECKING:
    from datetime import datetime

    from crm.services.demo.desk import Desk
    from crm.services.demo.tables import Row

PATH = (Stage.IDENTIFIED, Stage.QUALIFIED, Stage.PROPOSED, Stage.NEGOTIATED)


def plan_pipeline(desk: Desk) -> None:
    """Put every opportunity on the agenda."""
    for row in rows("opportunities"):
        opened_on = workday(in_days(desk.anchor, -int(row["opened_days_before"])))
        desk.plan(opened_on, partial(_open, desk, row), hour=9, minute=30)


def _open(desk: Desk, row: Row, at: datetime) -> None:
    company = row["company"]
    actor = desk.actor(COMPANIES[company]["owner"], at)
    contacts = known_contacts(desk, company, actor.today)
    issue = desk.slots["print"][desk.next_issue()]
    expected = in_days(desk.anchor, int(row["days_to_close"]))
    opportunity_id = opportunities.open_opportunity(
        desk.session,
        actor,
        OpportunityWish(
            desk.companies[company],
            row["title"],
            Money(int(row["amount_cents"])),
            expected,
            contact_id=desk.contacts[contacts[0]["key"]] if contacts else None,
            issue_id=(issue.id or None) if row["support"] == "print" else None,
        ),
    )
    desk.opportunities[row["key"]] = opportunity_id
    stage = Stage(row["stage"])
    steps = [*PATH[1:], stage] if stage not in PATH else PATH[1 : PATH.index(stage) + 1]
    last_day = min(expected, desk.yesterday)
    span = (last_day - actor.today).days
    for rank, step in enumerate(steps, start=1):
        day = workday(in_days(actor.today, span * rank // (len(steps) + 1)))
        if step is stage and stage not in PATH:
            day = workday(last_day)
        lost = step is Stage.LOST
        lost_reason = LostReason(row["lost_reason"]).value if lost else ""
        desk.plan(
            day,
            partial(_move, desk, row, step, lost_reason),
            hour=16,
            minute=10 + rank,
        )


def _move(desk: Desk, row: Row, stage: Stage, lost_reason: str, at: datetime) -> None:
    opportunities.move_opportunity(
        desk.session,
        desk.actor(COMPANIES[row["company"]]["owner"], at),
        desk.opportunities[row["key"]],
        stage,
        lost_reason=lost_reason,
    )
