"""What becomes of an issue, asked once more: publish, close, postpone, cancel, undo."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.working_days import working_day_from, working_day_until
from crm.language import _, ngettext
from crm.language.formats import date_long, number
from crm.services import issue_moves
from crm.services.issue_moves import NewDays
from crm.store.queries.issue_standing import issue_standing
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join
from crm.ui.issue_words import standing_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.store.queries.issue_standing import Standing
    from crm.store.queries.magazine import IssueRow

    Act = Callable[[Session], object]

POSTPONED_BY = timedelta(days=28)


def open_publish(issue: IssueRow) -> None:
    """Ask once more before an issue is published."""
    title = _("Publish {name}").format(name=issue.name)
    _open("publish", issue, title, "publish", _publish)


def open_unpublish(issue: IssueRow) -> None:
    """Ask why a publication is taken back."""
    title = _("Take the publication of {name} back").format(name=issue.name)
    _open("unpublish", issue, title, "undo", _unpublish)


def open_close(issue: IssueRow) -> None:
    """Ask once more before an issue is closed ahead of its day."""
    title = _("Close {name} now").format(name=issue.name)
    _open("close", issue, title, "lock", _close)


def open_postpone(issue: IssueRow) -> None:
    """Ask to when an issue is postponed, and why."""
    title = _("Postpone {name}").format(name=issue.name)
    _open("postpone", issue, title, "event_repeat", _postpone)


def open_cancel(issue: IssueRow) -> None:
    """Ask why an issue is cancelled."""
    title = _("Cancel {name}").format(name=issue.name)
    _open("drop", issue, title, "event_busy", _cancel)


def _open(
    verb: str,
    issue: IssueRow,
    title: str,
    icon: str,
    draw: Callable[[IssueRow, str, Standing], None],
) -> None:
    name = f"issue_{verb}_{issue.id}"
    form = acting.form_id(name)

    def drawn() -> None:
        with asking.reading() as session:
            standing = issue_standing(session, asking.me(), issue.id)
        due = _("published on {day}").format(day=date_long(issue.published_on))
        first = bold(join((issue.support, issue.name)))
        st.markdown(join((first, join((issue.theme, due))), "  \n"))
        st.markdown(standing_sentence(standing))
        draw(issue, form, standing)

    open_drawer(name, title, icon, drawn)


def _publish(issue: IssueRow, form: str, standing: Standing) -> None:
    said = _(
        "Its confirmed lines ran from here on: they are due an insertion report within "
        "a month, and are not cancelled any more."
    )
    st.markdown(parts.muted(said))
    if standing.optioned or standing.quoted:
        told = _("What is not confirmed expires with it, and its space is free.")
        st.markdown(parts.muted(told))
    early = issue.published_on > asking.me().today
    if early:
        st.checkbox(
            _("It is out already: publish it with today’s date"),
            key=f"issue_out_{form}",
        )
    done = _("{name} is published.").format(name=issue.name)

    def publish() -> None:
        is_out = bool(st.session_state.get(f"issue_out_{form}"))
        _act(
            form,
            lambda session: issue_moves.publish_issue(
                session, asking.me(), issue.id, is_out=is_out
            ),
            done,
        )

    drawer_foot("issue_publish", form, publish, label=_("Publish the issue"))


def _unpublish(issue: IssueRow, form: str, _standing: Standing) -> None:
    _reason(form, _("Why is it taken back?"), _("Published by mistake, wrong issue…"))
    said = _(
        "Its lines are confirmed again and the reports that were due are not owed any "
        "more; once one was sent, a publication stands."
    )
    st.markdown(parts.muted(said))
    done = _("{name} is planned again.").format(name=issue.name)
    act = partial(_with_reason, issue_moves.unpublish_issue, issue.id, form, done)
    drawer_foot("issue_unpublish", form, act, label=_("Take it back"))


def _close(issue: IssueRow, form: str, standing: Standing) -> None:
    said = _("Nothing more is sold into it; a manager may still do so with a reason.")
    if standing.optioned:
        many = ngettext(
            "{number} option falls with it, and its space is free.",
            "{number} options fall with it, and their space is free.",
            standing.optioned,
        )
        said = f"{said} {many.format(number=number(standing.optioned))}"
    st.markdown(parts.muted(said))
    done = _("{name} is closed.").format(name=issue.name)

    def close() -> None:
        me = asking.me()
        _act(form, lambda session: issue_moves.close_issue(session, me, issue.id), done)

    drawer_foot("issue_close", form, close, label=_("Close the issue"))


def _postpone(issue: IssueRow, form: str, standing: Standing) -> None:
    later = working_day_from(issue.published_on + POSTPONED_BY)
    moved = later - issue.published_on
    today = asking.me().today
    closes = issue.closes_on
    if closes >= today:
        closes = working_day_until(closes + moved)
    materials = issue.materials_due_on
    if materials >= today:
        materials = working_day_until(materials + moved)
    columns = st.columns(3)
    for column, label, name, day in zip(
        columns,
        (_("Closes on"), _("Materials due"), _("Published on")),
        ("closes", "materials", "published"),
        (closes, materials, later),
        strict=True,
    ):
        key = f"issue_{name}_{form}"
        column.date_input(label, day, format="DD/MM/YYYY", key=key)
    _reason(form, _("Why is it postponed?"), _("Printer, paper, a fair that moved…"))
    said = _("Lines and options stay; an option never outlives the new closing date.")
    st.markdown(parts.muted(said))
    if standing.confirmed:
        many = ngettext(
            "{number} advertiser has to agree: their rep gets a follow-up and the "
            "booking an amendment.",
            "{number} advertisers have to agree: each rep gets a follow-up and each "
            "booking an amendment.",
            standing.advertisers,
        )
        st.markdown(many.format(number=number(standing.advertisers)))
    done = _("{name} is postponed.").format(name=issue.name)

    def postpone() -> None:
        held, me = st.session_state, asking.me()
        days = NewDays(
            held[f"issue_closes_{form}"],
            held[f"issue_materials_{form}"],
            held[f"issue_published_{form}"],
        )
        why = str(held[f"issue_reason_{form}"] or "")
        _act(
            form,
            lambda session: issue_moves.postpone_issue(
                session, me, issue.id, days, why
            ),
            done,
        )

    drawer_foot("issue_postpone", form, postpone, label=_("Postpone the issue"))


def _cancel(issue: IssueRow, form: str, standing: Standing) -> None:
    _reason(form, _("Why is it cancelled?"), _("Not enough sold, fair cancelled…"))
    said = _(
        "Every line in it is cancelled, its space is free and its revenue taken back "
        "from the ledger. This cannot be undone."
    )
    st.markdown(parts.muted(said))
    if standing.confirmed:
        many = ngettext(
            "{number} advertiser is to be proposed a make-good: their rep gets a "
            "follow-up.",
            "{number} advertisers are to be proposed a make-good: each rep gets a "
            "follow-up.",
            standing.advertisers,
        )
        st.markdown(many.format(number=number(standing.advertisers)))
    done = _("{name} is cancelled.").format(name=issue.name)
    act = partial(_with_reason, issue_moves.cancel_issue, issue.id, form, done)
    drawer_foot("issue_drop", form, act, label=_("Yes, cancel the issue"))


def _reason(form: str, label: str, placeholder: str) -> None:
    st.text_area(
        label,
        key=f"issue_reason_{form}",
        max_chars=400,
        placeholder=placeholder,
        height=80,
    )


def _with_reason(
    action: Callable[..., object], issue_id: int, form: str, done: str
) -> None:
    reason, me = str(st.session_state[f"issue_reason_{form}"] or ""), asking.me()
    _act(form, lambda session: action(session, me, issue_id, reason), done)


def _act(form: str, action: Act, done: str) -> None:
    acting.speak()
    acting.save(action, form, done=done)
