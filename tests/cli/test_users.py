"""The people of the desk, from the shell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from crm.services.front import FrontDesk
from tests.cli.conftest import refused

if TYPE_CHECKING:
    from tests.cli.conftest import Regie


@pytest.mark.usefixtures("desk")
def test_the_people_are_listed(regie: Regie) -> None:
    lines = regie("users", "list", language="fr").stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].split("  ")[0] == "Hélène Vasseur"
    assert "h@desk.example" in lines[0]
    facts = json.loads(regie("users", "list", "--json").stdout)
    assert [row["role"] for row in facts["users"]] == ["manager", "rep"]


def test_a_link_opens_the_desk_once(regie: Regie, desk: str) -> None:
    told = regie("users", "link", " H@desk.example ").stdout.splitlines()
    assert told[0] == "For Hélène Vasseur, once, within 168 hours:"
    assert told[1].startswith("http://127.0.0.1:8501/welcome/")
    front = FrontDesk(desk)
    words = "saumon crayon tilleul wagon"
    front.use_link(told[1].rpartition("/")[2], words, words)
    assert front.prove("h@desk.example", words, address="a")
    front.store.close()
    again = regie(
        "users", "link", "h@desk.example", "--site", "https://d.example/", "--json"
    )
    facts = json.loads(again.stdout)
    assert facts["link"].startswith("https://d.example/welcome/")
    assert (facts["purpose"], facts["hours"]) == ("reset", 24)


@pytest.mark.usefixtures("desk")
def test_nobody_has_that_address(regie: Regie, both: str) -> None:
    said = refused(regie("users", "link", "x@desk.example", language=both))
    assert "x@desk.example" in said
    assert said.endswith("regie users list")


@pytest.mark.usefixtures("address")
def test_a_desk_that_is_not_set_up_has_no_people(regie: Regie) -> None:
    assert "regie setup" in refused(regie("users", "list"))
