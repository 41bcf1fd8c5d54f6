from __future__ import annotations

from dataclasses import replace

import pytest

from crm.domain import flatplan_errors as refused
from crm.domain.errors import RangeError
from crm.domain.flatplan import (
    Ad,
    Box,
    Paper,
    boxed,
    check_page_count,
    covers,
    facing,
    folios,
    free_spots,
    opens_on,
    overlap,
    sections,
    spots,
    spreads,
    stands,
    too_large,
)
from crm.domain.flatplan_layout import (
    Ground,
    ad_share,
    competitors,
    in_hundredths,
    lay_out,
    open_spots,
    overlaps,
    put_on,
)

A4 = Paper(2_100, 2_970, 64)
PAGE = Ad(1, 2_100, 2_970, 50, 12)
DOUBLE = Ad(2, 4_200, 2_970, 50, 24)
HALF = Ad(3, 2_100, 1_460, 50, 6)
TALL = Ad(4, 1_020, 2_970, 50, 6)
QUARTER = Ad(5, 920, 1_320, 0, 3)
STRIP = Ad(6, 2_100, 650, 50, 3)
THIRD = Ad(7, 700, 2_970, 50, 4)


@pytest.mark.parametrize("pages", [4, 32, 64, 400])
def test_a_multiple_of_four_can_be_bound(pages: int) -> None:
    check_page_count(pages)


def test_another_count_is_refused_with_its_neighbours() -> None:
    with pytest.raises(refused.PageCountError) as told:
        check_page_count(62)
    assert "62 is no multiple of 4, 60 and 64 are" in str(told.value)


@pytest.mark.parametrize("pages", [-4, 0, 404])
def test_a_count_out_of_reach_is_refused(pages: int) -> None:
    with pytest.raises(RangeError):
        check_page_count(pages)


def test_the_cover_lies_open_then_pages_face_each_other() -> None:
    assert spreads(8) == ((8, 1), (2, 3), (4, 5), (6, 7))
    assert spreads(0) == ()
    assert covers(64) == {"C1": 1, "C2": 2, "C3": 63, "C4": 64}
    assert [facing(folio, 8) for folio in (1, 2, 3, 6, 7, 8)] == [
        *(None, 3, 2, 7, 6, None)
    ]


def test_a_double_page_opens_on_the_left() -> None:
    assert opens_on(22, DOUBLE, A4) == opens_on(23, DOUBLE, A4) == 22
    assert opens_on(23, PAGE, A4) == 23
    assert folios(boxed(DOUBLE, 22, (0, 0)), A4) == (22, 23)


def test_an_ad_may_stand_where_its_format_divides_the_page() -> None:
    assert spots(PAGE, 5, A4) == [(0, 0)]
    assert spots(HALF, 5, A4) == [(0, 1_510), (0, 0)]
    assert spots(TALL, 5, A4) == [(1_080, 0), (0, 0)]
    assert spots(TALL, 4, A4) == [(0, 0), (1_080, 0)]
    assert spots(THIRD, 5, A4) == [(1_400, 0), (700, 0), (0, 0)]
    assert spots(STRIP, 4, A4)[0] == (0, 2_320)
    assert len(spots(STRIP, 4, A4)) == 4


def test_an_ad_without_bleed_keeps_to_its_part_of_the_page() -> None:
    assert spots(QUARTER, 4, A4) == [(65, 1_567), (1_115, 1_567), (65, 82), (1_115, 82)]


def test_every_spot_is_on_the_page_and_none_covers_another() -> None:
    for ad in (PAGE, HALF, TALL, QUARTER, STRIP, THIRD):
        found = [boxed(ad, 5, spot) for spot in spots(ad, 5, A4)]
        for box in found:
            assert 0 <= box.x <= A4.width - box.width
            assert 0 <= box.y <= A4.height - box.height
        assert not overlaps(dict(enumerate(found)), A4)


def test_ads_collide_on_a_page_and_over_a_spread() -> None:
    half = boxed(HALF, 23, (0, 1_510))
    assert overlap(half, boxed(PAGE, 23, (0, 0)), A4)
    assert not overlap(half, boxed(PAGE, 22, (0, 0)), A4)
    assert not overlap(half, boxed(HALF, 23, (0, 0)), A4)
    assert overlap(boxed(DOUBLE, 22, (0, 0)), half, A4)
    assert overlap(half, boxed(DOUBLE, 22, (0, 0)), A4)
    assert not overlap(boxed(DOUBLE, 24, (0, 0)), half, A4)


def test_what_is_free_is_what_is_left_beside_others() -> None:
    taken = [boxed(QUARTER, 4, (1_115, 1_567))]
    assert free_spots(QUARTER, 4, A4, taken) == [(65, 1_567), (65, 82), (1_115, 82)]
    assert free_spots(HALF, 4, A4, taken) == [(0, 0)]
    assert free_spots(PAGE, 4, A4, taken) == []
    assert free_spots(PAGE, 5, A4, taken) == [(0, 0)]


def test_a_place_is_kept_while_the_ad_still_fits_it() -> None:
    box = boxed(PAGE, 64, (0, 0))
    assert stands(PAGE, box, A4)
    assert not stands(replace(PAGE, height=1_460), box, A4)
    assert not stands(PAGE, box, replace(A4, pages=60))
    assert too_large(replace(PAGE, height=2_971), A4)
    assert not too_large(DOUBLE, A4)


