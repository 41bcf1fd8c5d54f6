"""What a typed line comes to, with what was chosen where it left a doubt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

import streamlit as st

from crm.domain.quick_log import read
from crm.domain.quick_log_sketch import Field, Step
from crm.language import _
from crm.services.activities import ActivityWish, NextStep
from crm.services.quick_log import NewOpportunity, QuickLog
from crm.store.queries.quick_log import (
    CompanyFound,
    issues_named,
    open_opportunities,
    whom,
)
from crm.ui.follow_ups import chosen_hour

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from sqlalchemy.orm import Session

    from crm.domain.opportunities import Stage
    from crm.domain.quick_log_sketch import Question, Sketch
    from crm.domain.roles import Actor
    from crm.store.queries.quick_log import (
        ContactFound,
        IssueFound,
        OpportunityFound,
        Whom,
    )

T = TypeVar("T")
NEW = "new"
"""A new opportunity rather than one that is open."""


@dataclass(frozen=True, slots=True)
class Call:
    """The drawer being filled in: the form, and whom it knows."""

    form: str
    company_id: int | None
    contact_id: int | None
    opportunity_id: int | None = None

    def key(self, field: str) -> str:
        """Return the key of a field's widget."""
        return f"call_{field}_{self.form}"

    def typed(self, field: str) -> Any:  # noqa: ANN401  what its widget holds
        """Return what a field's widget holds."""
        return st.session_state.get(self.key(field))

    def asks(self, field: str, about: Iterable[Hashable]) -> str:
        """Name the widget of a question: another line's answer does not answer it."""
        return f"{field}_{crc32(repr(tuple(about)).encode())}"

    def answer(self, field: str, options: tuple[T, ...]) -> T | None:
        """Return the option that was chosen of a question, if any."""
        chosen = self.typed(self.asks(field, options))
        return next((one for one in options if one == chosen), None)


@dataclass(frozen=True, slots=True)
class Understood:
    """A line, whom it names, and what was chosen where it left a doubt."""

    sketch: Sketch
    whom: Whom
    company: CompanyFound | None
    contact: ContactFound | None
    contact_id: int | None
    issues: tuple[IssueFound, ...]
    issue: IssueFound | None
    opened: tuple[OpportunityFound, ...]
    about: OpportunityFound | str | None
    """The open opportunity the line is about, NEW for one to open, None for neither."""
    values: dict[Field, Any]
    is_known: bool = False
    """Whether the drawer was opened about one opportunity."""

    @property
    def tells_opportunity(self) -> bool:
        """Whether an amount or a stage is said."""
        return self.amount is not None or self.stage is not None

    @property
    def amount(self) -> Any:  # noqa: ANN401  Money or None
        """The amount said or chosen."""
        return self.values[Field.AMOUNT]

    @property
    def stage(self) -> Stage | None:
        """The stage said or chosen."""
        found: Stage | None = self.values[Field.STAGE]
        return found

    @property
    def follow_up(self) -> Step | None:
        """The next step said or chosen."""
        found: Step | None = self.values[Field.FOLLOW_UP]
        return found

    @property
    def chooses_opportunity(self) -> bool:
        """Whether somebody must say which opportunity the line is about."""
        several = self.amount is not None or len(self.opened) > 1
        known = self.amount is None and self.about is not None and self.is_known
        return self.tells_opportunity and bool(self.opened) and several and not known

    @property
    def chooses(self) -> int:
        """How many records are asked about."""
        several = (self.whom.companies, self.whom.contacts, self.issues[1:])
        return sum(map(bool, several)) + self.chooses_opportunity

    @property
    def opposes(self) -> str | None:
        """What the contact opposes, where there is one."""
        return self.values[Field.OPPOSITION] if self.contact_id else None

    @property
    def staying(self) -> tuple[Field, ...]:
        """What was read and comes to nothing, so that its words stay in the note."""
        left = []
        if self.about is None:
            left += [Field.AMOUNT, Field.STAGE]
        elif self.about != NEW:
            left += [Field.AMOUNT]
        if not self.contact_id:
            left += [Field.OPPOSITION]
        return tuple(left)

    @property
    def note(self) -> str:
        """What stays of the line once everybody in it is known."""
        named = self.company in {self.whom.company, *self.whom.companies}
        spans = (
            self.whom.company_span if self.company and named else None,
            self.whom.contact_span if self.contact else None,
        )
        known = [span for span in spans if span is not None]
        return self.sketch.note_without(known, *self.staying)

    @property
    def opportunity_name(self) -> str:
        """What a new opportunity is called: the line's places and issue."""
        issue = self.issue.name if self.issue else ""
        said = ", ".join(part for part in (*self.sketch.places, issue) if part)
        return said or (self.company.name if self.company else _("Opportunity"))

    def wish(self, call: Call) -> QuickLog | None:
        """Return what is to be logged, None while nobody is named."""
        if self.company is None:
            return None
        step = self.follow_up
        return QuickLog(
            ActivityWish(
                self.company.id,
                kind=self.values[Field.KIND],
                direction=self.values[Field.DIRECTION],
                outcome=self.values[Field.OUTCOME],
                contact_id=self.contact_id,
                minutes=self.values[Field.MINUTES],
                note=self.note,
                next_step=(
                    NextStep(step.reason, step.due_on, step.due_time) if step else None
                ),
            ),
            opens=(
                NewOpportunity(
                    self.opportunity_name,
                    self.amount,
                    self.issue.id if self.issue else None,
                )
                if self.about == NEW
                else None
            ),
            moves=None if isinstance(self.about, str | None) else self.about.id,
            stage=self.stage if self.about is not None else None,
            lost_reason=self.sketch.lost_reason or str(call.typed("lost") or ""),
            opposes=self.opposes,
        )


