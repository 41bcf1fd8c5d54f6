"""A small desk behind REGIE_DATABASE_URL, and the command in each language."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from crm.language import use_language
from crm.services import bookings, setup
from crm.services.agreements import Agreed
from crm.services.front import FrontDesk
from crm.services.lines import LineWish
from tests.factories import (
    ITSELF,
    MORNING,
    make_desk,
    make_issue,
    make_mandate,
    make_quote,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import click
    from click.testing import Result
    from sqlalchemy.orm import Session

    from crm.store.database import Store

    Regie = Callable[..., Result]

BOOKING = "BC-2027-0001"


def refused(result: Result) -> str:
    """Return the one sentence of a refusal."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    return result.stderr.strip()


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the factories' morning for every command."""
    defaults = {"now": lambda: MORNING}
    monkeypatch.setattr(FrontDesk.__init__, "__kwdefaults__", defaults)


@pytest.fixture
def address(store: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    """Point the command at a store that is empty."""
    monkeypatch.setenv("REGIE_DATABASE_URL", store.url)
    return store.url


@pytest.fixture
def desk(store: Store, address: str) -> str:
    """Open a small desk with the worked example confirmed; return its address."""

    def open_it(session: Session) -> None:
        small = make_desk(session)
        make_mandate(session, small)
        booking_id = make_quote(
            session,
            small,
            LineWish(
                make_issue(session, small),
                small.advertorial,
                small.facing,
                fee_codes=("layout",),
                exceptional=500,
                reason="lancement « Halo »",
            ),
            agency_id=small.agency_id,
        )
        bookings.option(session, small.rep, booking_id)
        agreed = Agreed("Anaïs Lefèvre-Dubosc", MORNING.date(), "mail")
        bookings.confirm(session, small.rep, booking_id, agreed)
        setup.keep_setting(session, setup.OPENED, MORNING.isoformat())

    store.write(open_it, ITSELF)
    return address


@pytest.fixture(params=["en", "fr"])
def both(request: pytest.FixtureRequest) -> str:
    """Name each language in turn."""
    return str(request.param)


@pytest.fixture
def speaking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], click.Group]]:
    """Return the command as a terminal of a language defines it, afresh."""
    with use_language("en"):

        def define(language: str) -> click.Group:
            monkeypatch.setenv("LC_ALL", f"{language}_FR.UTF-8")
            for name in [name for name in sys.modules if name.startswith("crm.cli")]:
                monkeypatch.delitem(sys.modules, name)
            return importlib.import_module("crm.cli").main  # type: ignore[no-any-return]

        yield define


@pytest.fixture
def regie(speaking: Callable[[str], click.Group]) -> Regie:
    """Run the command: `regie("check", language="fr")`."""

    def run(*arguments: str | Path, language: str = "en") -> Result:
        command = speaking(language)
        return CliRunner().invoke(command, [str(word) for word in arguments])

    return run
