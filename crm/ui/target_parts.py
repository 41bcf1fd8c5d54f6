"""The pieces of the page of targets: the grid, its sums, what adds up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st
from streamlit import column_config as config

from crm.domain.money import Money, total
from crm.domain.revenue import share_of
from crm.domain.targets import MONTHS, target_field
from crm.language import _
from crm.language.formats import date_long, money, month_short, percent
from crm.language.formats import month as month_name
from crm.services.reports.targets import targets_workbook
from crm.ui import acting, asking, conflict, lists, parts
from crm.ui.escape import bold
from crm.ui.grid_form import grid_foot
from crm.ui.inputs import MONEY
from crm.ui.target_form import TargetForm
from crm.ui.target_words import about_name, plain_euros

if TYPE_CHECKING:
    from crm.domain.editing import Value
    from crm.domain.targets import About
    from crm.store.queries.target_grid import AboutRow, TargetGrid

REP_WIDTH, MONTH_WIDTH, SUM_WIDTH = 132, 66, 100


def selectors(
    years: list[int], now: int, abouts: list[AboutRow]
) -> tuple[int, AboutRow]:
    """Draw what chooses the year and what the targets are about; return them.

    First shown is what most of the year's targets are about.
    """
    year = st.selectbox(
        _("Year"), years, years.index(now), key="targets_year", persist_state="session"
    )
    most = max(range(len(abouts)), key=lambda place: abouts[place].total)
    about = st.selectbox(
        _("About"),
        range(len(abouts)),
        most,
        format_func=lambda place: about_name(abouts[place]),
        key="targets_about",
    )
    return year, abouts[about]


def export(year: int, about: About) -> None:
    """Draw the button that takes the grid out as it is shown."""

    def make() -> bytes:
        with asking.reading() as session:
            return targets_workbook(session, asking.me(), year, about)

    name = _("targets-{year}.xlsx").format(year=year)
    lists.export_button("targets_export", make, name)


def editor(grid: TargetGrid) -> None:
    """Draw the grid to be typed in, its sums as they stand on screen, its button."""
    about = grid.about
    name = f"targets_{grid.year}_{about.title_id or 0}_{about.support_id or 0}"
    form = TargetForm(
        acting.form_id(name),
        "targets",
        {},
        lambda _field, _value: {},
        lambda _field, value: plain_euros(value),
        name=name,
        grid=grid,
    )
    if form.begin(grid.version) is None:
        return
    conflict.panel(form)
    st.markdown(
        parts.muted(
            _(
                "In euros, by month of publication. A blank cell is no target; paste "
                "from a spreadsheet as you like."
            )
        )
    )
    typed = form.typed()
    by_rep, by_month = form.sums(typed)
    rows = [
        {**row, "sum": _sum(amount)}
        for row, amount in zip(form.given(), by_rep, strict=False)
    ]
    st.data_editor(
        pd.DataFrame(rows, columns=_columns(), dtype=object),
        key=form.editor_key(),
        num_rows="fixed",
        hide_index=True,
        width="stretch",
        height="content",
        row_height=34,
        disabled=["rep", "sum"],
        column_config=_config(grid.year, typing=True),
        placeholder="",
        alt=_("Targets by rep and month"),
    )
    _totals(grid.year, by_month)
    grid_foot(form, typed, "targets", done=_("The targets are saved."))


def read_only(grid: TargetGrid) -> None:
    """Draw the grid as it stands."""
    rows = []
    for rep in grid.reps:
        cells = [grid.amounts.get(target_field(rep.id, month)) for month in MONTHS]
        set_ = [cell for cell in cells if cell is not None]
        if not set_:
            continue
        row = {"rep": rep.name, "sum": _sum(total(set_))}
        for month, cell in zip(MONTHS, cells, strict=True):
            row[str(month)] = plain_euros(cell.cents if cell else None)
        rows.append(row)
    _table(grid.year, rows, "targets_shown", _("Targets by rep and month"))
    by_month = [
        total(grid.amount(rep.id, month) for rep in grid.reps) for month in MONTHS
    ]
    if len(rows) > 1:
        _totals(grid.year, by_month)


def who_left(grid: TargetGrid) -> None:
    """Say who of the grid has left, and since when."""
    said = _("{name} left on {day}.")
    left = [
        said.format(name=rep.name, day=date_long(rep.ended_on))
        for rep in grid.reps
        if rep.ended_on
    ]
    if left:
        kept = _("What was asked of them until then stays counted.")
        st.markdown(parts.muted(" ".join([*left, kept])))


def adding_up(rows: list[AboutRow], year: int) -> None:
    """Draw how the year's target adds up, and open each part of it."""
    told = [(place, row) for place, row in enumerate(rows) if row.total]
    if not told:
        return
    note = _("targets stand beside one another, none inside another")
    with parts.section(
        _("How {year} adds up").format(year=year), note, key="targets-parts"
    ):
        for place, row in told:
            with parts.row(f"target-about-{place}"):
                with st.container(width="stretch"):
                    st.button(
                        bold(about_name(row)),
                        key=f"about_show_{place}",
                        type="tertiary",
                        on_click=_show,
                        args=(place,),
                    )
                amount = bold(money(row.total, cents=False))
                st.markdown(amount, width="content")
        whole = total(row.total for _place, row in told)
        parts.pair("target-all", bold(_("Together")), "", bold(_sum(whole)))


