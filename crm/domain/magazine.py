"""The publication side: supports, issues, formats."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.errors import DateOrderError, words
from crm.domain.space import UNITS_PER_PAGE

if TYPE_CHECKING:
    from datetime import date


class SupportKind(StrEnum):
    """What carries the advertising."""

    PRINT = "print"
    NEWSLETTER = "newsletter"
    WEB = "web"
    EVENT = "event"
    BRANDED_CONTENT = "branded_content"


class IssueStatus(StrEnum):
    """Where an issue stands; closing is a date, not a status."""

    PLANNED = "planned"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class FormatKind(StrEnum):
    """How a format is measured."""

    PRINT = "print"
    DIGITAL = "digital"
    PACKAGE = "package"


class MaterialStatus(StrEnum):
    """How far the advertiser's files have come."""

    AWAITED = "awaited"
    RECEIVED = "received"
    CHECKED = "checked"
    PROOF_SENT = "proof_sent"
    APPROVED = "approved"


class DocumentKind(StrEnum):
    """What is issued, or came in, and is kept."""

    MEDIA_KIT = "media_kit"
    QUOTE = "quote"
    BOOKING_SUMMARY = "booking_summary"
    AMENDMENT = "amendment"
    INSERTION_REPORT = "insertion_report"
    PROPOSAL = "proposal"
    STATEMENT = "statement"
    REVENUE_REPORT = "revenue_report"
    CALENDAR = "calendar"
    TECHNICAL_SHEET = "technical_sheet"
    FLATPLAN = "flatplan"
    MANDATE = "mandate"
    """The written mandate an agency showed, as it came."""
    AGREEMENT = "agreement"
    """What an advertiser signed, as it came back."""
    MATERIAL = "material"
    """An advertiser's file, as it came."""
    TEAR_SHEET = "tear_sheet"
    """The page or the screen that shows what ran."""


SHOWN_WITH_THEIR_LINE = frozenset({DocumentKind.MATERIAL, DocumentKind.TEAR_SHEET})
"""Files that are no papers: they are found where their line is."""


def fits_page(width: int, height: int, units: int, page: tuple[int, int]) -> bool:
    """Say whether a format fits the page; of more than a page, pages side by side.

    Sizes in tenths of a millimetre, `units` in twelfths of a page. A page without a
    size holds everything.
    """
    page_width, page_height = page
    if not page_width or not page_height:
        return True
    pages = max(1, -(-units // UNITS_PER_PAGE))
    return width <= page_width * pages and height <= page_height


def check_dates(closes_on: date, materials_due_on: date, published_on: date) -> None:
    """Refuse an issue that closes or takes materials after it is published."""
    for label, day in (
        (words("The closing date"), closes_on),
        (words("The materials date"), materials_due_on),
    ):
        if day > published_on:
            raise DateOrderError(
                field="closes_on",
                first=label,
                first_day=day,
                second=words("the publication date"),
                second_day=published_on,
            )
