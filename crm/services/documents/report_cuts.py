"""The cuts of a revenue report: by month, by rep, by support, by whatever else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.money import Money, total
from crm.domain.revenue import SEGMENTS, Against, Basis, Cut, share_of
from crm.language import _, ngettext
from crm.language.formats import money, month, number
from crm.language.revenue_words import month_of, part_word
from crm.language.vocabulary import word
from crm.services.documents.report_charts import month_chart, named_chart
from crm.services.documents.report_period import (
    held_against,
    or_dash,
    share,
    year_before,
)
from mediakit.model.report import ReportPart, ReportTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.services.documents.report_facts import ReportFacts
    from crm.store.queries.revenue_page import RevenuePage
    from crm.store.queries.standing import BesideRow

MOST_MONTHS = 18
"""How many months fit beside one another."""
MOST_PARTS = 12
"""So many parts of a cut are named, the others told together."""
LAST_ISSUES = 9
"""As many of the issues that come out last are named beside the largest."""


def cut_parts(facts: ReportFacts) -> Iterator[ReportPart]:
    """Yield the parts a period is cut into, each with its table."""
    page = facts.page
    yield _month_part(page)
    if page.reps:
        yield _rep_part(facts)
    if page.parts[Cut.SUPPORT]:
        yield _support_part(page)
    headings = {
        Cut.TITLE: (_("By title"), _("Title")),
        Cut.ISSUE: (_("By issue"), _("Issue")),
        Cut.SECTOR: (_("By sector"), _("Sector")),
        Cut.AGENCY: (_("Agencies or direct"), _("Bought")),
    }
    for cut, (heading, name) in headings.items():
        rows = page.parts[cut]
        if len(rows) > (cut is Cut.TITLE):
            yield _sum_part(heading, name, _named(rows, cut), page)
    if page.segments:
        yield _segment_part(page)


def _month_part(page: RevenuePage) -> ReportPart:
    rows, period = page.months, page.period
    heading = _("By month of publication")
    if period.basis is Basis.POSTED:
        heading = _("By month of booking")
    if not any(row.net_net or row.beside for row in rows):
        return ReportPart(heading, sentence=_("No month has a row yet."))
    beside = held_against(period, page.against)
    note = _("rule: the same month of {year}").format(year=beside)
    if page.against is Against.TARGET:
        note = _("rule: the month’s target")
    best = max(rows, key=lambda row: row.net_net.cents)
    sentence = ""
    if best.net_net:
        sentence = _("{month} leads with {amount}.").format(
            month=month(month_of(best.key)).capitalize(), amount=money(best.net_net)
        )
    chart = None
    if len(rows) <= MOST_MONTHS:
        chart = month_chart(rows, heading, page.today)
    table = ReportTable(
        (_("Month"), _("Rows"), _("Booked net"), beside, _("Difference")),
        tuple(
            (
                month(month_of(row.key)),
                number(row.many),
                money(row.net_net),
                money(row.beside),
                money(row.net_net - row.beside, plus=True),
            )
            for row in rows
        ),
        _beside_total(rows, [number(sum(row.many for row in rows))]),
        is_grand=True,
    )
    return ReportPart(heading, note, sentence, chart, table, code="months")


def _beside_total(rows: Sequence[BesideRow], more: Sequence[str]) -> tuple[str, ...]:
    net = total(row.net_net for row in rows)
    beside = total(row.beside for row in rows)
    figures = (money(net), money(beside), money(net - beside, plus=True))
    return (_("Together"), *more, *figures)


def _rep_part(facts: ReportFacts) -> ReportPart:
    """Tell each rep's net beside the target and the year before."""
    page = facts.page
    rows = {row.key: row for row in (*page.reps, *facts.reps_asked)}
    asked = {row.key: row.beside for row in facts.reps_asked}
    nothing = Money(0, page.period.currency)
    columns = [_("Rep"), _("Booked net"), _("Target"), _("Share of the target")]
    before: dict[int, Money] = {}
    if page.against is Against.LAST_YEAR:
        before = {row.key: row.beside for row in page.reps}
        columns.append(year_before(page.period))
    cells = []
    for key, row in rows.items():
        goal = asked.get(key, nothing)
        told = [row.name, money(row.net_net), or_dash(goal)]
        told.append(share(share_of(row.net_net, goal)))
        if len(columns) > len(told):
            told.append(or_dash(before.get(key, nothing)))
        cells.append(tuple(told))
    net = total((row.net_net for row in rows.values()), nothing.currency)
    goals = total(asked.values(), nothing.currency)
    sums = [_("Together"), money(net), or_dash(goals), share(share_of(net, goals))]
    if len(columns) > len(sums):
        sums.append(or_dash(total(before.values(), nothing.currency)))
    note = _("behind: {year}").format(year=held_against(page.period, page.against))
    said = _("Booked net by rep")
    return ReportPart(
        _("By rep"),
        note.lower() if page.against is Against.TARGET else note,
        "",
        named_chart(page.reps, said),
        ReportTable(tuple(columns), tuple(cells), tuple(sums)),
        is_half=True,
        code="reps",
    )


