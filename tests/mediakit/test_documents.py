from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from mediakit import render_booking_summary
from tests.mediakit.drawing import NAMES, document, summary
from tests.mediakit.reading import (
    check_structure,
    failures,
    fonts,
    roles,
)
from tests.mediakit.specimens import ISSUED_AT, LOOK, booking

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_pdf_ua(name: str, tmp_path: Path) -> None:
    assert failures(document(name), tmp_path) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_mark_is_in_the_structure_tree(name: str) -> None:
    assert check_structure(document(name)) > 15


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_embedded(name: str) -> None:
    found = fonts(document(name))
    assert len(found) >= 4
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
    pdf = render_booking_summary(booking(), lang="fr", issued_at=paris, look=LOOK)
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


def test_documents_drawn_at_once_are_the_same_bytes() -> None:
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: summary(booking()), range(8)))
    assert set(drawn) == {document("booking-fr")}
