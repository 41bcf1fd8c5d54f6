"""The board of opportunities: its conclusion, its filters, its stages, its cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.money import total
from crm.domain.opportunities import (
    Horizon,
    Stage,
    Stall,
    days_of,
    read_reason,
)
from crm.domain.roles import Reach, Right
from crm.language import _, ngettext
from crm.language.counting import counted
from crm.language.formats import date_short, day_short, money, number, percent
from crm.language.vocabulary import word
from crm.store.queries.companies import list_sectors
from crm.store.queries.opportunities import OpportunityFilters
from crm.store.queries.users import list_teams, list_users
from crm.ui import acting, asking, opportunity_moves, parts
from crm.ui.escape import Marked, bold, join
from crm.ui.lists import record_button
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from crm.domain.roles import Actor
    from crm.store.queries.opportunity_rows import (
        ClosedSum,
        OpportunityRow,
        StageSum,
    )

FIRST, STEP = 12, 24
"""How many cards of a stage are drawn at first, and how many more at a touch."""
MINE, EVERYBODY = "mine", "all"
LOOKS = {
    Stall.LATE: ("overdue", "event_busy"),
    Stall.CLOSING: ("optioned", "hourglass_bottom"),
    Stall.IDLE: ("reason", "block"),
}


def conclusion(rows: Sequence[OpportunityRow]) -> str:
    """Say how many are open, what they weigh, and how many stall."""
    if not rows:
        return _("No opportunity is open.")
    open_ = ngettext(
        "One open opportunity, {weighted} weighted",
        "{count} open opportunities, {weighted} weighted",
        len(rows),
    ).format(
        count=counted(len(rows)),
        weighted=money(total(row.weighted for row in rows), cents=False),
    )
    stalling = sum(1 for row in rows if row.stalls)
    if not stalling:
        return _("{sentence}.").format(sentence=open_)
    stalled = ngettext("one stalls", "{count} stall", stalling)
    return _("{open}; {stalled}.").format(
        open=open_, stalled=stalled.format(count=counted(stalling).lower())
    )


def chosen(me: Actor) -> tuple[OpportunityFilters, bool]:
    """Draw the filters; return them, and whether any narrows the board."""
    with asking.reading() as session:
        sectors = {row.id: row.name for row in list_sectors(session, me)}
        people = {row.id: row.name for row in list_users(session)}
        teams = list_teams(session, me)
    whose = {EVERYBODY: _("Everybody’s"), MINE: _("My own")}
    if me.reach is Reach.ALL:
        whose.update({f"team-{team.id}": team.name for team in teams})
    else:
        seen = [team.people for team in teams if team.id == me.team_id]
        people = {**seen[0]} if seen else {}
    others = {id_: name for id_, name in people.items() if id_ != me.user_id}
    whose.update({f"rep-{id_}": name for id_, name in others.items()})
    picked = EVERYBODY
    with st.container(key="filters-opportunities", horizontal=True, gap="small"):
        if me.reach is not Reach.OWN:
            picked = _choice("opportunities_whose", _("Followed by"), whose)
        when = _choice(
            "opportunities_when",
            _("Expected close"),
            {horizon.value: word(horizon) for horizon in Horizon},
        )
        sector = _choice(
            "opportunities_sector",
            _("Sector"),
            {"0": _("Every sector"), **{str(k): v for k, v in sectors.items()}},
        )
    kind, _dash, id_ = picked.partition("-")
    owner = int(id_) if kind == "rep" else me.user_id if kind == MINE else None
    filters = OpportunityFilters(
        owner_id=owner,
        team_id=int(id_) if kind == "team" else None,
        sector_id=int(sector) or None,
        days=days_of(Horizon(when), me.today),
    )
    return filters, filters != OpportunityFilters()


def _choice(key: str, label: str, names: Mapping[str, str]) -> str:
    if st.session_state.get(key) not in {None, *names}:
        del st.session_state[key]  # who was chosen has left
    picked: str = st.selectbox(
        label,
        list(names),
        format_func=lambda option: names.get(option, option),
        key=key,
        width=216,
        label_visibility="collapsed",
        persist_state="session",
    )
    return picked


def board(stages: Sequence[StageSum], today: date, *, owners: bool) -> None:
    """Draw the stages side by side, under one another on a phone."""
    with st.container(key="stages"):
        for column, stage in zip(
            st.columns(len(stages), gap="small"), stages, strict=True
        ):
            with column:
                _stage(stage, today, owners=owners)


def _stage(stage: StageSum, today: date, *, owners: bool) -> None:
    name, many = word(stage.stage), len(stage.rows)
    key = f"opportunities_more_{stage.stage}"
    shown = acting.state().setdefault("stages", {}).get(stage.stage, FIRST)
    title = name[:1].upper() + name[1:]
    with parts.section(title, number(many), key=f"stage-{stage.stage}"):
        weighed = _("{amount} weighted").format(
            amount=money(stage.weighted, cents=False)
        )
        sums = (bold(money(stage.amount, cents=False)), parts.muted(weighed))
        with st.container(key=f"stage-sum-{stage.stage}"):
            st.markdown(join(sums) if many else parts.muted(_("Nothing here.")))
    with st.container(key=f"stage-cards-{stage.stage}", gap="small"):
        for row in stage.rows[:shown]:
            card(row, today, owners=owners)
        if many > shown:
            more = _("{number} more").format(number=number(many - shown))
            st.button(
                more, key=key, type="tertiary", on_click=_more, args=(stage.stage,)
            )


def _more(stage: Stage) -> None:
    stages = acting.state().setdefault("stages", {})
    stages[stage] = stages.get(stage, FIRST) + STEP


def card(row: OpportunityRow, today: date, *, owners: bool) -> None:
    """Draw one opportunity: whose, what, how much, when, what next, and its moves."""
    writes = asking.may(Right.WRITE)
    with st.container(key=f"stage-card-{row.id}", gap="xxsmall"):
        with st.container(
            horizontal=True, vertical_alignment="top", gap="xxsmall", wrap=False
        ):
            with st.container(gap=None, width="stretch"):
                key = f"opportunity_{row.id}"
                record_button(key, row.advertiser, "opportunities", row.id)
                st.markdown(parts.muted(row.name))
            if writes:
                opportunity_moves.menu(row)
        amount = bold(money(row.amount, cents=False))
        st.markdown(join((amount, parts.muted(percent(row.chance)), _booked(row))))
        close = day_short(row.expected_close, year=row.expected_close.year > today.year)
        st.markdown(parts.muted(join((close, row.owner if owners else ""))))
        if row.next_step_on:
            step = join((row.next_step, date_short(row.next_step_on)))
            mark = parts.icon("event", "gray")
            if row.next_step_on < today:
                mark = badge("overdue")
            st.markdown(join((mark, parts.muted(step)), " "))
        if row.stalls:
            marks = (stall_badge(row, stall, today) for stall in row.stalls)
            st.markdown(join(marks, " "))
        if writes:
            opportunity_moves.step_button(row)


def _booked(row: OpportunityRow) -> Marked:
    if not row.booked:
        return Marked("")
    said = _("{amount} booked").format(amount=money(row.booked, cents=False))
    return parts.muted(said)


def stall_badge(row: OpportunityRow, stall: Stall, today: date) -> Marked:
    """Mark why it stalls, with its word."""
    status, icon = LOOKS[stall]
    said = word(stall)
    if stall is Stall.CLOSING and row.closes_on is not None:
        left = (row.closes_on - today).days
        if left < 0:
            said = _("{issue} has closed").format(issue=row.issue)
        else:
            closes = ngettext(
                "{issue} closes in {days} day", "{issue} closes in {days} days", left
            )
            said = closes.format(issue=row.issue, days=number(left))
        if left == 0:
            said = _("{issue} closes today").format(issue=row.issue)
    elif stall is Stall.LATE:
        late = (today - row.expected_close).days
        past = ngettext("{days} day past its date", "{days} days past its date", late)
        said = past.format(days=number(late))
    return badge(status, said, icon)


def closed_section(stage: Stage, found: ClosedSum, *, writes: bool) -> None:
    """List what was won or lost lately, with how many there are in all."""
    sums = (number(found.many), money(found.amount, cents=False))
    name = word(stage)
    title = name[:1].upper() + name[1:]
    with parts.section(title, join(sums) if found.many else "", key=f"stage-{stage}"):
        for row in found.latest:
            with parts.row(f"closed-{row.id}"):
                with st.container(gap=None):
                    key = f"opportunity_{row.id}"
                    record_button(key, row.advertiser, "opportunities", row.id)
                    why = lost_words(row.lost_reason)
                    st.markdown(parts.muted(join((row.name, why))))
                st.markdown(
                    bold(money(row.amount, cents=False)),
                    width="content",
                    text_alignment="right",
                )
                if writes:
                    opportunity_moves.menu(row)
        if not found.latest:
            st.markdown(parts.muted(_("None yet.")))


def lost_words(kept: str) -> str:
    """Say why it was lost: the list's word, and what was added."""
    reason, told = read_reason(kept)
    return ", ".join(part for part in (word(reason) if reason else "", told) if part)
