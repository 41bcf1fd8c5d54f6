"""Plan a year of issues: a pattern, and the table it makes, to be corrected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.issue_names import renamed
from crm.domain.issue_pattern import (
    MONTHS,
    Planned,
    Rhythm,
    issues_on,
    months_of,
    weeks_of,
    year_of_issues,
)
from crm.domain.magazine import SupportKind
from crm.language import _, current_language, ngettext
from crm.language.formats import date_long, date_short, month, number
from crm.language.issue_names import dated_names
from crm.services.issue_years import plan_year
from crm.store.queries.issue_habits import issues_of_year, support_habit
from crm.store.queries.issues import list_supports
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.drawers.issue import read_pages
from crm.ui.escape import bold, join
from crm.ui.issue_words import habit_sentence, rhythm_word

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.issue_names import Dated
    from crm.store.queries.issue_habits import SupportHabit
    from crm.store.queries.issues import SupportRow

NAME = "issue_year"


@dataclass(frozen=True, slots=True)
class _Year:
    """The drawer being filled in: a title, a form."""

    title_id: int
    form: str

    def key(self, name: str) -> str:
        return f"issue_year_{name}_{self.form}"

    def held(self, name: str) -> Any:  # noqa: ANN401  what its widget holds
        return st.session_state.get(self.key(name))


def open_plan_year(title_id: int) -> None:
    """Open the drawer that plans a year of issues."""
    year = _Year(title_id, acting.form_id(NAME))
    way = (NAME, title_id)
    open_drawer(
        *(NAME, _("Plan a year of issues"), "calendar_add_on"),
        lambda: _draw(year),
        way=way,
    )


def _draw(form: _Year) -> None:
    me = asking.me()
    with asking.reading() as session:
        supports = {
            row.id: row
            for row in list_supports(session, me, form.title_id)
            if row.kind is not SupportKind.EVENT
        }
    if not supports:
        st.markdown(parts.muted(_("A support comes first: print, newsletter, web.")))
        return
    left, right = st.columns([2, 1])
    chosen = left.selectbox(
        _("Support"),
        list(supports),
        format_func=lambda id_: supports[id_].name,
        key=form.key("support"),
    )
    with asking.reading() as session:
        found = support_habit(session, me, chosen)
    years = list(range(me.today.year, me.today.year + 4))
    year = right.selectbox(
        _("Year"),
        years,
        index=years.index(found.year) if found.year in years else 0,
        key=f"{form.key('year')}_{chosen}",
    )
    with asking.reading() as session:
        there = issues_of_year(session, me, chosen, year)
    rows = _rows(form, supports[chosen], found, year, there)
    st.markdown(parts.muted(habit_sentence(found.habit)))
    draw = _days if len(rows) > len(MONTHS) else _table
    kept = draw(form, f"{chosen}-{year}", rows)
    many = ngettext("Plan {number} issue", "Plan {number} issues", len(kept))
    drawer_foot(
        NAME,
        form.form,
        lambda: _plan(form, chosen, f"{chosen}-{year}", rows),
        label=many.format(number=number(len(kept))),
    )


def _rows(
    form: _Year,
    support: SupportRow,
    found: SupportHabit,
    year: int,
    there: list[Dated],
) -> list[Planned]:
    """Draw the pattern; return the lines it makes, months that have an issue apart."""
    learnt = found.habit.months
    rhythm = st.segmented_control(
        _("Rhythm"),
        list(Rhythm),
        default=Rhythm.WEEKLY
        if found.habit.is_weekly
        else Rhythm.CHOSEN
        if learnt
        else Rhythm.BIMONTHLY,
        required=True,
        format_func=rhythm_word,
        key=f"{form.key('rhythm')}_{support.id}",
    )
    chosen: list[int] = []
    if rhythm in {Rhythm.CHOSEN, Rhythm.WEEKLY}:
        chosen = (
            st.pills(
                _("Months"),
                MONTHS,
                selection_mode="multi",
                default=list(learnt or MONTHS),
                format_func=lambda place: month(date(year, place, 1), year=False),
                key=f"{form.key('months')}_{support.id}",
            )
            or []
        )
    months = months_of(rhythm, chosen, learnt[0] if learnt else 1)
    if support.kind is SupportKind.PRINT:
        st.text_input(
            _("Pages of advertising"),
            str(found.ad_pages or 24),
            key=f"{form.key('ad_pages')}_{support.id}",
            max_chars=4,
            icon=":material/auto_stories:",
        )
        taken = {issue.published_on.month: issue.name_fr for issue in there}
        if standing := [taken[place] for place in months if place in taken]:
            said = _("Already planned, and left out: {issues}.")
            st.markdown(parts.muted(said.format(issues=", ".join(standing))))
        months = tuple(place for place in months if place not in taken)
    if rhythm is Rhythm.WEEKLY:
        days = {issue.published_on for issue in there}
        free = [d for d in weeks_of(year, months, found.habit) if d not in days]
        rows = issues_on(free, found.habit, found.last)
    else:
        rows = year_of_issues(year, months, found.habit, found.last)
    return [dated_names(row, found.last) for row in rows]


def _days(form: _Year, about: str, rows: list[Planned]) -> list[int]:
    """Draw many issues by their days alone, to be left out; return the places kept."""
    places = range(len(rows))
    days = [row.published_on for row in rows]
    kept = st.pills(
        _("Publication days: click one to leave it out"),
        places,
        selection_mode="multi",
        default=list(places),
        format_func=lambda place: date_short(day) if (day := days[place]) else "",
        key=_days_key(form, about, rows),
    )
    first, last = rows[0], rows[-1]
    st.markdown(parts.muted(join((first.name_fr, last.name_fr), " → ")))
    return sorted(kept or ())


def _days_key(form: _Year, about: str, rows: list[Planned]) -> str:
    return f"{_at(form, about, rows[0], len(rows))}_days"


def _table(form: _Year, about: str, rows: list[Planned]) -> list[int]:
    """Draw the lines, each to be corrected or left out; return the places kept."""
    kept = []
    for place, row in enumerate(rows):
        key = _at(form, about, row, place)
        with st.container(key=f"row-{key}", gap="xsmall"):
            when = date_long(row.published_on) if row.published_on else ""
            if not st.checkbox(
                join((bold(row.name_fr), when)), value=True, key=f"{key}_kept"
            ):
                continue
            kept.append(place)
            with st.grid(4, min_column_width=118, gap="small"):
                st.text_input(_("Number"), row.code, key=f"{key}_code", max_chars=40)
                for name, label, day in (
                    ("closes", _("Closes on"), row.closes_on),
                    ("materials", _("Materials"), row.materials_due_on),
                    ("published", _("Published on"), row.published_on),
                ):
                    st.date_input(label, day, format="DD/MM/YYYY", key=f"{key}_{name}")
            for column, name, label in zip(
                st.columns(2),
                ("theme", "dossiers"),
                (_("Theme: now or later"), _("Dossiers: now or later")),
                strict=True,
            ):
                column.text_input(
                    label,
                    key=f"{key}_{name}",
                    max_chars=400,
                    placeholder=label,
                    label_visibility="collapsed",
                )
    return kept


def _at(form: _Year, about: str, row: Planned, place: int) -> str:
    """Return the beginning of a line's keys: another pattern makes other lines."""
    day = row.published_on.isoformat() if row.published_on else ""
    return f"issue_year_{place}_{about}-{day}_{form.form}"


