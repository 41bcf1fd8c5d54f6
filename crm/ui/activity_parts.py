"""The pieces of the team's activity: conclusion, table, the rows behind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from crm.domain.activity_figures import Done, week_of, whole
from crm.domain.money import divide
from crm.language import _, ngettext
from crm.language.formats import date_long, date_short, moment, number, percent
from crm.language.vocabulary import word
from crm.ui import parts
from crm.ui.cards import Card, cards, wide
from crm.ui.escape import bold, join
from crm.ui.lists import record_button

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from streamlit.delta_generator import DeltaGenerator

    from crm.domain.activity_figures import Week
    from crm.store.queries.team_activity import DoneRow, RepWeek

SPANS = (4, 8, 13, 26)
USUAL = 8


def period(today: date) -> tuple[date, date]:
    """Draw how many weeks are told; return their first day and their last."""
    weeks = (
        st.segmented_control(
            _("Weeks"),
            SPANS,
            default=USUAL,
            format_func=lambda many: _("{many} weeks").format(many=number(many)),
            key="activity_weeks",
            label_visibility="collapsed",
            persist_state="session",
        )
        or USUAL
    )
    last = week_of(today)
    return last.first - timedelta(days=7 * (weeks - 1)), last.last


def dates(since: date, until: date) -> str:
    """Say from which day to which, this week included."""
    told = _("from {first} to {last}, this week included")
    return told.format(first=date_short(since), last=date_long(until))


def conclusion(
    team: Mapping[Week, Done],
    rows: Sequence[RepWeek],
    mine: int | None,
    *,
    alone: bool,
) -> str:
    """Say how many calls there were and what came of them."""
    done = whole(team.values())
    if not done.calls:
        return _("No call logged in these weeks.")
    if alone:
        own = whole(row.done for row in rows if row.rep_id == mine)
        if not own.calls:
            said = ngettext(
                "No call of yours; one by the team.",
                "No call of yours; {team} by the team.",
                done.calls,
            )
            return said.format(team=number(done.calls))
        said = ngettext(
            "One call of yours, {share} reached; {team} by the team.",
            "{calls} calls of yours, {share} reached; {team} by the team.",
            own.calls,
        )
        return said.format(
            calls=number(own.calls), share=share(own), team=number(done.calls)
        )
    each = done.calls_per_booking
    if each is None:
        said = ngettext(
            "One call, {share} reached, no booking yet.",
            "{calls} calls, {share} reached, no booking yet.",
            done.calls,
        )
    else:
        said = ngettext(
            "One call, {share} reached, {each} a booking.",
            "{calls} calls, {share} reached, {each} calls a booking.",
            done.calls,
        )
    return said.format(calls=number(done.calls), share=share(done), each=tenths(each))


def share(done: Done) -> str:
    """Write the share of calls that reached somebody; a dash for no call."""
    return percent(divide(done.reach, 100) * 100) if done.reach is not None else "–"


def tenths(value: int | None) -> str:
    """Write a number of tenths: “12,5”; a dash for nothing."""
    if value is None:
        return "–"
    return percent(value * 10).rstrip("%\u202f\u00a0 ")


def band(team: Mapping[Week, Done]) -> None:
    """Draw the team's figures of the period."""
    done = whole(team.values())
    with parts.figures("activity", 5):
        parts.figure(_("calls"), number(done.calls), key="calls")
        parts.figure(
            _("who answered"), number(done.reached), share(done), key="reached"
        )
        parts.figure(
            _("meetings"),
            number(done.meetings),
            key="meetings",
            definition=_("Meetings and visits."),
        )
        parts.figure(
            _("bookings"),
            number(done.bookings),
            key="bookings",
            definition=_("Confirmed on a day of these weeks, with who follows them."),
        )
        parts.figure(_("calls per booking"), tenths(done.calls_per_booking), key="each")


def best_week(team: Mapping[Week, Done]) -> str:
    """Say in words what the bars show."""
    best = max(team, key=lambda week: (team[week].calls, week))
    done = team[best]
    said = _("The most calls in the week of {day}: {calls}, {reached} reached.")
    return parts.muted(
        said.format(
            day=date_short(best.first),
            calls=number(done.calls),
            reached=number(done.reached),
        )
    )


def by_rep(rows: Sequence[RepWeek]) -> dict[int, tuple[str, Done]]:
    """Add the weeks of each rep up, most calls first."""
    sums: dict[int, tuple[str, Done]] = {}
    for row in rows:
        before = sums.get(row.rep_id, (row.rep, Done()))[1]
        sums[row.rep_id] = (row.rep, before + row.done)
    order = sorted(sums, key=lambda id_: (-sums[id_][1].calls, sums[id_][0]))
    return {id_: sums[id_] for id_ in order}


