"""What stands around every page: search, two actions, the map, who sits here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.ui.acting import fragment, state
from crm.ui.escape import Marked, bold, html, join, md
from crm.ui.house import house
from crm.ui.lists import open_record
from crm.ui.map import page_file
from crm.ui.parts import muted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.ui.house import Person
    from crm.ui.map import Section

MOST_HITS = 12


def signed_out() -> None:
    """Say that nobody is signed in any more, and lead back here after signing in."""
    with st.container(key="signed-out"):
        st.markdown(Marked("### ") + md(_("You are signed out.")))
        st.markdown(md(_("Sign in again to go on where you were.")))
        act = html(_("Sign in"))
        st.html(
            f'<a class="button" href="/login?next={_here()}" target="_self">{act}</a>'
        )


def _here() -> str:
    """Return the address of this page, to come back to."""
    path, query = urlsplit(st.context.url or "").path, urlencode(st.query_params)
    return quote(f"{path or '/'}?{query}" if query else path or "/", safe="")


def actions(person: Person) -> None:
    """Draw the search box and the two buttons of every page."""
    here = house()
    with st.container(gap="xsmall"):
        if here.search is not None:
            _search(person)
        if not person.actor.may(Right.WRITE):
            return
        if here.log_call is not None and st.button(
            _("Log a call"),
            icon=":material/add_call:",
            shortcut="Alt+L",
            width="stretch",
            key="call_log",
        ):
            here.log_call()
        if here.new_booking is not None and st.button(
            _("New booking"),
            icon=":material/note_add:",
            shortcut="Alt+B",
            width="stretch",
            key="booking_new",
        ):
            here.new_booking()


@fragment
def _search(person: Person) -> None:
    search = house().search
    chosen = state().pop("chosen_hit", None)
    if chosen is not None:
        open_record(*chosen)
    typed = (
        st.text_input(
            _("Search"),
            key="desk_search",
            type="search",
            live="150ms",
            max_chars=80,
            label_visibility="collapsed",
            placeholder=_("Search…  /"),
        )
        or ""
    ).strip()
    if not typed or search is None:
        return
    hits = search(person, typed)[:MOST_HITS]
    with st.container(gap=None, key="hits"):
        kinds = [hit.kind for hit in hits]
        for place, hit in enumerate(hits):
            if hit.kind and hit.kind not in kinds[:place]:
                st.markdown(muted(bold(hit.kind)))
            st.button(
                join((bold(hit.name), muted(hit.note)), " "),
                key=f"hit-{place}",
                type="tertiary",
                icon=f":material/{hit.icon}:",
                on_click=_choose_hit,
                args=(hit.page, hit.id, hit.contact_id),
            )
        said = (
            ngettext("{number} found", "{number} found", len(hits)).format(
                number=len(hits)
            )
            if hits
            else _("Nothing for “{words}”").format(words=typed)
        )
        if not hits:
            st.markdown(muted(said))
        # The keyboard component waits for this mark before Enter opens a hit.
        st.html(
            f'<span class="unseen" role="status" data-found-for="{html(typed)}">'
            f"{html(said)}</span>"
        )


def _choose_hit(page: str, number: int, contact_id: int | None) -> None:
    st.session_state["desk_search"] = ""
    state()["chosen_hit"] = (page, number, contact_id)


def draw_map(
    chapters: Sequence[Section], pages: Mapping[str, st.Page], current: st.Page
) -> None:
    """Draw the map; a folded section is open while one of its pages is shown."""
    with st.container(key="map"):
        for place, chapter in enumerate(chapters):
            shown = [pages[e.file] for e in chapter.entries if not e.hidden]
            if not shown:
                continue
            heading = md(_(chapter.title))
            if chapter.folded:
                box = st.expander(
                    f":small[**{heading}**]",
                    expanded=current in shown,
                    key=f"map-{place}",
                    type="compact",
                ).container(gap="xxsmall")
            else:
                box = st.container(gap="xxsmall")
                box.markdown(muted(bold(heading)))
            for page in shown:
                box.page_link(page, width="stretch")


def foot(person: Person, *, is_demonstration: bool) -> None:
    """Say who sits here, lead out, and say that a demonstration is one.

    Signing out is a form of its own: a link could be followed by a page that fetches
    ahead, or sent by somebody else.
    """
    sits = html(_("You are {name}")).replace("{name}", f"<b>{html(person.name)}</b>")
    change, account, leave = (
        html(words) for words in (_("Change seats"), _("My account"), _("Sign out"))
    )
    seats = (
        f'<a href="/login?next={_here()}" target="_self">{change}</a>'
        if is_demonstration
        else ""
    )
    notice = (
        "<p>"
        + html(
            _(
                "Demonstration: companies, people and figures are invented, "
                "but for the desk’s own contact."
            )
        )
        + "</p>"
        if is_demonstration
        else ""
    )
    with st.container(key="foot"):
        st.html(
            f'<div class="seat">{sits}{html(person.role)}<br>{seats}'
            f'<a href="/account" target="_self">{account}</a>'
            '<form method="post" action="/logout"><button type="submit">'
            f"{leave}</button></form>{notice}</div>"
        )
        if page_file("rights").exists():
            st.page_link(
                page_file("rights"),
                label=muted(_("What may I do?")),
                query_params={},
            )
