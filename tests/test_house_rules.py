"""What must be true of every file, present and future."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.every import of_every

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*ROOT.glob("crm/**/*.py"), *ROOT.glob("mediakit/**/*.py")])
DESK = sorted(ROOT.glob("crm/**/*.py"))
PAGES = sorted(ROOT.glob("crm/ui/pages/[!_]*.py"))
ACTIONS = sorted(ROOT.glob("crm/services/**/*.py"))

DOMAIN, PAGE, ELSEWHERE = 200, 150, 300
LARGER = {
    "crm/domain/errors.py": (330, "one class a refusal, all in one place to be read"),
    "crm/domain/prices.py": (280, "the cascade is one argument, told in its order"),
    "crm/language/telling_words.py": (425, "a sentence an action, in one table"),
    "crm/services/bookings.py": (500, "every move of a booking beside the others"),
    "crm/services/titles.py": (410, "a list of plain additions, one a table"),
    "crm/store/models/bookings.py": (315, "a booking and all that hangs on it"),
    "crm/store/models/magazine.py": (330, "a title and all that it is sold by"),
    "crm/store/scope_rules.py": (375, "one rule a table, beside the others"),
    "crm/store/queries/bookings.py": (440, "a booking, whole"),
    "crm/store/queries/companies.py": (420, "the rows of companies and people"),
    "crm/store/queries/material_cards.py": (310, "a line and its files, whole"),
    "crm/store/queries/magazine.py": (355, "the rows of the publication side"),
}
"""Files past their budget: what they may come to, and why. Never raised lightly."""

FLOATS = {
    "crm/store/database.py": "seconds that a connection waits",
}
"""Where `float(`, `round(` or a division with `/` may stand in the desk, and why."""

NO_ACTOR = {
    "add_roles": "the roles exist before anybody does",
    "is_set_up": "asked before anybody sits down",
    "is_demonstration": "asked before anybody sits down",
    "check_not_set_up": "asked before anybody sits down",
    "keep_setting": "what the desk knows about itself is nobody's",
    "setting": "what the desk knows about itself is nobody's",
    "check_last": "the books are proved for nobody in particular",
    "check": "the books are proved for nobody in particular",
    "total_kept": "a piece of issuing a booking's papers",
    "check_totals": "the books are proved for nobody in particular",
    "check_kept": "the books are proved for nobody in particular",
    "check_audit": "the books are proved for nobody in particular",
    "check_seal": "the books are proved for nobody in particular",
    "check_page": "the books are proved for nobody in particular",
    "last_seal": "the books are proved for nobody in particular",
    "count_unsealed": "the books are proved for nobody in particular",
    "person": "a card of one of the desk's own people",
    "standard_pools": "what an issue is planned with, before it is",
    "new_desk": "the demonstration sits down before anybody does",
    "next_number": "a piece of an action, in its transaction",
    "follow": "a piece of an action, in its transaction",
    "exchange": "a piece of an action, in its transaction",
    "repair_of": "a piece of an action, in its transaction",
    "locked": "a piece of an action, in its transaction",
    "told": "a piece of an action, in its transaction",
    "same_parties": "a piece of an action, in its transaction",
    "wish_of": "a piece of an action, in its transaction",
    "kept_wish": "a piece of an action, in its transaction",
    "check_beside": "a piece of an action, in its transaction",
    "check_intent": "a piece of an action, in its transaction",
    "locked_bookings": "a piece of an action, in its transaction",
    "shorten_options": "a piece of an action, in its transaction",
    "set_bonus": "a piece of an action, in its transaction",
}
"""Functions of the services that take a session and no actor, and why."""


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@pytest.fixture(scope="module", autouse=True)
def _trees_are_let_go() -> Iterator[None]:
    """Free some million objects once the last rule is read."""
    yield
    tree.cache_clear()


@cache
def tracked() -> tuple[Path, ...]:
    """List the files that are, or could be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    return tuple(path for path in files if path.is_file())


# --- Tools, each in a process of its own -------------------------------------


def run(*command: str) -> None:
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_ruff_finds_nothing() -> None:
    run("-m", "ruff", "check", ".")


def test_every_file_is_formatted() -> None:
    run("-m", "ruff", "format", "--check", ".")


def test_the_types_hold() -> None:
    there = [name for name in ("crm", "mediakit", "app.py") if (ROOT / name).exists()]
    run("-m", "mypy", "--strict", *there)


