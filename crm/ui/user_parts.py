"""The pieces of the page of users and roles: people, roles, teams, who has left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.clock import paris_day
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.counting import counted
from crm.language.formats import date_short, moment, number
from crm.language.vocabulary import word
from crm.ui import parts
from crm.ui.drawers import handover, role, team, user, user_link
from crm.ui.escape import bold, join, md
from crm.ui.lists import record_button
from crm.ui.role_words import limit_word, reach_word, right_word
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm.domain.roles import Actor
    from crm.store.queries.roles import RoleRow
    from crm.store.queries.users import PersonRow, TeamRow
    from crm.ui.escape import Marked

EDIT, ROLE, LINK, SESSIONS, HAND_OVER, END = (
    *("edit", "role", "link", "sessions"),
    *("hand_over", "end"),
)
YES = parts.icon("check", "blue")


def conclusion(people: Sequence[PersonRow]) -> str:
    """Say how many are here, and how many of them have never come in."""
    here = [row for row in people if row.ended_on is None]
    if len(here) == 1:
        return _("You are alone at the desk.")
    never = sum(row.seen_at is None for row in here)
    if not never:
        said = _("{count} people, all have signed in.")
    else:
        said = ngettext(
            "{count} people, one has never signed in.",
            "{count} people, {never} have never signed in.",
            never,
        )
    return said.format(count=counted(len(here)), never=number(never))


def people_section(
    people: Sequence[PersonRow], roles: Sequence[RoleRow], me: Actor
) -> None:
    """Draw who is here: their role, when they last came, what can be done."""
    here = [row for row in people if row.ended_on is None]
    many = ngettext("{number} person", "{number} people", len(here))
    with parts.section(
        _("Who is here"), many.format(number=number(len(here))), key="people"
    ):
        for row in here:
            _person(row, people, roles, me)


def _person(
    row: PersonRow,
    people: Sequence[PersonRow],
    roles: Sequence[RoleRow],
    me: Actor,
) -> None:
    with parts.row(f"user-{row.id}"):
        with st.container(gap=None, width="stretch"):
            who, does, seen = st.columns(
                [2.3, 1.5, 1.9], vertical_alignment="center", gap="xsmall"
            )
        acts = st.container(width="content")
    with who.container(gap=None):
        record_button(f"user_{row.id}", row.name, "rights", row.id)
        st.markdown(
            parts.muted(join((row.job, parts.mail_link(_("write"), row.email))))
        )
    does.markdown(join((badge("reason", word(row.role), "badge"), row.team), " "))
    seen.markdown(join(_seen(row), "  \n"))
    offered = {
        EDIT: _("Change…"),
        ROLE: _("Role and team…"),
        LINK: _("One-time link…"),
        SESSIONS: _("Where signed in…"),
        HAND_OVER: _("Hand over…"),
        END: _("End…"),
    }
    if row.id == me.user_id:
        offered = {EDIT: offered[EDIT], SESSIONS: offered[SESSIONS]}
    picked = acts.menu_button(
        "",
        list(offered),
        format_func=lambda option: offered[option],
        icon=":material/more_horiz:",
        help=_("What can be done"),
        key=f"user_act_{row.id}",
    )
    opens: dict[str, Callable[[], None]] = {
        EDIT: lambda: user.open_change(row, own=row.id == me.user_id),
        ROLE: lambda: user.open_role(row, roles),
        LINK: lambda: user_link.open_make_link(row),
        SESSIONS: lambda: user_link.open_sessions(row),
        HAND_OVER: lambda: handover.open_handover(row, people),
        END: lambda: handover.open_end(row, people),
    }
    if picked:
        opens[str(picked)]()


def _seen(row: PersonRow) -> tuple[Marked, Marked]:
    if row.seen_at is None:
        first = badge("expiring", _("never signed in"))
    else:
        first = md(_("last here {moment}").format(moment=moment(row.seen_at)))
    browsers = ngettext("{number} browser", "{number} browsers", row.sessions)
    until = paris_day(row.link_until) if row.link_until else None
    told = (
        browsers.format(number=number(row.sessions)) if row.sessions else "",
        _("second step") if row.has_second_step else "",
        _("a link waits until {day}").format(day=date_short(until)) if until else "",
    )
    return first, parts.muted(join(told))


def gone_section(people: Sequence[PersonRow]) -> None:
    """Draw who has left, and the way back."""
    gone = [row for row in people if row.ended_on is not None]
    if not gone:
        return
    with parts.section(_("Who has left"), number(len(gone)), key="gone"):
        for row in gone:
            with parts.row(f"gone-{row.id}"):
                left = _("left on {day}")
                day = date_short(row.ended_on) if row.ended_on else ""
                note = join((word(row.role), left.format(day=day)))
                st.markdown(
                    join((bold(row.name), parts.muted(note)), "  \n"), width="stretch"
                )
                user.bring_back_button(row)


def roles_section(roles: Sequence[RoleRow], me: Actor) -> None:
    """Draw who may do what: a grid, on a phone one role after the other."""
    with parts.section(_("Who may do what"), number(len(roles)), key="roles"):
        with st.container(key="wide-roles", gap=None):
            _grid(roles)
            st.space("small")
        for row in roles:
            with parts.row(f"role-{row.code.value}"):
                with st.container(gap=None, width="stretch"):
                    st.markdown(_named(row, own=row.code is me.role))
                    with st.container(key=f"narrow-role-{row.code.value}"):
                        st.markdown(_summary(row))
                if row.code is not me.role and st.button(
                    _("Change"), key=f"role_change_{row.code.value}", type="tertiary"
                ):
                    role.open_standing(row)


def _named(row: RoleRow, *, own: bool) -> Marked:
    many = ngettext("{number} person", "{number} people", row.people)
    name = word(row.code)
    yours = _("yours: another administrator changes it") if own else ""
    note = parts.muted(join((many.format(number=number(row.people)), yours)))
    return join((bold(name[:1].upper() + name[1:]), note), " ")


def _summary(row: RoleRow) -> Marked:
    """Say what a role allows, in a line."""
    rights = [
        right_word(right).lower() for right in Right if right in row.standing.rights
    ]
    sees = _("sees {whose}").format(whose=reach_word(row.standing.reach))
    may = ", ".join(rights) or _("changes nothing")
    return parts.muted(join((sees, may)))


def _grid(roles: Sequence[RoleRow]) -> None:
    """Draw rights by role; the words are what each says of itself."""
    names = [word(row.code)[:1].upper() + word(row.code)[1:] for row in roles]
    first = [bold(_("Sees")), *(bold(right_word(right)) for right in Right)]
    columns = {_("Right"): [*first, bold(_("Discount alone"))]}
    for name, row in zip(names, roles, strict=True):
        columns[name] = [
            md(reach_word(row.standing.reach)),
            *(YES if right in row.standing.rights else md("–") for right in Right),
            md(limit_word(row.standing)),
        ]
    st.table(columns, hide_index=True, border="horizontal", alt=_("Rights by role"))


def teams_section(teams: Sequence[TeamRow], people: Sequence[PersonRow]) -> None:
    """Draw the teams, and the way to make one."""
    with parts.section(_("Teams"), number(len(teams)), key="teams"):
        for row in teams:
            with parts.row(f"team-{row.id}"):
                names = ", ".join(row.people.values()) or _("nobody yet")
                st.markdown(
                    join((bold(row.name), parts.muted(names)), "  \n"), width="stretch"
                )
                if st.button(_("Change"), key=f"team_change_{row.id}", type="tertiary"):
                    team.open_team(row, people)
        if not teams:
            said = _(
                "None yet. A team lets a role that reaches its team see more than its "
                "own, and less than everything."
            )
            st.markdown(parts.muted(said))
    if st.button(
        _("Add a team"), key="team_add", type="tertiary", icon=":material/group_add:"
    ):
        team.open_team(None, people)
