"""How a person gets in: the one-time link, shown once, and where they are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import moment
from crm.services.links import make_link, purpose_for
from crm.services.providers import identities, unlink
from crm.services.sign_ins import end_sign_in
from crm.services.two_step import reset
from crm.store.queries.users import list_sessions, person_row
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join, md

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.users import PersonRow

MADE = "link_made"


def open_make_link(row: PersonRow) -> None:
    """Open the drawer that makes a one-time link for a person."""
    name = f"user_link_{row.id}"
    form = acting.form_id(name)

    def draw() -> None:
        said = (
            _("It lets {name} choose a new password, and signs them out everywhere.")
            if row.has_password
            else _("It lets {name} choose a password and come in.")
        )
        st.markdown(md(said.format(name=row.name)))
        if row.link_until:
            waits = _("The link that waits for them opens nothing any more.")
            st.markdown(parts.muted(waits))
        drawer_foot("user_link", form, save, label=_("Make the link"))

    def save() -> None:
        me = asking.me()

        def action(session: Session) -> None:
            purpose = purpose_for(session, me, row.id)
            show_after(row.id, row.name, make_link(session, me, row.id, purpose))

        acting.save(action, form)

    open_drawer(name, _("One-time link"), "link", draw)


def show_after(user_id: int, name: str, path: str) -> None:
    """Keep a link that was just made until the page shows it, once."""
    acting.state()[MADE] = (user_id, name, path)


def show_made() -> None:
    """Show the link that was just made, where there is one: this once."""
    made = acting.state().pop(MADE, None)
    if made is None:
        return
    user_id, name, path = made
    me = asking.me()
    with asking.reading() as session:
        row = person_row(session, me, user_id)
    if row is None or row.link_until is None:
        return
    until = moment(row.link_until)
    here = urlsplit(st.context.url or "")
    address = f"{here.scheme}://{here.netloc}{path}" if here.netloc else path

    @st.dialog(_("A link for {name}").format(name=md(name)), icon=":material/link:")
    def shown() -> None:
        acting.speak()
        st.code(address, language=None, wrap_lines=True)
        st.markdown(
            md(
                _(
                    "Send it to {name} by a way only they read. Whoever opens it first "
                    "chooses the password."
                ).format(name=name)
            )
        )
        said = _("It opens once, until {moment}. It is not shown again.")
        st.markdown(parts.muted(said.format(moment=until)))

    shown()


def open_sessions(row: PersonRow) -> None:
    """Open the drawer of the browsers a person is signed in with."""
    name = f"sessions_{row.id}"
    open_drawer(
        name,
        _("Where {name} is signed in").format(name=row.name),
        "devices",
        lambda: _draw_sessions(row),
    )


def _draw_sessions(row: PersonRow) -> None:
    me = asking.me()
    with asking.reading() as session:
        rows = list_sessions(session, me, row.id)
        providers = identities(session, me, row.id)
    others = row.id != me.user_id and me.may(Right.ADMINISTER)
    for one in rows:
        with parts.row(f"session-{one.id}"):
            since = _("since {moment}").format(moment=moment(one.opened_at))
            seen = _("seen {moment}").format(moment=moment(one.seen_at))
            browser = one.browser or _("unknown browser")
            st.markdown(
                join(
                    (bold(browser), parts.muted(join((seen, since, one.address)))),
                    "  \n",
                ),
                width="stretch",
            )
            st.button(
                _("End"),
                key=f"session_end_{one.id}",
                type="tertiary",
                on_click=_end,
                args=(one.id,),
            )
    if not rows:
        st.markdown(parts.muted(_("Nowhere at the moment.")))
    if row.has_second_step and others:
        with parts.row("second-step"):
            said = _("For who has lost both the app and the recovery codes.")
            st.markdown(
                join((bold(_("Second step")), parts.muted(said)), "  \n"),
                width="stretch",
            )
            st.button(
                _("Take it off"),
                key="second_step_reset",
                type="tertiary",
                on_click=_take_off,
                args=(row.id,),
            )
    for place, identity in enumerate(providers if others else ()):
        with parts.row(f"provider-{place}"):
            since = _("since {moment}").format(moment=moment(identity.linked_at))
            st.markdown(
                join((bold(identity.issuer), parts.muted(since)), "  \n"),
                width="stretch",
            )
            st.button(
                _("Cut off"),
                key=f"provider_unlink_{place}",
                type="tertiary",
                on_click=_cut_off,
                args=(row.id, identity.issuer),
            )


def _end(sign_in_id: int) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: end_sign_in(session, me, sign_in_id),
        done=_("That browser is signed out."),
    )


def _take_off(user_id: int) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: reset(session, me, user_id),
        done=_("The second step is off."),
    )


def _cut_off(user_id: int, issuer: str) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: unlink(session, me, user_id, issuer),
        done=_("The next arrival from there links anew, by its verified address."),
    )