def understand(
    session: Session, me: Actor, call: Call, line: str, picked: int | None
) -> Understood:
    """Read a line and find whom it names; `picked` is the company chosen by hand."""
    sketch = read(line, me.at)
    known = call.company_id or picked
    found = whom(session, me, sketch, company_id=known)
    company, contact = found.company, found.contact
    if found.companies:
        company = call.answer("whom", found.companies)
        if company is not None:
            again = whom(session, me, sketch, company_id=company.id)
            contact = again.contact if not again.companies else None
    if found.contacts:
        contact = call.answer("person", found.contacts)
        elsewhere = not (company and contact and contact.company_id == company.id)
        if contact is not None and elsewhere:
            company = CompanyFound(contact.company_id, contact.company)
    values = {field: _value(call, sketch, field) for field in ASKED}
    values[Field.FOLLOW_UP] = _at_hour(call, values[Field.FOLLOW_UP])
    code = values[Field.ISSUE]
    issues = issues_named(session, me, str(code)) if code else ()
    issue = issues[0] if len(issues) == 1 else call.answer("issue", issues)
    also = call.opportunity_id
    opened = open_opportunities(session, me, company.id, also=also) if company else ()
    contact_id = contact.id if contact else None
    if contact_id is None and company and company.id == call.company_id:
        contact_id = call.contact_id
    return Understood(
        sketch=sketch,
        whom=found,
        company=company,
        contact=contact,
        contact_id=contact_id,
        issues=issues,
        issue=issue,
        opened=opened,
        about=_about(call, opened, values),
        values=values,
        is_known=any(one.id == call.opportunity_id for one in opened),
    )


ASKED = {
    Field.KIND: "kind",
    Field.DIRECTION: "direction",
    Field.OUTCOME: "outcome",
    Field.MINUTES: "minutes",
    Field.AMOUNT: "amount",
    Field.ISSUE: "issue",
    Field.FOLLOW_UP: "follow_up",
    Field.OPPOSITION: "opposition",
    Field.STAGE: "stage",
}


def _value(call: Call, sketch: Sketch, field: Field) -> Any:  # noqa: ANN401  a field's
    """Return what a field says; where it was asked about, what was answered."""
    for question in sketch.doubts(field):
        if field is Field.FOLLOW_UP and not question.options:
            return _day_chosen(call, sketch, question)
        answered = call.answer(field.value, question.options)
        if answered is not None:
            return answered
    return getattr(sketch, ASKED[field])


def _at_hour(call: Call, step: Step | None) -> Step | None:
    """Return a step with the hour that was chosen for it, where the line says none."""
    hour = chosen_hour(call.key("next"))
    if step is None or step.due_time is not None or hour is None:
        return step
    return replace(step, due_time=hour)


def _day_chosen(call: Call, sketch: Sketch, question: Question) -> Step | None:
    words = sketch.words(question.span)
    due_on = call.typed(call.asks("due", (words,)))
    return Step(due_on, None, words) if due_on else None


def _about(
    call: Call, opened: tuple[OpportunityFound, ...], values: dict[Field, Any]
) -> OpportunityFound | str | None:
    """Return the opportunity a line is about; where there are several, the chosen."""
    amount, stage = values[Field.AMOUNT], values[Field.STAGE]
    known = next((one for one in opened if one.id == call.opportunity_id), None)
    if known is not None and amount is None:
        return known
    if amount is None and stage is None:
        return None
    if not opened:
        return NEW if amount is not None else None
    if amount is None and len(opened) == 1:
        return opened[0]
    options: tuple[OpportunityFound | str, ...] = opened
    if amount is not None:
        options = (*opened, NEW)
    return call.answer("about", options)
