from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import segno
from PIL import Image

from mediakit import render_media_kit
from mediakit.codes import runs
from mediakit.model import (
    Audience,
    Branded,
    Calendar,
    Columns,
    Contact,
    Cover,
    Digital,
    Events,
    Free,
    Look,
    MediaKit,
    Packages,
    Picture,
    Promise,
    Readers,
    Technical,
    Terms,
    Yours,
)
from tests.mediakit.drawing import document, media_kit
from tests.mediakit.kit_rates import CARD
from tests.mediakit.kit_specimens import kit, page
from tests.mediakit.reading import (
    addresses,
    alts,
    failures,
    images,
    texts,
)
from tests.mediakit.specimens import ISSUED_AT, REP

if TYPE_CHECKING:
    from pathlib import Path

    from mediakit.model import Lang


def small_picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), "navy").save(out, "PNG")
    return out.getvalue()


def test_every_page_of_a_kit_says_who_to_call_and_that_it_is_a_demonstration() -> None:
    pages = texts(document("kit-fr"))
    assert len(pages) == 17
    for text in pages:
        assert "Données de démonstration" in text
    for text in pages[1:]:
        assert "christine.doussot@smartcitymag.fr" in text
        assert "+33 7 69 21 82 45" in text


def test_a_figure_of_the_audience_stands_over_its_source() -> None:
    text = texts(document("kit-fr"))[3]
    assert text.count("Source : ") == 7
    assert "62 %\ndécideurs" in text


def test_the_calendar_is_stamped() -> None:
    text = texts(document("kit-fr"))[6]
    assert "Disponibilités au 4 janvier 2027 à 9 h 00" in text
    assert "C2 sous option jusqu’au 12 janv." in text


def test_a_price_can_be_read_from_the_rates() -> None:
    text = texts(document("kit-fr"))[8]
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
    pdf = media_kit(replace(kit(), person=person, pages=(page(Audience),)))
    assert addresses(pdf) == set()
    assert "x@y.fr?bcc=z@y.fr,<b>" in texts(pdf)[0]


@pytest.mark.parametrize("number", range(17))
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_page_stands_alone(lang: Lang, number: int, tmp_path: Path) -> None:
    pdf = media_kit(replace(kit(lang), pages=(kit(lang).pages[number],)), lang)
    assert failures(pdf, tmp_path) == []
    assert len(texts(pdf)) == 1


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_without_anything_is_still_a_page(lang: Lang, tmp_path: Path) -> None:
    bare = (
        *(Yours((), ()), Promise(), Audience(()), Readers(), Columns(())),
        *(Calendar(()), Digital(), Branded("", "", ()), Events(())),
        *(Free((), (), ""), Technical(()), Terms(()), Contact(())),
    )
    pdf = media_kit(MediaKit(year="2027", pages=bare), lang)
    assert failures(pdf, tmp_path) == []
    assert len(texts(pdf)) == len(bare)


def test_the_foot_names_at_most_eight_sections_and_they_fit() -> None:
    text = texts(document("kit-fr"))[2]
    names = (
        "Audience Calendrier Formats Tarifs Opérations Disponibilités Conditions "
        "Contact"
    )
    assert names in " ".join(text.split())


def test_what_is_not_in_a_package_is_printed_beside_what_is() -> None:
    text = texts(media_kit(replace(kit(), pages=(page(Packages),))))[0]
    assert text.count("NON COMPRIS") == 3
    assert text.count("Frais techniques") == 3


def test_the_label_of_paid_content_is_drawn_and_told() -> None:
    pdf = media_kit(replace(kit(), pages=(page(Branded),)))
    assert "PUBLICITÉ" in texts(pdf)[0]
    assert any("la mention « Publicité » en tête" in alt for alt in alts(pdf))


def test_a_card_becomes_a_code_that_says_whose_it_is() -> None:
    with_code = media_kit(replace(kit(), pages=(page(Contact),)))
    assert any("carte de visite de Christine Doussot" in alt for alt in alts(with_code))
    assert not images(with_code)
    bare = replace(page(Contact), people=(REP,))
    assert not any(
        "carte de visite" in alt
        for alt in alts(media_kit(replace(kit(), pages=(bare,))))
    )


def test_a_code_is_its_own_standard_s() -> None:
    side, found = runs(CARD)
    made = segno.make(CARD, error="m", micro=False, boost_error=False)
    dark = {(x + n, y) for x, y, many in found for n in range(many)}
    assert side == len(made.matrix)
    assert dark == {
        (x, y)
        for y, row in enumerate(made.matrix)
        for x, cell in enumerate(row)
        if cell
    }


def test_a_photo_stands_where_initials_would() -> None:
    photo = Picture(small_picture(), 4, 4, "Christine Doussot")
    shown = replace(page(Contact), people=(replace(REP, photo=photo),))
    pdf = media_kit(replace(kit(), pages=(shown,)))
    assert images(pdf) == 1
    assert "CD" not in texts(pdf)[0]
    drawn = media_kit(replace(kit(), pages=(page(Contact),)))
    assert "CD" in texts(drawn)[0]


def test_a_logo_and_a_picture_of_the_publisher_s_own_make_the_cover(
    tmp_path: Path,
) -> None:
    own = Picture(small_picture(), 4, 4, "Une place le soir")
    words = replace(kit(), pages=(Cover(),), logo=own, picture=own)
    pdf = media_kit(words)
    assert images(pdf) == 1  # the same bytes, kept once
    assert failures(pdf, tmp_path) == []
    assert alts(pdf) == ["Une place le soir", "Une place le soir"]


def test_a_whole_kit_is_light() -> None:
    assert len(document("kit-fr")) < 2_000_000


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