def band(here: Money, last: Money, whole: Money, year: int, name: str) -> None:
    """Draw what the year is to bring, beside the year before."""
    figures = parts.figures("targets", 3)
    with figures:
        parts.figure(
            _("Target of {year}").format(year=year),
            money(whole, cents=False),
            _("all reps, titles and supports"),
            key="targets-whole",
            definition=_(
                "What all reps are to book for the publications of the year: the sum "
                "of every target that is set, net before fees."
            ),
        )
        parts.figure(
            name, money(here, cents=False), _("shown here"), key="targets-here"
        )
        change = share_of(here - last, last)
        note = "" if change is None else percent(change, plus=True)
        parts.figure(
            _("The same in {year}").format(year=year - 1),
            money(last, cents=False),
            note,
            key="targets-last",
        )


def _show(place: int) -> None:
    st.session_state["targets_about"] = place


def _sum(amount: Money) -> str:
    return money(amount, cents=amount.cents % 100 != 0) if amount else "–"


def _totals(year: int, by_month: list[Money]) -> None:
    row = {str(month): plain_euros(by_month[month - 1].cents) for month in MONTHS}
    row |= {"rep": _("Together"), "sum": _sum(total(by_month))}
    _table(year, [row], "targets_sums", _("Targets by month, all reps"))


def _table(year: int, rows: list[dict[str, str]], key: str, alt: str) -> None:
    st.dataframe(
        pd.DataFrame(rows, columns=_columns(), dtype=object),
        hide_index=True,
        width="stretch",
        height="content",
        row_height=34,
        key=key,
        column_config=_config(year, typing=False),
        placeholder="",
        alt=alt,
    )


def _columns() -> list[str]:
    return ["rep", *map(str, MONTHS), "sum"]


def _config(year: int, *, typing: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "rep": config.TextColumn(_("Rep"), width=REP_WIDTH, pinned=True),
        "sum": config.TextColumn(str(year), width=SUM_WIDTH, alignment="right"),
    }
    for month in MONTHS:
        day = date(year, month, 1)
        found[str(month)] = config.TextColumn(
            month_short(day),
            width=MONTH_WIDTH,
            alignment="right",
            help=month_name(day),
            max_chars=24 if typing else None,
            validate=MONEY if typing else None,
        )
    return found


def change_rows(
    rows: list[tuple[str, Value, Value]], key: str, names: tuple[str, str]
) -> None:
    """Draw what a copy or a file would change: what, before, after."""
    frame = pd.DataFrame(
        {
            "what": [what for what, _before, _after in rows],
            "before": [plain_euros(before) or "–" for _what, before, _after in rows],
            "after": [plain_euros(after) or "–" for _what, _before, after in rows],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        height="content" if len(rows) <= 20 else 700,
        key=key,
        alt=_("What would change"),
        column_config={
            "what": config.TextColumn(_("Target"), width=250),
            "before": config.TextColumn(names[0], alignment="right", width=110),
            "after": config.TextColumn(names[1], alignment="right", width=110),
        },
    )
