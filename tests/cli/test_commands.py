"""The regie command, from the shell's side: what it says, writes and answers."""

from __future__ import annotations

import json
import re
import sqlite3
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2
import pytest

from crm.domain.money import Money
from crm.language import use_language
from crm.language.formats import money
from crm.services.front import FrontDesk
from crm.store.database import Store
from crm.store.models import LedgerEntry
from tests.cli.conftest import BOOKING, refused
from tests.factories import ITSELF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Regie

EXAMPLE = (
    *(4_000_00, 4_400_00, 3_960_00, 3_762_00, 564_30, 3_197_70),
    *(150_00, 3_347_70, 669_54, 4_017_24),
)
"""The worked example: card, gross, the bases below it, net, professional discount,
net net, fees, total excl. VAT, VAT, total incl. VAT; in cents."""


def words_of_pdf(path: Path) -> str:
    """Return a PDF's text, every kind of space written as one."""
    document = pypdfium2.PdfDocument(path.read_bytes())
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return re.sub(r"\s+", " ", " ".join(pages))


def test_setup_prepares_and_says_what_comes_next(
    regie: Regie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGIE_DATABASE_URL", f"sqlite:///{tmp_path}/own.db")
    result = regie("setup", language="fr")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"Prêt\u00a0: sqlite:///{tmp_path}/own.db",
        "Ensuite\u00a0: regie setup --demo, ou regie serve puis un navigateur.",
    ]
    assert (tmp_path / "own.db").exists()
    assert regie("setup").exit_code == 0


@pytest.mark.usefixtures("address")
def test_setup_tells_how_far_the_demonstration_is(
    regie: Regie, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []

    def load(_desk: FrontDesk, progress: Callable[[int, str], None]) -> None:
        for percent in (10, 60, 100):
            progress(percent, "Bookings")
            told.append(percent)

    monkeypatch.setattr(FrontDesk, "open_demonstration", load)
    result = regie("setup", "--demo")
    assert result.exit_code == 0
    assert told == [10, 60, 100]
    assert result.stdout.endswith("The demonstration desk is open. Next: regie serve\n")


@pytest.mark.parametrize(
    ("language", "advertiser"), [("fr", "Lumicité SAS"), ("en", None)]
)
@pytest.mark.usefixtures("desk")
def test_mediakit_writes_a_kit(
    regie: Regie, tmp_path: Path, language: str, advertiser: str | None
) -> None:
    out = tmp_path / "kit.pdf"
    wish = ("--advertiser", advertiser) if advertiser else ()
    result = regie("mediakit", *wish, "--lang", language, "-o", out, "--json")
    assert result.exit_code == 0, result.output
    facts = json.loads(result.stdout)
    assert facts["bytes"] == out.stat().st_size
    said = words_of_pdf(out)
    assert ("Optionner" in said) is (language == "fr")
    assert ("Lumicité" in said) is (advertiser is not None)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.usefixtures("desk")
def test_booking_summary_prints_the_worked_example_to_the_cent(
    regie: Regie, tmp_path: Path, language: str
) -> None:
    out = tmp_path / "summary.pdf"
    result = regie("booking-summary", BOOKING, "--lang", language, "-o", out)
    assert result.exit_code == 0, result.output
    size = out.stat().st_size
    assert result.stdout == f"{out}: {size:,} bytes\n"
    said = words_of_pdf(out)
    with use_language(language):
        amounts = [money(Money(cents)).replace("\u202f", " ") for cents in EXAMPLE]
    assert amounts[-1] == {"fr": "4 017,24 €", "en": "€4,017.24"}[language]
    assert [amount for amount in amounts if amount not in said] == []
    assert BOOKING in said


@pytest.mark.usefixtures("desk")
def test_report_revenue_in_text(regie: Regie) -> None:
    assert regie("report", "revenue").stdout.splitlines() == [
        "Booked net, 1\u00a0January\u00a02027 to 31\u00a0December\u00a02027: €3,197.70",
        "",
        "Month",
        "  May 2027         €3,197.70",
        "",
        "Rep",
        "  Camille Roussel  €3,197.70",
        "",
        "Support",
        "  Magazine         €3,197.70",
        "",
        "Issue",
        "  no. 62           €3,197.70",
    ]
    french = regie("report", "revenue", language="fr").stdout.splitlines()
    assert french[0].replace("\u00a0", " ").replace("\u202f", " ") == (
        "Net confirmé du 1er janvier 2027 au 31 décembre 2027 : 3 197,70 €"
    )
    assert french[2:4] == ["Mois", "  mai 2027         3\u202f197,70\u202f€"]


@pytest.mark.usefixtures("desk")
def test_report_revenue_as_json(regie: Regie) -> None:
    facts = json.loads(regie("report", "revenue", "--json").stdout)
    assert facts["booked_net_cents"] == 3_197_70
    for rows in facts["by"].values():
        assert sum(row["net_net_cents"] for row in rows) == 3_197_70
    empty = json.loads(
        regie("report", "revenue", "--to", "2027-04-30", "--json").stdout
    )
    assert empty["booked_net_cents"] == 0
    posted = json.loads(
        regie(
            "report", "revenue", "--to", "2027-04-30", "--by", "posted", "--json"
        ).stdout
    )
    assert posted["booked_net_cents"] == 3_197_70


@pytest.mark.usefixtures("desk")
def test_report_revenue_as_a_workbook_adds_up_again(
    regie: Regie, tmp_path: Path, both: str
) -> None:
    out = tmp_path / "revenue.xlsx"
    result = regie("report", "revenue", "--xlsx", out, "--json", language=both)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)["booked_net_cents"]
    rows, summary, *cuts = openpyxl.load_workbook(BytesIO(out.read_bytes())).worksheets
    head, *entries, total = rows.values
    net_net, cause, by_month = {
        "en": ("Net net", "confirmed", "By month"),
        "fr": ("Net net", "confirmée", "Par mois"),
    }[both]
    column = head.index(net_net)
    assert round(sum(row[column] for row in entries) * 100) == told == 3_197_70
    assert total[column].startswith("=SUM(")
    assert cause in entries[0]
    letter = openpyxl.utils.get_column_letter(column + 1)
    assert summary["B2"].value == f"='{rows.title}'!{letter}{rows.max_row}"
    assert by_month in [sheet.title for sheet in cuts]
    for sheet in cuts:
        _head, *parts, _total = sheet.values
        assert round(sum(part[2] for part in parts) * 100) == told, sheet.title


