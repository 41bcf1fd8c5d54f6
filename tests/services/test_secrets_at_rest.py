"""What is sealed opens with its key and for its owner, and with nothing else."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from crm.domain.account_errors import KeyLostError, KeyTooShortError
from crm.services.secrets_at_rest import FILE_NAME, Vault, folder_of, open_vault

if TYPE_CHECKING:
    from pathlib import Path

LONG = "thirty-two characters and not one less"


def test_a_text_opens_for_its_owner() -> None:
    sealed = Vault(LONG).seal("JBSW:Y3DP", 7)
    assert "JBSW" not in sealed
    assert len(sealed) <= 400
    assert Vault(LONG).unseal(sealed, 7) == "JBSW:Y3DP"
    for owner in (8, 77, 0):
        with pytest.raises(KeyLostError):
            Vault(LONG).unseal(sealed, owner)


@pytest.mark.parametrize("sealed", ["", "x", "é", "gAAAAA=="])
def test_what_was_never_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(KeyLostError):
        Vault(LONG).unseal(sealed, 1)


def test_another_key_says_where_the_key_should_be(tmp_path: Path) -> None:
    sealed = open_vault(tmp_path, {}).seal("secret", 1)
    (tmp_path / FILE_NAME).unlink()
    with pytest.raises(KeyLostError, match=r"secret\.key"):
        open_vault(tmp_path, {}).unseal(sealed, 1)


def test_the_file_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with ThreadPoolExecutor(8) as pool:
        vaults = list(pool.map(lambda _n: open_vault(folder, {}), range(8)))
    sealed = vaults[0].seal("secret", 1)
    assert {vault.unseal(sealed, 1) for vault in vaults} == {"secret"}
    assert [path.name for path in folder.iterdir()] == [FILE_NAME]
    assert stat.S_IMODE((folder / FILE_NAME).stat().st_mode) == 0o600


def test_a_variable_goes_before_the_file(tmp_path: Path) -> None:
    sealed = open_vault(tmp_path, {"REGIE_SECRET_KEY": f" {LONG} "}).seal("secret", 1)
    assert Vault(LONG).unseal(sealed, 1) == "secret"
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_is_guessed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyTooShortError, match="REGIE_SECRET_KEY"):
        open_vault(tmp_path, {"REGIE_SECRET_KEY": "short"})
    (tmp_path / FILE_NAME).write_text("cut", "ascii")
    with pytest.raises(KeyTooShortError, match=r"secret\.key"):
        open_vault(tmp_path, {})


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(KeyLostError):
        open_vault(tmp_path, {})
    (tmp_path / "file").write_text("", "ascii")
    with pytest.raises(KeyLostError):
        open_vault(tmp_path / "file" / "data", {})


def test_the_key_stands_beside_the_database(tmp_path: Path) -> None:
    assert folder_of(f"sqlite:///{tmp_path}/desk.db") == tmp_path
    assert folder_of("sqlite://").name == "data"
    assert folder_of("postgresql+psycopg://h/desk").name == "data"
