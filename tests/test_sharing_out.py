from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sharing_out import (
    BROWSER,
    DEMONSTRATION,
    FIRST,
    ON_THE_DEMONSTRATION,
    POSTGRESQL,
    kept_with,
)

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("test", "group"),
    [
        ("tests/services/test_demo.py::test_every_status", DEMONSTRATION),
        ("tests/browser/test_morning.py::test_a_morning", DEMONSTRATION),
        ("tests/browser/test_frame.py::test_a_drawer", BROWSER),
        ("tests/store/test_audit.py::test_a_chain[postgresql]", POSTGRESQL),
        ("tests/store/test_audit.py::test_a_chain[3-postgresql-a b]", POSTGRESQL),
        (
            "tests/store/test_audit.py::test_a_chain[sqlite]",
            "tests/store/test_audit.py",
        ),
        ("tests/cli/test_help.py::test_postgresql", "tests/cli/test_help.py"),
    ],
)
def test_what_stands_on_one_thing_stays_together(test: str, group: str) -> None:
    assert kept_with(test) == group


def test_a_demonstration_of_its_own_is_loaded_wherever_there_is_room() -> None:
    test = "tests/services/test_demo.py::test_it_loads_on_any_day[2027-01-01]"
    assert kept_with(test) == test


def test_every_file_that_uses_the_demonstration_is_named() -> None:
    uses = re.compile(r"\bdemo_(?:file|store)\b")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(ROOT.glob("tests/**/test_*.py"))
        if path != Path(__file__) and uses.search(path.read_text("utf-8"))
    ]
    assert found == sorted(ON_THE_DEMONSTRATION)


def test_what_begins_first_is_there() -> None:
    assert all((ROOT / name).exists() for name in FIRST if name.endswith(".py"))
    assert all((ROOT / name).exists() for name in ON_THE_DEMONSTRATION)
