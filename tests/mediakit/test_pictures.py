from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from mediakit import page_pictures
from tests.mediakit.drawing import document


def test_pages_become_pictures() -> None:
    pictures = page_pictures(document("quote-fr"), width=300)
    assert len(pictures) == 3
    with Image.open(BytesIO(pictures[0])) as picture:
        assert picture.format == "PNG"
        assert abs(picture.width - 300) <= 1
        assert picture.height > picture.width
        ground = picture.convert("RGB").getpixel((4, 4))
    assert ground == (0x24, 0x38, 0xE0)


def test_some_pages_only() -> None:
    assert len(page_pictures(document("quote-fr"), width=64, pages=[2, 0])) == 2


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(IndexError, match="no page 9"):
        page_pictures(document("booking-fr"), width=64, pages=[9])
    with pytest.raises(ValueError, match="16 to 4000"):
        page_pictures(document("booking-fr"), width=5)


def test_a_picture_for_the_screen_is_written_quickly() -> None:
    exact, quick = (
        page_pictures(document("quote-fr"), width=300, pages=[0], kind=kind)[0]
        for kind in ("PNG", "JPEG")
    )
    with Image.open(BytesIO(exact)) as one, Image.open(BytesIO(quick)) as other:
        assert other.format == "JPEG"
        assert one.size == other.size
        far = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    assert max(ImageStat.Stat(far).mean) < 2
