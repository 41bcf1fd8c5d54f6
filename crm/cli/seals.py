"""The publisher's seal from the shell, and whether a file is as it was issued."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm.cli.terminal import HELP, JSON, opened_desk, print_json, refusing
from crm.domain.errors import DeskError, MissingError, words
from crm.domain.roles import Door
from crm.domain.sealing import Verdict
from crm.language import _
from crm.language.formats import date_long

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

GENUINE = {Verdict.KEPT, Verdict.FILLED}
"""What the command ends with 0 for."""
TITLE = click.option(
    "--title",
    default="",
    help=_("A title of the publisher; needed where several publishers sell."),
)
FILE = click.argument(
    "file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path)
)


class UnreadableError(DeskError):
    """A file cannot be read."""

    sentence = words("{path} cannot be read. Check its name and your rights to it.")


@click.command(help=_("Say which document a PDF is, and whether it was changed."))
@FILE
@JSON
@HELP
@refusing
def verify(*, file: Path, as_json: bool) -> None:
    """Tell what a file is; end with 1 where it is not as it was issued."""
    from crm.language.seal_words import (  # noqa: PLC0415
        about_words,
        seal_words,
        verdict_words,
    )
    from crm.services.sealing.verifying import verify as verified  # noqa: PLC0415

    content = _read(file)
    desk = opened_desk()
    actor = desk.itself(Door.COMMAND)
    with desk.reading(actor) as session:
        found = verified(session, actor, file.name, content)
    if as_json:
        kept = found.document
        print_json(
            {
                "file": str(file),
                "verdict": found.verdict.value,
                "sha256": found.sha256,
                "document": kept and kept.id,
                "kind": kept and kept.kind.value,
                "reference": kept and kept.reference,
                "edition": kept and kept.edition,
                "issued_at": kept and kept.issued_at.isoformat(),
                "seals": [
                    {
                        "signer": seal.read.signer,
                        "fingerprint": seal.read.fingerprint,
                        "whole": seal.read.whole,
                        "later": seal.read.later.value,
                        "publisher": seal.ours and seal.ours.publisher,
                    }
                    for seal in found.seals
                ],
            }
        )
    else:
        click.echo(verdict_words(found))
        for line in about_words(found):
            click.echo(line)
        for seal in found.seals:
            first, *others = seal_words(seal, actor.at)
            click.echo(first)
            for line in others:
                click.echo(f"  {line}")
    if found.verdict not in GENUINE:
        sys.exit(1)


@click.group(help=_("The certificate documents are sealed with."))
@HELP
def seal() -> None:
    """Gather the commands about the seal."""


@seal.command("import", help=_("Seal documents with a certificate (.p12 or .pfx)."))
@FILE
@click.option(
    "--password-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("A file that holds the password; it is asked for unless given."),
)
@TITLE
@JSON
@HELP
@refusing
def import_(
    *, file: Path, password_file: Path | None, title: str, as_json: bool
) -> None:
    """Import a certificate with its key."""
    from crm.services.sealing.certificates import import_seal  # noqa: PLC0415

    content = _read(file)
    if password_file is not None:
        password = _read(password_file).decode("utf-8", "replace").rstrip("\r\n")
    else:
        password = click.prompt(
            _("Password of the file"), hide_input=True, default="", show_default=False
        )
    desk = opened_desk()
    actor = desk.itself(Door.COMMAND)
    desk.write(
        lambda session: import_seal(
            session, actor, _publisher(session, actor, title), content, password
        ),
        actor,
    )
    _show(as_json=as_json)


@seal.command(help=_("Say which certificate documents are sealed with."))
@JSON
@HELP
@refusing
def show(*, as_json: bool) -> None:
    """Tell the certificate there is."""
    _show(as_json=as_json)


@seal.command(help=_("Stop sealing documents, and erase the key."))
@TITLE
@HELP
@refusing
def remove(*, title: str) -> None:
    """Take the certificate away."""
    from crm.services.sealing.certificates import remove_seal  # noqa: PLC0415

    desk = opened_desk()
    actor = desk.itself(Door.COMMAND)
    desk.write(
        lambda session: remove_seal(session, actor, _publisher(session, actor, title)),
        actor,
    )
    _show(as_json=False)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as failure:
        raise UnreadableError(path=str(file)) from failure


def _publisher(session: Session, actor: Actor, title: str) -> int:
    """Return the publisher of a title that is named, or else the only one there is.

    Raises UnknownError, and MissingError where several publishers sell and no title
    says which is meant.
    """
    from crm.cli.paper_kinds import title_named  # noqa: PLC0415
    from crm.store.queries.magazine import list_titles  # noqa: PLC0415
    from crm.store.queries.publishers import publisher_of  # noqa: PLC0415

    if title.strip():
        named = title_named(session, actor, title)
        return publisher_of(session, actor, named).id
    titles = list_titles(session, actor)
    publishers = {publisher_of(session, actor, row.id).id for row in titles}
    if len(publishers) > 1:
        raise MissingError(label="--title")
    return next(iter(publishers))


def _show(*, as_json: bool) -> None:
    from crm.store.queries.verifying import list_seals  # noqa: PLC0415

    desk = opened_desk()
    actor = desk.itself(Door.COMMAND)
    with desk.reading(actor) as session:
        rows = [row for row in list_seals(session, actor) if row.ended_at is None]
    if as_json:
        print_json(
            {
                "seals": [
                    {
                        "publisher": row.publisher,
                        "subject": row.subject,
                        "issuer": row.issuer,
                        "fingerprint": row.fingerprint,
                        "valid_until": row.valid_until.isoformat(),
                    }
                    for row in rows
                ]
            }
        )
        return
    if not rows:
        click.echo(_("Documents are not sealed: there is no certificate."))
    for row in rows:
        said = _("Documents of {publisher} are sealed: {subject}, valid until {day}.")
        click.echo(
            said.format(
                publisher=row.publisher,
                subject=row.subject,
                day=date_long(row.valid_until.date()),
            )
        )
