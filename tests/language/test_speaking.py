"""Which language is spoken, and to whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from crm.language import (
    _,
    current_language,
    ngettext,
    preferred,
    set_language,
    use_language,
)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"),
        ("fr", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("fr;q=0.8, en", "en"),
        ("fr;q=0.5, en;q=0.85", "en"),
        ("fr ; q=0.5, en ; q=0.85", "en"),
        ("fr;q=0.9,en;q=1.0", "en"),
        ("en;q=1.0,fr;q=1", "en"),
        ("en;q=0,fr;q=0.1", "fr"),
        ("en;q=0", "fr"),
        ("en;q=0.123,fr;q=0.124", "fr"),
        ("de-DE,de;q=0.9,en;q=0.1", "en"),
        ("de,es", "fr"),
        ("*", "fr"),
        ("EN-us", "en"),
        ("frr,en;q=0.5", "en"),
        ("en;q=nonsense", "fr"),
        ("en;q=9", "fr"),
        (";;;,,q=", "fr"),
        (",".join(["de"] * 50 + ["en"]), "fr"),
    ],
)
def test_a_browser_is_answered_in_its_language(header: str, language: str) -> None:
    assert preferred(header) == language


def test_a_language_is_spoken_for_a_while() -> None:
    assert current_language() == "en"
    with use_language("fr"):
        assert current_language() == "fr"
        with use_language("xx"):
            assert current_language() == "en"
        assert current_language() == "fr"
    assert current_language() == "en"


def test_another_thread_speaks_for_itself() -> None:
    with use_language("fr"), ThreadPoolExecutor(1) as others:
        assert others.submit(current_language).result() == "en"


def test_a_language_stays_set() -> None:
    with use_language("en"):
        set_language("fr")
        assert current_language() == "fr"
        set_language("tlh")
        assert current_language() == "en"


def test_english_is_the_source() -> None:
    assert _("No title exists yet.") == "No title exists yet."
    assert _("") == ""
    assert ngettext("{n} line", "{n} lines", 1) == "{n} line"
    assert ngettext("{n} line", "{n} lines", 0) == "{n} lines"
