"""The pieces of the flatplan's page: its conclusion, facts, what is to be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.bookings import LineStatus
from crm.domain.flatplan import SHEET, sections
from crm.domain.magazine import IssueStatus, MaterialStatus
from crm.language import _, ngettext
from crm.language.formats import day_short, number
from crm.services.documents.flatplan import share_line
from crm.ui import parts
from crm.ui.board import board
from crm.ui.escape import bold, html, join
from crm.ui.space_words import amount_of, days_left, folio_range
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from crm.store.queries.flatplan_rows import Flatplan, PlanAd
    from crm.store.queries.magazine import IssueRow, SpaceRow

NEAR = 4


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
    """Say how many pages are to sell, and how many competitors face each other."""
    if not plan.paper.pages:
        return _("{issue}: its pages are not counted yet.").format(issue=plan.name)
    clashes = len(plan.rivals)
    if not clashes:
        return _("{sale}.").format(sale=_sale(plan))
    clash = ngettext(
        "two competitors face to face",
        "{number} pairs of competitors face to face",
        clashes,
    )
    both = _("{sale}, and {clash}.")
    return both.format(sale=_sale(plan), clash=clash.format(number=number(clashes)))


def _sale(plan: Flatplan) -> str:
    if not plan.is_open:
        many = ngettext(
            "{number} ad in {issue}", "{number} ads in {issue}", len(plan.ads)
        )
        return many.format(number=number(len(plan.ads)), issue=plan.name)
    left = plan.left_to_sell
    if not left:
        return _("No whole page is left to sell")
    many = ngettext("{number} page to sell", "{number} pages to sell", left)
    return many.format(number=number(left))


def facts(plan: Flatplan) -> None:
    """Draw the one panel: pages sold, held and free; how many pages, what share."""
    with parts.panel("flatplan"):
        if plan.budget:
            board(_sums(plan.budget), "flatplan_facts")
        st.markdown(join(map(parts.muted, fact_lines(plan)), "  \n"))


def _sums(pool: SpaceRow) -> str:
    """Draw what is sold, held and free of the pages, with a bar of the three."""
    space = pool.space
    free = _("free of {all}").format(all=amount_of(pool, space.capacity))
    rows = (
        ("fs", _("pages sold"), space.capacity - space.left - space.optioned),
        ("fo", _("on option"), space.optioned),
        ("ff", free, space.left),
    )
    told = "".join(
        f'<div><b class="{look}">{html(amount_of(pool, units))}</b>{html(label)}</div>'
        for look, label, units in rows
    )
    bar = "".join(
        f'<i class="{look}" style="flex:{units}"></i>'
        for look, _label, units in rows
        if units
    )
    return f'<div class="fx">{told}<div class="mini">{bar}</div></div>'


def fact_lines(plan: Flatplan) -> Iterator[str]:
    """Say how the pages are bound, and how advertising and editorial share them."""
    pages = ngettext("{number} page", "{number} pages", plan.paper.pages)
    many, size = sections(plan.paper.pages)
    bound = ngettext("{number} section of {size}", "{number} sections of {size}", many)
    yield join(
        (
            pages.format(number=number(plan.paper.pages)),
            bound.format(number=number(many), size=number(size)),
        )
    )
    yield share_line(plan)
    yield _("{placed} ads placed of {all}").format(
        placed=number(len(plan.placed)), all=number(len(plan.ads))
    )


def settle(plan: Flatplan) -> None:
    """List what is to be settled, each with its reason; nothing where all is well."""
    rows = list(to_settle(plan))
    note = number(len(rows)) if rows else _("nothing")
    with parts.section(_("To settle"), note, key="plan-settle"):
        for rank, (look, mark, main, why) in enumerate(rows):
            with parts.row(f"settle-{rank}"):
                lines = (badge(look, mark), bold(main), parts.muted(why))
                st.markdown(join(lines, "  \n"), width="stretch")
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
    yield from _options(plan)
    yield from _materials(plan)


def _options(plan: Flatplan) -> Iterator[tuple[str, str, str, str]]:
    held = [(ad.until, ad) for ad in plan.placed if ad.until]
    if not held:
        return
    held.sort(key=lambda row: row[0])
    many = ngettext("{number} option", "{number} options", len(held))
    folios = dict.fromkeys(_folios(plan, ad) for ad in plan.placed if ad.until)
    main = _("p. {folio}").format(folio=", ".join(folios))
    each = ", ".join(f"{ad.name} {day_short(day)}" for day, ad in held)
    why = _("{each}: the space frees itself then.").format(each=each)
    yield "optioned", many.format(number=number(len(held))), main, why


def _materials(plan: Flatplan) -> Iterator[tuple[str, str, str, str]]:
    agreed = [ad for ad in plan.ads if ad.status is LineStatus.CONFIRMED]
    came = sum(1 for ad in agreed if ad.material is not MaterialStatus.AWAITED)
    if came < len(agreed):
        main = _("{received} received of {all}").format(
            received=number(came), all=number(len(agreed))
        )
        due = _("Due {day}").format(day=day_short(plan.materials_due_on))
        yield "reason", _("materials"), main, due


def where(plan: Flatplan, ad: PlanAd) -> str:
    """Say who stands on which page: “p. 22 Halogis”."""
    return _("p. {folio} {name}").format(folio=_folios(plan, ad), name=ad.name)


def _folios(plan: Flatplan, ad: PlanAd) -> str:
    return folio_range(plan.folios_of(ad))


def _both(plan: Flatplan, pair: tuple[int, int]) -> str:
    found = (plan.ad(line_id) for line_id in pair)
    return ", ".join(where(plan, ad) for ad in found if ad)
