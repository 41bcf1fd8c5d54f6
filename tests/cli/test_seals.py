"""The seal from the shell: imported, shown, removed; and a file verified."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.certificates import PASSWORD, certificate
from tests.cli.conftest import BOOKING, refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Regie


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIE_SECRET_KEY", "a key of the tests, long enough to be one")


@pytest.mark.usefixtures("desk")
def test_a_seal_is_imported_and_its_documents_verified(
    regie: Regie, tmp_path: Path
) -> None:
    file, word, order = (tmp_path / name for name in ("a.p12", "word", "order.pdf"))
    file.write_bytes(certificate())
    word.write_text(f"{PASSWORD}\n", "utf-8")
    given = ("seal", "import", str(file), "--password-file", str(word))
    assert "valid until" in regie(*given).stdout
    [shown] = json.loads(regie("seal", "show", "--json").stdout)["seals"]
    assert shown["subject"] == "Éditions d’essai, cachet"
    assert regie("booking-summary", BOOKING, "-o", str(order)).exit_code == 0
    result = regie("verify", str(order), language="fr")
    assert result.exit_code == 0
    first, *others = result.stdout.splitlines()
    assert first == "C’est le document tel qu’il a été émis, à l’octet près."
    assert any(BOOKING in line for line in others)
    told = json.loads(regie("verify", str(order), "--json").stdout)
    assert (told["verdict"], told["reference"]) == ("kept", BOOKING)
    assert told["seals"][0]["publisher"]
    order.write_bytes(order.read_bytes().replace(b"/Rotate 0", b"/Rotate 9", 1) + b" ")
    assert regie("verify", str(order)).exit_code == 1
    assert "not sealed" in regie("seal", "remove").stdout
    assert "no certificate to remove" in refused(regie("seal", "remove"))


@pytest.mark.usefixtures("desk")
def test_what_cannot_be_read_is_one_sentence(regie: Regie, tmp_path: Path) -> None:
    missing, empty, other = (tmp_path / name for name in ("no.pdf", "e.pdf", "o.pdf"))
    empty.write_bytes(b"")
    other.write_bytes(b"plain words")
    for file in (missing, empty, other):
        for language in ("en", "fr"):
            assert file.name in refused(regie("verify", str(file), language=language))
    given = ("seal", "import", str(other), "--password-file", str(empty))
    assert "does not open" in refused(regie(*given))