@pytest.mark.usefixtures("desk")
def test_report_revenue_as_a_pdf_is_kept(
    regie: Regie, tmp_path: Path, both: str
) -> None:
    out = tmp_path / "revenue.pdf"
    result = regie(
        "report", "revenue", "--pdf", out, "--lang", both, "--json", language=both
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["document"]
    with use_language(both):
        net = re.sub(r"\s+", " ", money(Money(3_197_70)))
    assert net in words_of_pdf(out)
    said = regie("report", "revenue", "--pdf", tmp_path / "no" / "x.pdf").stderr
    assert "cannot be written" in said


@pytest.mark.usefixtures("desk")
def test_backup_copies_whole_and_refuses_an_existing_file(
    regie: Regie, tmp_path: Path
) -> None:
    out = tmp_path / "copy.db"
    result = regie("backup", out, "--json")
    assert json.loads(result.stdout) == {"file": str(out), "bytes": out.stat().st_size}
    copy = Store(f"sqlite:///{out}")
    with copy.reading(ITSELF) as session:
        assert [row.net_net_cents for row in session.query(LedgerEntry)] == [3_197_70]
    copy.close()
    before = out.read_bytes()
    said = refused(regie("backup", out))
    assert said == f"{out} exists already or cannot be written. Name a new file."
    assert out.read_bytes() == before


def test_check_agrees_then_says_where_the_books_do_not(regie: Regie, desk: str) -> None:
    agreed = regie("check").stdout.splitlines()
    assert agreed[0] == "The books agree."
    seal = agreed[1].removeprefix("Last seal of the audit: ")
    assert re.fullmatch("[0-9a-f]{64}", seal)
    kept = json.loads(regie("check", "--seal", seal, "--json").stdout)
    assert kept == {"faults": [], "seal": seal, "warnings": []}
    lost = regie("check", "--seal", "ab")
    assert lost.exit_code == 1
    assert "No seal of the audit has the digest ab any more." in lost.stdout
    connection = sqlite3.connect(desk.removeprefix("sqlite:///"))
    with connection:
        connection.execute("UPDATE line SET net_net_cents = net_net_cents + 1")
    connection.close()
    broken = regie("check")
    assert broken.exit_code == 1
    assert (
        f"{BOOKING}: the ledger holds €3,197.70 net net, its lines €3,197.71."
        in broken.stdout.splitlines()
    )
    french = regie("check", language="fr")
    assert (
        f"{BOOKING}\u00a0: le grand livre porte 3\u202f197,70\u202f€ net net, "
        "ses lignes 3\u202f197,71\u202f€." in french.stdout.splitlines()
    )
    faults = json.loads(regie("check", "--json").stdout)["faults"]
    assert [*faults, agreed[1]] == broken.stdout.splitlines()


@pytest.mark.parametrize(("view", "language"), [("all", "en"), ("Tous", "fr")])
@pytest.mark.usefixtures("desk")
def test_mediakit_makes_kits_for_a_list(
    view: str, language: str, regie: Regie, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "kits"
    wish = ("mediakit", "--list", view, "--out", str(folder), "--json")
    told = json.loads(regie(*wish, language=language).stdout)
    assert told == {"folder": str(folder), "kept": 1, "refused": {}}
    [kit] = folder.iterdir()
    assert kit.name == "lumicite-sas-fr.pdf"
    assert "Lumicité" in words_of_pdf(kit)
    again = refused(regie(*wish, language=language))
    assert str(folder) in again
    assert [one.name for one in folder.iterdir()] == [kit.name]


@pytest.mark.usefixtures("desk")
def test_a_list_that_is_not_there_names_those_that_are(
    regie: Regie, tmp_path: Path
) -> None:
    folder = tmp_path / "kits"
    told = refused(regie("mediakit", "--list", "Nobody", "--out", str(folder)))
    assert "“Nobody”" in told
    assert "Lapsed" in told
    assert "--out" in refused(regie("mediakit", "--list", "all"))
    assert "--output" in refused(regie("mediakit"))
    assert not folder.exists()
