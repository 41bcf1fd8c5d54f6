"""A page of the flatplan: the section it opens, what it is for; how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import NotUnderstoodError, words
from crm.domain.flatplan import PageKind
from crm.language import _
from crm.services.flatplan import (
    PageWish,
    copy_plan,
    describe_page,
    said_of,
    set_page_count,
)
from crm.store.queries.magazine import list_positions
from crm.ui import acting, asking
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import md
from crm.ui.flatplan_board import folio_word
from crm.ui.parts import muted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.flatplan_rows import Flatplan, PlanPage

KINDS = {
    PageKind.OPEN: words("Editorial and advertising"),
    PageKind.EDITORIAL: words("Editorial only"),
    PageKind.ADVERTISING: words("An advertising page"),
}
PAGES = 64


def open_plan_page(plan: Flatplan, page: PlanPage) -> None:
    """Open the drawer that says what a page is."""
    name = f"plan_page_{plan.issue_id}_{page.folio}"
    form = acting.form_id(name)
    title = _("Page {folio}, {issue}").format(folio=folio_word(page), issue=plan.name)
    open_drawer(name, title, "auto_stories", lambda: _page(plan, page, form))


def _page(plan: Flatplan, page: PlanPage, form: str) -> None:
    st.text_input(
        _("A section opens here"),
        page.section,
        key=f"page_section_{form}",
        max_chars=120,
    )
    if not page.cover:
        st.radio(
            _("Kept for"),
            list(KINDS),
            list(KINDS).index(page.kind),
            format_func=lambda kind: _(KINDS[kind]),
            key=f"page_kind_{form}",
        )
        _position(plan, page, form)
    else:
        st.markdown(muted(_("A cover is sold as its position.")))
    st.text_input(_("Note"), page.note, key=f"page_note_{form}", max_chars=400)
    drawer_foot("page", form, lambda: _save(plan, page, form))


def _position(plan: Flatplan, page: PlanPage, form: str) -> None:
    with asking.reading() as session:
        rows = list_positions(session, asking.me(), plan.title_id)
    mine = page.said_position_id
    elsewhere = {p.position_id for p in plan.pages if p.position_id} - {mine}
    names = {
        row.id: row.name
        for row in rows
        if row.support_id == plan.support_id
        and row.id not in elsewhere
        and (row.is_exclusive or row.is_premium or row.id == mine)
    }
    options = [None, *names]
    st.selectbox(
        _("Sold as"),
        options,
        options.index(mine) if mine in names else 0,
        format_func=lambda id_: md(names[id_]) if id_ else _("no position of its own"),
        key=f"page_position_{form}",
    )
    st.markdown(muted(_("An ad booked at that position stands here by itself.")))


def _save(plan: Flatplan, page: PlanPage, form: str) -> None:
    me, kept = asking.me(), st.session_state
    seen = said_of(page)
    wish = PageWish(
        str(kept.get(f"page_section_{form}") or ""),
        kept.get(f"page_kind_{form}", seen.kind),
        kept.get(f"page_position_{form}", seen.position_id),
        str(kept.get(f"page_note_{form}") or ""),
    )
    acting.save(
        lambda session: describe_page(
            session, me, plan.issue_id, page.folio, wish, seen
        ),
        form,
        done=_("Page {folio} is saved.").format(folio=page.folio),
    )


def open_page_count(plan: Flatplan) -> None:
    """Open the drawer that says how many pages an issue has."""
    name = f"plan_pages_{plan.issue_id}"
    form = acting.form_id(name)
    title = _("Pages of {issue}").format(issue=plan.name)
    open_drawer(name, title, "auto_stories", lambda: _count(plan, form))


def _count(plan: Flatplan, form: str) -> None:
    st.text_input(
        _("Number of pages, cover included"),
        str(plan.paper.pages or PAGES),
        key=f"pages_number_{form}",
        max_chars=4,
    )
    st.markdown(
        muted(
            _(
                "A multiple of 4. Ads on pages that are taken away are to be placed "
                "again; C3 and C4 follow the last pages."
            )
        )
    )
    drawer_foot("pages", form, lambda: _save_count(plan, form))


def _save_count(plan: Flatplan, form: str) -> None:
    me = asking.me()
    typed = str(st.session_state.get(f"pages_number_{form}") or "").strip()
    if not typed.isdecimal():
        raise NotUnderstoodError(
            field="pages", typed=typed, label=words("a number of pages"), example="64"
        )
    pages, version = int(typed), plan.version

    def action(session: Session) -> None:
        set_page_count(session, me, plan.issue_id, pages, version=version)

    acting.save(action, form, done=_("The pages are counted."))


def copy_button(plan: Flatplan) -> None:
    """Draw the button that takes over the issue before, and why it did not."""
    form = acting.form_id(f"plan_copy_{plan.issue_id}")
    acting.refusal(form)
    st.button(
        _("Take over the issue before"),
        key="plan_copy",
        icon=":material/content_copy:",
        on_click=_copy,
        args=(plan, form),
    )


def _copy(plan: Flatplan, form: str) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: copy_plan(session, me, plan.issue_id),
        form,
        done=_("The pages of the issue before are taken over."),
    )
