"""The pieces of the issues' page: its conclusion, one line an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.magazine import IssueStatus
from crm.domain.pools import PAGES
from crm.domain.roles import Right
from crm.domain.space import UNITS_PER_PAGE
from crm.language import _, ngettext
from crm.language.formats import date_short, number
from crm.language.vocabulary import word
from crm.ui import parts
from crm.ui.drawers import issue_moves
from crm.ui.drawers.edit_issue import open_edit_issue
from crm.ui.drawers.issue_agreements import open_agreements
from crm.ui.escape import bold, join
from crm.ui.history_parts import open_history
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from crm.domain.roles import Actor
    from crm.domain.space import Availability
    from crm.store.queries.magazine import IssueRow, SpaceRow

LOOKS = {
    IssueStatus.PLANNED: "free",
    IssueStatus.PUBLISHED: "ran",
    IssueStatus.CANCELLED: "cancelled",
}


def conclusion(issues: Sequence[IssueRow], today: date) -> str:
    """Say which issue closes next, or that none is planned."""
    ahead = [
        issue
        for issue in issues
        if issue.status is IssueStatus.PLANNED and issue.closes_on >= today
    ]
    if not issues:
        return _("No issue planned for this year.")
    if not ahead:
        return _("Every issue of this year has closed.")
    first = min(ahead, key=lambda issue: (issue.closes_on, issue.id))
    days = (first.closes_on - today).days
    if not days:
        return _("{name} closes today.").format(name=first.name)
    sentence = ngettext(
        "{name} closes in {number} day.", "{name} closes in {number} days.", days
    )
    return sentence.format(name=first.name, number=number(days))


def line(
    issue: IssueRow,
    spaces: Sequence[SpaceRow],
    me: Actor,
    asked: tuple[int, int] = (0, 0),
) -> None:
    """Draw an issue: theme, dates, what is left, what becomes of it.

    `asked` counts the advertisers whose answer about it is awaited, and all asked.
    """
    over = issue.closes_on < me.today
    closes = _("closed {day}") if over else _("closes {day}")
    days = join(
        (
            issue.support,
            closes.format(day=date_short(issue.closes_on)),
            _("materials {day}").format(day=date_short(issue.materials_due_on)),
            _("published {day}").format(day=date_short(issue.published_on)),
        )
    )
    also = issue.bonus and _("also at {events}").format(events=issue.bonus)
    is_sold = issue.status is not IssueStatus.CANCELLED
    left = join((space(issue, spaces, me.today) if is_sold else "", also))
    told = join((bold(issue.name), issue.theme), " ")
    about = (parts.muted(issue.dossiers),) if issue.dossiers else ()
    with parts.row(f"issue-{issue.id}", wrap=True):
        lines = join((told, *about, parts.muted(days), parts.muted(left)), "  \n")
        st.markdown(lines, width="stretch")
        with st.container(
            horizontal=True, width="content", vertical_alignment="center", gap="small"
        ):
            st.markdown(badge(LOOKS[issue.status], word(issue.status)), width="content")
            _acts(issue, me, asked)


def _acts(issue: IssueRow, me: Actor, asked: tuple[int, int]) -> None:
    if waiting := asked[0]:
        many = ngettext("{number} answer awaited", "{number} answers awaited", waiting)
        if st.button(
            many.format(number=number(waiting)),
            key=f"issue_answers_{issue.id}",
            icon=":material/handshake:",
        ):
            open_agreements(issue)
    due = issue.status is IssueStatus.PLANNED and issue.published_on <= me.today
    if (
        due
        and me.may(Right.MANAGE_TITLES)
        and st.button(
            _("Publish"), key=f"issue_publish_{issue.id}", icon=":material/publish:"
        )
    ):
        issue_moves.open_publish(issue)
    if me.may(Right.MANAGE_TITLES) and st.button(
        "",
        key=f"issue_edit_{issue.id}",
        icon=":material/edit:",
        type="tertiary",
        help=_("Change {name}").format(name=issue.name),
    ):
        open_edit_issue(issue.id)
    if st.button(
        "",
        key=f"issue_history_{issue.id}",
        type="tertiary",
        icon=":material/history:",
        help=_("Who did what"),
    ):
        open_history("issue", issue.id, issue.name)
    _more(issue, me, was_asked=asked[1] > 0)


ANSWERS = "answers"
PUBLISH, UNPUBLISH, CLOSE = "publish", "unpublish", "close"
POSTPONE, CANCEL = "postpone", "cancel"


def _more(issue: IssueRow, me: Actor, *, was_asked: bool) -> None:
    """Draw the menu of what else can be done with an issue."""
    said = {
        PUBLISH: _("Publish…"),
        CLOSE: _("Close now…"),
        POSTPONE: _("Postpone…"),
        CANCEL: _("Cancel the issue…"),
        UNPUBLISH: _("Take the publication back…"),
        ANSWERS: _("What advertisers answer"),
    }
    offered = [ANSWERS] if was_asked else []
    if me.may(Right.MANAGE_TITLES) and issue.status is IssueStatus.PLANNED:
        closing = [CLOSE] if issue.closes_on >= me.today else []
        offered = [PUBLISH, *closing, POSTPONE, CANCEL, *offered]
    if me.may(Right.MANAGE_TITLES) and issue.status is IssueStatus.PUBLISHED:
        offered = [UNPUBLISH, *offered]
    if not offered:
        return
    picked = st.menu_button(
        "",
        offered,
        format_func=said.__getitem__,
        icon=":material/more_horiz:",
        help=_("What can be done with {name}").format(name=issue.name),
        type="tertiary",
        key=f"issue_more_{issue.id}",
    )
    opens: dict[str, Callable[[], None]] = {
        PUBLISH: lambda: issue_moves.open_publish(issue),
        CLOSE: lambda: issue_moves.open_close(issue),
        POSTPONE: lambda: issue_moves.open_postpone(issue),
        CANCEL: lambda: issue_moves.open_cancel(issue),
        UNPUBLISH: lambda: issue_moves.open_unpublish(issue),
        ANSWERS: lambda: open_agreements(issue),
    }
    if picked:
        opens[picked]()


def space(issue: IssueRow, spaces: Sequence[SpaceRow], today: date) -> str:
    """Say what an issue can still sell or, once it has closed, what it sold."""
    if not spaces:
        return _("no space to sell")
    over = issue.closes_on < today
    told = [
        _pages(
            _count(row.space, sold=over) // UNITS_PER_PAGE,
            row.space.capacity // UNITS_PER_PAGE,
            sold=over,
        )
        for row in spaces
        if row.code == PAGES
    ]
    others = [row.space for row in spaces if row.code != PAGES]
    if others:
        many = sum(_count(room, sold=over) for room in others)
        places = (
            ngettext(
                "{many} of {all} positions sold", "{many} of {all} positions sold", many
            )
            if over
            else ngettext(
                "{many} of {all} positions free", "{many} of {all} positions free", many
            )
        )
        every = sum(room.capacity for room in others)
        told.append(places.format(many=number(many), all=number(every)))
    return join(told)


def _pages(many: int, every: int, *, sold: bool) -> str:
    said = (
        ngettext("{many} of {all} pages sold", "{many} of {all} pages sold", many)
        if sold
        else ngettext("{many} of {all} pages free", "{many} of {all} pages free", many)
    )
    return said.format(many=number(many), all=number(every))


def _count(room: Availability, *, sold: bool) -> int:
    return room.capacity - room.left - room.optioned if sold else room.left
