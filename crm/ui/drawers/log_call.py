"""Log a call: from the frame of every page, or from a row that knows whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.domain.errors import MissingError, words
from crm.language import _, ngettext
from crm.language.formats import day, day_short, number
from crm.language.vocabulary import word
from crm.services.activities import ActivityWish, NextStep, read_minutes
from crm.store.queries.activities import list_follow_ups
from crm.store.queries.companies import company_card, list_companies
from crm.store.queries.quick_log import open_opportunities
from crm.ui import acting, asking
from crm.ui.contact_parts import opposed_note, phone_mark
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.drawers.log_more import draw_about, draw_opposition, read_more
from crm.ui.drawers.quick_line import draw_line, save_log, type_line
from crm.ui.escape import bold, join
from crm.ui.follow_ups import (
    CHOOSE,
    NOTHING,
    choose_day,
    choose_hour,
    chosen_day,
    chosen_hour,
)
from crm.ui.parts import icon, muted, panel, row
from crm.ui.quick_parts import grammar
from crm.ui.quick_understanding import Call

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.services.quick_log import QuickLog
    from crm.store.queries.activities import FollowUpRow
    from crm.store.queries.companies import CompanyCard, ContactRow

HITS = 6
HAS_DIRECTION = {ActivityKind.CALL, ActivityKind.EMAIL}


def open_log_call(
    company_id: int | None = None,
    contact_id: int | None = None,
    opportunity_id: int | None = None,
) -> None:
    """Open the drawer; from a row, whom and what the call is about are known."""
    name = f"call_{company_id or ''}_{contact_id or ''}"
    if opportunity_id is not None:
        name = f"{name}_{opportunity_id}"
    call = Call(acting.form_id(name), company_id, contact_id, opportunity_id)
    way = ("call", company_id, contact_id, opportunity_id)
    open_drawer(name, _("Log a call"), "add_call", lambda: _draw(call), way=way)


def _draw(call: Call) -> None:
    picked = acting.aside(call.form).get("company")
    line = type_line(call)
    if line:
        draw_line(call, line, picked, lambda: _choose_company(call))
        return
    company_id = call.company_id or picked
    if company_id is None:
        _choose_company(call)
        grammar()
        return
    me = asking.me()
    with asking.reading() as session:
        company = company_card(session, me, company_id)
        due = list_follow_ups(
            session, me, owner_id=me.user_id, company_id=company_id, until=me.today
        )
        opened = open_opportunities(session, me, company_id, also=call.opportunity_id)
    if company is None:
        st.markdown(muted(_("This record is not there any more.")))
        return
    acting.aside(call.form)["about"] = company.shown
    person = _whom(call, company)
    _what(call)
    due_about = next((one.opportunity_id for one in due if one.opportunity_id), None)
    draw_about(call, opened, call.opportunity_id or due_about)
    draw_opposition(call, person)
    chosen, to_day = choose_day(
        call.key("next"), me.today, label=_("And then"), nothing=True
    )
    if chosen != NOTHING:
        what, hour = st.columns([3, 2])
        what.text_input(
            _("What for"),
            due[0].reason if due else _("Call back"),
            key=call.key("reason"),
            max_chars=200,
        )
        with hour:
            choose_hour(call.key("next"), width="stretch")
    _consequence(due, to_day)
    contact_id = person.id if person else None
    drawer_foot("call", call.form, lambda: _save(call, company, contact_id, me.today))


def _choose_company(call: Call) -> None:
    typed = (
        st.text_input(
            _("With whom"),
            key=call.key("company"),
            type="search",
            live="150ms",
            max_chars=80,
            placeholder=_("Name, town, telephone, SIREN…"),
        )
        or ""
    ).strip()
    if not typed:
        st.markdown(muted(_("Type the beginning of a name, or a number.")))
        return
    with asking.reading() as session:
        found = list_companies(session, asking.me(), search=typed, size=HITS)
    with st.container(gap=None, key="call_hits"):
        for company in found:
            st.button(
                join((bold(company.name), muted(company.town)), " "),
                key=f"call_hit_{company.id}",
                type="tertiary",
                icon=":material/storefront:",
                on_click=_pick,
                args=(call.form, company.id),
            )
    if not found:
        st.markdown(muted(_("Nothing for “{words}”").format(words=typed)))


def _pick(form: str, company_id: int | None) -> None:
    acting.aside(form)["company"] = company_id


def _whom(call: Call, company: CompanyCard) -> ContactRow | None:
    """Draw the company and whom the call was with; return that person."""
    with row("call_company"):
        st.markdown(icon("storefront", "gray"), width="content")
        said = join((company.sector, company.town))
        st.markdown(join((bold(company.shown), muted(said)), "  \n"), width="stretch")
        if call.company_id is None:
            st.button(
                "",
                key="call_company_change",
                icon=":material/edit:",
                type="tertiary",
                help=_("Choose another company"),
                on_click=_pick,
                args=(call.form, None),
            )
    people = {person.id: person for person in company.contacts}
    if not people:
        return None
    known = call.contact_id if call.contact_id in people else next(iter(people))
    if len(people) > 1:
        ids = list(people)
        known = st.selectbox(
            _("Contact"),
            ids,
            ids.index(known),
            format_func=lambda id_: _person(people[id_]),
            key=call.key("contact"),
        )
    person = people[known]
    _reach(person, alone=len(people) == 1)
    return person


def _reach(person: ContactRow, *, alone: bool) -> None:
    opposed = person.opposed_on is not None
    numbers = [phone_mark(phone, opposed=opposed) for phone in person.phones]
    if alone:
        with row("call_contact"):
            st.markdown(icon("person", "gray"), width="content")
            said = join((person.job, *numbers))
            st.markdown(join((bold(person.name), muted(said)), "  \n"))
    elif numbers:
        st.markdown(muted(join(numbers)))
    opposed_note(person)


def _person(person: ContactRow) -> str:
    return f"{person.name}, {person.job}" if person.job else person.name


def _what(call: Call) -> None:
    kind = (
        st.segmented_control(
            _("Kind of exchange"),
            list(ActivityKind),
            default=ActivityKind.CALL,
            format_func=_capital,
            key=call.key("kind"),
            width="stretch",
        )
        or ActivityKind.CALL
    )
    if kind in HAS_DIRECTION:
        st.segmented_control(
            _("Who began"),
            list(Direction),
            default=Direction.OUTBOUND,
            format_func=_direction,
            key=call.key("direction"),
            width="stretch",
        )
    if kind is ActivityKind.CALL:
        st.segmented_control(
            _("Outcome"),
            list(Outcome),
            default=Outcome.REACHED,
            format_func=_capital,
            key=call.key("outcome"),
            width="stretch",
        )
    text, minutes = st.columns([3, 1])
    text.text_area(
        _("Note"),
        key=call.key("note"),
        max_chars=5000,
        height=88,
        placeholder=_("What was said, if useful"),
    )
    minutes.text_input(
        _("Minutes"), key=call.key("minutes"), max_chars=4, placeholder="–"
    )


def _capital(member: ActivityKind | Outcome) -> str:
    said = word(member)
    return said[:1].upper() + said[1:]


def _direction(direction: Direction) -> str:
    return _("We did") if direction is Direction.OUTBOUND else _("They did")


def _consequence(due: Sequence[FollowUpRow], to_day: date | None) -> None:
    lines = []
    if len(due) == 1:
        sentence = _("The follow-up of {day} will be done")
        lines.append(bold(sentence.format(day=day_short(due[0].due_on))))
    elif due:
        sentence = ngettext(
            "{number} follow-up due will be done",
            "{number} follow-ups due will be done",
            len(due),
        )
        lines.append(bold(sentence.format(number=number(len(due)))))
    if to_day:
        lines.append(muted(_("next: {day}").format(day=day(to_day))))
    if lines:
        with panel("call_next"):
            mark = icon("event_repeat")
            st.markdown(join((mark, join(lines, "  \n")), " "))


def _save(
    call: Call, company: CompanyCard, contact_id: int | None, today: date
) -> None:
    kind = call.typed("kind") or ActivityKind.CALL
    minutes = str(call.typed("minutes") or "")
    to_day = chosen_day(call.key("next"), today)
    unset = call.typed("next_pill") == CHOOSE and to_day is None
    hour, what = chosen_hour(call.key("next")), str(call.typed("reason") or "")
    step = NextStep(what, to_day, hour) if to_day else None
    more = read_more(call, call.typed("contact") or contact_id)
    wish = ActivityWish(
        company_id=company.id,
        kind=kind,
        direction=call.typed("direction") or Direction.OUTBOUND,
        outcome=(call.typed("outcome") if kind is ActivityKind.CALL else None),
        contact_id=call.typed("contact") or contact_id,
        note=str(call.typed("note") or ""),
        next_step=step,
    )

    def read() -> QuickLog:
        if unset:
            raise MissingError(field="due_on", label=words("Which day"))
        return more.log(replace(wish, minutes=read_minutes(minutes)))

    save_log(read, call.form, company.shown)
