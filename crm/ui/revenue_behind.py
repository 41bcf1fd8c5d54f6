"""The lower half of the revenue page: what may come, what leaks, who works on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.activity_figures import Done
from crm.domain.money import Money, divide, total
from crm.domain.revenue import share_of
from crm.language import _, ngettext
from crm.language.formats import money, month_short, number, percent, thousands
from crm.language.revenue_words import reason_word, stage_word
from crm.services.revenue_told import activity_told, leaks_told, pipeline_told
from crm.store.queries.leakage import CANCELLED
from crm.store.queries.pipeline import STAGES
from crm.ui import parts, revenue_parts
from crm.ui.drawers.revenue_more import open_given, open_ledger, open_stage
from crm.ui.drawers.revenue_rows import table
from crm.ui.escape import bold, join, tell
from crm.ui.lists import page_button
from crm.ui.revenue_moves import strip
from crm.ui.revenue_parts import linked, rows_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.store.queries.pipeline import PipelineSum
    from crm.store.queries.revenue_page import RevenuePage

SHOWN = 6


def pipeline_part(page: RevenuePage, *, may_open: bool) -> None:
    """Draw what is not booked yet by stage, and the months it is expected in."""
    definition = _("Options and open opportunities, each amount times its chance.")
    with revenue_parts.told(_("What may still come"), _("weighted"), "pipeline"):
        if not page.pipeline:
            st.markdown(
                parts.muted(
                    _("No option and no open opportunity falls in this period.")
                )
            )
            return
        st.markdown(tell(pipeline_told(page.pipeline)), help=definition)
        for stage in STAGES:
            rows = [row for row in page.pipeline if row.stage == stage]
            if not rows:
                continue
            many = sum(row.many for row in rows)
            amount = total(row.amount for row in rows)
            weighs = total(row.weighted for row in rows)
            name = stage_word(stage)
            line = parts.row(f"stage-{stage}")
            with line:
                told = join((number(many), money(amount, cents=False)))
                st.markdown(
                    join((bold(name.capitalize()), parts.muted(told)), "  \n"),
                    width="stretch",
                )
                st.markdown(bold(money(weighs, cents=False)), width="content")
                if may_open and st.button(
                    "",
                    key=f"rows_stage_{stage}",
                    type="tertiary",
                    icon=":material/arrow_forward:",
                    help=_("rows"),
                ):
                    open_stage(stage, name.capitalize(), page.period)
        months_strip(page.pipeline)


def leaks_part(page: RevenuePage, *, may_open: bool) -> None:
    """Draw what discounts take off and why, and what was cancelled."""
    definition = _(
        "Yield: booked net as a share of the card rate. Discounts: gross less net, as "
        "a share of the gross."
    )
    sums = page.sums
    with revenue_parts.told(_("What leaks"), _("discounts, cancellations"), "leaks"):
        if not sums.many:
            st.markdown(parts.muted(_("Nothing is booked here: nothing can leak.")))
            return
        said = leaks_told(sums, page.cancelled)
        if linked(said, "leaks", may_open=may_open, help_=definition):
            open_given(page.given)
        for place, row in enumerate(page.given[:SHOWN]):
            many = ngettext("{number} line", "{number} lines", row.lines)
            parts.pair(
                f"leak-{place}",
                bold(reason_word(row.reason)),
                many.format(number=number(row.lines)) if row.lines else "",
                bold(money(row.amount, cents=False)),
                _share(share_of(row.amount, sums.gross)),
            )
        if not may_open:
            return
        if page.cancelled.many and rows_button("cancelled", _("cancellations")):
            open_ledger(
                _("Cancellations"),
                _("Rows of the ledger that take back what was cancelled."),
                replace(page.period, cause=CANCELLED),
                "cancelled",
            )


def activity_part(page: RevenuePage) -> None:
    """Draw what each rep has done in four weeks, and what a call brings."""
    if not page.activity:
        return
    definition = _("Calls made, conversations reached and meetings of four weeks.")
    done: dict[str, Done] = {}
    for row in page.activity:
        done[row.rep] = done.get(row.rep, Done()) + row.done
    net = {row.name: row.net_net for row in page.reps}
    nothing = Money(0, page.period.currency)
    with revenue_parts.told(_("Who is at work"), _("four weeks"), "activity"):
        st.markdown(tell(activity_told(page.activity)), help=definition)
        names = sorted(done, key=lambda name: (-done[name].calls, name))
        table(
            {
                _("Rep"): names,
                _("Calls"): [number(done[name].calls) for name in names],
                _("Reached"): [number(done[name].reached) for name in names],
                _("Meetings"): [number(done[name].meetings) for name in names],
                _("Bookings"): [number(done[name].bookings) for name in names],
                _("Net a call"): [
                    _a_call(net.get(name, nothing), done[name].calls) for name in names
                ],
            },
            amounts=(
                *(_("Calls"), _("Reached"), _("Meetings")),
                *(_("Bookings"), _("Net a call")),
            ),
            key="table_activity",
        )
        page_button("open_activity", _("The team’s activity"), "activity")


def _a_call(net: Money, calls: int) -> str:
    if not calls:
        return "–"
    return money(Money(divide(net.cents, calls), net.currency), cents=False)


def months_strip(rows: Sequence[PipelineSum]) -> None:
    """Draw what is expected in each of the next months, weighted."""
    sums: dict[int, Money] = {}
    for row in rows:
        nothing = Money(0, row.weighted.currency)
        sums[row.month] = sums.get(row.month, nothing) + row.weighted
    pairs = tuple(
        (_month(key), thousands(amount)) for key, amount in sorted(sums.items())[:4]
    )
    if pairs:
        strip("pipeline", pairs)


def _month(key: int) -> str:
    return month_short(date(key // 100, key % 100, 1))


def _share(share: int | None) -> str:
    return "–" if share is None else percent(share // 10 * 10)
