"""Reading a picture that was handed in: converted once, and bounded.

A drawing (SVG) is turned into pixels; a photograph is written anew, so that nothing of
the file as it came is kept. A file that refers to anything outside itself, runs
anything, or grows when it is opened, is refused before it is drawn.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from xml.etree import ElementTree as ET

import resvg_py
from PIL import Image, ImageOps, UnidentifiedImageError

from crm.domain.errors import words
from crm.domain.profile_errors import PictureError
from crm.services.profiles import PictureWish

LONGEST_SIDE = 1_200
LARGEST_FILE, LARGEST_DRAWING = 10_000_000, 500_000
MOST_PIXELS = 40_000_000
MOST_ELEMENTS, MOST_USES = 4_000, 40
STEEPEST = 20
RASTERS = ("PNG", "JPEG", "WEBP", "GIF")
_REFUSED = frozenset(
    {"script", "foreignobject", "image", "feimage", "iframe", "audio", "video"}
    | {"animate", "animatetransform", "set", "handler", "filter", "a"}
)
_OUTSIDE = re.compile(
    r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:", re.IGNORECASE
)


def read_picture(content: bytes, *, alt_fr: str = "", alt_en: str = "") -> PictureWish:
    """Return a picture ready to be drawn, at most 1 200 pixels a side.

    Raises PictureError for what is no picture, is too large, or refers elsewhere.
    """
    if not content:
        raise PictureError(field="picture", why=words("it is empty"))
    if len(content) > LARGEST_FILE:
        raise PictureError(field="picture", why=words("it is over 10 MB"))
    head = content[:2_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    drawn = head.startswith(b"<") and b"<svg" in content[:20_000]
    image = _opened(_drawing(content) if drawn else content)
    kept = BytesIO()
    if image.mode in {"RGBA", "LA", "P"} or drawn:
        image.convert("RGBA").save(kept, "PNG", optimize=True)
        media_type = "image/png"
    else:
        image.convert("RGB").save(kept, "JPEG", quality=88, optimize=True)
        media_type = "image/jpeg"
    return PictureWish(media_type, *image.size, kept.getvalue(), alt_fr, alt_en)


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            found = Image.open(BytesIO(content), formats=RASTERS)
            _check_size(*found.size)
            found.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
            found.load()
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return upright
    except PictureError:
        raise
    except UnidentifiedImageError as failure:
        raise PictureError(
            field="picture", why=words("it is no SVG, PNG, JPEG, WebP or GIF")
        ) from failure
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as failure:
        raise PictureError(field="picture", why=words("it is damaged")) from failure


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise PictureError(field="picture", why=words("it has over 40 million pixels"))
    if max(width, height) > STEEPEST * max(1, min(width, height)):
        raise PictureError(
            field="picture", why=words("it is far longer than it is high")
        )


def _drawing(content: bytes) -> bytes:
    """Return an SVG as pixels, once nothing in it can reach out or grow."""
    if len(content) > LARGEST_DRAWING:
        raise PictureError(field="picture", why=words("a drawing may have 500 KB"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise PictureError(field="picture", why=words("it is damaged")) from failure
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        text = _without_doctype(text)
    try:
        root = ET.fromstring(text)  # noqa: S314  no entity is left to be expanded
    except ET.ParseError as failure:
        raise PictureError(field="picture", why=words("it is damaged")) from failure
    _check(root)
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=ET.tostring(root, "unicode"),
                width=LONGEST_SIDE,
                skip_system_fonts=True,
            )
        )
    except (ValueError, BaseException) as failure:
        if isinstance(failure, KeyboardInterrupt | SystemExit):
            raise
        raise PictureError(field="picture", why=words("it is damaged")) from failure


def _without_doctype(text: str) -> str:
    """Take out the plain line that many programs write; refuse one that defines."""
    plain = re.sub(r"<!DOCTYPE[^\[>]*>", "", text, count=1, flags=re.IGNORECASE)
    if "<!DOCTYPE" in plain.upper() or "<!ENTITY" in plain.upper():
        raise PictureError(
            field="picture", why=words("it defines entities, which could grow")
        )
    return plain


def _check(root: ET.Element) -> None:
    uses: list[ET.Element] = []
    for count, one in enumerate(root.iter(), start=1):
        name = str(one.tag).rpartition("}")[2].lower()
        if count > MOST_ELEMENTS:
            raise PictureError(field="picture", why=words("it has too many shapes"))
        if name in _REFUSED:
            raise PictureError(
                field="picture", why=words("it runs or loads something, or filters")
            )
        if name == "use":
            uses.append(one)
        for attribute, value in one.attrib.items():
            plain = attribute.rpartition("}")[2].lower()
            reaches = plain == "href" and not value.startswith("#")
            if reaches or plain.startswith("on") or _OUTSIDE.search(value):
                raise PictureError(
                    field="picture", why=words("it refers to something outside itself")
                )
        if name == "style" and _OUTSIDE.search(one.text or ""):
            raise PictureError(
                field="picture", why=words("it refers to something outside itself")
            )
    nested = [use for use in uses if len(use)]
    held = {
        inside
        for one in root.iter()
        if one.get("id") and any(_is_use(inside) for inside in one.iter())
        for inside in [one.get("id")]
    }
    aimed = {
        value.removeprefix("#")
        for use in uses
        for name, value in use.attrib.items()
        if name.rpartition("}")[2] == "href"
    }
    if len(uses) > MOST_USES or nested or aimed & held:
        raise PictureError(field="picture", why=words("it repeats itself in itself"))


def _is_use(one: ET.Element) -> bool:
    return str(one.tag).rpartition("}")[2].lower() == "use"
