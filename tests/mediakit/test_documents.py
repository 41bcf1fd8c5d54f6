from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import timedelta, timezone
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from mediakit import render_booking_summary, render_media_kit
from mediakit.model import Cover, Look, MediaKit
from tests.mediakit.kit_specimens import kit
from tests.mediakit.reading import (
    addresses,
    check_structure,
    failures,
    fonts,
    images,
    roles,
    texts,
)
from tests.mediakit.specimens import ISSUED_AT, REP, booking, quote

if TYPE_CHECKING:
    from pathlib import Path

    from mediakit.model import BookingSummary, Lang


def summary(words: BookingSummary, lang: Lang = "fr") -> bytes:
    return render_booking_summary(words, lang=lang, issued_at=ISSUED_AT, look=Look())


def media_kit(words: MediaKit, lang: Lang = "fr") -> bytes:
    return render_media_kit(words, lang=lang, issued_at=ISSUED_AT, look=Look())


@cache
def document(name: str) -> bytes:
    return {
        "booking-fr": lambda: summary(booking("fr"), "fr"),
        "booking-en": lambda: summary(booking("en"), "en"),
        "quote-fr": lambda: summary(quote(), "fr"),
        "kit-fr": lambda: media_kit(kit("fr"), "fr"),
        "kit-en": lambda: media_kit(kit("en"), "en"),
    }[name]()


NAMES = ("booking-fr", "booking-en", "quote-fr", "kit-fr", "kit-en")


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_pdf_ua(name: str, tmp_path: Path) -> None:
    assert failures(document(name), tmp_path) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_mark_is_in_the_structure_tree(name: str) -> None:
    assert check_structure(document(name)) > 30


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_embedded(name: str) -> None:
    found = fonts(document(name))
    assert len(found) >= 5
    assert all(found.values()), found


@pytest.mark.parametrize("name", NAMES)
def test_the_same_words_give_the_same_bytes(name: str) -> None:
    first = document(name)
    document.cache_clear()
    assert document(name) == first


@pytest.mark.parametrize("name", NAMES)
def test_headings_begin_at_one_and_skip_none(name: str) -> None:
    levels = [int(r[1]) for r in roles(document(name)) if r in {"H1", "H2", "H3"}]
    assert levels[0] == 1
    for before, after in itertools.pairwise(levels):
        assert after <= before + 1


def test_the_date_of_a_document_is_its_own() -> None:
    paris = ISSUED_AT.astimezone(timezone(timedelta(hours=1)))
    pdf = render_booking_summary(booking(), lang="fr", issued_at=paris, look=Look())
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/CreationDate"]) == "D:20270104100000+01'00'"
        with opened.open_metadata(set_pikepdf_as_editor=False) as metadata:
            assert metadata["xmp:CreateDate"] == "2027-01-04T10:00:00+01:00"
            assert metadata["pdfuaid:part"] == "1"


def test_a_document_says_its_title_and_its_language() -> None:
    with pikepdf.open(BytesIO(document("booking-en"))) as opened:
        assert str(opened.Root.Lang) == "en-GB"
        title = str(opened.docinfo["/Title"])
        assert title == "Insertion order BC-2027-0042 – Lumicité SAS"


# -- the booking summary -------------------------------------------------------------


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


# -- the media kit -------------------------------------------------------------------


def test_every_page_of_a_kit_says_who_to_call_and_that_it_is_a_demonstration() -> None:
    pages = texts(document("kit-fr"))
    assert len(pages) == 7
    for text in pages:
        assert "Données de démonstration" in text
    for text in pages[1:]:
        assert "christine.doussot@smartcitymag.fr" in text
        assert "+33 7 69 21 82 45" in text


def test_a_figure_of_the_audience_stands_over_its_source() -> None:
    text = texts(document("kit-fr"))[1]
    assert text.count("Source : ") == 7
    assert "62 %\ndécideurs" in text


def test_the_calendar_is_stamped() -> None:
    text = texts(document("kit-fr"))[2]
    assert "Disponibilités au 4 janvier 2027 à 9 h 00" in text
    assert "C2 sous option jusqu’au 12 janv." in text


def test_a_price_can_be_read_from_the_rates() -> None:
    text = texts(document("kit-fr"))[5]
    assert "Pleine page 210 × 297 4 600 € 4 370 € 4 140 € 3 680 €" in " ".join(
        text.split()
    )


def test_links_call_and_write_and_go_nowhere_else() -> None:
    assert addresses(document("kit-fr")) == {
        "tel:+33769218245",
        "mailto:christine.doussot@smartcitymag.fr",
    }


def test_a_doubtful_mailbox_is_no_link() -> None:
    person = replace(REP, email="x@y.fr?bcc=z@y.fr,<b>", dial="javascript:1")
    pdf = media_kit(replace(kit(), person=person, pages=kit().pages[1:2]))
    assert addresses(pdf) == set()
    assert "x@y.fr?bcc=z@y.fr,<b>" in texts(pdf)[0]


@pytest.mark.parametrize("number", range(6))
def test_every_page_stands_alone(number: int, tmp_path: Path) -> None:
    pdf = media_kit(replace(kit(), pages=(kit().pages[number],)))
    assert failures(pdf, tmp_path) == []


def test_a_kit_needs_a_page() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        media_kit(MediaKit(year="2027", pages=()))


def test_a_cover_is_drawn_for_its_year() -> None:
    cover = MediaKit(year="2027", pages=(Cover(),))
    assert media_kit(cover) == media_kit(cover)
    later = media_kit(replace(cover, year="2028"))
    assert later != media_kit(cover)
    assert images(later) == 0


def test_another_look_is_another_magazine() -> None:
    look = Look(name="Rivages & Ports", accent="#0B5D4E", coral="#B3261E")
    pdf = render_media_kit(kit(), lang="fr", issued_at=ISSUED_AT, look=look)
    pages = texts(pdf)
    assert all("Smart City Mag" not in text for text in pages)
    assert "Rivages & Ports" in pages[0]