def _support_part(page: RevenuePage) -> ReportPart:
    rows = page.parts[Cut.SUPPORT]
    net = total(row.net_net for row in rows)
    beside = held_against(page.period, page.against)
    table = ReportTable(
        (_("Support"), _("Share"), _("Booked net"), beside, _("Difference")),
        tuple(
            (
                row.name or _("None"),
                share(share_of(row.net_net, net)),
                money(row.net_net),
                money(row.beside),
                money(row.net_net - row.beside, plus=True),
            )
            for row in rows
        ),
        _beside_total(rows, [share(share_of(net, net))]),
    )
    said = _("Booked net by support")
    note = _("behind: {year}").format(year=beside)
    return ReportPart(
        _("By support"),
        note.lower() if page.against is Against.TARGET else note,
        "",
        named_chart(rows, said),
        table,
        is_half=True,
        code="supports",
    )


Named = tuple[str, int, Money]
"""A part: its name, how many rows it sums, its booked net."""


def _named(rows: Sequence[BesideRow], cut: Cut) -> list[Named]:
    """Name the largest parts, and the last issues; the others are told together."""
    largest = sorted(rows, key=lambda row: -row.net_net.cents)[:MOST_PARTS]
    if cut is Cut.ISSUE:
        largest += rows[-LAST_ISSUES:]
    named = [
        (part_word(cut, row.key, row.name), row.many, row.net_net)
        for row in rows
        if row in largest
    ]
    rest = [row for row in rows if row not in largest]
    return [*named, *others([(row.many, row.net_net) for row in rest])]


def others(rest: Sequence[tuple[int, Money]]) -> list[Named]:
    """Put what is not named together, in one part; in none where there is nothing."""
    if not rest:
        return []
    said = ngettext("{number} other", "{number} others", len(rest))
    lines = sum(many for many, _amount in rest)
    whole = total(amount for _many, amount in rest)
    return [(said.format(number=number(len(rest))), lines, whole)]


def sum_table(name: str, rows: Sequence[Named]) -> ReportTable:
    """Return a table of parts, what each is of the whole, and their sum."""
    net = total(amount for _name, _many, amount in rows)
    return ReportTable(
        (name, _("Rows"), _("Booked net"), _("Share")),
        tuple(
            (what, number(many), money(amount), share(share_of(amount, net)))
            for what, many, amount in rows
        ),
        (
            _("Together"),
            number(sum(many for _name, many, _net in rows)),
            money(net),
            "",
        ),
    )


def _sum_part(
    heading: str, name: str, rows: Sequence[Named], page: RevenuePage
) -> ReportPart:
    note = _("of {net}").format(net=money(page.standing.net))
    return ReportPart(heading, note, table=sum_table(name, rows))


def _segment_part(page: RevenuePage) -> ReportPart:
    found = {one: page.segments[one] for one in SEGMENTS if one in page.segments}
    net = total(sums.net_net for _many, sums in found.values())
    rows = tuple(
        (
            word(segment).capitalize(),
            number(many),
            number(sums.many),
            money(sums.net_net),
            share(share_of(sums.net_net, net)),
        )
        for segment, (many, sums) in found.items()
    )
    whole = (
        _("Together"),
        number(sum(many for many, _sums in found.values())),
        number(sum(sums.many for _many, sums in found.values())),
        money(net),
        "",
    )
    columns = (_("Advertisers"), _("How many"), _("Rows"), _("Booked net"), _("Share"))
    return ReportPart(_("New and renewed"), table=ReportTable(columns, rows, whole))
