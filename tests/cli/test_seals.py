"""The seal from the shell: imported, shown, removed; and a file verified."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.services.sealing.certificates import import_seal
from crm.services.titles import PublisherWish, TitleWish, add_publisher, add_title
from crm.store.models import Publisher, SealCertificate
from tests.certificates import PASSWORD, certificate
from tests.cli.conftest import BOOKING, refused
from tests.factories import ITSELF, MORNING

if TYPE_CHECKING:
    from pathlib import Path

    from crm.store.database import Store
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


@pytest.mark.parametrize(
    ("days", "language", "warned"),
    [
        (61, "en", ""),
        (59, "en", "The certificate of Éditions d’essai expires on"),
        (59, "fr", "Le certificat de l’éditeur Éditions d’essai expire le"),
        (-1, "en", "The certificate of Éditions d’essai expired on"),
        (-1, "fr", "Le certificat de l’éditeur Éditions d’essai a expiré le"),
    ],
)
def test_a_certificate_that_ends_is_told_and_the_books_still_agree(
    regie: Regie, store: Store, desk: str, days: int, language: str, warned: str
) -> None:
    assert desk
    with store.writing(ITSELF) as session:
        publisher = session.scalars(select(Publisher.id)).one()
        import_seal(session, ITSELF, publisher, certificate(), PASSWORD)
        row = session.scalars(select(SealCertificate)).one()
        row.valid_until = MORNING + timedelta(days=days)
    result = regie("check", language=language)
    assert result.exit_code == 0, result.output
    assert (warned in result.stdout) if warned else ("certif" not in result.stdout)
    told = json.loads(regie("check", "--json", language=language).stdout)
    assert (told["faults"], len(told["warnings"])) == ([], 1 if warned else 0)


def test_each_publisher_seals_what_its_own_titles_issue(
    regie: Regie, store: Store, desk: str, tmp_path: Path
) -> None:
    assert desk
    with store.writing(ITSELF) as session:
        other = add_publisher(session, ITSELF, PublisherWish("Presses du quai"))
        add_title(session, ITSELF, TitleWish(other, "Quayside"))
    file, word = tmp_path / "a.p12", tmp_path / "word"
    file.write_bytes(certificate(name="Presses du quai, cachet"))
    word.write_text(PASSWORD, "utf-8")
    given = ("seal", "import", str(file), "--password-file", str(word))
    assert "--title" in refused(regie(*given))
    assert "not there" in refused(regie(*given, "--title", "Nowhere"))
    assert "Presses du quai" in regie(*given, "--title", "quayside").stdout
    seals = {}
    for title in ("Quayside", "Smart City Mag"):
        out = tmp_path / f"{title}.pdf"
        made = regie("paper", "calendar", title, "--year", "2027", "-o", str(out))
        assert made.exit_code == 0, made.output
        told = json.loads(regie("verify", str(out), "--json").stdout)
        seals[title] = [seal["publisher"] for seal in told["seals"]]
    assert seals == {"Quayside": ["Presses du quai"], "Smart City Mag": []}
    assert "--title" in refused(regie("seal", "remove"))
    assert "not sealed" in regie("seal", "remove", "--title", "Quayside").stdout


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
