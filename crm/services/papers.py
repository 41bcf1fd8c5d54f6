"""Files that come in and are kept as they came: what is taken, and how large."""

from __future__ import annotations

from dataclasses import dataclass

from crm.domain.company_errors import LargeFileError, NotPdfError

MOST_MEGABYTES = 5
PDF = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it came: its name, its bytes."""

    name: str
    content: bytes


def check_paper(paper: Paper) -> None:
    """Refuse what is not a PDF of 5 MB at most. Raises LargeFileError, NotPdfError."""
    if len(paper.content) > MOST_MEGABYTES * 1024 * 1024:
        raise LargeFileError(field="paper", most=MOST_MEGABYTES)
    if not paper.content.startswith(PDF):
        raise NotPdfError(field="paper")
