"""Documents from the shell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm.cli.kit_lists import make_list
from crm.cli.terminal import (
    HELP,
    JSON,
    LANG,
    OUT,
    busy,
    opened_desk,
    refusing,
    write_out,
)
from crm.domain.errors import MissingError, UnknownError
from crm.domain.roles import Door
from crm.language import _, current_language

if TYPE_CHECKING:
    from crm.services.documents.kit_facts import Prices


@click.command(help=_("Make a media kit, for one advertiser or for the market."))
@click.option("--advertiser", help=_("The advertiser’s name or number."))
@click.option(
    "--list",
    "view",
    metavar="VIEW",
    help=_("A view of the list of advertisers: a kit for each of them."),
)
@click.option(
    "--pages",
    metavar="CODES",
    help=_("The pages by code, with commas; “auto”: those that serve it."),
)
@click.option(
    "--prices",
    type=click.Choice(["card", "net", "none"]),
    default="card",
    help=_("Card rates, the advertiser’s own net prices, or none."),
)
@click.option("--greeting", default="", help=_("A line on the cover, for one person."))
@LANG
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("The file to write."),
)
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("The folder to fill, with --list."),
)
@JSON
@HELP
@refusing
def mediakit(
    *,
    advertiser: str | None,
    view: str | None,
    pages: str | None,
    prices: Prices,
    greeting: str,
    lang: str | None,
    output: Path | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Issue a media kit and write it."""
    if view is not None and folder is not None:
        make_list(view, folder, lang or "", as_json=as_json)
        return
    if view is not None or output is None:
        asked = "--out" if view is not None else "--output"
        raise MissingError(label=asked)
    from crm.services.documents import issue_media_kit  # noqa: PLC0415
    from crm.services.documents.kit_choosing import (  # noqa: PLC0415
        codes_for,
        page_codes,
    )
    from crm.services.documents.media_kit import KitWish  # noqa: PLC0415
    from crm.store.queries.companies import find_company  # noqa: PLC0415

    desk = opened_desk()
    actor = desk.itself(Door.COMMAND)
    company = None
    if advertiser:
        with desk.reading(actor) as session:
            company = find_company(session, actor, advertiser)
        if company is None:
            raise UnknownError
    spoken = lang or (company.language if company else current_language())
    company_id = company.id if company else None
    if pages == "auto":
        with desk.reading(actor) as session:
            codes = codes_for(session, actor, company_id)
    else:
        codes = page_codes(pages)
    wish = KitWish(company_id, spoken, codes, prices=prices, greeting=greeting)
    with busy(_("Drawing the media kit…")):
        issued = desk.store.write(
            lambda session: issue_media_kit(session, actor, wish), actor
        )
    write_out(output, issued.content, as_json, sha256=issued.sha256, document=issued.id)


@click.command("booking-summary", help=_("Make the summary of a booking or quote."))
@click.argument("number", metavar="NUMBER")
@LANG
@OUT
@JSON
@HELP
@refusing
def booking_summary(
    *, number: str, lang: str | None, output: Path, as_json: bool
) -> None:
    """Issue a booking summary and write it."""
    from crm.services.documents import issue_booking_summary  # noqa: PLC0415
    from crm.store.queries.bookings import find_booking  # noqa: PLC0415

    desk = opened_desk()
    actor = desk.itself(Door.COMMAND)
    with desk.reading(actor) as session:
        found = find_booking(session, actor, number)
    if found is None:
        raise UnknownError
    with busy(_("Drawing the summary…")):
        issued = desk.store.write(
            lambda session: issue_booking_summary(
                session, actor, found.id, language=lang or ""
            ),
            actor,
        )
    write_out(output, issued.content, as_json, sha256=issued.sha256, document=issued.id)


PAPERS = (
    "amendment",
    "insertion-report",
    "proposal",
    "statement",
    "calendar",
    "technical-sheet",
    "flatplan",
)
"""What `regie paper` issues: the keys of `crm.cli.paper_kinds.KINDS`."""


@click.command(
    help=_(
        "Make a paper: amendment BC-2027-0042-A1, insertion-report BC-2027-0042-R17, "
        "proposal D-2027-0001, statement COMPANY, calendar [TITLE], technical-sheet "
        "[FORMAT], flatplan ISSUE."
    )
)
@click.argument("kind", type=click.Choice(PAPERS), metavar="KIND")
@click.argument("of", default="", metavar="[OF]")
@click.option(
    "--year",
    type=click.IntRange(1990, 2100),
    help=_("The year; this one unless given."),
)
@click.option("--situation", default="", help=_("The advertiser’s situation."))
@click.option("--objective", default="", help=_("What the advertiser wants to reach."))
@LANG
@OUT
@JSON
@HELP
@refusing
def paper(
    *,
    kind: str,
    of: str,
    year: int | None,
    situation: str,
    objective: str,
    lang: str | None,
    output: Path,
    as_json: bool,
) -> None:
    """Issue a paper and write it."""
    from crm.cli.paper_kinds import Asked, issue  # noqa: PLC0415

    desk = opened_desk()
    actor = desk.itself(Door.COMMAND)
    asked = Asked(of, year or actor.today.year, lang or "", situation, objective)
    with busy(_("Drawing the paper…")):
        issued = desk.store.write(
            lambda session: issue(session, actor, kind, asked), actor
        )
    write_out(output, issued.content, as_json, sha256=issued.sha256, document=issued.id)
