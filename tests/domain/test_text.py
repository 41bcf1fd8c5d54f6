from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.text import clean_line, clean_note, looks_empty


def test_a_line_is_one_line() -> None:
    assert clean_line("  Foire\r\nde\tLyon  2027 ", longest=80) == "Foire de Lyon 2027"
    assert clean_line("a\x85b\u2028c\x0bd", longest=80) == "a b c d"


def test_a_note_keeps_its_lines() -> None:
    typed = "\n\nPremier  point  \r\n\r\n\r\n\r\nsecond\u2029fin\x00\n "
    assert clean_note(typed) == "Premier  point\n\nsecond\nfin"
    assert len(clean_note("x" * 6000)) == 5000


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert (
        clean_line("\u202eevil\u202c\u2066x\u2069\ufeff\u200b", longest=80) == "evilx"
    )
    assert clean_line("a\x00\x07\x1b[0m\ud800\uffff", longest=80) == "a[0m"


def test_french_spaces_and_joiners_stay() -> None:
    assert clean_line("4\u202f000\u00a0€", longest=80) == "4\u202f000\u00a0€"
    family = "👩\u200d👧"
    assert clean_line(family, longest=80) == family


def test_text_is_composed_and_cut_between_letters() -> None:
    assert clean_line("e\u0301te\u0301", longest=80) == "été"
    assert clean_line("e\u200b\u0301", longest=80) == "é"
    assert clean_line("ab cd", longest=3) == "ab"
    assert clean_line("aq\u0307z", longest=2) == "a"
    assert clean_line("abc", longest=0) == ""


@pytest.mark.parametrize(
    "cell",
    [
        *(None, "", " \u00a0\n", "-", "—", "...", "?", "\u200b"),
        *("n/a", "N/A", "#N/A", "Néant", "NULL", "nan", "sans objet"),
    ],
)
def test_these_cells_hold_nothing(cell: str | None) -> None:
    assert looks_empty(cell)


@pytest.mark.parametrize("cell", ["0", "x", "NA", "NC", "€", "👍", "Néant SARL"])
def test_these_cells_hold_something(cell: str) -> None:
    assert not looks_empty(cell)


@given(st.text(), st.integers(0, 40))
def test_cleaning_twice_changes_nothing(text: str, longest: int) -> None:
    line = clean_line(text, longest=longest)
    assert clean_line(line, longest=longest) == line
    assert len(line) <= longest
    assert line.isprintable() or not line.isascii()
    note = clean_note(text, longest=longest)
    assert clean_note(note, longest=longest) == note
    assert len(note) <= longest
    for shown in (line, note):
        assert unicodedata.is_normalized("NFC", shown)
        shown.encode()
