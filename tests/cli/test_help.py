"""The regie command explains itself, in both languages and in the README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Regie

README = Path(__file__).parents[2] / "README.md"
COMMANDS = {
    "setup",
    "serve",
    "mediakit",
    "booking-summary",
    "paper",
    "report revenue",
    "verify",
    "seal import",
    "seal show",
    "seal remove",
    "users list",
    "users link",
    "backup",
    "check",
}


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


def test_every_command_has_help_in_both_languages(
    regie: Regie, speaking: Callable[[str], click.Group]
) -> None:
    names = [name for name, _command in commands(speaking("en"))]
    assert set(names) == COMMANDS
    for name in ["", "report", *names]:
        english = regie(*name.split(), "--help")
        french = regie(*name.split(), "--help", language="fr")
        assert english.exit_code == french.exit_code == 0
        assert "Show this help and exit." in english.stdout
        assert "Afficher cette aide et quitter." in french.stdout
        assert english.stdout.splitlines()[2] != french.stdout.splitlines()[2]


def test_every_option_has_its_help(speaking: Callable[[str], click.Group]) -> None:
    silent = [
        (name, parameter.name)
        for name, command in commands(speaking("en"))
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert silent == []


def test_readme_names_every_command_and_option(
    speaking: Callable[[str], click.Group],
) -> None:
    """A command's row of the table "The `regie` command" names all it takes."""
    rows = re.findall(r"^\| `regie (.*)$", README.read_text("utf-8"), re.MULTILINE)
    missing = []
    for name, command in commands(speaking("en")):
        row = next((row for row in rows if re.match(rf"{name}\b(?!-)", row)), None)
        if row is None:
            missing.append(name)
            continue
        for parameter in command.params:
            if parameter.name == "help":
                continue
            names = (
                parameter.opts
                if isinstance(parameter, click.Option)
                else [parameter.make_metavar(click.Context(command))]
            )
            if not any(known in row for known in names):
                missing.append(f"{name} {names[-1]}")
    assert missing == []
