"""Drawers behind the revenue page's other figures: their rows, and what they add to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.clock import in_days
from crm.domain.money import total
from crm.domain.revenue import Segment
from crm.language import _, ngettext
from crm.language.formats import date_short, money, number, percent
from crm.language.revenue_words import mover_word, reason_word
from crm.store.queries.forecast_moves import moved_since
from crm.store.queries.pipeline import list_prospects
from crm.store.queries.revenue_advertisers import concentration, list_lapsed
from crm.store.queries.revenue_page import WEEK
from crm.ui import asking, parts
from crm.ui.drawers.revenue_rows import ledger_rows, table
from crm.ui.escape import bold, join, md

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from crm.domain.forecast import Mover
    from crm.domain.revenue import Period
    from crm.store.queries.leakage import Given
    from crm.store.queries.revenue_advertisers import AdvertiserSum
    from crm.store.queries.unsold import PremiumPlace


def opened(title: str, definition: str, draw: Callable[[], None]) -> None:
    """Open a drawer of rows under a title and the definition of their figure."""

    @st.dialog(md(title), position="right", width="large")
    def drawer() -> None:
        st.markdown(parts.muted(definition))
        draw()

    drawer()


def open_ledger(title: str, definition: str, period: Period, key: str) -> None:
    """Open the ledger's rows of a part."""
    opened(title, definition, lambda: ledger_rows(period, key=key))


def premium_definition() -> str:
    """Say what counts as a premium place that is left."""
    return _(
        "Premium places of the next issues that are free or under option, at their "
        "card rates."
    )


def open_places(places: Sequence[PremiumPlace], definition: str) -> None:
    """Open the premium places that are left, and what they are worth."""

    def draw() -> None:
        for place in places:
            held = (
                join(
                    (
                        _("option → {day}").format(day=date_short(place.until)),
                        place.holder,
                    )
                )
                if place.until
                else _("free")
            )
            closes = _("closes {day}").format(day=date_short(place.closes_on))
            parts.pair(
                f"place-{place.pool_id}",
                bold(f"{place.name} · {place.issue}"),
                join((held, closes)),
                bold(money(place.price)),
            )
        worth = total(place.price for place in places)
        parts.pair("place-total", bold(_("Together")), "", bold(money(worth)))

    opened(_("Premium places left"), definition, draw)


def open_moved(mover: Mover | None, period: Period) -> None:
    """Open what has moved the forecast for one cause."""
    if mover is None:
        return
    me = asking.me()

    def draw() -> None:
        with asking.reading() as session:
            since = in_days(me.today, -WEEK)
            found = moved_since(session, me, period, since)
        rows = [row for row in found if row.mover is mover]
        whole = total(row.amount for row in rows)
        many = ngettext("{number} row", "{number} rows", len(rows))
        st.markdown(
            bold(join((many.format(number=number(len(rows))), money(whole, plus=True))))
        )
        if rows:
            table(
                {
                    _("Advertiser"): [row.advertiser for row in rows],
                    _("What"): [row.what for row in rows],
                    _("Rep"): [row.rep for row in rows],
                    _("Effect"): [money(row.amount, plus=True) for row in rows],
                },
                amounts=(_("Effect"),),
                key=f"table_moved_{mover.value}",
            )

    definition = _(
        "What each line or opportunity weighs in the forecast today, less what it "
        "weighed seven days ago."
    )
    opened(mover_word(mover), definition, draw)


def open_advertisers(segment: Segment, period: Period) -> None:
    """Open the advertisers of a segment: who is missing, or whose rows are counted."""
    me = asking.me()
    names = {
        Segment.LAPSED: _("Who has not come back"),
        Segment.NEW: _("New advertisers"),
        Segment.RENEWED: _("Advertisers who are back"),
        Segment.RETURNED: _("Advertisers who returned"),
    }
    if segment is not Segment.LAPSED:
        definition = _(
            "Rows of the ledger of these advertisers. New: never published before; "
            "back: published the year before; returned: published earlier still."
        )
        part = replace(period, segment=segment)
        open_ledger(names[segment], definition, part, f"segment_{segment.value}")
        return

    def draw() -> None:
        with asking.reading() as session:
            rows = list_lapsed(session, me, period)
        advertiser_rows(rows, f"lapsed_{period.since.year}")

    definition = _(
        "Advertisers with net published the year before and none this year, with what "
        "they had."
    )
    opened(names[segment], definition, draw)


