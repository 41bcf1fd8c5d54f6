"""Who comes back to the revenue of a year, who is new, who is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.revenue import Segment, share_of
from crm.language import _, ngettext
from crm.language.formats import money, number, percent
from crm.services.revenue_told import retention_told
from crm.ui import parts
from crm.ui.board import board
from crm.ui.drawers.revenue_more import open_advertisers, open_top
from crm.ui.escape import bold, html, join
from crm.ui.revenue_lists import ROOM
from crm.ui.revenue_moves import strip
from crm.ui.revenue_parts import linked, rows_button, told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.money import Money
    from crm.domain.revenue_amounts import Amounts
    from crm.store.queries.revenue_advertisers import (
        AdvertiserSum,
        Concentration,
        Retention,
    )
    from crm.store.queries.revenue_page import RevenuePage


def segment_bar(
    kept: Retention, segments: Mapping[Segment, tuple[int, Amounts]], key: str
) -> Segment | None:
    """Draw who is back, new and missing as one bar; return the segment picked."""
    missing = kept.full_base - kept.full_kept
    new = segments[Segment.NEW][0] if Segment.NEW in segments else 0
    back = segments[Segment.RETURNED][0] if Segment.RETURNED in segments else 0
    told = (
        (
            Segment.RENEWED,
            "sold",
            kept.full_kept,
            ngettext("{n} back", "{n} back", kept.full_kept),
        ),
        (Segment.NEW, "new", new, ngettext("{n} new", "{n} new", new)),
        (Segment.RETURNED, "left", back, _("{n} returned")),
        (
            Segment.LAPSED,
            "lost",
            missing,
            ngettext("{n} missing", "{n} missing", missing),
        ),
    )
    whole = sum(many for _segment, _kind, many, _words in told)
    bars = "".join(
        f'<i class="{kind}" style="flex:{many}" role="button" tabindex="0"'
        f' data-id="{segment.value}"'
        f' title="{html(words_.format(n=number(many)))}">'
        f"<span>{html(_said(many, whole, words_))}</span></i>"
        for segment, kind, many, words_ in told
        if many > 0
    )
    if not bars:
        return None
    picked = board(f'<div class="frs"><div class="bar one">{bars}</div></div>', key)
    return Segment(picked) if picked else None


def _said(many: int, of: int, words_: str) -> str:
    """Write a part's count in words, alone where words have no room."""
    return words_.format(n=number(many)) if many * ROOM >= of else number(many)


def lapsed_lines(rows: Sequence[AdvertiserSum], year: int) -> None:
    """Draw the largest who have not come back."""
    for row in rows:
        many = ngettext(
            "{number} row in {year}", "{number} rows in {year}", row.many
        ).format(number=number(row.many), year=year - 1)
        parts.pair(
            f"lapsed-{row.company_id}",
            bold(row.name),
            join((row.sector, many)),
            bold(money(row.net_net, cents=False)),
        )


def three_shares(
    discount: int | None, top: Concentration, bought: Money, net: Money
) -> tuple[tuple[str, str], ...]:
    """Return the average discount, the share of the ten largest, and the agencies'."""

    def told(share: int | None) -> str:
        return "–" if share is None else percent(share // 10 * 10)

    return (
        (_("Average discount"), told(discount)),
        (_("Ten largest"), told(top.share)),
        (_("Share of agencies"), told(share_of(bought, net))),
    )


def returns_part(page: RevenuePage, *, may_open: bool) -> None:
    """Draw who comes back, who is new, who is missing, and three shares."""
    year = page.period.since.year
    with told(_("Who comes back, who is missing"), str(year), "back"):
        said = retention_told(page.retention, page.new, year)
        if linked(said, "back", may_open=may_open and bool(page.retention.full_base)):
            open_advertisers(Segment.LAPSED, page.period)
        segment = segment_bar(page.retention, page.segments, "board_segments")
        lapsed_lines(page.lapsed, year)
        net = page.standing.net
        shares = three_shares(page.sums.discount, page.top, page.bought, net)
        strip("shares", shares)
        if not may_open:
            return
        if rows_button("top", _("the ten largest")):
            open_top(page.period)
        if segment is not None:
            open_advertisers(segment, page.period)
