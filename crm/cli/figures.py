"""Figures from the shell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from crm.cli.terminal import (
    DAY,
    HELP,
    JSON,
    busy,
    opened_desk,
    print_json,
    refusing,
    write_out,
)
from crm.domain.money import Money
from crm.domain.revenue import Basis, Cut, Period
from crm.domain.roles import Door
from crm.language import _
from crm.language.formats import date_long, money, month


@click.group(help=_("Figures that leave the desk."))
@HELP
def report() -> None:
    """Gather the reports."""


@report.command(help=_("Booked net, summed over the ledger."))
@click.option("--from", "since", type=DAY, help=_("The first day; 1 January."))
@click.option("--to", "until", type=DAY, help=_("The last day; 31 December."))
@click.option(
    "--by",
    type=click.Choice([basis.value for basis in Basis]),
    default=Basis.PUBLISHED.value,
    show_default=True,
    help=_("Which day counts: publication’s or booking’s."),
)
@click.option(
    "--xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Write a workbook to this file."),
)
@click.option(
    "--pdf",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Issue the report as PDF, keep it, and write it to this file."),
)
@click.option("--lang", type=click.Choice(["fr", "en"]), help=_("Its language."))
@JSON
@HELP
@refusing
def revenue(
    *,
    since: date | None,
    until: date | None,
    by: str,
    xlsx: Path | None,
    pdf: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Tell booked net and its cuts."""
    from crm.services.documents import issue_revenue_report  # noqa: PLC0415
    from crm.services.reports.revenue import (  # noqa: PLC0415
        revenue_facts,
        revenue_workbook,
    )

    desk = opened_desk()
    actor = desk.itself(Door.COMMAND)
    year = (since or until or actor.today).year
    period = Period(since or date(year, 1, 1), until or date(year, 12, 31), Basis(by))
    if pdf:
        with busy(_("Drawing the report…")):
            issued = desk.store.write(
                lambda session: issue_revenue_report(
                    session, actor, period, language=lang or ""
                ),
                actor,
            )
        facts = {"sha256": issued.sha256, "document": issued.id}
        write_out(pdf, issued.content, as_json, **facts)
        return
    with busy(_("Adding up…")), desk.reading(actor) as session:
        facts = revenue_facts(session, actor, period)
        book = revenue_workbook(session, actor, period) if xlsx else b""
    if xlsx:
        write_out(xlsx, book, as_json, **facts)
    elif as_json:
        print_json(facts)
    else:
        _print_revenue(facts, period)


def _print_revenue(facts: dict[str, Any], period: Period) -> None:
    """Print booked net, then its cuts in two columns that all of them share."""
    from crm.services.reports.revenue import CUTS  # noqa: PLC0415

    whole = money(Money(facts["booked_net_cents"]))
    cuts = {
        _(CUTS[Cut(cut)]): [
            (_named(Cut(cut), row), money(Money(row["net_net_cents"]))) for row in rows
        ]
        for cut, rows in facts["by"].items()
        if rows
    }
    told = [pair for rows in cuts.values() for pair in rows]
    names = max((len(name) for name, _amount in told), default=0)
    amounts = max((len(amount) for _name, amount in told), default=0)
    click.echo(
        _("Booked net, {since} to {until}: {amount}").format(
            since=date_long(period.since), until=date_long(period.until), amount=whole
        )
    )
    for heading, rows in cuts.items():
        click.echo(f"\n{heading}")
        for name, amount in rows:
            click.echo(f"  {name:<{names}}  {amount:>{amounts}}")


def _named(cut: Cut, row: dict[str, Any]) -> str:
    """Name a part of a cut: a month in words, a line of no issue by a dash."""
    if cut is Cut.MONTH:
        year, number = divmod(row["key"], 100)
        return month(date(year, number, 1))
    return row["name"] or "–"
