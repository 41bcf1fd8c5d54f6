"""What was done to a record, in sentences: the section of its page, the drawer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.clock import paris_day
from crm.language import _, ngettext
from crm.language.formats import clock_time, day_short, number
from crm.language.telling import ITSELF, told
from crm.language.vocabulary import word
from crm.store.queries.audit import count_history, history_of
from crm.ui import acting, asking, parts
from crm.ui.escape import Marked, bold, join, md

if TYPE_CHECKING:
    from crm.domain.audit import AuditRow

FIRST, STEP = 3, 20


@acting.fragment
def history_section(entity: str, id: int) -> None:  # noqa: A002  the address says id
    """Draw the last things done to a record; “see more” redraws it alone.

    `entity` is one of the audit's records: company, booking, line, opportunity,
    issue, rate_card, publisher.
    """
    shown = acting.state().setdefault("history", {}).get((entity, id), FIRST)
    me = asking.me()
    with asking.reading() as session:
        many = count_history(session, me, entity, id)
        rows = history_of(session, me, entity, id, most=shown)
    changes = ngettext("{number} change", "{number} changes", many)
    note = changes.format(number=number(many))
    with parts.section(_("Who did what"), note, key=f"history-{entity}-{id}"):
        for row in rows:
            with parts.row(f"history-{entity}-{row.id}"):
                entry(row)
        if not rows:
            st.markdown(parts.muted(_("Nothing yet: what is changed is told here.")))
    if many > len(rows):
        st.button(
            _("See {number} more").format(number=number(many - len(rows))),
            key=f"history_more_{entity}_{id}",
            type="tertiary",
            icon=":material/expand_more:",
            on_click=_more,
            args=((entity, id), shown),
        )


def _more(what: tuple[str, int], shown: int) -> None:
    acting.state()["history"][what] = shown + STEP


def open_history(entity: str, id: int, name: str) -> None:  # noqa: A002  as above
    """Open the drawer that tells a record's history; its name is the drawer's."""

    @st.dialog(md(name), position="right", width=560, icon=":material/history:")
    def drawer() -> None:
        acting.speak()
        history_section(entity, id)

    drawer()


def entry(row: AuditRow, *more: str) -> None:
    """Draw one thing that was done: the sentence; when, through which door."""
    day = day_short(paris_day(row.at), year=True)
    foot = join((f"{day}, {clock_time(row.at)}", word(row.door), *more))
    st.markdown(join((spoken(row), parts.muted(foot)), "  \n"), width="stretch")


def spoken(row: AuditRow) -> Marked:
    """Return the sentence of a row, who did it in bold."""
    sentence = told(row)
    for name in (row.user or ITSELF, row.subject):
        if name and sentence.startswith(name):
            return Marked(bold(name) + md(sentence.removeprefix(name)))
    return md(sentence)
