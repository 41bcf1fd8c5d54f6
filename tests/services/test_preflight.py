"""Files as they come: measured, understood, or refused with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.magazine import FormatKind
from crm.domain.material_errors import (
    BrokenFileError,
    EmptyFileError,
    HeavyFileError,
    LockedFileError,
    WrongFileError,
)
from crm.domain.preflight import (
    Check,
    FileFacts,
    FileKind,
    Place,
    Weight,
    kinds_taken,
)
from crm.domain.preflight_rules import judge
from crm.services import preflight
from crm.services.preflight import inspect
from crm.services.preflight.reading import read_facts
from tests.ads import make_ad, make_picture, make_text, turned

if TYPE_CHECKING:
    from crm.domain.errors import DeskError

PAGE = Place(FormatKind.PRINT, 2_100, 2_970, 50, 12)
SPREAD = Place(FormatKind.PRINT, 4_200, 2_970, 50, 24)
QUARTER = Place(FormatKind.PRINT, 920, 1_320, 0, 3)
ADVERTORIAL = Place(FormatKind.PRINT, 2_100, 2_970, 50, 12, is_advertorial=True)
BANNER = Place(FormatKind.DIGITAL, 600, 200, longest_kilobytes=150)
ARTICLE = Place(FormatKind.DIGITAL, longest_kilobytes=200)
PARTNER = Place(FormatKind.PACKAGE)
BLOCKING, WARNING, GOOD = Weight


def weights(place: Place, content: bytes) -> dict[Check, Weight]:
    return {one.check: one.weight for one in judge(place, read_facts(content))}


def facts(place: Place, content: bytes, check: Check) -> dict[str, object]:
    found = judge(place, read_facts(content))
    return next(dict(one.facts) for one in found if one.check is check)


def test_a_page_as_it_should_be_has_nothing_to_say() -> None:
    found = weights(PAGE, make_ad(ppi=300))
    assert found == dict.fromkeys(
        (Check.SIZE, Check.BLEED, Check.FONTS, Check.RESOLUTION), GOOD
    )


def test_a_page_too_small_says_what_was_asked_and_found() -> None:
    ad = make_ad((200, 280))
    assert weights(PAGE, ad)[Check.SIZE] is BLOCKING
    assert facts(PAGE, ad, Check.SIZE) == {
        "width": 2_100,
        "height": 2_970,
        "found_width": 2_000,
        "found_height": 2_800,
    }


@pytest.mark.parametrize(
    ("off", "weight"), [(0.4, GOOD), (-0.4, GOOD), (0.7, BLOCKING), (-0.7, BLOCKING)]
)
def test_half_a_millimetre_is_forgiven(off: float, weight: Weight) -> None:
    assert weights(PAGE, make_ad((210 + off, 297)))[Check.SIZE] is weight


def test_a_page_on_its_side_is_said_to_be() -> None:
    assert weights(PAGE, make_ad((297, 210)))[Check.TURNED] is BLOCKING
    upright = weights(PAGE, turned(make_ad((297, 210))))
    assert upright[Check.SIZE] is GOOD
    assert upright[Check.BLEED] is GOOD


@pytest.mark.parametrize(
    ("bleed", "weight"), [(0, BLOCKING), (3, BLOCKING), (4.6, GOOD), (8, GOOD)]
)
def test_bleed_is_measured_on_the_side_that_has_least(
    bleed: float, weight: Weight
) -> None:
    assert weights(PAGE, make_ad(bleed=bleed))[Check.BLEED] is weight


def test_a_format_without_bleed_asks_for_none() -> None:
    assert Check.BLEED not in weights(QUARTER, make_ad((92, 132), bleed=0))


def test_without_a_trim_box_the_outer_size_tells() -> None:
    whole = weights(PAGE, make_ad(boxes=False))
    assert whole[Check.SIZE] is GOOD
    assert whole[Check.BLEED] is GOOD
    assert whole[Check.TRIM_BOX] is WARNING
    bare = weights(PAGE, make_ad(boxes=False, bleed=0))
    assert bare[Check.SIZE] is GOOD
    assert bare[Check.BLEED] is BLOCKING


def test_one_page_a_file() -> None:
    assert weights(PAGE, make_ad(pages=2))[Check.PAGES] is BLOCKING
    assert facts(PAGE, make_ad(pages=7), Check.PAGES)["found"] == 7


def test_a_spread_is_one_wide_page_or_two() -> None:
    for ad in (make_ad((420, 297)), make_ad(pages=2)):
        found = weights(SPREAD, ad)
        assert found[Check.SIZE] is GOOD
        assert Check.PAGES not in found
    assert weights(SPREAD, make_ad(pages=3))[Check.PAGES] is BLOCKING
    assert weights(SPREAD, make_ad())[Check.SIZE] is BLOCKING


def test_a_font_the_file_does_not_hold_stops_it() -> None:
    loose = make_ad(font="Helvetica")
    assert weights(PAGE, loose)[Check.FONTS] is BLOCKING
    assert facts(PAGE, loose, Check.FONTS) == {"names": "Helvetica", "many": 1}


@pytest.mark.parametrize("in_form", [False, True])
@pytest.mark.parametrize(
    ("ppi", "weight"),
    [(300, GOOD), (292, GOOD), (250, WARNING), (156, WARNING), (96, BLOCKING)],
)
def test_resolution_is_what_the_picture_has_at_its_size(
    ppi: int, weight: Weight, *, in_form: bool
) -> None:
    ad = make_ad(ppi=ppi, in_form=in_form)
    assert weights(PAGE, ad)[Check.RESOLUTION] is weight
    assert abs(int(str(facts(PAGE, ad, Check.RESOLUTION)["found"])) - ppi) <= 1


def test_colours_of_screens_are_said() -> None:
    assert weights(PAGE, make_ad(ppi=300, mode="RGB"))[Check.COLOURS] is WARNING


def test_a_picture_for_print_is_measured_by_its_shape() -> None:
    def flat(width_mm: int, height_mm: int, ppi: int) -> bytes:
        sides = (round(side / 25.4 * ppi) for side in (width_mm, height_mm))
        return make_picture(*sides, kind="JPEG", mode="CMYK")

    whole = weights(PAGE, flat(220, 307, 72))
    assert whole[Check.SIZE] is GOOD
    assert whole[Check.BLEED] is GOOD
    assert whole[Check.RESOLUTION] is BLOCKING
    assert whole[Check.FLAT] is WARNING
    assert weights(PAGE, flat(220, 307, 300))[Check.RESOLUTION] is GOOD
    assert weights(PAGE, flat(210, 297, 150))[Check.BLEED] is BLOCKING
    assert weights(PAGE, flat(200, 200, 72))[Check.SIZE] is BLOCKING
    assert Check.BLEED not in weights(QUARTER, flat(92, 132, 150))


@pytest.mark.parametrize(
    ("size", "weight"),
    [((600, 200), GOOD), ((1200, 400), WARNING), ((600, 201), BLOCKING)],
)
def test_a_banner_has_its_pixels(size: tuple[int, int], weight: Weight) -> None:
    assert weights(BANNER, make_picture(*size))[Check.PIXELS] is weight


def test_a_banner_weighs_what_it_may() -> None:
    light = FileFacts(FileKind.PNG, 150_000, "", width=600, height=200)
    heavy = FileFacts(FileKind.PNG, 150_001, "", width=600, height=200)
    found = [
        {one.check: one.weight for one in judge(BANNER, each)}[Check.KILOBYTES]
        for each in (light, heavy)
    ]
    assert found == [GOOD, BLOCKING]


def test_an_animation_has_its_seconds() -> None:
    quick = make_picture(kind="GIF", frames=(500, 500))
    slow = make_picture(kind="GIF", frames=(9_000, 9_000))
    assert Check.LENGTH not in weights(BANNER, quick)
    assert facts(BANNER, slow, Check.LENGTH) == {"asked": 15, "found": 18}


def test_print_colours_do_not_belong_on_screens() -> None:
    cmyk = make_picture(kind="JPEG", mode="CMYK")
    assert weights(BANNER, cmyk)[Check.COLOURS] is WARNING


@pytest.mark.parametrize(
    ("words", "weight"),
    [
        ("PUBLICITÉ – Lumicité", GOOD),
        ("Communiqué", GOOD),
        ("publicitaire", WARNING),
        ("Lumicité", WARNING),
    ],
)
def test_the_word_of_the_law_is_looked_for(words: str, weight: Weight) -> None:
    for ad in (make_ad(words=words), make_text(words)):
        assert weights(ADVERTORIAL, ad)[Check.LABEL] is weight
    assert Check.LABEL not in weights(PAGE, make_ad(words=words))


def test_what_is_laid_out_here_is_looked_at_by_somebody() -> None:
    for place in (ADVERTORIAL, ARTICLE, PARTNER):
        assert weights(place, make_text("Lumicité"))[Check.BY_EYE] is WARNING
    assert weights(PARTNER, b"<svg xmlns='x'></svg>") == {Check.BY_EYE: WARNING}


def test_the_worst_is_told_first() -> None:
    found = judge(PAGE, read_facts(make_ad(font="Helvetica", boxes=False)))
    assert [one.weight for one in found] == [BLOCKING, WARNING, GOOD, GOOD]


def test_facts_are_kept_as_they_were_read() -> None:
    read = read_facts(make_ad(ppi=300))
    assert FileFacts.of_json(read.as_json()) == read


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", EmptyFileError),
        (b"\0" * 900, EmptyFileError),
        (b"MZ\x90 a program", WrongFileError),
        (b"PK\x03\x04 no archive", WrongFileError),
        (make_picture(), WrongFileError),
        (make_text("x"), WrongFileError),
        (b"%PDF-1.7 and nothing else", BrokenFileError),
        (make_ad()[:900], BrokenFileError),
        (make_picture(2_000, 2_000, "JPEG")[:2_000], BrokenFileError),
        (make_ad(password="secret", owner="boss"), LockedFileError),
        (make_ad(owner="boss"), LockedFileError),
    ],
)
def test_what_cannot_be_used_is_refused(
    content: bytes, refusal: type[DeskError]
) -> None:
    with pytest.raises(refusal) as refused:
        inspect("n° 62.pdf", content, kinds_taken(PAGE))
    assert refused.value.field == "file"


def test_what_is_too_heavy_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "MOST_MEGABYTES", 0)
    with pytest.raises(HeavyFileError):
        inspect("a.pdf", make_ad(), kinds_taken(PAGE))


def test_a_file_that_hangs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "SECONDS", 0.001)
    with pytest.raises(BrokenFileError):
        inspect("a.pdf", make_ad(), kinds_taken(PAGE))


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    bomb = make_picture(20_000, 9_000, "PNG", "1")
    assert len(bomb) < 100_000
    with pytest.raises(BrokenFileError):
        inspect("b.png", bomb, kinds_taken(BANNER))


def test_a_good_file_comes_through_the_child() -> None:
    ad = make_ad(ppi=300)
    assert inspect("a.pdf", ad, kinds_taken(PAGE)) == read_facts(ad)