def test_what_is_booked_at_a_position_stands_on_its_page() -> None:
    cover = replace(PAGE, line_id=8, position_id=40)
    double = replace(DOUBLE, line_id=9, position_id=41)
    given = {8: boxed(PAGE, 12, (0, 0)), 1: boxed(PAGE, 13, (0, 0))}
    placed = lay_out([cover, double, PAGE, HALF], A4, {40: 64, 41: 5}, given)
    assert placed == {
        8: boxed(cover, 64, (0, 0)),
        9: boxed(double, 4, (0, 0)),
        1: given[1],
    }


def test_two_booked_on_one_page_do_not_cover_each_other() -> None:
    one, two = (replace(PAGE, line_id=n, position_id=40) for n in (9, 8))
    placed = lay_out([one, two], A4, {40: 64}, {})
    assert placed == {8: Box(64, 0, 0, 2_100, 2_970)}


def test_competitors_are_flagged_where_they_are_seen_at_once() -> None:
    one = replace(PAGE, advertiser_id=1, sector_id=5)
    other = replace(PAGE, line_id=8, advertiser_id=2, sector_id=5)

    def flagged(left: int, right: int, ad: Ad = other) -> bool:
        placed = {1: boxed(one, left, (0, 0)), 8: boxed(ad, right, (0, 0))}
        return competitors([one, ad], placed, A4) != []

    assert flagged(22, 23)
    assert flagged(23, 22)
    assert not flagged(21, 22)
    assert not flagged(64, 1)
    assert not flagged(22, 23, replace(other, sector_id=6))
    assert not flagged(22, 23, replace(other, advertiser_id=1))
    assert not flagged(22, 23, replace(other, sector_id=None))
    assert not competitors([replace(one, sector_id=None)], {}, A4)


def test_competitors_on_one_page_and_beside_a_double_page() -> None:
    one = replace(HALF, advertiser_id=1, sector_id=5)
    other = replace(HALF, line_id=8, advertiser_id=2, sector_id=5)
    placed = {3: boxed(one, 23, (0, 0)), 8: boxed(other, 23, (0, 1_510))}
    assert competitors([one, other], placed, A4) == [(3, 8)]


def test_the_share_of_advertising_is_of_all_pages() -> None:
    assert ad_share([PAGE, HALF, HALF], 64) == 313
    assert ad_share([], 64) == 0
    assert ad_share([PAGE], 0) == 0


GROUND = Ground(
    "n° 62",
    A4,
    editorial=frozenset({8}),
    homes={40: 64, 41: 9},
    promised={2: "C2", 63: "C3", 64: "C4", 9: "Facing contents"},
    placed={3: boxed(HALF, 23, (0, 1_510)), 8: boxed(PAGE, 22, (0, 0))},
    names={3: "Balizen", 8: "Halogis"},
)


@pytest.mark.parametrize(
    ("ad", "folio", "refusal"),
    [
        (PAGE, 0, refused.NoPageError),
        (PAGE, 65, refused.NoPageError),
        (PAGE, 1, refused.FrontPageError),
        (PAGE, 64, refused.PromisedPageError),
        (PAGE, 9, refused.PromisedPageError),
        (PAGE, 8, refused.EditorialPageError),
        (PAGE, 22, refused.PageFullError),
        (PAGE, 23, refused.PageFullError),
        (DOUBLE, 23, refused.PageFullError),
        (DOUBLE, 64, refused.NoSpreadError),
        (DOUBLE, 3, refused.PromisedPageError),
        (replace(PAGE, position_id=41), 12, refused.OwnPageError),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(
    ad: Ad, folio: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        put_on(ad, "Full page", folio, None, GROUND)


def test_a_full_page_names_who_stands_there() -> None:
    with pytest.raises(refused.PageFullError) as told:
        put_on(DOUBLE, "Double page", 23, None, GROUND)
    assert (
        str(told.value)
        == "Double page does not fit on page 23 beside Balizen, Halogis."
    )


def test_an_ad_is_put_at_the_corner_asked_for_or_the_first_free() -> None:
    other = replace(HALF, line_id=10)
    assert put_on(other, "Half", 12, None, GROUND).y == 1_510
    assert put_on(other, "Half", 12, (0, 0), GROUND).y == 0
    assert put_on(other, "Half", 23, None, GROUND).y == 0
    assert put_on(DOUBLE, "Double page", 13, None, GROUND).folio == 12
    with pytest.raises(refused.PageFullError):
        put_on(other, "Half", 23, (0, 1_510), GROUND)


def test_an_ad_may_move_where_only_itself_stands() -> None:
    assert put_on(HALF, "Half", 23, (0, 0), GROUND) == boxed(HALF, 23, (0, 0))


def test_what_lights_up_is_what_would_be_taken() -> None:
    found = open_spots(HALF, "Half", GROUND)
    assert all(put_on(HALF, "Half", b.folio, (b.x, b.y), GROUND) == b for b in found)
    pages = {box.folio for box in found}
    assert pages == {*range(3, 63)} - {8, 9, 22}
    assert GROUND.placed[3] not in found
    doubles = open_spots(DOUBLE, "Double page", GROUND)
    assert [box.folio for box in doubles] == [
        *(folio for folio in range(4, 62, 2) if folio not in {8, 22})
    ]


@pytest.mark.parametrize(
    ("pages", "bound"),
    [(64, (4, 16)), (72, (9, 8)), (60, (15, 4)), (4, (1, 4)), (16, (1, 16))],
)
def test_pages_are_bound_in_the_largest_sections(
    pages: int, bound: tuple[int, int]
) -> None:
    assert sections(pages) == bound


def test_a_share_is_told_in_whole_hundredths_half_a_one_upwards() -> None:
    assert [in_hundredths(share) for share in (0, 49, 50, 3_685, 9_999)] == [
        *(0, 0, 100),
        *(3_700, 10_000),
    ]
