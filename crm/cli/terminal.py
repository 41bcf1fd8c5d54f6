"""What every command shares: the terminal's language, its types, its refusals."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import click

from crm.domain.errors import DeskError, words
from crm.language import LANGUAGES, _, set_language
from crm.language.formats import number, parse_day, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crm.services.front import FrontDesk

P = ParamSpec("P")


def terminal_language() -> str:
    """Return the language of the terminal, by LC_ALL, LC_MESSAGES or LANG."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "fr" if os.environ[name].lower().startswith("fr") else "en"
    return "en"


# Help is written when the commands are defined, so the language comes first.
set_language(terminal_language())


class DayType(click.ParamType[date]):
    """A day, as 2027-03-04 or 04/03/2027."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the day, or say how to write it."""
        if isinstance(value, date):
            return value
        try:
            return parse_day(str(value))
        except DeskError as refusal:
            self.fail(tell(refusal), param, ctx)


DAY = DayType()
HELP = click.help_option("--help", help=_("Show this help and exit."))
JSON = click.option(
    "--json", "as_json", is_flag=True, help=_("Print the answer as JSON.")
)
LANG = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help=_("The document’s language; the advertiser’s unless given."),
)
OUT = click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("The file to write."),
)


def refusing(command: Callable[P, None]) -> Callable[P, None]:
    """Turn a refusal into its sentence and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        set_language(terminal_language())
        try:
            command(*args, **kwargs)
        except DeskError as refusal:
            click.echo(tell(refusal), err=True)
            sys.exit(1)

    return run


def front_desk() -> FrontDesk:
    """Return the desk of REGIE_DATABASE_URL; imported late: --help stays quick."""
    from crm.services.front import FrontDesk  # noqa: PLC0415

    return FrontDesk()


class NotSetUpError(DeskError):
    """The desk has not been opened yet."""

    sentence = words("This desk is not set up yet. Run: regie setup --demo")


class UnwritableError(DeskError):
    """A file cannot be written."""

    sentence = words(
        "{path} cannot be written. Name a file in a folder you may write to."
    )


def opened_desk() -> FrontDesk:
    """Return a desk somebody has set up, or say how to."""
    desk = front_desk()
    if not desk.is_set_up():
        raise NotSetUpError
    return desk


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """Say what is being done while it lasts, to a person at a terminal only."""
    watched = sys.stderr.isatty()
    if watched:
        click.echo(f"\r{doing}", nl=False, err=True)
    try:
        yield
    finally:
        if watched:
            click.echo("\r\x1b[K", nl=False, err=True)


def write_out(output: Path, content: bytes, as_json: bool, **facts: Any) -> None:  # noqa: ANN401, FBT001  facts of any kind
    """Write a file and say so. Raises UnwritableError."""
    try:
        output.write_bytes(content)
    except OSError as failure:
        raise UnwritableError(path=str(output)) from failure
    if as_json:
        print_json({"file": str(output), "bytes": len(content), **facts})
    else:
        click.echo(
            _("{file}: {size} bytes").format(file=output, size=number(len(content)))
        )


def print_json(facts: dict[str, Any]) -> None:
    """Print facts as JSON."""
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
