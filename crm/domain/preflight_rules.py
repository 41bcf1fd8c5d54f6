"""The rules of preflight: one function a check, over what was read in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.magazine import FormatKind
from crm.domain.preflight import Box, Check, FileKind, Finding, Weight
from crm.domain.space import UNITS_PER_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.domain.preflight import FileFacts, PdfPage, Place

TOLERANCE = 5
"""Half a millimetre: what programs round, and what a guillotine does not hold."""
PRINT_PPI, POOR_PPI = 300, 150
"""The resolution that print asks for, and under which pixels are seen in print."""
PPI_TOLERANCE = 10
"""A picture of 290 ppi is not worth a word."""
LONGEST_MOVE = 15_000
"""Milliseconds an animation may last, as the technical rules have it."""
PDFS_PAGES = 2
TENTHS_PER_INCH = 254

BLOCKING, WARNING, GOOD = Weight


def judge(place: Place, read: FileFacts) -> tuple[Finding, ...]:
    """Compare a file with its place; the worst findings first, each check once."""
    found = [*_judged(place, read)]
    if place.is_advertorial:
        found.append(_label(read))
    return tuple(sorted(found, key=lambda one: list(Weight).index(one.weight)))


def _judged(place: Place, read: FileFacts) -> Iterator[Finding]:
    is_pdf = read.kind is FileKind.PDF
    if place.kind is FormatKind.DIGITAL:
        if place.is_measured:
            yield _pixels(place, read)
            yield from _animation(read)
        if read.colours == "CMYK":
            yield Finding(Check.COLOURS, WARNING, {"is": "CMYK"})
        yield from _kilobytes(place, read)
    if place.kind is FormatKind.PRINT and place.is_measured and is_pdf:
        yield from _printed(place, read)
    elif place.kind is FormatKind.PRINT and not place.is_advertorial:
        yield from _pictured(place, read)
    elif not place.is_measured or place.is_advertorial:
        yield Finding(Check.BY_EYE, WARNING)


def _printed(place: Place, read: FileFacts) -> Iterator[Finding]:
    """Look at a PDF that goes into print as it is."""
    yield from _measured(place, read)
    if read.loose_fonts:
        names = ", ".join(read.loose_fonts[:4])
        facts = {"names": names, "many": len(read.loose_fonts)}
        yield Finding(Check.FONTS, BLOCKING, facts)
    else:
        yield Finding(Check.FONTS, GOOD, {"many": read.fonts})
    if read.lowest_ppi is not None:
        yield _resolution(read.lowest_ppi)
    if read.screen_colours:
        yield Finding(
            Check.COLOURS, WARNING, {"is": "RGB", "many": read.screen_colours}
        )


def _measured(place: Place, read: FileFacts) -> Iterator[Finding]:
    spread = place.units > UNITS_PER_PAGE
    wanted = PDFS_PAGES if spread and read.page_count == PDFS_PAGES else 1
    if read.page_count != wanted:
        found = {"found": read.page_count, "spread": spread}
        yield Finding(Check.PAGES, BLOCKING, found)
    size = place.width, place.height
    if wanted == PDFS_PAGES:
        size = place.width // PDFS_PAGES, place.height
    if read.pages:
        # A spread given as two pages is as good as the poorer of the two.
        each = [list(_page(size, place.bleed, page)) for page in read.pages[:wanted]]
        yield from min(each, key=_worth)


def _worth(findings: list[Finding]) -> int:
    return min((list(Weight).index(one.weight) for one in findings), default=0)


def _page(size: tuple[int, int], bleed: int, page: PdfPage) -> Iterator[Finding]:
    trim = page.trim
    if trim is None or (trim == page.media and _is(trim, _outer(size, bleed))):
        trim = _inferred(size, bleed, page.media)
    facts = {"width": size[0], "height": size[1]}
    facts |= dict(zip(("found_width", "found_height"), trim.size, strict=True))
    if _is(trim, size):
        yield Finding(Check.SIZE, GOOD, facts)
        if trim != page.trim:
            yield Finding(Check.TRIM_BOX, WARNING, facts)
    elif _is(trim, (size[1], size[0])):
        yield Finding(Check.TURNED, BLOCKING, facts)
        return
    else:
        yield Finding(Check.SIZE, BLOCKING, facts)
        return
    if bleed:
        outer = page.bleed or page.media
        reached = max(0, min(outer.around(trim), page.media.around(trim)))
        weight = GOOD if reached >= bleed - TOLERANCE else BLOCKING
        yield Finding(Check.BLEED, weight, {"asked": bleed, "found": reached})


def _inferred(size: tuple[int, int], bleed: int, media: Box) -> Box:
    """Return where a page without a trim box is trimmed, by its outer size."""
    if not _is(media, _outer(size, bleed)):
        return media
    inside = (media.left + bleed, media.bottom + bleed)
    return Box(*inside, media.right - bleed, media.top - bleed)


def _outer(size: tuple[int, int], bleed: int) -> tuple[int, int]:
    return size[0] + 2 * bleed, size[1] + 2 * bleed


def _is(box: Box, size: tuple[int, int]) -> bool:
    return all(
        abs(found - asked) <= TOLERANCE
        for found, asked in zip(box.size, size, strict=True)
    )


def _resolution(ppi: int) -> Finding:
    facts = {"found": ppi, "asked": PRINT_PPI}
    if ppi < POOR_PPI:
        return Finding(Check.RESOLUTION, BLOCKING, facts)
    enough = ppi >= PRINT_PPI - PPI_TOLERANCE
    return Finding(Check.RESOLUTION, GOOD if enough else WARNING, facts)


def _pictured(place: Place, read: FileFacts) -> Iterator[Finding]:
    """Look at a picture that is to be printed: its shape is all the size it has."""
    yield Finding(Check.FLAT, WARNING)
    if read.colours == "RGB":
        yield Finding(Check.COLOURS, WARNING, {"is": "RGB", "many": 1})
    if not place.is_measured or not read.width or not read.height:
        return
    size = place.width, place.height
    for width, height, is_whole in (
        (*_outer(size, place.bleed), True),
        (*size, not place.bleed),
    ):
        # As tall as its place at the resolution it has, within the tolerance.
        if abs(read.width * height - read.height * width) <= TOLERANCE * read.height:
            facts = {"width": size[0], "height": size[1]}
            yield Finding(Check.SIZE, GOOD, {**facts, "is": "shape"})
            if place.bleed:
                told = {"asked": place.bleed, "found": place.bleed if is_whole else 0}
                yield Finding(Check.BLEED, GOOD if is_whole else BLOCKING, told)
            yield _resolution(read.width * TENTHS_PER_INCH // width)
            return
    facts = {"width": size[0], "height": size[1], "bleed": place.bleed}
    found = {"found_width": read.width, "found_height": read.height, "is": "shape"}
    yield Finding(Check.SIZE, BLOCKING, {**facts, **found})


def _pixels(place: Place, read: FileFacts) -> Finding:
    facts = {"width": place.width, "height": place.height}
    facts |= {"found_width": read.width, "found_height": read.height}
    if (read.width, read.height) == (place.width, place.height):
        return Finding(Check.PIXELS, GOOD, facts)
    twice = (read.width, read.height) == (2 * place.width, 2 * place.height)
    weight = WARNING if twice else BLOCKING
    return Finding(Check.PIXELS, weight, {**facts, "twice": twice})


def _kilobytes(place: Place, read: FileFacts) -> Iterator[Finding]:
    if place.longest_kilobytes:
        facts = {"asked": place.longest_kilobytes, "found": -(-read.size // 1_000)}
        over = facts["found"] > facts["asked"]
        yield Finding(Check.KILOBYTES, BLOCKING if over else GOOD, facts)


def _animation(read: FileFacts) -> Iterator[Finding]:
    if read.milliseconds > LONGEST_MOVE:
        seconds = {"asked": LONGEST_MOVE // 1_000, "found": read.milliseconds // 1_000}
        yield Finding(Check.LENGTH, WARNING, seconds)


def _label(read: FileFacts) -> Finding:
    weight = GOOD if read.label else WARNING
    return Finding(Check.LABEL, weight, {"word": read.label})
