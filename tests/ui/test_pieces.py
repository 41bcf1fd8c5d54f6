from __future__ import annotations

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from crm.domain.bookings import LineStatus
from crm.ui.charts import DARK, LIGHT, Label, Palette, spread
from crm.ui.inputs import MONEY
from crm.ui.logo import emblem, logo
from crm.ui.statuses import STATUS, badge
from crm.web.mosaic import lay, mosaic

ROOT = Path(__file__).parents[2]
SLOTS = {"violet", "orange", "blue", "green", "gray", "red"}


def test_a_status_has_a_colour_with_a_meaning_and_always_a_word() -> None:
    assert {look.colour for look in STATUS.values()} <= SLOTS
    for status in LineStatus:
        assert str(status) in STATUS
        assert badge(status).endswith(f": {str(status).capitalize()}]")
    assert badge("optioned", "[x]") == (
        ":orange-badge[:material/hourglass_top: \\[x\\]]"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "12,5",
        "12.5",
        "1 234,50",
        "1\u202f234,50 €",
        "1.234,50",
        "€1,234.50",
        "-40",
        "0",
    ],
)
def test_an_amount_as_people_type_it_is_let_through(typed: str) -> None:
    assert re.match(MONEY, typed)


@pytest.mark.parametrize("typed", ["", "abc", "1,2,3", "12 €€", "1e5"])
def test_what_is_no_amount_is_held(typed: str) -> None:
    assert not re.match(MONEY, typed)


def test_labels_are_pushed_apart_and_keep_their_order() -> None:
    labels = [Label(height, str(height), "red") for height in (12, 10, 11, 50)]
    apart = spread(labels, 5)
    assert [label.words for label in apart] == ["10", "11", "12", "50"]
    heights = [label.height for label in apart]
    assert all(above - below >= 5 for below, above in itertools.pairwise(heights))


def drawing(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  drawn by us a line before


def luminance(colour: str) -> int:
    """Return the relative luminance of WCAG 2, in millionths."""
    parts = []
    for place in (1, 3, 5):
        share = int(colour[place : place + 2], 16) / 255
        parts.append(
            share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4
        )
    red, green, blue = parts
    return int((0.2126 * red + 0.7152 * green + 0.0722 * blue) * 1_000_000)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_words_of_a_chart_can_be_read(palette: Palette) -> None:
    ground = luminance(palette.ground)
    for colour in (palette.ink, palette.slate, palette.cobalt, palette.coral):
        high, low = sorted((luminance(colour), ground), reverse=True)
        assert (high + 50_000) / (low + 50_000) >= 4.5, colour


def test_the_mosaic_is_laid_the_same_from_the_same_seed() -> None:
    assert lay(6, 9, "Régie") == lay(6, 9, "Régie")
    assert lay(6, 9, "Régie") != lay(6, 9, "own")
    tiles = lay(6, 9, "Régie")
    for place in range(len(tiles)):
        if place % 6:
            assert tiles[place].kind != tiles[place - 1].kind
            assert tiles[place].ground != tiles[place - 1].ground
    half = drawing(mosaic(6, 9, "Régie", percent=50))
    assert len(half) == 27


def test_the_logo_leaves_out_a_title_it_cannot_hold() -> None:
    short = drawing(logo("Smart City Mag", "light"))
    long = drawing(logo("Smart City Mag " * 9, "dark"))
    assert int(short.attrib["width"]) > int(long.attrib["width"])
    assert int(long.attrib["width"]) < 130
    drawing(emblem())
