"""A card from a spreadsheet: every cell read exactly, or named with the reason why."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from crm.domain.card_errors import (
    CellError,
    FileError,
    LargeFileError,
    NoTableError,
)
from crm.domain.card_fields import COLUMNS, TABLES, Table
from crm.domain.errors import FrozenError, NotYoursError, UnchangedError, UnknownError
from crm.domain.rate_cards import RateUnit, Tier, TierKind
from crm.language import use_language
from crm.language.formats import tell
from crm.services import spreadsheets
from crm.services.card_copies import copy_card
from crm.services.card_files import NEEDED, read_file
from crm.services.card_imports import import_card, understand_card
from crm.services.rate_cards import RateCardWish, write_card
from crm.services.reports.rate_cards import (
    card_template,
    card_workbook,
    comparison_workbook,
)
from crm.store.queries.card_values import card_values
from crm.store.queries.rate_cards import card
from tests.factories import Desk, make_desk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

HEADINGS = ["Support", "Format", "Unit of sale", "Quantity from", "Price", "VAT"]


def book(rows: list[list[Any]], name: str = "Prices", **formats: str) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for place, number_format in formats.items():
        sheet[place].number_format = number_format
    return saved(made)


def saved(made: Workbook) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def prices(*rows: list[Any]) -> bytes:
    return book([HEADINGS, *rows])


def scale(*rows: list[Any]) -> bytes:
    return book([["Scale", "Starting at", "Below", "Percentage"], *rows], "Discounts")


def a_draft(session: Session) -> tuple[Desk, int]:
    desk = make_desk(session)
    return desk, copy_card(session, desk.manager, desk.card_id)


def says(session: Session, card_id: int) -> dict[str, Any]:
    stands = card(session, card_id)
    assert stands is not None
    return card_values(stands)


def refusals(session: Session, content: bytes) -> list[tuple[str, str]]:
    desk, card_id = a_draft(session)
    found = understand_card(session, desk.manager, card_id, content)
    with pytest.raises(CellError):
        import_card(session, desk.manager, card_id, content)
    return [(cell.place, tell(cell.error)) for cell in found.refused]


def test_a_file_changes_what_it_names_and_nothing_else(session: Session) -> None:
    desk, card_id = a_draft(session)
    before = says(session, card_id)
    content = prices(
        ["Magazine", "Full page", "an insertion", 1, 4300.5, "standard rate"],
        ["", "1/2 page", None, None, None, None],
        ["Lettre", "banner", "l’envoi", "1", "710", ""],
        ["newsletter", "BANNIÈRE 600 × 200", "a send", 10, "1 234,50", None],
    )
    found = understand_card(session, desk.manager, card_id, content)
    assert found.refused == ()
    assert found.rows == {Table.PRICES: 4}
    assert found.changes == {
        f"price_{desk.page}": (4_000_00, 4_300_50),
        f"price_{desk.half}": (2_400_00, None),
        f"unit_{desk.half}": ("insertion", None),
        f"vat_{desk.half}": ("standard", None),
        f"price_{desk.banner}": (690_00, 710_00),
        f"price_{desk.banner}_10": (None, 1_234_50),
        f"unit_{desk.banner}": ("insertion", "send"),
    }
    assert says(session, card_id) == before  # shown, and nothing saved
    assert import_card(session, desk.manager, card_id, content) == 7
    after = says(session, card_id)
    assert after[f"price_{desk.page}"] == 4_300_50
    assert f"price_{desk.half}" not in after
    assert after[f"unit_{desk.banner}"] == RateUnit.SEND.value
    assert after[f"price_{desk.advertorial}"] == before[f"price_{desk.advertorial}"]
    assert after["premium.C4.rate"] == before["premium.C4.rate"]
    with pytest.raises(UnchangedError):
        import_card(session, desk.manager, card_id, content)


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        (1184.05, 1_184_05),
        (9950, 9_950_00),
        (0.1, 10),
        (1.15, 1_15),
        (4.35, 4_35),
        (1234567.89, 1_234_567_89),
        ("1 184,05", 1_184_05),
        ("1\u202f184,05\u00a0€", 1_184_05),
        ("'4300", 4_300_00),
        ("€1,184.05", 1_184_05),
        (0, 0),
    ],
)
def test_an_amount_is_read_to_the_cent(
    session: Session, written: Any, cents: int
) -> None:
    desk, card_id = a_draft(session)
    content = prices(["Magazine", "page", None, None, written, None])
    import_card(session, desk.manager, card_id, content)
    assert says(session, card_id)[f"price_{desk.page}"] == cents


@pytest.mark.parametrize(
    ("row", "place", "why"),
    [
        (["Magazine", "page", "", 1, -5, ""], "E2", "A price must be between €0.00"),
        (["Magazine", "page", "", 1, "-5", ""], "E2", "A price must be between €0.00"),
        (["Magazine", "page", "", 1, "beaucoup", ""], "E2", "is not understood as an"),
        (["Magazine", "page", "", 1, 1.005, ""], "E2", "“1.005” is not a figure."),
        (["Magazine", "page", "", 1, True, ""], "E2", "“True” is not a figure."),
        (["Magazine", "page", "", 1, "=A1*2", ""], "E2", "The formula =A1*2 has no"),
        (["Magazine", "page", "", 1, "#REF!", ""], "E2", "could not compute this cell"),
        (["Magazine", "page", "", 0, 5, ""], "D2", "The quantity must be between 1"),
        (["Magazine", "page", "", 1.5, 5, ""], "D2", "“1.5” is not a figure."),
        (["Magazine", "page", "", "dix", 5, ""], "D2", "“dix” is not understood as"),
        (["Magazine", "page", "kilo", 1, 5, ""], "C2", "is not one of: an insertion;"),
        (["Magazine", "page", "", 1, 5, "kilo"], "F2", "is not one of: standard rate"),
        (["Radio", "page", "", 1, 5, ""], "A2", "“Radio” is not one of: Magazine;"),
        (["Magazine", "Affiche", "", 1, 5, ""], "B2", "“Affiche” is not one of:"),
        (["Lettre", "page", "", 1, 5, ""], "B2", "“page” is not one of: Banner"),
        (["Magazine", "", "", 1, 5, ""], "B2", "Please fill in “Format”."),
    ],
)
def test_a_cell_is_refused_by_its_row_and_column(
    session: Session, row: list[Any], place: str, why: str
) -> None:
    [(at, said)] = refusals(session, prices(row))
    assert at == place
    assert said.startswith("Prices, row 2, “")
    assert why in said


def test_every_refused_cell_is_named_at_once(session: Session) -> None:
    found = refusals(
        session,
        prices(
            ["Magazine", "page", "kilo", 0, -1, ""],
            ["Magazine", "half", "a month", 1, 5, ""],
            ["Magazine", "half", "a send", 1, 6, ""],
        ),
    )
    assert [place for place, _said in found] == ["C2", "E2", "D2", "C4", "D4"]
    assert "sold by one unit: its lines say “a month” and “a send”" in found[3][1]
    assert "1 stands twice" in found[4][1]


@pytest.mark.parametrize(
    ("rows", "place", "why"),
    [
        ([["Frequency", 2, 4, 5], ["Frequency", 5, "", 9]], "B3", "starts at 5."),
        ([["Fréquence", 2, 5, 5], ["Frequency", 4, "", 9]], "B3", "starts at 4."),
        ([["Volume", 3000, 4000, 5], ["Volume", 5000, "", 9]], "B3", "at €5,000.00."),
        ([["Volume", "", 4000, 5]], "B2", "Please fill in “Starting at”."),
        ([["Volume", 1, 4000, ""]], "D2", "Please fill in “Percentage”."),
        ([["Volume", 1, 4000, 101]], "D2", "between 0% and 100%"),
        ([["Volume", 1, 4000, "100,01 %"]], "D2", "between 0% and 100%"),
        ([["Autre", 1, 4000, 5]], "A2", "“Autre” is not one of: Frequency; Volume;"),
    ],
)
def test_a_scale_is_refused_at_its_fault(
    session: Session, rows: list[list[Any]], place: str, why: str
) -> None:
    [(at, said)] = refusals(session, scale(*rows))
    assert (at, why in said) == (place, True), said


def test_percentages_are_read_as_the_sheet_shows_them(session: Session) -> None:
    desk, card_id = a_draft(session)
    content = book(
        [
            ["Scale", "Starting at", "Below", "Percentage"],
            ["Frequency", 2, 4, 0.05],
            ["Frequency", 4, 6, 7.5],
            ["Frequency", 6, None, "−12,5 %"],
        ],
        D2="0%",
    )
    import_card(session, desk.manager, card_id, content)
    stands = card(session, card_id)
    assert stands is not None
    assert stands.tiers_of(TierKind.FREQUENCY) == [
        Tier(2, 4, 500),
        Tier(4, 6, 750),
        Tier(6, None, 1_250),
    ]
    assert len(stands.tiers_of(TierKind.VOLUME)) == 2  # not named, so it stays


def test_the_result_of_a_formula_is_read_not_the_formula(session: Session) -> None:
    """A workbook as its program saves it: formula and result side by side."""
    desk, card_id = a_draft(session)
    content = prices(["Magazine", "page", "", 1, "=4000*1.03", ""])
    with ZipFile(BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert b"<f>4000*1.03</f><v></v>" in parts[name].replace(b"<v />", b"<v></v>")
    parts[name] = (
        parts[name]
        .replace(b"<v />", b"<v></v>")
        .replace(b"<f>4000*1.03</f><v></v>", b"<f>4000*1.03</f><v>4120</v>")
    )
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for part, kept in parts.items():
            packed.writestr(part, kept)
    import_card(session, desk.manager, card_id, out.getvalue())
    assert says(session, card_id)[f"price_{desk.page}"] == 4_120_00


def test_premiums_and_fees_are_known_by_their_code_or_name(session: Session) -> None:
    desk, card_id = a_draft(session)
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["Majorations", None, None, None])
    sheet.append(["Nom en français", "Emplacement", "Pourcentage"])
    sheet.append(["4e de couverture", "", 35])
    sheet.append(["Cinquième couleur", "", 8])
    sheet.append(["", "Face au dossier", "12,5"])
    fees = made.create_sheet("Frais")
    fees.append(["Code", "Nom en français", "Nom en anglais", "Prix"])
    fees.append(["layout", "Mise en page", "Page layout", "155"])
    fees.append([None, "Traduction", "", 90])
    import_card(session, desk.manager, card_id, saved(made))
    stands = card(session, card_id)
    assert stands is not None
    assert {p.code: (p.name_fr, p.rate, p.position_id) for p in stands.premiums} == {
        "C4": ("4e de couverture", 3_500, None),
        "facing": ("Face au dossier", 1_250, desk.facing),
        "guaranteed": ("Emplacement de rigueur", 1_000, None),
        "cinquieme_couleur": ("Cinquième couleur", 800, None),
    }
    assert {fee.code: fee.amount.cents for fee in stands.fees} == {
        "layout": 155_00,
        "traduction": 90_00,
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_card_goes_out_and_comes_in_unchanged(
    session: Session, language: str
) -> None:
    desk, card_id = a_draft(session)
    with use_language(language):
        content = card_workbook(session, desk.manager, card_id)
        found = understand_card(session, desk.manager, card_id, content)
    assert found.refused == ()
    assert found.changes == {}
    assert set(found.rows) == set(Table)
    blank = RateCardWish(desk.title_id, "Z", date(2031, 1, 1), date(2031, 12, 31), [])
    other = write_card(session, desk.manager, blank)
    import_card(session, desk.manager, other, content)
    before, after = says(session, card_id), says(session, other)
    rules = ("name", "valid_from", "valid_until", "terms_id")
    assert {k: v for k, v in after.items() if k not in rules} == {
        k: v for k, v in before.items() if k not in rules
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_template_is_read_as_it_is(session: Session, language: str) -> None:
    desk = make_desk(session)
    with use_language(language):
        content = card_template(session, desk.manager, desk.title_id)
    sheets = read_file(content)
    assert [sheet.table for sheet in sheets] == list(Table)
    wish = RateCardWish(desk.title_id, "Z", date(2031, 1, 1), date(2031, 12, 31), [])
    other = write_card(session, desk.manager, wish)
    found = understand_card(session, desk.manager, other, content)
    assert (found.refused, found.changes) == ((), {})


def test_a_comparison_goes_out_as_it_is_shown(session: Session) -> None:
    desk = make_desk(session)
    card_id = copy_card(session, desk.manager, desk.card_id, rate=300)
    content = comparison_workbook(session, desk.manager, desk.card_id, card_id)
    rows = list(load_workbook(BytesIO(content)).worksheets[0].values)
    assert rows[0][2:4] == ("Tarif 2027", "Tarif 2028")
    assert rows[1] == ("Prices", "Full page", 4000, 4120, 0.03)


def test_a_name_is_never_a_formula(session: Session) -> None:
    desk, card_id = a_draft(session)
    content = book([["Name in French", "Price"], ["'=1+1", 5]], "F")
    import_card(session, desk.manager, card_id, content)
    exported = load_workbook(BytesIO(card_workbook(session, desk.manager, card_id)))
    cells = [cell for row in exported["Technical fees"].rows for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert "'=1+1" in {cell.value for cell in cells}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_text_file_is_read_in_every_spelling(
    session: Session, encoding: str, delimiter: str
) -> None:
    desk, card_id = a_draft(session)
    rows = [["Support", "Format", "Prix"], ["Magazine", "Pleine page", "4 300.50 €"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    import_card(session, desk.manager, card_id, text.encode(encoding))
    assert says(session, card_id)[f"price_{desk.page}"] == 4_300_50


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NoTableError),
        (b"Bonjour", NoTableError),
        (b"PK\x03\x04broken", FileError),
        (b"\xff\xfe\x00", FileError),
        (b"a\x00b;c", FileError),
        (b"x" * 2_000_001, LargeFileError),
        (b"Format;Prix\n" * 2_001, LargeFileError),
    ],
)
def test_what_is_no_card_is_refused_whole(
    session: Session, content: bytes, refusal: type[Exception]
) -> None:
    desk, card_id = a_draft(session)
    with pytest.raises(refusal):
        understand_card(session, desk.manager, card_id, content)


def test_a_workbook_that_unpacks_too_large_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spreadsheets, "LARGEST_UNPACKED", 1_000)
    with pytest.raises(LargeFileError):
        read_file(prices(["Magazine", "page", "", 1, 5, ""]))


def test_only_drafts_and_only_by_who_may(session: Session) -> None:
    desk, card_id = a_draft(session)
    content = prices(["Magazine", "page", "", 1, 5, ""])
    with pytest.raises(FrozenError):
        import_card(session, desk.manager, desk.card_id, content)
    with pytest.raises(UnknownError):
        import_card(session, desk.manager, 999, content)
    for action in (
        lambda: import_card(session, desk.rep, card_id, content),
        lambda: card_template(session, desk.rep, desk.title_id),
        lambda: card_workbook(session, desk.rep, card_id),
        lambda: comparison_workbook(session, desk.rep, desk.card_id, card_id),
    ):
        with pytest.raises(NotYoursError):
            action()


def test_the_columns_of_each_table_tell_it_from_the_others() -> None:
    for table in Table:
        needed = NEEDED[table]
        assert needed <= set(COLUMNS[table])
        assert table in TABLES
        for other in Table:
            assert other is table or not needed <= set(COLUMNS[other])
