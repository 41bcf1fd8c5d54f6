"""What a role allows: whose records, which rights, discounts up to which limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Reach, Right, RoleCode, Standing
from crm.language import _
from crm.language.formats import parse_percent, percent
from crm.language.vocabulary import word
from crm.services.roles import change_standing
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.role_words import reach_meaning, reach_word, right_meaning, right_word

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.roles import RoleRow


def open_standing(row: RoleRow) -> None:
    """Open the drawer that changes what a role allows."""
    name = f"role_{row.code.value}"
    form = acting.form_id(name)
    title = word(row.code)
    open_drawer(name, title[:1].upper() + title[1:], "rule", lambda: _draw(row, form))


def _draw(row: RoleRow, form: str) -> None:
    reach = st.segmented_control(
        _("Sees"),
        list(Reach),
        default=row.standing.reach,
        required=True,
        format_func=reach_word,
        key=f"role_reach_{form}",
    )
    st.markdown(parts.muted(reach_meaning(Reach(reach or row.standing.reach))))
    with parts.section(_("May"), key="role-rights"):
        for right in Right:
            always = row.code is RoleCode.ADMINISTRATOR and right is Right.ADMINISTER
            with parts.row(f"right-{right.value}"):
                st.checkbox(
                    f"**{right_word(right)}**, {right_meaning(right)}",
                    right in row.standing.rights,
                    key=f"role_{right.value}_{form}",
                    disabled=always,
                )
    st.text_input(
        _("Discount without asking"),
        percent(row.standing.discount_limit),
        key=f"role_limit_{form}",
        max_chars=10,
        width=200,
        help=_("The highest exceptional discount they grant alone, in percent."),
    )
    said = _("It holds from the next click of everybody who has this role.")
    st.markdown(parts.muted(said))
    drawer_foot("role", form, lambda: _save(row, form))


def _save(row: RoleRow, form: str) -> None:
    me = asking.me()
    typed = st.session_state
    rights = frozenset(r for r in Right if typed.get(f"role_{r.value}_{form}"))
    reach = Reach(typed.get(f"role_reach_{form}") or row.standing.reach)
    limit = str(typed.get(f"role_limit_{form}") or "")

    def action(session: Session) -> None:
        standing = Standing(reach, rights, parse_percent(limit))
        change_standing(session, me, row.code, standing, row.version)

    done = _("What a {role} may do is changed.").format(role=word(row.code))
    acting.save(action, form, done=done)
