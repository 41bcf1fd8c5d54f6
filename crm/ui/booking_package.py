"""A package in a booking being composed: which one, and an issue for each insertion."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import money
from crm.store.queries.packages import list_packages
from crm.ui import asking, parts
from crm.ui.booking_line import issue_words
from crm.ui.escape import md

if TYPE_CHECKING:
    from crm.domain.roles import Actor
    from crm.store.queries.packages import PackageRow
    from crm.store.queries.selling import OpenIssue, Shelf
    from crm.ui.booking_draft import Draft


def package(draft: Draft, sold: Shelf, me: Actor) -> None:
    """Draw the choice of a package where the cards in force have any."""
    ids = {card.id for card in sold.cards.values() if card}
    with asking.reading() as session:
        rows = {row.id: row for row in list_packages(session, me, ids)}
    if not rows:
        return
    heading = parts.section(_("Package"), key="compose-package")
    with heading, st.container(gap="small"):
        chosen = st.selectbox(
            _("Package"),
            [0, *rows],
            format_func=lambda one: _words(rows.get(one)),
            key=draft.key("package"),
            label_visibility="collapsed",
        )
        if chosen in rows:
            _issues(draft, sold, rows[chosen])


def _words(row: PackageRow | None) -> str:
    if row is None:
        return _("No package")
    return md(f"{row.name} · {money(row.price, cents=False)}")


def _issues(draft: Draft, sold: Shelf, row: PackageRow) -> None:
    """Draw an issue for each insertion; each begins at the next one of its support."""
    seen: Counter[int] = Counter()
    columns = st.columns(2)
    for place, part in enumerate(row.insertions):
        open_ = {
            one.issue.id: one
            for one in sold.of_support(part.support_id)
            if _sells(sold, one, row)
        }
        if not open_:
            said = _("No open issue of “{support}” is priced by its card.")
            st.markdown(parts.muted(said.format(support=part.support)))
            continue
        columns[place % 2].selectbox(
            md(part.format),
            list(open_),
            index=min(seen[part.support_id], len(open_) - 1),
            format_func=partial(_issue_words, open_),
            key=draft.key("package_issue", place, row.id),
        )
        seen[part.support_id] += 1
    if row.hides_components:
        said = _("Documents print its name and its price alone.")
        st.markdown(parts.muted(said))


def _issue_words(open_: dict[int, OpenIssue], one: int) -> str:
    return issue_words(open_[one])


def _sells(sold: Shelf, one: OpenIssue, row: PackageRow) -> bool:
    card = sold.cards.get(one.issue.published_on)
    return card is not None and card.id == row.card_id
