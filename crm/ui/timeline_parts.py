"""What happened with a company, on one line of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.activities import ActivityKind, Direction
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import date_short, moment, number
from crm.language.vocabulary import word
from crm.store.queries.family import family_of
from crm.store.queries.timeline import Track, count_timeline, timeline
from crm.ui import acting, asking
from crm.ui.drawers.edit_activity import open_edit_activity
from crm.ui.escape import Marked, bold, join, md
from crm.ui.history_parts import spoken
from crm.ui.parts import icon, muted, section

if TYPE_CHECKING:
    from crm.domain.roles import Actor
    from crm.store.queries.timeline import TrackRow

STEP = 10
ICONS = {
    Track.CALL: "call",
    Track.MEETING: "groups",
    Track.EMAIL: "mail",
    Track.VISIT: "directions_walk",
    Track.NOTE: "sticky_note_2",
    Track.QUOTED: "edit_note",
    Track.OPTION: "hourglass_top",
    Track.CONFIRMED: "check",
    Track.AMENDED: "edit_document",
    Track.ENDED: "done_all",
    Track.DOCUMENT: "description",
    Track.FOLLOW_UP: "task_alt",
    Track.CHANGE: "manage_history",
}
ALL, CALLS, MEETINGS, MAILS = "all", "calls", "meetings", "mails"
BOOKINGS, OPTIONS, DOCUMENTS = "bookings", "options", "documents"
CHANGES = "changes"
FILTERS = {
    ALL: tuple(Track),
    CALLS: (Track.CALL,),
    MEETINGS: (Track.MEETING, Track.VISIT),
    MAILS: (Track.EMAIL, Track.NOTE),
    BOOKINGS: (Track.QUOTED, Track.CONFIRMED, Track.AMENDED, Track.ENDED),
    OPTIONS: (Track.OPTION,),
    DOCUMENTS: (Track.DOCUMENT,),
    CHANGES: (Track.CHANGE,),
}


@acting.fragment
def timeline_section(company_id: int) -> None:
    """Draw what happened, the newest first; filters and “see more” redraw it alone."""
    chosen = st.session_state.get(f"timeline_filter_{company_id}") or ALL
    alone = bool(st.session_state.get(f"timeline_alone_{company_id}"))
    asked = (company_id, chosen)
    shown = acting.state().setdefault("timeline", {}).get(asked, STEP)
    me, tracks = asking.me(), FILTERS[chosen]
    with asking.reading() as session:
        others = family_of(session, me, company_id).others
        whole = not alone
        rows = timeline(session, me, company_id, tracks, most=shown, whole=whole)
        many = count_timeline(session, me, company_id, tracks, whole=whole)
    entries = ngettext("{number} entry", "{number} entries", many)
    note = entries.format(number=number(many))
    with section(_("Timeline"), note, key="timeline"):
        _filters(company_id, others)
        for place, track in enumerate(rows):
            _track(place, track, me)
        if not rows:
            st.markdown(muted(_("Nothing yet: the first call will stand here.")))
    if many > len(rows):
        st.button(
            _("See {number} more").format(number=number(many - len(rows))),
            key=f"timeline_more_{company_id}",
            type="tertiary",
            icon=":material/expand_more:",
            on_click=_more,
            args=(asked, shown),
        )


def _filters(company_id: int, others: int) -> None:
    said = {
        ALL: _("Everything"),
        CALLS: _("Calls"),
        MEETINGS: _("Meetings"),
        MAILS: _("E-mails & notes"),
        BOOKINGS: _("Bookings"),
        OPTIONS: _("Options"),
        DOCUMENTS: _("Documents"),
        CHANGES: _("Changes"),
    }
    with st.container(key="filters-timeline"):
        st.pills(
            _("Show"),
            list(FILTERS),
            default=ALL,
            format_func=said.__getitem__,
            key=f"timeline_filter_{company_id}",
            label_visibility="collapsed",
        )
        if others:
            st.toggle(
                _("This company alone"),
                key=f"timeline_alone_{company_id}",
                help=_(
                    "Without its agencies, its group and its people’s former places."
                ),
            )


def _more(what: tuple[int, str], shown: int) -> None:
    acting.state()["timeline"][what] = shown + 3 * STEP


def _track(place: int, track: TrackRow, me: Actor) -> None:
    with st.container(
        key=f"row-track-{place}", horizontal=True, wrap=False, gap="small"
    ):
        st.markdown(icon(ICONS[track.track]), width="content")
        told = spoken(track.entry) if track.entry else _headline(track)
        lines = (told, track.text, muted(_foot(track)))
        st.markdown(join(lines, "  \n"), width="stretch")
        own = track.user_id is not None and track.user_id == me.user_id
        if (
            own
            and me.may(Right.WRITE)
            and st.button(
                "",
                key=f"activity_edit_{track.id}",
                icon=":material/edit:",
                type="tertiary",
                help=_("Put right what was logged"),
            )
        ):
            open_edit_activity(track.id)


def _foot(track: TrackRow) -> Marked:
    person = "" if track.track is Track.CONFIRMED else track.contact
    whose = _("with {company}").format(company=track.whose) if track.whose else ""
    user = "" if track.entry is not None else track.user
    return join((moment(track.at), person, user, whose))


def _amendment(track: TrackRow) -> Marked:
    said = _("Amendment no. {place} to {number}")
    agreed = _("awaiting agreement")
    if track.agreed_on:
        agreed = _("agreed on {day}").format(day=date_short(track.agreed_on))
    named = said.format(place=number(track.number or 0), number=track.reference)
    return join((bold(named), agreed), ", ")


def _headline(track: TrackRow) -> Marked:
    match track.track:
        case Track.QUOTED:
            return bold(_("Quote {number}").format(number=track.reference))
        case Track.CONFIRMED:
            said = _("{number} confirmed by {name}")
            return bold(said.format(number=track.reference, name=track.contact))
        case Track.AMENDED:
            return _amendment(track)
        case Track.DOCUMENT if track.document is not None:
            name = f"{_capital(word(track.document))} {track.reference}"
            return Marked(f"**[{md(name)}](/documents/{track.id}.pdf)**")
        case Track.FOLLOW_UP:
            return bold(_("Follow-up done"))
        case _:
            return bold(_told(track))


def _told(track: TrackRow) -> str:
    """Say an activity: what, who began, how it ended, how long."""
    kind = ActivityKind(track.track.value)
    parts = [_capital(word(kind))]
    if kind in {ActivityKind.CALL, ActivityKind.EMAIL} and track.direction:
        inbound = track.direction is Direction.INBOUND
        parts = [
            {
                (ActivityKind.CALL, True): _("Inbound call"),
                (ActivityKind.CALL, False): _("Outbound call"),
                (ActivityKind.EMAIL, True): _("E-mail received"),
                (ActivityKind.EMAIL, False): _("E-mail sent"),
            }[kind, inbound]
        ]
    if track.outcome:
        parts.append(word(track.outcome))
    if track.minutes:
        parts.append(_("{minutes} min").format(minutes=number(track.minutes)))
    return ", ".join(parts)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
