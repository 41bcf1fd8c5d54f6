from __future__ import annotations

import pytest

from mediakit import faces, text, theme

faces.load()
BODY = theme.BODY


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("l'annonceur", "l’annonceur"),
        (
            "Payeur : elle ; vite ! oui ?",
            "Payeur\u00a0: elle\u202f; vite\u202f! oui\u202f?",
        ),
        ("« Halo »", "«\u00a0Halo\u00a0»"),
        ("«Halo»", "«\u00a0Halo\u00a0»"),
        ("1 234 567,89 €", "1\u202f234\u202f567,89\u00a0€"),
        ("n° 62, le 9 avril 2027", "n°\u00a062, le\u00a09\u00a0avril 2027"),
        ("210 × 297 mm", "210\u00a0×\u00a0297\u00a0mm"),
        ("20 % ... 23 h 59", "20\u00a0% … 23\u00a0h\u00a059"),
        ("+33 7 69 21 82 45", "+33 7 69 21 82 45"),
        ("69003 Lyon", "69003 Lyon"),
    ],
)
def test_french_is_set_as_french(given: str, expected: str) -> None:
    assert text.typeset(given, "fr") == expected
    assert text.typeset(expected, "fr") == expected


def test_english_keeps_its_colons() -> None:
    assert text.typeset("Source: it's 4 January", "en") == "Source: it’s 4\u00a0January"
    assert text.typeset("No. 62", "en") == "No.\u00a062"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("e\u0301", "é"),
        ("a\x00b\x1fc\x7f\x9f", "abc"),
        ("abc\u202edef\u2066\u200b\ufeff", "abcdef"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\u2003b\u3000c", "a b c"),
        ("a\ud800b", "ab"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_words_are_cleaned(given: str, expected: str) -> None:
    assert text.clean(given) == expected


def test_words_are_bounded() -> None:
    assert text.clean("x" * 130, 120) == "x" * 119 + "…"
    assert text.clean("x" * 120, 120) == "x" * 120
    assert len(text.clean("e" + "\u0301" * 500)) <= 4


def test_runs_change_face_for_letters_the_face_has_not() -> None:
    assert text.runs("Ville", "Text-Regular") == [("Text-Regular", "Ville")]
    assert text.runs("a Δ", "Text-Bold") == [
        ("Text-Bold", "a "),
        ("Fallback-Bold", "Δ"),
    ]
    assert text.runs("😀", "Text-Regular") == [("Text-Regular", "?")]
    assert text.runs("①", "Text-Regular") == [("Text-Regular", "1")]


def test_every_line_fits_and_no_word_is_lost() -> None:
    words = "Un lecteur sur deux signe ou prépare un achat public dans l’année. " * 9
    for room in (40, 77, 120, 333):
        lines = text.wrap(words.strip(), BODY, room)
        assert "".join(lines) == words.strip()
        assert all(text.width(line.rstrip(), BODY) <= room for line in lines)


def test_a_word_wider_than_its_room_is_cut() -> None:
    lines = text.wrap("x" * 300, BODY, 60)
    assert "".join(lines) == "x" * 300
    assert all(text.width(line, BODY) <= 60 for line in lines)


def test_a_space_that_must_not_break_does_not() -> None:
    words = "Total de 4\u202f017,24\u00a0€"
    for room in range(60, 140, 3):
        assert any(
            "4\u202f017,24\u00a0€" in line for line in text.wrap(words, BODY, room)
        )


def test_a_last_line_has_two_words() -> None:
    words = "Un lecteur sur deux signe ou prépare un achat public dans la ville"
    for room in range(100, 300, 7):
        lines = text.wrap(words, BODY, room)
        assert len(lines) == len(text._break(words, BODY, room))
        assert " " in lines[-1].strip()
        assert "".join(lines) == words


def test_lines_are_bounded_with_an_ellipsis() -> None:
    lines = text.wrap("mot " * 100, BODY, 80, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert text.width(lines[-1], BODY) <= 80


def test_a_cut_is_measured() -> None:
    assert text.fit("Lumicité", BODY, 500) == "Lumicité"
    cut = text.fit("Compagnie générale des éclairages", BODY, 60)
    assert cut.endswith("…")
    assert text.width(cut, BODY) <= 60


def test_a_figure_shrinks_instead() -> None:
    style = text.shrink("123 456 789,00 €", BODY, 40)
    assert text.width("123 456 789,00 €", style) <= 40.01
    assert text.shrink("1", BODY, 40) is BODY


def test_tracking_counts_in_the_width() -> None:
    spaced = BODY.but(track=100)
    assert text.width("abcd", spaced) == pytest.approx(
        text.width("abcd", BODY) + 3 * 0.95
    )
