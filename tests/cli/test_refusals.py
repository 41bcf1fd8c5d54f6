"""What the regie command refuses: one sentence on the error stream, exit code 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import BOOKING, refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Regie


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This desk is not set up yet. Run: regie setup --demo"),
        (
            "fr",
            "Cette régie n’est pas encore ouverte. Lancez\u00a0: regie setup --demo",
        ),
    ],
)
@pytest.mark.usefixtures("address")
def test_a_desk_that_is_not_set_up_says_how_to(
    regie: Regie, tmp_path: Path, language: str, sentence: str
) -> None:
    out = tmp_path / "out"
    for arguments in (
        ("mediakit", "-o", out),
        ("booking-summary", "D-2027-0001", "-o", out),
        ("report", "revenue"),
    ):
        assert refused(regie(*arguments, language=language)) == sentence
    assert not out.exists()


def test_a_database_in_no_folder_is_one_sentence(
    regie: Regie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/nowhere/desk.db"
    monkeypatch.setenv("REGIE_DATABASE_URL", url)
    out = tmp_path / "out"
    for arguments in (
        ("setup",),
        ("serve",),
        ("mediakit", "-o", out),
        ("booking-summary", "D-2027-0001", "-o", out),
        ("report", "revenue"),
        ("backup", out),
        ("check",),
    ):
        said = refused(regie(*arguments))
        assert said.startswith(f"The database {url} cannot be opened.")


@pytest.mark.usefixtures("desk")
def test_an_unknown_number_or_advertiser_is_one_sentence(
    regie: Regie, tmp_path: Path, both: str
) -> None:
    sentence = {
        "en": "This record is not there any more, or it is not yours to see.",
        "fr": "Cette fiche n’existe plus, ou ne vous est pas ouverte.",
    }[both]
    out = tmp_path / "out.pdf"
    for arguments in (
        ("booking-summary", "BC-2027-0999", "-o", out),
        ("mediakit", "--advertiser", "Nobody at all", "-o", out),
    ):
        assert refused(regie(*arguments, language=both)) == sentence
    assert not out.exists()


@pytest.mark.usefixtures("desk")
def test_a_wrong_day_is_not_understood(regie: Regie) -> None:
    result = regie("report", "revenue", "--from", "31/02/2027")
    assert result.exit_code == 2
    assert "“31/02/2027” is not understood as a day." in result.stderr
    french = regie("report", "revenue", "--from", "demain", language="fr")
    assert french.exit_code == 2
    assert "«\u00a0demain\u00a0» ne se lit pas comme une date." in french.stderr


@pytest.mark.usefixtures("desk")
def test_days_in_the_wrong_order_are_refused(regie: Regie) -> None:
    said = refused(
        regie("report", "revenue", "--from", "2027-06-01", "--to", "1/5/2027")
    )
    assert said.startswith("The first day (")


@pytest.mark.usefixtures("desk")
def test_a_file_that_cannot_be_written_is_one_sentence(
    regie: Regie, tmp_path: Path
) -> None:
    out = tmp_path / "nowhere" / "out"
    for arguments in (
        ("mediakit", "-o", out),
        ("booking-summary", BOOKING, "-o", out),
        ("report", "revenue", "--xlsx", out),
    ):
        assert refused(regie(*arguments)).startswith(f"{out} cannot be written.")
