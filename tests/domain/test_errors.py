"""Every refusal has its own sentence, and gets what the sentence needs."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path
from string import Formatter

from crm.domain import errors
from crm.domain.errors import DeskError
from tests.every import of_every

ROOT = Path(__file__).parents[2]
SOURCES = sorted(ROOT.glob("crm/**/*.py"))
REFUSALS = {
    name: refusal
    for name, refusal in vars(errors).items()
    if isinstance(refusal, type) and issubclass(refusal, DeskError)
}


def needed(refusal: type[DeskError]) -> set[str]:
    parsed = Formatter().parse(refusal.sentence)
    return {name for _text, name, _spec, _conversion in parsed if name}


def given_by(call: ast.Call) -> set[str]:
    names = {keyword.arg for keyword in call.keywords if keyword.arg}
    for keyword in call.keywords:
        if keyword.arg is None and ast.unparse(keyword.value) == "NONE_TO_ALL":
            names |= {"lowest", "highest"}
    return names - {"field"}


@lru_cache
def raised() -> list[tuple[str, str, set[str]]]:
    """List each place that makes a refusal: where, which, with what facts."""
    found = []
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        called = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        for node in ast.walk(tree):
            where = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call) and _name(node.func) in REFUSALS:
                if any(keyword.arg is None for keyword in node.keywords):
                    continue  # another refusal's own facts, handed on
                found.append((where, _name(node.func), given_by(node)))
            if (
                isinstance(node, ast.Raise)
                and node.exc
                and _name(node.exc) in REFUSALS
                and id(node.exc) not in called
            ):
                found.append((where, _name(node.exc), set()))
    return found


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


@of_every(sorted(REFUSALS))
def test_a_refusal_has_a_sentence_of_its_own(name: str) -> None:
    refusal = REFUSALS[name]
    assert name.endswith("Error")
    assert refusal.__doc__
    assert "sentence" in vars(refusal), "it would say its parent's"
    others = [r for n, r in REFUSALS.items() if n != name]
    assert all(refusal.sentence != other.sentence for other in others)
    assert refusal.sentence[0].isupper() or refusal.sentence[0] in "{“"
    assert refusal.sentence.endswith(".")


def test_there_is_something_to_check() -> None:
    assert len(raised()) > 40
    assert {"RangeError", "SoldOutError", "MoveError"} <= {n for _w, n, _f in raised()}


def test_a_refusal_is_given_the_facts_of_its_sentence() -> None:
    wrong = [
        f"{where}: {name} is given {facts}"
        for where, name, facts in raised()
        if facts != needed(REFUSALS[name])
    ]
    assert wrong == []


def test_a_refusal_reads_well_in_a_log() -> None:
    assert str(errors.MissingError(field="name", label="Name")) == (
        "Please fill in “Name”."
    )
    assert errors.MissingError(field="name", label="Name").field == "name"
