"""The `regie` command: the same services as the screens, from a shell.

It speaks the terminal's language. Exit codes: 0 done, 1 refused or found at fault,
2 not understood. What is refused is one sentence on the error stream.
"""

from __future__ import annotations

import click

from crm.cli import figures, papers, seals, serving, users
from crm.cli.terminal import HELP
from crm.language import _


@click.group(help=_("Régie, the advertising-sales desk of a magazine."))
@HELP
@click.version_option(package_name="regie", help=_("Show the version and exit."))
def main() -> None:
    """Gather the commands."""


for command in (
    serving.setup,
    serving.serve,
    papers.mediakit,
    papers.booking_summary,
    papers.paper,
    seals.verify,
    seals.seal,
    figures.report,
    users.users,
    serving.backup,
    serving.check,
):
    main.add_command(command)
