"""French is complete, and typeset as French is."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog

from crm.language import _, ngettext, use_language
from tests.language.catalogue import FRENCH, faults, french, said, translations

BREAKING = re.compile(r" [:;!?»%€]|« |n° ")
ORDINARY = re.compile(r"https?:|\{[^}]*:[^}]*\}")


def test_the_sources_say_something() -> None:
    found = said()
    assert "Please fill in “{label}”." in found
    assert ("{first} insertion", "{first} insertions") in found


def test_the_catalogue_is_complete() -> None:
    assert FRENCH.exists(), f"there is no {FRENCH.name}: {len(said())} messages"
    missing = list(faults(french()))
    assert not missing, "\n" + "\n".join(missing)


def test_french_binds_what_french_binds() -> None:
    if not FRENCH.exists():
        pytest.fail("there is no French catalogue")
    wrong = [
        text
        for message in french()
        if message.id
        for text in translations(message)
        if BREAKING.search(ORDINARY.sub("", text))
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_french_is_spoken() -> None:
    sentence = "No title exists yet. Set up the desk first."
    with use_language("fr"):
        assert _(sentence) != sentence
        assert ngettext("{first} insertion", "{first} insertions", 0).endswith("n")


def test_a_fault_of_each_kind_is_found() -> None:
    catalogue = Catalog(locale="fr")
    for message in said():
        kept = catalogue.add(message, message)
        if isinstance(message, tuple):
            kept.string = (message[0], message[1])
    assert list(faults(catalogue)) == []
    catalogue.delete("quoted")
    catalogue["optioned"].string = ""
    catalogue["confirmed"].flags.add("fuzzy")
    catalogue["Please fill in “{label}”."].string = "Remplissez « {champ} »."
    catalogue["“{value}” exists already. Choose another."].string = "Existe déjà."
    found = " ".join(faults(catalogue))
    for fault in ("missing: quoted", "not translated: optioned", "fuzzy: confirmed"):
        assert fault in found
    assert "braces of its own: Remplissez" in found
    assert "loses a brace: “{value}”" in found
