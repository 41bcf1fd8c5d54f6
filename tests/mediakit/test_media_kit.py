from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mediakit import render_media_kit
from mediakit.model import Cover, Look, MediaKit
from tests.mediakit.drawing import document, media_kit
from tests.mediakit.kit_specimens import kit
from tests.mediakit.reading import (
    addresses,
    failures,
    images,
    texts,
)
from tests.mediakit.specimens import ISSUED_AT, REP

if TYPE_CHECKING:
    from pathlib import Path


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