def open_missing(rows: Sequence[AdvertiserSum], issue: str) -> None:
    """Open who ran in last year's same issue and holds nothing in this one."""
    definition = _(
        "Advertisers published in last year’s issue of the same season or dossier, "
        "with what they had booked in it."
    )
    title = _("Who has not come back to {issue}").format(issue=issue)
    opened(title, definition, lambda: advertiser_rows(rows, "missing"))


def open_top(period: Period) -> None:
    """Open the largest advertisers, and their share."""
    me = asking.me()

    def draw() -> None:
        with asking.reading() as session:
            found = concentration(session, me, period)
        advertiser_rows(found.top, "top")
        share = "–" if found.share is None else percent(found.share // 10 * 10)
        st.markdown(
            parts.muted(
                _("{share} of {whole} from {many} advertisers").format(
                    share=share,
                    whole=money(found.whole),
                    many=number(found.advertisers),
                )
            )
        )

    definition = _("The ten advertisers with the most booked net.")
    opened(_("The ten largest"), definition, draw)


def open_stage(stage: str, label: str, period: Period) -> None:
    """Open what stands at a stage of the pipeline, each by its chances."""
    me = asking.me()

    def draw() -> None:
        with asking.reading() as session:
            rows = list_prospects(session, me, period, stage=stage)
        whole = total(row.amount for row in rows)
        weighs = total(row.weighted for row in rows)
        table(
            {
                _("Advertiser"): [row.advertiser for row in rows],
                _("What"): [row.what for row in rows],
                _("Rep"): [row.rep for row in rows],
                _("Expected"): [_day(row.due_on) for row in rows],
                _("Amount"): [money(row.amount) for row in rows],
                _("Chance"): [percent(row.chance) for row in rows],
                _("Weighted"): [money(row.weighted) for row in rows],
            },
            amounts=(_("Amount"), _("Chance"), _("Weighted")),
            key=f"table_stage_{stage}",
        )
        parts.pair(
            "stage-total", bold(_("Together")), money(whole), bold(money(weighs))
        )

    definition = _("What is not booked yet, each amount times its chance.")
    opened(label, definition, draw)


def open_given(given: Sequence[Given]) -> None:
    """Open what discounts took off, by reason."""

    def draw() -> None:
        for place, row in enumerate(given):
            many = ngettext("{number} line", "{number} lines", row.lines)
            told = many.format(number=number(row.lines)) if row.lines else ""
            parts.pair(
                f"given-{place}",
                bold(reason_word(row.reason)),
                told,
                bold(money(row.amount)),
            )
        whole = total(row.amount for row in given)
        parts.pair("given-total", bold(_("Together")), "", bold(money(whole)))

    definition = _(
        "Gross less net of the ledger’s rows: what the rate card’s scales and "
        "exceptional discounts took off; commissions are not in it."
    )
    opened(_("Discounts by reason"), definition, draw)


def advertiser_rows(rows: Sequence[AdvertiserSum], key: str) -> None:
    """Draw advertisers with their net, and the sum."""
    whole = total(row.net_net for row in rows)
    many = ngettext("{number} advertiser", "{number} advertisers", len(rows))
    st.markdown(bold(join((many.format(number=number(len(rows))), money(whole)))))
    if rows:
        table(
            {
                _("Advertiser"): [row.name for row in rows],
                _("Sector"): [row.sector for row in rows],
                _("Rows"): [number(row.many) for row in rows],
                _("Net net"): [money(row.net_net) for row in rows],
            },
            amounts=(_("Rows"), _("Net net")),
            key=f"table_{key}",
        )


def _day(day: date | None) -> str:
    return date_short(day) if day else ""
