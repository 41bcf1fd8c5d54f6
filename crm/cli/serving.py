"""The desk as a program: set up, served, copied, checked."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from crm.cli.terminal import HELP, JSON, busy, front_desk, print_json, refusing
from crm.domain.roles import Door
from crm.language import _
from crm.language.formats import number

ROOT = Path(__file__).parents[2]


@click.command(help=_("Prepare the database; with --demo, open the demonstration."))
@click.option("--demo", is_flag=True, help=_("Load the demonstration desk."))
@HELP
@refusing
def setup(*, demo: bool) -> None:
    """Prepare the store, and load the demonstration where asked."""
    desk = front_desk()
    desk.prepare()
    if not demo:
        click.echo(_("Ready: {where}").format(where=desk.store.where))
        if not desk.is_set_up():
            click.echo(_("Next: regie setup --demo, or regie serve and a browser."))
        return
    with click.progressbar(length=100, label=_("Demonstration")) as bar:

        def progress(percent: int, step: str) -> None:
            bar.update(percent - bar.pos)
            bar.label = _(step) if step else bar.label

        desk.open_demonstration(progress)
        bar.update(100 - bar.pos)
    click.echo(_("The demonstration desk is open. Next: regie serve"))


@click.command(help=_("Serve the screens."))
@click.option(
    "--address",
    default="127.0.0.1",
    show_default=True,
    help=_("Where to listen; to set a desk up from elsewhere asks for a token."),
)
@click.option("--port", default=8501, show_default=True, help=_("The port."))
@click.option(
    "--demo",
    is_flag=True,
    help=_("Serve the demonstration to other machines, too: it asks for no password."),
)
@HELP
@refusing
def serve(*, address: str, port: int, demo: bool) -> None:
    """Start the server in this process's place."""
    front_desk().prepare()
    if demo:
        os.environ["REGIE_DEMO"] = "1"
    click.echo(
        _("Régie is opening at http://{address}:{port} (Ctrl-C stops it)").format(
            address=address, port=port
        )
    )
    arguments = (
        *("-m", "streamlit", "run", str(ROOT / "app.py")),
        *("--server.address", address, "--server.port", str(port)),
    )
    sys.stdout.flush()
    os.chdir(ROOT)
    # The server beneath would believe what any neighbour says of a visitor's address;
    # REGIE_TRUSTED_PROXIES says whom the desk believes.
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606  our own program


@click.command(help=_("Copy the embedded database to a new file, while people work."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@JSON
@HELP
@refusing
def backup(*, file: Path, as_json: bool) -> None:
    """Write a whole copy of the database."""
    from crm.services.backup import back_up  # noqa: PLC0415

    desk = front_desk()
    desk.prepare()
    with busy(_("Copying…")):
        size = back_up(desk.store, file)
    if as_json:
        print_json({"file": str(file), "bytes": size})
    else:
        click.echo(
            _("{file}: {size} bytes, checked.").format(file=file, size=number(size))
        )


@click.command(help=_("Prove that the books agree; exit 1 and say where they do not."))
@click.option(
    "--seal",
    default="",
    help=_("Also prove that the audit's seal with this digest still stands."),
)
@JSON
@HELP
@refusing
def check(*, seal: str, as_json: bool) -> None:
    """Verify the invariants of the live database."""
    from crm.services import seals  # noqa: PLC0415
    from crm.services.checks import check as find_faults  # noqa: PLC0415
    from crm.services.sealing.expiry import expiring_seals  # noqa: PLC0415

    desk = front_desk()
    with busy(_("Checking…")):
        itself = desk.itself(Door.COMMAND)
        desk.write(lambda session: seals.seal_due(session, itself), itself)
        with desk.reading() as session:
            found = find_faults(session)
            found += seals.check_seal(session, seal) if seal.strip() else []
            faults = [fault.told() for fault in found]
            last = seals.last_seal(session)
            warnings = [said.told() for said in expiring_seals(session, itself)]
    if as_json:
        print_json({"faults": faults, "warnings": warnings, "seal": last})
    else:
        for fault in faults:
            click.echo(fault)
        if not faults:
            click.echo(_("The books agree."))
        for warning in warnings:
            click.echo(warning)
        if last:
            click.echo(_("Last seal of the audit: {digest}").format(digest=last))
    if faults:
        sys.exit(1)
