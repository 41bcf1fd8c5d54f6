"""What the guide of the one line says is what the line is read as."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crm.domain.quick_log import read
from tests.factories import MORNING

GUIDE = Path(__file__).parents[2] / "docs" / "quick-log.md"
EXAMPLES = re.findall(
    r"^\| `(.+?)` \| (.+?) \|$", GUIDE.read_text("utf-8"), re.MULTILINE
)


def test_the_guide_has_examples_of_what_is_read_and_what_is_asked() -> None:
    asked = [said for _line, said in EXAMPLES if said == "asked"]
    assert len(asked) >= 3
    assert len(EXAMPLES) - len(asked) >= 6


@pytest.mark.parametrize(("line", "said"), EXAMPLES)
def test_an_example_is_read_as_the_guide_says(line: str, said: str) -> None:
    sketch = read(line, MORNING)
    if said == "asked":
        assert sketch.questions
        return
    step = sketch.follow_up
    at = f" {step.due_time:%H:%M}" if step and step.due_time else ""
    understood = {
        "kind": sketch.kind and sketch.kind.value,
        "direction": sketch.direction and sketch.direction.value,
        "outcome": sketch.outcome and sketch.outcome.value,
        "minutes": sketch.minutes,
        "amount": sketch.amount and sketch.amount.cents // 100,
        "issue": sketch.issue,
        "stage": sketch.stage and sketch.stage.value,
        "opposition": sketch.opposition,
        "follow-up": f"{step.due_on}{at}" if step else None,
    }
    for part in said.split("; "):
        name, _colon, value = part.partition(": ")
        assert str(understood[name]) == value, name
    assert sketch.questions == ()
