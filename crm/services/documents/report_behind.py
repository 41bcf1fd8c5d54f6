"""What a revenue report tells behind the net: who returns, what leaks, who works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.activity_figures import Done, whole
from crm.domain.money import Money, divide, total
from crm.domain.revenue import share_of
from crm.language import _
from crm.language.formats import date_long, money, number
from crm.language.revenue_words import reason_word
from crm.services.documents.report_cuts import others, sum_table
from crm.services.documents.report_period import share
from crm.services.revenue_told import activity_told, leaks_told, retention_told
from mediakit.model.report import ReportPart, ReportTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.services.documents.report_facts import ReportFacts
    from crm.store.queries.revenue import EntryRow
    from crm.store.queries.revenue_page import RevenuePage

MOST_ROWS = 24
"""So many rows of a list are told one by one, the largest; the others together."""
TOP = 10
"""As many advertisers make the concentration."""


def return_parts(facts: ReportFacts) -> Iterator[ReportPart]:
    """Yield who comes back, who is missing and what they weighed, who is largest."""
    page = facts.page
    year = page.period.since.year
    heading = _("Who comes back, who is missing")
    kept = page.retention
    figures = (
        (_("Advertisers of last year up to the same day"), number(kept.base)),
        (_("of them back this year"), _kept(kept.kept, kept.share)),
        (_("Advertisers of the whole of last year"), number(kept.full_base)),
        (
            _("of them back this year"),
            _kept(kept.full_kept, kept.full_share),
        ),
        (_("New"), number(page.new)),
        (_("What the missing weighed"), money(kept.lost)),
        (_("Average discount"), share(page.sums.discount)),
        (_("Ten largest"), share(page.top.share)),
        (_("Share of agencies"), share(share_of(page.bought, page.standing.net))),
    )
    yield ReportPart(
        heading,
        str(year),
        retention_told(kept, page.new, year).plain,
        table=ReportTable((_("Figure"), _("Value")), figures),
    )
    if facts.lapsed:
        shown, rest = facts.lapsed[:MOST_ROWS], facts.lapsed[MOST_ROWS:]
        named = [(row.name, row.many, row.net_net) for row in shown]
        named += others([(row.many, row.net_net) for row in rest])
        yield ReportPart(
            _("Who has not come back"),
            _("net of {year}").format(year=year - 1),
            table=sum_table(_("Advertiser"), named),
        )
    if facts.advertisers:
        first, rest_ = facts.advertisers[:TOP], facts.advertisers[TOP:]
        named = [(row.name, row.many, row.net_net) for row in first]
        named += others([(row.many, row.net_net) for row in rest_])
        said = _("The ten largest make {share} of the net.")
        yield ReportPart(
            _("The largest advertisers"),
            sentence=said.format(share=share(page.top.share)),
            table=sum_table(_("Advertiser"), named),
        )


def _kept(many: int, of_all: int | None) -> str:
    return number(many) if of_all is None else f"{number(many)} · {share(of_all)}"


def leak_parts(facts: ReportFacts) -> Iterator[ReportPart]:
    """Yield what discounts take off by reason and by rep, and what was cancelled."""
    page, sums = facts.page, facts.page.sums
    said = leaks_told(sums, page.cancelled).plain
    if not sums.many:
        yield ReportPart(_("What leaks"), sentence=said)
        return
    lost = (
        (_("Card rate"), money(sums.card), ""),
        (_("Gross"), money(sums.gross), ""),
        (_("Discounts"), money(-sums.given), share(sums.discount)),
        (_("Net"), money(sums.net), ""),
        (_("Booked net"), money(sums.net_net), share(sums.yield_)),
        (_("Cancellations"), money(page.cancelled.net_net), ""),
    )
    table = ReportTable((_("Amount"), _("Whole"), _("Share")), lost)
    note = _("discounts of the gross, booked net of the card rate")
    yield ReportPart(_("What leaks"), note, said, table=table)
    if page.given:
        yield _reasons(page)
    if page.rep_sums:
        yield _leaks_by_rep(page)
    if facts.taken_back:
        yield _cancellations(facts.taken_back, page)


def _reasons(page: RevenuePage) -> ReportPart:
    table = ReportTable(
        (_("Reason"), _("Lines"), _("Discounts"), _("Share of the gross")),
        tuple(
            (
                reason_word(row.reason),
                number(row.lines) if row.lines else "",
                money(row.amount),
                share(share_of(row.amount, page.sums.gross)),
            )
            for row in page.given
        ),
        (
            *(_("Together"), ""),
            money(total(row.amount for row in page.given)),
            share(page.sums.discount),
        ),
    )
    return ReportPart(_("Discounts by reason"), table=table)


def _leaks_by_rep(page: RevenuePage) -> ReportPart:
    rows = page.rep_sums
    gross = total(row.amounts.gross for row in rows)
    given = total(row.amounts.given for row in rows)
    card = total(row.amounts.card for row in rows)
    net = total(row.net_net for row in rows)
    table = ReportTable(
        (_("Rep"), _("Gross"), _("Discounts"), _("Average discount"), _("Yield")),
        tuple(
            (
                row.name,
                money(row.amounts.gross),
                money(row.amounts.given),
                share(row.amounts.discount),
                share(row.amounts.yield_),
            )
            for row in rows
        ),
        (
            *(_("Together"), money(gross), money(given)),
            *(share(share_of(given, gross)), share(share_of(net, card))),
        ),
    )
    return ReportPart(_("Discounts by rep"), table=table)


def _cancellations(rows: Sequence[EntryRow], page: RevenuePage) -> ReportPart:
    shown, rest = rows[:MOST_ROWS], rows[MOST_ROWS:]
    cells = [
        (row.advertiser, row.number, date_long(row.posted_on), money(row.net_net))
        for row in shown
    ]
    cells += [
        (name, "", "", money(amount))
        for name, _many, amount in others([(1, row.net_net) for row in rest])
    ]
    table = ReportTable(
        (_("Advertiser"), _("Booking"), _("Taken back on"), _("Booked net")),
        tuple(cells),
        (_("Together"), "", "", money(page.cancelled.net_net)),
        words=3,
    )
    return ReportPart(_("Cancellations"), table=table)


def activity_part(page: RevenuePage) -> ReportPart | None:
    """Tell what each rep has done in four weeks; None where nothing was done."""
    if not page.activity:
        return None
    names = sorted({row.rep for row in page.activity})
    done = {
        name: whole(row.done for row in page.activity if row.rep == name)
        for name in names
    }
    names.sort(key=lambda name: (-done[name].calls, name))
    net = {row.name: row.net_net for row in page.reps}
    nothing = Money(0, page.period.currency)
    table = ReportTable(
        (
            *(_("Rep"), _("Calls"), _("Reached"), _("Meetings")),
            *(_("Bookings"), _("Net a call")),
        ),
        tuple(
            (name, *_counts(done[name]), _a_call(net.get(name, nothing), done[name]))
            for name in names
        ),
        (_("Together"), *_counts(whole(done.values())), ""),
    )
    said = activity_told(page.activity).plain
    return ReportPart(_("Who is at work"), _("four weeks"), said, table=table)


def _counts(done: Done) -> tuple[str, ...]:
    four = (done.calls, done.reached, done.meetings, done.bookings)
    return tuple(number(many) for many in four)


def _a_call(net: Money, done: Done) -> str:
    if not done.calls:
        return "–"
    return money(Money(divide(net.cents, done.calls), net.currency))
