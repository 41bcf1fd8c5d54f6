"""Documents from the shell."""

from __future__ import annotations

from pathlib import Path

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


@click.command(help=_("Make a media kit, for one advertiser or for the market."))
@click.option("--advertiser", help=_("The advertiser’s name or number."))
@click.option(
    "--list",
    "view",
    metavar="VIEW",
    help=_("A view of the list of advertisers: a kit for each of them."),
)
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
    wish = KitWish(company_id=company.id if company else None, language=spoken)
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
