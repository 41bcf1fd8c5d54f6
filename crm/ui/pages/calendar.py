"""Calendar and availability: what is free, where, until when."""

from __future__ import annotations

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import day_short
from crm.store.queries.after_closing import changed_after_closing
from crm.store.queries.calendar import calendar, selling_year, years_of
from crm.store.queries.magazine import list_titles
from crm.ui import asking, calendar_others, calendar_parts, late_parts, lists, parts
from crm.ui.board import board
from crm.ui.calendar_out import ways_out
from crm.ui.calendar_pages import plan_asked
from crm.ui.drawers.issue import open_plan_issue
from crm.ui.drawers.new_booking import open_new_booking
from crm.ui.drawers.place import asked_for, open_place

me = asking.me()
with asking.reading() as session:
    titles = list_titles(session, me)
    known = [title.id for title in titles]
    kept = st.session_state.get("calendar_title")
    title_id = kept if kept in known else next(iter(known), 0)
    years = years_of(session, me, title_id) if titles else []
    begun = selling_year(session, me, title_id) if titles else me.today.year
eyebrow = _("Calendar & availability")
if not titles:
    parts.head(eyebrow, _("Nothing is published yet."))
    said = _("A title and its issues come first; what is free is shown here.")
    parts.empty_state("calendar", _("No title yet"), said)
    st.stop()

left, right = parts.top(1.25)
with right:
    if len(titles) > 1:
        names = {title.id: title.name for title in titles}
        title_id = st.selectbox(
            _("Title"),
            list(names),
            format_func=names.__getitem__,
            key="calendar_title",
            label_visibility="collapsed",
            persist_state="session",
        )
    if st.session_state.get("calendar_year") not in {None, *years}:
        del st.session_state["calendar_year"]  # of the other title
    year = st.segmented_control(
        _("Year"),
        years,
        default=begun,
        required=True,
        key="calendar_year",
        label_visibility="collapsed",
        persist_state="session",
    )
    if me.may(Right.MANAGE_TITLES) and st.button(
        _("Plan an issue"), key="calendar_issue_plan", icon=":material/add:"
    ):
        open_plan_issue(title_id)
    ways_out(next(t for t in titles if t.id == title_id), year or begun)
with asking.reading() as session:
    shown = calendar(session, me, title_id, year or begun)
    changed = changed_after_closing(session, me, title_id, year or begun)
with left:
    said = f"{eyebrow} · {day_short(me.today)}"
    parts.head(said, calendar_parts.conclusion(shown, me.today))

if not shown.issues and not shown.others:
    said = _("Its closing dates, premium positions and pages will be shown here.")
    parts.empty_state("calendar", _("No issue in this year"), said)
    st.stop()

picked = None
if shown.issues:
    board(calendar_parts.strip(shown, me.today), "calendar_strip")
    note = _("click a place: who holds it, until when, its price")
    with parts.section(shown.issues[0].issue.support, note, key="print"):
        picked = board(calendar_parts.grid(shown, me.today), "calendar_grid")
for rank, support in enumerate(shown.others):
    count = calendar_others.count_sentence(support)
    with parts.section(support.name, count, key=f"support-{rank}"):
        st.markdown(parts.muted(calendar_others.conclusion(support)))
        drawn = calendar_others.drawing(support, me.today)
        picked = board(drawn, f"calendar_support_{rank}") or picked
late_parts.after_closing(changed)

planned = plan_asked(picked)
if planned:
    lists.open_record("flatplan", planned)
wanted = asked_for()
place = shown.place(picked) if picked else None
if wanted:
    open_new_booking(issue_id=wanted[0], position_id=wanted[1])
elif place:
    open_place(place)
