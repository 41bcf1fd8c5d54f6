"""Pictures that are handed in: converted once, bounded, nothing reached or run."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from crm.domain.profile_errors import PictureError
from crm.services.pictures import LONGEST_SIDE, read_picture

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100"'
LINK = 'xmlns:x="http://www.w3.org/1999/xlink"'
BOX = '<rect width="400" height="100" fill="#7A1F2B"/>'


def raster(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def svg(body: str, attributes: str = "") -> bytes:
    return f"{HEAD} {attributes}>{body}</svg>".encode()


def test_a_drawing_becomes_pixels() -> None:
    made = read_picture(svg(BOX), alt_fr="Quai", alt_en="Quay")
    assert (made.media_type, made.width, made.height) == ("image/png", 1_200, 300)
    assert (made.alt_fr, made.alt_en) == ("Quai", "Quay")
    pixel = Image.open(BytesIO(made.content)).convert("RGB").getpixel((600, 150))
    assert pixel == (0x7A, 0x1F, 0x2B)


def test_the_plain_doctype_many_programs_write_is_taken_out() -> None:
    line = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://w3.example/s.dtd">'
    assert read_picture(line.encode() + svg(BOX)).width == LONGEST_SIDE


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_photograph_is_written_anew_and_made_small(kind: str) -> None:
    made = read_picture(raster((3_000, 1_500), kind))
    assert (made.width, made.height) == (1_200, 600)
    assert len(made.content) < 60_000
    small = read_picture(raster((40, 30), kind))
    assert (small.width, small.height) == (40, 30)


def test_what_is_clear_stays_clear() -> None:
    assert read_picture(raster((20, 20), mode="RGBA")).media_type == "image/png"


BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    + svg("<text>&b;</text>").decode()
).encode()
NESTED = "".join(
    f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>'
    for n in range(1, 30)
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 this is a program" * 40,
        b"%PDF-1.7",
        b"<html><body>no</body></html>",
        raster((50, 50))[:60],
        raster((2_000, 10)),
        BOMB,
        svg(f'<g id="g0">{BOX}</g>{NESTED}<use href="#g29"/>'),
        svg('<use href="#a"/>' * 41 + f'<g id="a">{BOX}</g>'),
        svg("<script>alert(1)</script>"),
        svg('<image href="file:///etc/passwd"/>'),
        svg(f'<image {LINK} x:href="http://evil.example/a.png"/>'),
        svg(f'<use {LINK} x:href="http://evil.example/a.svg#b"/>'),
        svg("<style>@import url(http://evil.example/a.css)</style>"),
        svg('<rect fill="url(http://evil.example/a.svg#b)"/>'),
        svg(BOX, 'onload="alert(1)"'),
        svg("<foreignObject/>"),
        svg('<filter id="f"><feTurbulence numOctaves="999999"/></filter>'),
        svg(BOX * 4_001),
        svg("x" * 500_001),
        svg("<rect"),
        b"\xff\xfe<svg",
    ],
)
def test_what_is_no_picture_or_reaches_out_is_refused(content: bytes) -> None:
    with pytest.raises(PictureError):
        read_picture(content)


def test_a_hundred_megapixels_are_refused_before_they_are_read() -> None:
    out = BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(PictureError, match="40 million"):
        read_picture(out.getvalue())
