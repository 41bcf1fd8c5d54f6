"""Last year's targets carried over and grown: shown first, then saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import money, parse_percent, percent
from crm.services.target_copies import copy_targets, propose_copy
from crm.ui import acting, asking
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, md
from crm.ui.parts import muted, pair
from crm.ui.target_parts import change_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.targets import About
    from crm.services.target_copies import ProposedCopy

MINUS = "\u2212"


def open_copy(year: int, about: About, name: str) -> None:
    """Open the drawer that copies the targets of the year before."""
    key = f"targets_copy_{year}_{about.title_id or 0}_{about.support_id or 0}"
    form = acting.form_id(key)
    title = _("{name}: {year} from {before}").format(
        name=name, year=year, before=year - 1
    )
    open_drawer(key, title, "content_copy", lambda: _draw(year, about, form))


def _draw(year: int, about: About, form: str) -> None:
    st.markdown(
        muted(
            _(
                "Each month of {before} grown by one share, to the whole euro. What "
                "{year} has already is replaced where {before} had a target."
            ).format(before=year - 1, year=year)
        )
    )
    st.text_input(
        _("Grown by"),
        percent(300),
        key=f"targets_growth_{form}",
        max_chars=12,
        icon=":material/trending_up:",
        help=_("In percent; less than last year with a minus."),
    )
    answer = asking.attempt(lambda session: _proposed(session, year, about, form))
    if answer.value is None:
        st.error(md(answer.refusal), icon=":material/error:")
    else:
        _preview(answer.value, year)
    drawer_foot(
        "targets_copy",
        form,
        lambda: _save(year, about, form),
        label=_("Copy into {year}").format(year=year),
        waits_for="" if answer.value else _("Nothing to copy as it stands."),
    )


def _growth(form: str) -> int:
    typed = str(st.session_state.get(f"targets_growth_{form}") or "0").strip()
    typed = typed.replace(MINUS, "-")
    points = parse_percent(typed.lstrip("+-").strip())
    return -points if typed.startswith("-") else points


def _proposed(session: Session, year: int, about: About, form: str) -> ProposedCopy:
    return propose_copy(session, asking.me(), year, about, _growth(form))


def _preview(found: ProposedCopy, year: int) -> None:
    rows = [(rep.name, rep.last_year.cents, rep.after.cents) for rep in found.reps]
    change_rows(list(rows), "targets_copy_rows", (str(year - 1), str(year)))
    change = found.after - found.last_year
    pair(
        "targets-copied",
        bold(_("Together")),
        _("{amount} compared with {year}").format(
            amount=money(change, cents=False, plus=True), year=year - 1
        ),
        bold(money(found.after)),
        money(found.last_year),
    )
    if found.left:
        said = _("Not carried over, they have left: {names}.")
        st.markdown(muted(said.format(names=", ".join(found.left))))


def _save(year: int, about: About, form: str) -> None:
    me, growth = asking.me(), _growth(form)
    acting.save(
        lambda session: copy_targets(session, me, year, about, growth),
        form,
        done=_("The targets of {year} are set.").format(year=year),
    )
