"""What a file is, by what stands in it: its name says nothing."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from crm.domain.preflight import FileKind

_BEGINS: Final = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
)
_PDF_WITHIN: Final = 1_024
"""A PDF's first mark may stand a little way in (ISO 32000-1, annex H)."""
_SVG: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.DOTALL
)
MEDIA: Final = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.GIF: "image/gif",
    FileKind.TIFF: "image/tiff",
    FileKind.SVG: "image/svg+xml",
    FileKind.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
}


def kind_of(content: bytes) -> FileKind | None:
    """Return what a file is, None where it is nothing an ad is made of."""
    for begins, kind in _BEGINS:
        if content.startswith(begins):
            return kind
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return FileKind.PDF
    if content.startswith(b"PK\x03\x04") and _is_word(content):
        return FileKind.DOCX
    return FileKind.SVG if _SVG.match(content[:4_096]) else None


def _is_word(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as parts:
            return "word/document.xml" in parts.namelist()
    except (BadZipFile, ValueError, OSError):
        return False
