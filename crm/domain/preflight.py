"""What a file is, what its place asks of it, and what was found comparing the two.

Lengths are tenths of a millimetre in print and pixels on screens, as formats have
them. Nothing here opens a file: `crm.services.preflight` reads one into `FileFacts`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm.domain.magazine import FormatKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class FileKind(StrEnum):
    """What a file is, by its first bytes."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    TIFF = "tiff"
    SVG = "svg"
    DOCX = "docx"


class Weight(StrEnum):
    """How much a finding weighs."""

    BLOCKING = "blocking"
    WARNING = "warning"
    GOOD = "good"


class Check(StrEnum):
    """What was looked at."""

    PAGES = "pages"
    SIZE = "size"
    TURNED = "turned"
    TRIM_BOX = "trim_box"
    BLEED = "bleed"
    RESOLUTION = "resolution"
    FONTS = "fonts"
    COLOURS = "colours"
    FLAT = "flat"
    PIXELS = "pixels"
    KILOBYTES = "kilobytes"
    LENGTH = "length"
    LABEL = "label"
    BY_EYE = "by_eye"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a page, from its lower left corner."""

    left: int
    bottom: int
    right: int
    top: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.right - self.left, self.top - self.bottom

    def around(self, inner: Box) -> int:
        """Return by how much it reaches past another box, on the side it does least."""
        return min(
            inner.left - self.left,
            inner.bottom - self.bottom,
            self.right - inner.right,
            self.top - inner.top,
        )


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The boxes of a page as it is turned; a box that is not said is None."""

    media: Box
    trim: Box | None = None
    bleed: Box | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What was read in a file.

    `pages` are the first pages of a PDF, `page_count` all of them; `loose_fonts` the
    fonts it names without holding them; `lowest_ppi` the resolution, at the size it is
    placed, of its poorest picture; `width` and `height` the pixels of a picture,
    `milliseconds` how long it moves; `label` the word of the law, where it was read.
    """

    kind: FileKind
    size: int
    sha256: str
    page_count: int = 0
    pages: tuple[PdfPage, ...] = ()
    fonts: int = 0
    loose_fonts: tuple[str, ...] = ()
    pictures: int = 0
    lowest_ppi: int | None = None
    screen_colours: int = 0
    width: int = 0
    height: int = 0
    colours: str = ""
    milliseconds: int = 0
    label: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the facts as JSON keeps them."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> FileFacts:
        """Return the facts that JSON kept."""

        def box(found: Mapping[str, int] | None) -> Box | None:
            return Box(**found) if found else None

        pages = tuple(
            PdfPage(Box(**page["media"]), box(page["trim"]), box(page["bleed"]))
            for page in kept.get("pages", ())
        )
        loose = tuple(kept.get("loose_fonts", ()))
        read = {"kind": FileKind(kept["kind"]), "pages": pages, "loose_fonts": loose}
        return cls(**{**kept, **read})


@dataclass(frozen=True, slots=True)
class Place:
    """What a format asks of a file; sizes as the format has them."""

    kind: FormatKind
    width: int = 0
    height: int = 0
    bleed: int = 0
    units: int = 0
    longest_kilobytes: int | None = None
    is_advertorial: bool = False

    @property
    def is_measured(self) -> bool:
        """Whether it has a size that a file can be measured against."""
        return bool(self.width and self.height)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, with the figures its sentence needs."""

    check: Check
    weight: Weight
    facts: Mapping[str, Any] = field(default_factory=dict)


_K = FileKind
_WORDS_AND_PICTURES = (_K.PDF, _K.DOCX, _K.JPEG, _K.PNG)


def kinds_taken(place: Place) -> tuple[FileKind, ...]:
    """Return the kinds of files a place takes, the best first."""
    if place.kind is FormatKind.PRINT:
        if place.is_advertorial:
            return (*_WORDS_AND_PICTURES, _K.TIFF)
        return _K.PDF, _K.TIFF, _K.JPEG
    if place.kind is FormatKind.DIGITAL and place.is_measured:
        return _K.JPEG, _K.PNG, _K.GIF
    if place.kind is FormatKind.DIGITAL:
        return _WORDS_AND_PICTURES
    return (*_WORDS_AND_PICTURES, _K.SVG, _K.TIFF)


def kept(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return findings as JSON keeps them, by the code of their check."""
    return {
        one.check.value: {"weight": one.weight.value, "facts": dict(one.facts)}
        for one in findings
    }


def blocking(findings: Mapping[str, Any]) -> list[Check]:
    """List what blocks and was not accepted, of findings that JSON kept."""
    return [
        Check(code)
        for code, found in findings.items()
        if found["weight"] == Weight.BLOCKING and "accepted" not in found
    ]