def weeks_table(rows: Sequence[RepWeek]) -> tuple[int, Week] | None:
    """Draw the weeks of each rep; return the rep and week whose row was opened."""
    if not rows:
        return None
    config = st.column_config
    counts = {
        "calls": _("Calls"),
        "reached": _("Reached"),
        "share": _("Share"),
        "meetings": _("Meetings"),
        "bookings": _("Bookings"),
        "each": _("Calls per booking"),
    }
    latest = sorted(rows, key=lambda row: row.week.first, reverse=True)
    frame = pd.DataFrame(
        [
            {
                "rep": row.rep,
                "week": _week(row.week),
                "calls": number(row.done.calls),
                "reached": number(row.done.reached),
                "share": share(row.done) if row.done.calls else "",
                "meetings": number(row.done.meetings),
                "bookings": number(row.done.bookings),
                "each": tenths(row.done.calls_per_booking),
            }
            for row in latest
        ]
    )
    told: dict[str, Any] = {
        "rep": config.ButtonColumn(
            _("Rep"),
            type="tertiary",
            alignment="left",
            pinned=True,
            width=160,
            key="activity_open",
            on_click=_open,
            args=(tuple((row.rep_id, row.week) for row in latest),),
        ),
        "week": config.TextColumn(_("Week"), width=140),
    }
    for name, label in counts.items():
        width = 150 if name == "each" else 84
        told[name] = config.TextColumn(label, alignment="right", width=width)
    with wide("activity"):
        st.dataframe(
            frame,
            hide_index=True,
            height="content" if len(frame) <= 12 else 450,
            row_height=34,
            key="activity_list",
            placeholder="",
            alt=_("Activity by rep and week"),
            column_config=told,
        )
    picked = cards(
        [_card(id_, row) for id_, row in enumerate(latest)], "activity_cards"
    )
    if picked is not None and picked < len(latest):
        chosen = latest[picked]
        st.session_state["activity_chosen"] = (chosen.rep_id, chosen.week)
    kept: tuple[int, Week] | None = st.session_state.get("activity_chosen")
    known = {(row.rep_id, row.week) for row in rows}
    return kept if kept in known else None


def _card(place: int, row: RepWeek) -> Card:
    done = row.done
    calls = ngettext("{number} call", "{number} calls", done.calls)
    meetings = ngettext("{number} meeting", "{number} meetings", done.meetings)
    bookings = ngettext("{number} booking", "{number} bookings", done.bookings)
    told = [
        meetings.format(number=number(done.meetings)) if done.meetings else "",
        bookings.format(number=number(done.bookings)) if done.bookings else "",
    ]
    return Card(
        place,
        row.rep,
        ", ".join([_week(row.week), *filter(None, told)]),
        calls.format(number=number(done.calls)),
        _("{share} reached").format(share=share(done)) if done.calls else "",
    )


def _week(week: Week) -> str:
    told = _("wk {number}, {day}")
    return told.format(number=number(week.number), day=date_short(week.first))


def _open(keys: Sequence[tuple[int, Week]]) -> None:
    st.session_state["activity_chosen"] = keys[st.session_state["activity_open"].row]


def _forget() -> None:
    st.session_state["activity_chosen"] = None


def rows_section(
    rows: Sequence[RepWeek], rep: int | None, first: date, last: date, many: int
) -> DeltaGenerator:
    """Return the section of the calls and meetings behind the figures."""
    names = {row.rep_id: row.rep for row in rows}
    said = ngettext("{number} row", "{number} rows", many)
    title = _("Behind the figures")
    if rep in names:
        title = _("Behind the figures: {who}").format(who=names[rep])
    dated = _("{first} to {last}").format(
        first=date_short(first), last=date_short(last)
    )
    note = join((dated, said.format(number=number(many))))
    box = parts.section(title, note, key="behind")
    if st.session_state.get("activity_chosen"):
        box.button(
            _("All rows"),
            key="activity_all",
            type="tertiary",
            icon=":material/close:",
            on_click=_forget,
        )
    return box


def done_rows(rows: Sequence[DoneRow]) -> None:
    """Draw calls and meetings, each with the way to its advertiser."""
    for place, row in enumerate(rows):
        with parts.row(f"done-{place}"):
            with st.container(gap=None):
                record_button(
                    f"done_{place}", row.company, "advertiser", row.company_id
                )
                outcome = word(row.outcome) if row.outcome else ""
                said = join((word(row.kind), outcome, row.contact))
                st.markdown(parts.muted(said))
            st.markdown(
                join((bold(row.rep), parts.muted(moment(row.happened_at))), "  \n"),
                text_alignment="right",
                width="content",
            )