def _plan(form: _Year, support_id: int, about: str, rows: list[Planned]) -> None:
    me = asking.me()
    acting.speak()
    held = st.session_state
    if len(rows) > len(MONTHS):
        kept = held.get(_days_key(form, about, rows)) or ()
        typed = [rows[place] for place in sorted(kept)]
    else:
        typed = [
            _typed(_at(form, about, row, place), row)
            for place, row in enumerate(rows)
            if held.get(f"{_at(form, about, row, place)}_kept", True)
        ]
    pages = str(st.session_state.get(f"{form.key('ad_pages')}_{support_id}") or "")

    def planned(session: Session) -> None:
        plan_year(session, me, support_id, typed, ad_pages=read_pages(pages.strip()))

    many = ngettext(
        "{number} issue is planned.", "{number} issues are planned.", len(typed)
    )
    acting.save(planned, form.form, done=many.format(number=number(len(typed))))


def _typed(key: str, row: Planned) -> Planned:
    held = st.session_state
    code = str(held.get(f"{key}_code", row.code) or "").strip()
    theme, dossiers = (
        str(held.get(f"{key}_{name}") or "") for name in ("theme", "dossiers")
    )
    french = current_language() == "fr"
    return replace(
        row,
        code=code,
        name_fr=row.name_fr
        if code == row.code
        else renamed(row.name_fr, row.code, code),
        name_en=row.name_en
        if code == row.code
        else renamed(row.name_en, row.code, code),
        closes_on=held.get(f"{key}_closes", row.closes_on),
        materials_due_on=held.get(f"{key}_materials", row.materials_due_on),
        published_on=held.get(f"{key}_published", row.published_on),
        theme_fr=theme if french else "",
        theme_en="" if french else theme,
        dossiers_fr=dossiers if french else "",
        dossiers_en="" if french else dossiers,
    )
