"""Plan an issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import NotUnderstoodError, words
from crm.domain.magazine import SupportKind
from crm.domain.working_days import working_day_from
from crm.language import _
from crm.services.issues import IssueWish, plan_issue
from crm.store.queries.issues import list_supports
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.issues import SupportRow

NAME = "issue"


@dataclass(frozen=True, slots=True)
class _Planning:
    """The drawer being filled in."""

    title_id: int
    form: str

    def key(self, name: str) -> str:
        return f"issue_{name}_{self.form}"

    def text(self, name: str) -> str:
        return str(st.session_state.get(self.key(name)) or "")

    def day(self, name: str) -> date:
        chosen: date = st.session_state[self.key(name)]
        return chosen


def open_plan_issue(title_id: int) -> None:
    """Open the drawer that plans an issue."""
    planning = _Planning(title_id, acting.form_id(NAME))
    title = _("Plan an issue")
    way = ("issue", title_id)
    open_drawer(NAME, title, "event", lambda: _draw(planning), way=way)


def _draw(planning: _Planning) -> None:
    me = asking.me()
    with asking.reading() as session:
        supports = {
            row.id: row for row in list_supports(session, me, planning.title_id)
        }
    support, code = st.columns([2, 1])
    chosen = support.selectbox(
        _("Support"),
        list(supports),
        format_func=lambda id_: supports[id_].name,
        key=planning.key("support"),
    )
    code.text_input(_("Code"), key=planning.key("code"), max_chars=40, placeholder="62")
    french, english = st.columns(2)
    french.text_input(
        _("Name in French"),
        key=planning.key("name_fr"),
        max_chars=200,
        placeholder="n° 62",
    )
    english.text_input(
        _("Name in English"),
        key=planning.key("name_en"),
        max_chars=200,
        placeholder="no. 62",
    )
    french, english = st.columns(2)
    french.text_input(_("Theme in French"), key=planning.key("theme_fr"), max_chars=400)
    english.text_input(
        _("Theme in English"), key=planning.key("theme_en"), max_chars=400
    )
    french, english = st.columns(2)
    french.text_input(
        _("Dossiers in French"), key=planning.key("dossiers_fr"), max_chars=400
    )
    english.text_input(
        _("Dossiers in English"), key=planning.key("dossiers_en"), max_chars=400
    )
    _days(planning, me.today)
    if chosen is not None and supports[chosen].kind is SupportKind.PRINT:
        st.text_input(
            _("Pages of advertising"),
            "24",
            key=planning.key("ad_pages"),
            max_chars=4,
            icon=":material/auto_stories:",
        )
    st.markdown(parts.muted(_space(supports.get(chosen or 0))))
    drawer_foot(NAME, planning.form, lambda: _plan(planning), label=_("Plan the issue"))


def _days(planning: _Planning, today: date) -> None:
    closes, materials, published = st.columns(3)
    for column, label, name, ahead in (
        (closes, _("Closes on"), "closes", 45),
        (materials, _("Materials due"), "materials", 52),
        (published, _("Published on"), "published", 75),
    ):
        column.date_input(
            label,
            working_day_from(today + timedelta(days=ahead)),
            format="DD/MM/YYYY",
            key=planning.key(name),
        )


def _space(support: SupportRow | None) -> str:
    if support is not None and support.kind is SupportKind.PRINT:
        return _(
            "Its space: those pages, and each exclusive position once (covers are not "
            "among the pages)."
        )
    return _("Its space: one of each format, and each exclusive position once.")


def _plan(planning: _Planning) -> None:
    me = asking.me()
    acting.speak()
    wish = IssueWish(
        support_id=int(st.session_state[planning.key("support")]),
        code=planning.text("code"),
        name_fr=planning.text("name_fr"),
        name_en=planning.text("name_en"),
        theme_fr=planning.text("theme_fr"),
        theme_en=planning.text("theme_en"),
        dossiers_fr=planning.text("dossiers_fr"),
        dossiers_en=planning.text("dossiers_en"),
        closes_on=planning.day("closes"),
        materials_due_on=planning.day("materials"),
        published_on=planning.day("published"),
    )
    typed = planning.text("ad_pages").strip()

    def planned(session: Session) -> None:
        plan_issue(session, me, wish, ad_pages=read_pages(typed))

    acting.save(planned, planning.form, done=_("The issue is planned."))


def read_pages(typed: str) -> int:
    """Read a number of pages, 0 where none is typed. Raises NotUnderstoodError."""
    if not typed:
        return 0
    if not typed.isdecimal():
        raise NotUnderstoodError(
            field="ad_pages",
            typed=typed,
            label=words("a number of pages"),
            example="24",
        )
    return int(typed)
