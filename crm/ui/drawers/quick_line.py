"""The line at the top of the drawer: what it was read to say, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.activities import ActivityKind
from crm.domain.errors import MissingError, words
from crm.domain.quick_log_sketch import Doubt, Field
from crm.language import _, ngettext
from crm.language.formats import date_long, money, number
from crm.language.vocabulary import word
from crm.services.quick_log import expected_close, log_quick
from crm.store.queries.activities import list_follow_ups
from crm.ui import acting, asking, undoing
from crm.ui.drawers.drawer import drawer_foot
from crm.ui.escape import bold, join, md
from crm.ui.follow_ups import choose_hour
from crm.ui.parts import icon, muted, panel, row, section
from crm.ui.quick_parts import (
    ask,
    ask_all,
    grammar,
    label_of,
    shown_whole,
    tell,
    tell_kept,
)
from crm.ui.quick_understanding import NEW, Call, Understood, understand
from crm.ui.quick_words import DOUBTS, activity, opposition, step
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.services.quick_log import QuickLog, Receipt


KINDS = {
    ActivityKind.CALL: "call",
    ActivityKind.MEETING: "groups",
    ActivityKind.EMAIL: "mail",
    ActivityKind.VISIT: "directions_walk",
    ActivityKind.NOTE: "notes",
}


def type_line(call: Call) -> str:
    """Draw the box of the line; return what is typed in it."""
    typed = st.text_input(
        _("In one line"),
        key=call.key("line"),
        live="150ms",
        placeholder=_("call Lumicité, Anaïs Lefèvre, call back Thursday 2pm, €4,500"),
    )
    return (typed or "").strip()


def draw_line(
    call: Call, line: str, picked: int | None, choose_company: Callable[[], None]
) -> None:
    """Draw what a line was read to say; only what is doubtful is an input."""
    me = asking.me()
    answer = asking.attempt(lambda s: understand(s, me, call, line, picked))
    seen = answer.value
    if seen is None:
        st.error(md(answer.refusal), icon=":material/error:")
        return
    with asking.reading() as session:
        due = (
            list_follow_ups(
                session,
                me,
                owner_id=me.user_id,
                company_id=seen.company.id,
                until=me.today,
            )
            if seen.company
            else []
        )
        closing = expected_close(session, me, seen.issue.id if seen.issue else None)
    expected = _("expected by {day}").format(day=date_long(closing))
    with section(_("Understood so"), _count(seen), key="call_read"):
        _activity(call, seen)
        _company(call, seen, choose_company)
        _contact(call, seen)
        _opportunity(call, seen, expected)
        _follow_up(call, seen)
        _opposition(call, seen)
        if seen.note:
            tell("note", "notes", _("Note, kept as typed"), seen.note)
    if due:
        said = ngettext(
            "{number} follow-up due will be done",
            "{number} follow-ups due will be done",
            len(due),
        )
        with panel("call_due"):
            mark = icon("event_repeat")
            done = said.format(number=number(len(due)))
            st.markdown(join((mark, bold(done)), " "))
    drawer_foot("call", call.form, lambda: _save(call, picked))
    grammar()


def _count(seen: Understood) -> str:
    sketch, whom = seen.sketch, seen.whom
    asked = len(sketch.questions) + seen.chooses
    pieces = [piece for piece in sketch.pieces if piece.field not in seen.staying]
    many = len(pieces) + bool(whom.company) + bool(whom.contact)
    read = ngettext("{number} read", "{number} read", many)
    doubtful = ngettext("{number} to check", "{number} to check", asked)
    parts = [read.format(number=number(many))]
    if asked:
        parts.append(doubtful.format(number=number(asked)))
    return ", ".join(parts)


def _activity(call: Call, seen: Understood) -> None:
    values, sketch = seen.values, seen.sketch
    fields = (Field.KIND, Field.DIRECTION, Field.OUTCOME, Field.MINUTES)
    said = [sketch.read_from(field) for field in (Field.KIND, Field.OUTCOME)]
    lasted = values[Field.MINUTES]
    outcome = values[Field.OUTCOME]
    shown = activity(values[Field.KIND], values[Field.DIRECTION], outcome)
    tell(
        "activity",
        KINDS[values[Field.KIND]],
        label_of(_("Activity"), " … ".join(part for part in said if part)),
        shown,
        _("{number} min").format(number=number(lasted)) if lasted else "",
    )
    ask_all(call, seen, *fields)


def _company(call: Call, seen: Understood, choose_company: Callable[[], None]) -> None:
    whom = seen.whom
    said = seen.sketch.words(whom.company_span) if whom.company_span else ""
    label = label_of(_("Company"), said)
    if whom.companies:
        several = len(whom.companies) > 1
        why = _("several may be meant") if several else _("is it this one?")
        ask(call, "whom", label, why, whom.companies, shown_whole)
    elif seen.company:
        tell("whom", "storefront", label, seen.company.name, seen.company.town)
    else:
        choose_company()


def _contact(call: Call, seen: Understood) -> None:
    whom = seen.whom
    said = seen.sketch.words(whom.contact_span) if whom.contact_span else ""
    label = label_of(_("Contact"), said)
    if whom.contacts:
        elsewhere = whom.company and all(
            one.company_id != whom.company.id for one in whom.contacts
        )
        why = _("is at another company") if elsewhere else _("several may be meant")
        ask(call, "person", label, why, whom.contacts, shown_whole)
    elif seen.contact:
        tell("person", "person", label, seen.contact.name, seen.contact.job)


def _opportunity(call: Call, seen: Understood, closing: str) -> None:
    sketch = seen.sketch
    ask_all(call, seen, Field.AMOUNT, Field.ISSUE, Field.STAGE)
    if len(seen.issues) > 1:
        said = label_of(_("Issue"), sketch.read_from(Field.ISSUE))
        why = _("several may be meant")
        ask(call, "issue", said, why, seen.issues, shown_whole)
    elif sketch.issue and not seen.issues:
        said = label_of(_("Issue"), sketch.read_from(Field.ISSUE))
        tell_kept("no_issue", said, _("no issue to come has this number"))
    if seen.company is None or not (seen.tells_opportunity or seen.is_known):
        return
    fields = (Field.STAGE, Field.PLACE, Field.ISSUE, Field.AMOUNT)
    words_of = " … ".join(filter(None, map(sketch.read_from, fields)))
    label = label_of(_("Opportunity"), words_of)
    if seen.chooses_opportunity:
        _ask_about(call, seen, label)
    elif seen.about == NEW:
        named = [seen.opportunity_name, money(seen.amount, cents=False)]
        notes = [word(seen.stage) if seen.stage else "", closing]
        tell("about", "trending_up", label, ", ".join(named), join(notes))
    elif seen.about is None:
        tell_kept("about", label, _("no opportunity is open"))
    else:
        _move_told(seen, label)
    if seen.stage is not None and seen.about and _no_reason(seen):
        with row("call_lost"):
            why = _("Why it was lost")
            st.text_input(why, key=call.key("lost"), max_chars=400)


def _no_reason(seen: Understood) -> bool:
    doubts = seen.sketch.doubts(Field.STAGE)
    return any(one.doubt is Doubt.NO_REASON for one in doubts)


def _ask_about(call: Call, seen: Understood, label: str) -> None:
    options = (*seen.opened, NEW) if seen.amount is not None else seen.opened
    why = _("is it one that is open?")

    def shown(one: Any) -> str:  # noqa: ANN401  an open opportunity or NEW
        if one == NEW:
            amount = money(seen.amount, cents=False)
            return _("A new one, {amount}").format(amount=amount)
        amount = money(one.amount, cents=False)
        return f"{one.name}, {amount}, {word(one.stage)}"

    ask(call, "about", label, why, options, shown)


def _move_told(seen: Understood, label: str) -> None:
    about = seen.about
    if about is None or isinstance(about, str):
        return
    amount = money(about.amount, cents=False)
    moves = " → ".join(word(one) for one in (about.stage, seen.stage) if one)
    tell("about", "trending_up", label, f"{about.name}, {amount}", moves)


def _follow_up(call: Call, seen: Understood) -> None:
    asked = seen.sketch.doubts(Field.FOLLOW_UP)
    for question in asked:
        said = seen.sketch.words(question.span)
        if question.options:
            ask_all(call, seen, Field.FOLLOW_UP)
            continue
        with row("call_ask_due"):
            st.markdown(icon("event_repeat"), width="content")
            with st.container(gap="xxsmall"):
                label = label_of(_("Follow-up"), said)
                mark = badge("reason", _("To check"), "help")
                why = _(DOUBTS[question.doubt])
                st.markdown(join((muted(label), mark, muted(why)), " "))
                st.date_input(
                    _("Which day"),
                    None,
                    min_value=asking.me().today,
                    format="DD/MM/YYYY",
                    label_visibility="collapsed",
                    key=call.key(call.asks("due", (said,))),
                )
    found = seen.sketch.follow_up
    if found:
        label = label_of(_("Follow-up"), seen.sketch.read_from(Field.FOLLOW_UP))
        tell("follow_up", "event_repeat", label, step(found), found.reason)
    if seen.follow_up and (found is None or found.due_time is None):
        with row("call_hour"):
            choose_hour(call.key("next"))


def _opposition(call: Call, seen: Understood) -> None:
    ask_all(call, seen, Field.OPPOSITION)
    to = seen.values[Field.OPPOSITION]
    if to is None:
        return
    label = label_of(_("Opposition"), seen.sketch.read_from(Field.OPPOSITION))
    if seen.opposes:
        who = seen.contact.name if seen.contact else ""
        tell("opposes", "block", label, opposition(to), who)
    else:
        tell_kept("opposes", label, _("no contact is named"))


def _save(call: Call, picked: int | None) -> None:
    me = asking.me()
    line = str(call.typed("line") or "")
    seen = asking.attempt(lambda s: understand(s, me, call, line, picked)).value
    wish = seen.wish(call) if seen else None
    name = seen.company.name if seen and seen.company else ""

    def read() -> QuickLog:
        if wish is None:
            raise MissingError(field="company_id", label=words("Company"))
        return wish

    save_log(read, call.form, name)


def save_log(read: Callable[[], QuickLog], form: str, company: str) -> None:
    """Log what was read in one transaction, say so, and offer to take it back.

    `read` refuses what cannot be understood.
    """
    me = asking.me()
    receipts: list[Receipt] = []

    def action(session: Session) -> None:
        receipts[:] = [log_quick(session, me, read())]

    done = _("Logged with {company}.").format(company=company)
    if acting.save(action, form, done=done) and receipts:
        undoing.remember(receipts[0], done)
