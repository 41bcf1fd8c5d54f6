from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pikepdf

from tests.mediakit.drawing import document, summary
from tests.mediakit.reading import (
    check_structure,
    roles,
    texts,
)
from tests.mediakit.specimens import booking


def test_the_worked_example_is_printed_to_the_cent() -> None:
    (text,) = texts(document("booking-fr"))
    for words in (
        "4 000,00 €",
        "4 400,00 €",
        "440,00 €",
        "3 960,00 €",
        "198,00 €",
        "3 762,00 €",
        "564,30 €",
        "3 197,70 €",
        "150,00 €",
        "3 347,70 €",
        "TVA 20 % sur 3 347,70 €",
        "669,54 €",
        "4 017,24 €",
    ):
        assert words in text


def test_thousands_are_set_with_a_narrow_space_that_never_breaks() -> None:
    (text,) = texts(document("booking-fr"), plain=False)
    assert "4\u202f017,24" in text


def test_a_booking_says_what_the_law_asks() -> None:
    (text,) = texts(document("booking-fr"))
    for words in (
        "Bon de commande",
        "Facture établie à son nom",
        "Agence mandataire",
        "Mandat M-2027-014",
        "Payeur",
        "De rigueur : oui",
        "Éléments attendus le 9 avril 2027",
        "Annulation sans frais jusqu’au 26 février 2027",
        "Conditions générales de vente, version 3",
        "Bon pour accord",
        "Lancement de gamme, accord du 4 janvier 2027",
        "Données de démonstration",
    ):
        assert words in text


def test_english_documents_hold_no_french_label() -> None:
    (text,) = texts(document("booking-en"))
    assert "Insertion order" in text
    assert "Guaranteed: yes" in text
    for words in ("Bon de", "Annonceur", "Tarif", "TVA 20"):
        assert words not in text


def test_a_quote_shows_its_state_its_warning_and_its_terms() -> None:
    first, second, third = texts(document("quote-fr"))
    assert first.startswith("PROJET") or "\nPROJET" in first
    assert "Mandat manquant" in first
    assert "N° d’engagement\n2027-ENG-004512" in first
    assert "TVA 5,5 % sur 490,00 €" in second
    assert "Livre : CGI, art. 278-0 bis." in second
    assert "Conditions générales de vente" in third
    assert "Article 8 – Justificatif" in third
    assert all(f"{n}/3" in text for n, text in enumerate((first, second, third), 1))


def test_the_agreement_has_fields_to_fill_and_to_sign() -> None:
    with pikepdf.open(BytesIO(document("booking-fr"))) as opened:
        fields = {str(f.T): str(f.FT) for f in opened.Root.AcroForm.Fields}
        tips = [str(f.TU) for f in opened.Root.AcroForm.Fields]
    assert fields == {"nom": "/Tx", "date": "/Tx", "signature": "/Sig"}
    assert "Nom et qualité du signataire" in tips


def test_two_hundred_lines_repeat_their_head_and_keep_totals_whole() -> None:
    line = booking().lines[0]
    many = replace(
        booking(),
        lines=tuple(replace(line, issue=f"n° {n}") for n in range(200)),
        cascades=(),
    )
    pages = texts(summary(many))
    assert len(pages) > 10
    with_lines = [text for text in pages if "Face sommaire" in text]
    assert all("Parution" in text and "Qté" in text for text in with_lines)
    printed = "\n".join(pages)
    assert {int(n) for n in re.findall(r"n° (\d+)\b", printed)} >= set(range(200))
    (totals,) = (text for text in pages if "Total TTC" in text)
    assert "TVA 20 % sur" in totals
    assert "4 017,24 €" in totals


def test_the_repeated_head_is_read_once() -> None:
    line = booking().lines[0]
    pdf = summary(replace(booking(), lines=(line,) * 60, cascades=()))
    assert roles(pdf).count("TH") == 7 + 60 + 3
    assert check_structure(pdf) > 200


def test_many_cascades_are_all_printed() -> None:
    cascade = booking().cascades[0]
    many = tuple(replace(cascade, heading=f"Ligne {n}") for n in range(31))
    pages = texts(summary(replace(booking(), cascades=many)))
    printed = "\n".join(pages)
    assert all(f"Ligne {n}\n" in printed for n in range(31))


def test_a_line_that_is_not_de_rigueur_says_so() -> None:
    line = replace(booking().lines[0], de_rigueur=False)
    (text,) = texts(summary(replace(booking(), lines=(line,))))
    assert "De rigueur : non" in text


def test_a_bare_booking_draws() -> None:
    bare = replace(
        booking(),
        agency=None,
        mandate="",
        payer=None,
        campaign="",
        valid_until="",
        signatory="",
        contact=None,
        notice="",
        cancellation="",
        payment="",
        terms="",
    )
    (text,) = texts(summary(bare))
    assert "Payeur" not in text


def test_a_summary_of_everything_says_who_is_billed() -> None:
    words = replace(booking(), bill_to=booking().advertiser)
    (text,) = texts(summary(words))[:1]
    assert "Facture au nom de" in text
    assert "Facture établie à son nom" not in text


def test_without_a_rate_there_is_no_vat_column() -> None:
    line = replace(booking().lines[0], vat="")
    pdf = summary(replace(booking(), lines=(line,)))
    (text,) = texts(pdf)
    assert "Tarif unitaire Total HT" in text
    assert check_structure(pdf) > 30
