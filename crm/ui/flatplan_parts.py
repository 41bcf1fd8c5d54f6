"""The pieces of the flatplan's page: its conclusion, facts, what is to be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.flatplan import SHEET
from crm.domain.magazine import IssueStatus
from crm.language import _, ngettext
from crm.language.formats import day_short, number, percent
from crm.ui import parts
from crm.ui.escape import bold, join
from crm.ui.space_words import amount_of, days_left
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from crm.store.queries.flatplan_rows import Flatplan, PlanAd
    from crm.store.queries.magazine import IssueRow

NEAR = 4
NAMED = 2
WHOLE = 10_000


def near(
    issues: Sequence[IssueRow], asked: int | None, today: date
) -> tuple[int | None, list[IssueRow]]:
    """Return the issue to show, and the few around it.

    Without one asked for, the next that has not closed, else the last.
    """
    there = [row for row in issues if row.status is not IssueStatus.CANCELLED]
    if not there:
        return asked, []
    ids = [row.id for row in there]
    ahead = [row.id for row in there if row.closes_on >= today]
    shown = asked if asked in ids else (ahead or ids[-1:])[0]
    first = max(0, min(ids.index(shown) - 1, len(ids) - NEAR))
    return shown, there[first : first + NEAR]


def eyebrow(plan: Flatplan, today: date) -> str:
    """Name the screen, the issue, and how far its closing is."""
    closes = day_short(plan.closes_on)
    left = days_left(plan.closes_on, today)
    told = _("closes {day} ({left})").format(day=closes, left=left)
    return join((_("Flatplan"), plan.name, told))


def conclusion(plan: Flatplan) -> str:
    """Say what is sold of the issue's pages, what is free, and who clashes."""
    if not plan.paper.pages:
        return _("{issue}: its pages are not counted yet.").format(issue=plan.name)
    said = _sold(plan)
    if plan.rivals:
        clash = ngettext(
            "Two competitors face each other.",
            "{number} pairs of competitors face each other.",
            len(plan.rivals),
        )
        said = f"{said} {clash.format(number=number(len(plan.rivals)))}"
    return said


def _sold(plan: Flatplan) -> str:
    pool = plan.budget
    if pool is None:
        placed = _("{issue}: {placed} ads placed of {all}.")
        return placed.format(
            issue=plan.name,
            placed=number(len(plan.placed)),
            all=number(len(plan.ads)),
        )
    space = pool.space
    facts = {
        "issue": plan.name,
        "sold": amount_of(pool, space.capacity - space.left - space.optioned),
        "all": amount_of(pool, space.capacity),
        "places": ", ".join(plan.free),
        "number": number(len(plan.free)),
    }
    if not plan.free:
        return _("{issue}: {sold} pages sold of {all}.").format(**facts)
    if len(plan.free) <= NAMED:
        said = ngettext(
            "{issue}: {sold} pages sold of {all}, {places} free.",
            "{issue}: {sold} pages sold of {all}, {places} free.",
            len(plan.free),
        )
        return said.format(**facts)
    return _("{issue}: {sold} pages sold of {all}, {number} positions free.").format(
        **facts
    )


def facts(plan: Flatplan) -> None:
    """Draw the one panel: pages sold, held and free; how many pages, what share."""
    with parts.panel("flatplan"):
        pool = plan.budget
        if pool:
            space = pool.space
            sold = space.capacity - space.left - space.optioned
            with parts.figures("flatplan", 3):
                told = (
                    ("sold", _("pages sold"), sold),
                    ("held", _("on option"), space.optioned),
                    ("free", _("free"), space.left),
                )
                for key, label, units in told:
                    parts.figure(label, amount_of(pool, units), key=f"plan-{key}")
        for said in fact_lines(plan):
            st.markdown(parts.muted(said))


def fact_lines(plan: Flatplan) -> Iterator[str]:
    """Say how many pages there are, and how advertising and editorial share them."""
    pages = ngettext("{number} page", "{number} pages", plan.paper.pages)
    sheets = plan.paper.pages // SHEET
    bound = ngettext("{number} sheet of 4", "{number} sheets of 4", sheets)
    yield join(
        (
            pages.format(number=number(plan.paper.pages)),
            bound.format(number=number(sheets)),
        )
    )
    share = _("Advertising {ads}, editorial {rest}")
    yield share.format(ads=percent(plan.share), rest=percent(WHOLE - plan.share))
    yield _("{placed} ads placed of {all}").format(
        placed=number(len(plan.placed)), all=number(len(plan.ads))
    )


def settle(plan: Flatplan) -> None:
    """List what is to be settled, each with its reason; nothing where all is well."""
    rows = list(to_settle(plan))
    note = number(len(rows)) if rows else _("nothing")
    with parts.section(_("To settle"), note, key="plan-settle"):
        for rank, (look, mark, main, why) in enumerate(rows):
            with parts.row(f"settle-{rank}", wrap=True):
                st.markdown(badge(look, mark), width="content")
                st.markdown(
                    join((bold(main), parts.muted(why)), "  \n"), width="stretch"
                )
        if not rows:
            st.markdown(parts.muted(_("No competitors face each other.")))


def to_settle(plan: Flatplan) -> Iterator[tuple[str, str, str, str]]:
    """Yield what is to be settled: its look, its mark, what it is, and why."""
    if plan.paper.pages % SHEET:
        why = _("A magazine is bound in sheets of four pages.")
        pages = _("{number} pages").format(number=number(plan.paper.pages))
        yield "overdue", _("pages"), pages, why
    for pair in plan.rivals:
        found = [plan.ad(line_id) for line_id in pair]
        sector = next((ad.sector for ad in found if ad and ad.sector), "")
        why = _("Twice “{sector}”: move one of the two, or leave them.")
        said = why.format(sector=sector)
        yield "overdue", _("same sector"), _both(plan, pair), said
    for pair in plan.covered:
        why = _("One covers the other: move one of the two.")
        yield "overdue", _("overlap"), _both(plan, pair), why
    for ad in plan.placed:
        if ad.until:
            said = _("until {day}; the space frees itself then")
            until = said.format(day=day_short(ad.until))
            yield "optioned", _("option"), where(plan, ad), until


def where(plan: Flatplan, ad: PlanAd) -> str:
    """Say who stands on which page: “p. 22 Halogis”."""
    pages = "–".join(map(str, plan.folios_of(ad)))
    return _("p. {folio} {name}").format(folio=pages, name=ad.name)


def _both(plan: Flatplan, pair: tuple[int, int]) -> str:
    found = (plan.ad(line_id) for line_id in pair)
    return ", ".join(where(plan, ad) for ad in found if ad)
