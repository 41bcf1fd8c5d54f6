from __future__ import annotations

from dataclasses import replace

import pytest

from mediakit import LookError, check, contrast, faults, render_booking_summary
from mediakit.cover import plan
from mediakit.formats import Scale, number
from mediakit.model import FormatDrawing
from mediakit.theme import LANDSCAPE, PORTRAIT
from tests.mediakit.specimens import ISSUED_AT, LOOK, booking


def test_contrast_is_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#2438E0", "#FFFFFF") == pytest.approx(7.7, abs=0.1)


def test_the_house_look_can_be_read() -> None:
    assert faults(LOOK) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"accent": "#8FA0FF"}, "accent on white"),
        ({"slate": "#B0B8C0"}, "slate on white"),
        ({"lime": "#1A1A1A"}, "ink on lime"),
        ({"coral": "#FFD0C0"}, "coral on white"),
        ({"ink": "red"}, "is not #RRGGBB"),
        ({"paper": "#12345"}, "is not #RRGGBB"),
    ],
)
def test_a_look_that_cannot_be_read_is_refused(
    changed: dict[str, str], said: str
) -> None:
    look = replace(LOOK, **changed)
    with pytest.raises(LookError, match=said):
        check(look)
    with pytest.raises(LookError):
        render_booking_summary(booking(), lang="fr", issued_at=ISSUED_AT, look=look)


@pytest.mark.parametrize("grid", [LANDSCAPE, PORTRAIT])
def test_twelve_columns_fill_the_measure(grid: object) -> None:
    assert isinstance(grid, type(LANDSCAPE))
    assert grid.span(12) == pytest.approx(grid.measure)
    assert grid.x(11) + grid.column == pytest.approx(grid.edge)


def test_a_city_has_no_twin_neighbours() -> None:
    for year in range(2024, 2034):
        tiles = plan(f"Smart City Mag {year}", 4, 6)
        assert len(tiles) == 24
        for n, tile in enumerate(tiles):
            if n % 4:
                assert tile.ground != tiles[n - 1].ground
            if n >= 4:
                assert tile.ground != tiles[n - 4].ground
        assert tiles == plan.__wrapped__(f"Smart City Mag {year}", 4, 6)
    assert plan("a", 4, 6) != plan("b", 4, 6)


@pytest.mark.parametrize(
    ("wide", "high", "where"),
    [
        (420, 297, "spread"),
        (210, 297, "full"),
        (102, 297, "left"),
        (210, 146, "bottom"),
        (92, 132, "inset"),
    ],
)
def test_a_format_finds_its_place(wide: float, high: float, where: str) -> None:
    scale = Scale(210, 297, 0.5)
    drawing = FormatDrawing("x", wide, high)
    assert scale.placement(drawing) == where
    _, _, drawn_wide, drawn_high = scale.area(drawing, (0, 0))
    assert (drawn_wide, drawn_high) == (wide / 2, high / 2)


def test_lengths_are_written_as_the_language_does() -> None:
    assert number(5, "fr") == "5"
    assert number(5.5, "fr") == "5,5"
    assert number(5.5, "en") == "5.5"
