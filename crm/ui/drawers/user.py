"""A person's drawers: they come, change, get another role, come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right, RoleCode
from crm.domain.sign_ins import LinkPurpose
from crm.language import LANGUAGES, _
from crm.language.vocabulary import word
from crm.services import users
from crm.services.links import make_link
from crm.services.users import UserWish
from crm.store.queries.users import list_teams
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.drawers.user_link import show_after
from crm.ui.escape import md
from crm.ui.role_words import reach_meaning, right_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.store.queries.roles import RoleRow
    from crm.store.queries.users import PersonRow

ADD = "user_add"
TONGUES = {"fr": "français", "en": "English"}


def open_add(roles: Sequence[RoleRow]) -> None:
    """Open the drawer that adds a person and makes their invitation."""
    form = acting.form_id(ADD)
    open_drawer(ADD, _("Add a person"), "person_add", lambda: _draw_add(form, roles))


def _draw_add(form: str, roles: Sequence[RoleRow]) -> None:
    said = _("They choose their password themselves, by a link you send them.")
    st.markdown(parts.muted(said))
    _fields(form, None, own=False)
    _role_fields(form, roles, RoleCode.REP, None)
    drawer_foot("user_add", form, lambda: _add(form), label=_("Add and make the link"))


def _add(form: str) -> None:
    me = asking.me()
    wish = _wish(form)

    def action(session: Session) -> None:
        user_id = users.add_user(session, me, wish)
        path = make_link(session, me, user_id, LinkPurpose.INVITE)
        show_after(user_id, wish.name, path)

    acting.save(action, form, done=_("{name} is added.").format(name=wish.name))


def open_change(row: PersonRow, *, own: bool) -> None:
    """Open the drawer that changes a person's name, job, numbers and language."""
    name = f"user_change_{row.id}"
    form = acting.form_id(name)

    def draw() -> None:
        _fields(form, row, own=own)
        drawer_foot("user_change", form, save)

    def save() -> None:
        me = asking.me()
        wish = _wish(form, email=row.email if own else None)
        acting.save(
            lambda session: users.change_user(session, me, row.id, wish, row.version),
            form,
            done=_("{name} is changed.").format(name=wish.name),
        )

    open_drawer(name, row.name, "edit", draw)


def open_role(row: PersonRow, roles: Sequence[RoleRow]) -> None:
    """Open the drawer that gives a person another role or team."""
    name = f"user_role_{row.id}"
    form = acting.form_id(name)

    def draw() -> None:
        _role_fields(form, roles, row.role, row.team_id)
        said = _("It holds from their next click.")
        st.markdown(parts.muted(said))
        drawer_foot("user_role", form, save)

    def save() -> None:
        me = asking.me()
        code = RoleCode(st.session_state[f"user_role_{form}"])
        team_id = st.session_state.get(f"user_team_{form}")
        acting.save(
            lambda session: users.change_role_of(session, me, row.id, code, team_id),
            form,
            done=_("{name} is now {role}.").format(name=row.name, role=word(code)),
        )

    open_drawer(name, row.name, "badge", draw)


def bring_back_button(row: PersonRow) -> None:
    """Draw the way back for who has left."""
    st.button(
        _("Bring back"),
        key=f"user_back_{row.id}",
        type="tertiary",
        icon=":material/undo:",
        on_click=_bring_back,
        args=(row.id, row.name),
    )


def _bring_back(user_id: int, name: str) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: users.bring_back(session, me, user_id),
        acting.form_id(f"user_back_{user_id}"),
        done=_("{name} is back, with the role they had.").format(name=name),
    )


def _fields(form: str, row: PersonRow | None, *, own: bool) -> None:
    st.text_input(
        _("Name"),
        row.name if row else "",
        key=f"user_name_{form}",
        max_chars=200,
    )
    st.text_input(
        _("E-mail"),
        row.email if row else "",
        key=f"user_email_{form}",
        max_chars=200,
        disabled=own,
        help=_("Another administrator changes the address you sign in with.")
        if own
        else None,
    )
    left, right = st.columns(2)
    left.text_input(
        _("Job"), row.job if row else "", key=f"user_job_{form}", max_chars=200
    )
    right.text_input(
        _("Telephone"), row.phone if row else "", key=f"user_phone_{form}", max_chars=40
    )
    st.segmented_control(
        _("Language"),
        LANGUAGES,
        default=row.language if row else "fr",
        format_func=TONGUES.__getitem__,
        required=True,
        key=f"user_language_{form}",
    )


def _role_fields(
    form: str, roles: Sequence[RoleRow], code: RoleCode, team_id: int | None
) -> None:
    with asking.reading() as session:
        teams = {row.id: row.name for row in list_teams(session, asking.me())}
    rows = {row.code: row for row in roles}
    chosen = st.pills(
        _("Role"),
        list(rows),
        default=code,
        required=True,
        format_func=word,
        key=f"user_role_{form}",
    )
    standing = rows[RoleCode(chosen or code)].standing
    rights = ", ".join(right_word(r).lower() for r in Right if r in standing.rights)
    sees = _("Sees {what}.").format(what=reach_meaning(standing.reach))
    may = _("May: {rights}.").format(rights=rights) if rights else _("Changes nothing.")
    st.markdown(parts.muted(f"{sees} {may}"))
    if teams:
        st.selectbox(
            _("Team"),
            [None, *teams],
            index=[None, *teams].index(team_id),
            format_func=lambda id_: md(teams[id_]) if id_ else _("No team"),
            key=f"user_team_{form}",
        )


def _wish(form: str, *, email: str | None = None) -> UserWish:
    typed = st.session_state
    return UserWish(
        name=str(typed[f"user_name_{form}"] or ""),
        email=email or str(typed.get(f"user_email_{form}") or ""),
        role=RoleCode(typed.get(f"user_role_{form}") or RoleCode.REP),
        job=str(typed[f"user_job_{form}"] or ""),
        phone=str(typed[f"user_phone_{form}"] or ""),
        language=str(typed[f"user_language_{form}"] or "fr"),
        team_id=typed.get(f"user_team_{form}"),
    )