def test_the_storeys_are_kept(tmp_path: Path) -> None:
    """Run the contracts of pyproject.toml; a door not built yet is optional."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    modules = {
        name
        for contract in contracts
        for key in ("layers", "source_modules", "forbidden_modules")
        for entry in contract.get(key, [])
        for name in entry.split(" | ")
        if name.split(".")[0] in {"crm", "mediakit"}
    }
    for name in sorted(modules):
        place = ROOT / name.replace(".", "/")
        if not place.is_dir() and not place.with_suffix(".py").exists():
            text = re.sub(rf'"{name}",? ?(?=[^|]*\])', "", text)
            text = re.sub(rf"(?<=[\"| ]){name}(?=[\" ])", f"({name})", text)
    settings = tmp_path / "pyproject.toml"
    settings.write_text(text, "utf-8")
    call = "import sys; from importlinter.cli import lint_imports;"
    run("-c", f"{call} sys.exit(lint_imports({str(settings)!r}, no_cache=True))")


# --- Files -------------------------------------------------------------------


@of_every(SOURCES, named)
def test_a_file_stays_small(source: Path) -> None:
    if "migrations/versions" in named(source):
        return
    budget = {"pages": PAGE, "domain": DOMAIN}.get(source.parent.name, ELSEWHERE)
    budget, _why = LARGER.get(named(source), (budget, ""))
    lines = len(source.read_text("utf-8").splitlines())
    assert lines <= budget, f"{lines} lines: what second thing moved in?"


def test_the_larger_files_are_still_there_and_still_large() -> None:
    for name in LARGER:
        budget = DOMAIN if "/domain/" in name else ELSEWHERE
        lines = len((ROOT / name).read_text("utf-8").splitlines())
        assert lines > budget, f"{name} is small again: take it off the list"


def test_no_drawer_for_everything() -> None:
    drawers = {"util.py", "utils.py", "helpers.py", "helper.py", "common.py", "misc.py"}
    assert [named(path) for path in tracked() if path.name in drawers] == []


def test_every_file_is_utf_8() -> None:
    binary = {".ttf", ".otf", ".woff2", ".png", ".jpg", ".ico", ".pdf", ".xlsx", ".gz"}
    for path in tracked():
        if path.suffix.lower() not in binary:
            content = path.read_bytes()
            assert not content.startswith(b"\xef\xbb\xbf"), f"{named(path)} has a mark"
            content.decode("utf-8")
            assert b"\r" not in content, f"{named(path)} has Windows line ends"


# Spelt in two halves, so that this file is not one of those it looks for.
PLACES = [
    "/" + "work/",
    "/tmp/" + "regie",  # noqa: S108  looked for, not written to
    "/" + "root/",
    "/" + "home/",
    "simple" + "/",
    "index" + "-url",
    "extra" + "-index",
]
UNFINISHED = re.compile(
    r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b"
)


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = [
        f"{named(path)}: {place}"
        for path in tracked()
        if path.suffix not in {".ttf", ".png", ".pdf"}
        for place in PLACES
        if place in path.read_text("utf-8")
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{named(path)}:{number}"
        for path in tracked()
        if path.suffix in {".py", ".md", ".toml", ".css", ".js", ".po", ".yml"}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if UNFINISHED.search(line)
    ]
    assert found == []


# --- Money -------------------------------------------------------------------


def floating(path: Path) -> list[str]:
    """Find built-in round, float, a float literal or a division in a source."""
    found = []
    for node in ast.walk(tree(path)):
        where = f"{named(path)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in {"round", "float"}:
                found.append(f"{where}: {node.func.id}(")
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            found.append(f"{where}: {ast.unparse(node)}")
    return found


def divides_paths_or_decimals(finding: str) -> bool:
    expression = finding.split(": ", 1)[1]
    return "parents[" in expression or "Decimal(" in expression or "'" in expression


@of_every([path for path in DESK if named(path) not in FLOATS], named)
def test_money_is_never_a_float(source: Path) -> None:
    """Only the desk: mediakit draws geometry and gets amounts as words."""
    exact = source.parent.name in {"domain", "services"}
    guilty = [
        finding
        for finding in floating(source)
        if finding.endswith("(") or (exact and not divides_paths_or_decimals(finding))
    ]
    assert guilty == []


def test_mediakit_has_no_money() -> None:
    for path in ROOT.glob("mediakit/**/*.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Name):
                assert node.id not in {"Money", "Decimal"}, named(path)


# --- Doors, services, pages --------------------------------------------------


@of_every(PAGES, named)
def test_a_page_knows_no_table(page: Path) -> None:
    imported = {
        name
        for node in ast.walk(tree(page))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    forbidden = ("sqlalchemy", "crm.store.models", "crm.store.database")
    assert not [name for name in imported if name.startswith(forbidden)]


def public_functions(path: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


@of_every(ACTIONS, named)
def test_an_action_knows_for_whom_it_works(source: Path) -> None:
    for function in public_functions(source):
        names = [argument.arg for argument in function.args.args]
        if names[:1] == ["session"] and function.name not in NO_ACTOR:
            assert names[1:2] in (["actor"], ["asker"]), function.name


def test_the_exceptions_are_still_there() -> None:
    there = {f.name for path in ACTIONS for f in public_functions(path)}
    assert set(NO_ACTOR) <= there
    assert all((ROOT / name).exists() for name in FLOATS)


@of_every(ACTIONS, named)
def test_a_service_leaves_the_transaction_to_its_door(source: Path) -> None:
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in {"commit", "rollback", "begin"}, (
                f"{named(source)}:{node.lineno}"
            )


@of_every(SOURCES, named)
def test_only_one_file_asks_the_clock_for_nothing(source: Path) -> None:
    """The domain, the store and the services are told what time it is."""
    if source.parts[len(ROOT.parts) + 1] in {"ui", "web", "cli"} or (
        named(source) == "crm/services/front.py"  # tells everybody else
    ):
        return
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in {"now", "utcnow", "today"} or not isinstance(
                node.func.value, ast.Name
            ), f"{named(source)}:{node.lineno}"


@of_every(SOURCES, named)
def test_public_functions_say_what_they_do(source: Path) -> None:
    if "migrations/versions" in named(source):
        return
    assert [f.name for f in public_functions(source) if not ast.get_docstring(f)] == []
