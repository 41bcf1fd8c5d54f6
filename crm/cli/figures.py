"""Figures from the shell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from crm.cli.terminal import DAY, JSON, opened_desk, print_json, refusing, write_out
from crm.domain.money import Money
from crm.domain.revenue import Basis, Period
from crm.domain.roles import Door
from crm.language import _
from crm.language.formats import money


@click.group(help=_("Figures that leave the desk."))
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
@JSON
@refusing
def revenue(
    *,
    since: date | None,
    until: date | None,
    by: str,
    xlsx: Path | None,
    as_json: bool,
) -> None:
    """Tell booked net and its cuts."""
    from crm.services.reports.revenue import (  # noqa: PLC0415
        revenue_facts,
        revenue_workbook,
    )

    desk = opened_desk()
    actor = desk.actor(None, Door.COMMAND)
    year = (since or until or actor.today).year
    period = Period(since or date(year, 1, 1), until or date(year, 12, 31), Basis(by))
    with desk.reading() as session:
        facts = revenue_facts(session, actor, period)
        book = revenue_workbook(session, actor, period) if xlsx else b""
    if xlsx:
        write_out(xlsx, book, as_json, **facts)
    elif as_json:
        print_json(facts)
    else:
        _print_revenue(facts)


def _print_revenue(facts: dict[str, Any]) -> None:
    click.echo(
        _("Booked net {since} to {until}: {amount}").format(
            since=facts["since"],
            until=facts["until"],
            amount=money(Money(facts["booked_net_cents"])),
        )
    )
    for cut, rows in facts["by"].items():
        click.echo(f"\n{cut}")
        for row in rows:
            click.echo(f"  {row['name']:<40} {money(Money(row['net_net_cents'])):>16}")
