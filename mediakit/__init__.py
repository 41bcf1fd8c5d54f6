"""Documents of an advertising-sales desk: words in, PDF bytes out.

The words are the dataclasses of ``mediakit.model``; nothing here reads a database,
computes a price or opens a file that a text names.
"""

from __future__ import annotations

from mediakit.booking_summary import render_booking_summary
from mediakit.flatplan import render_flatplan
from mediakit.media_kit import DrawnKit, draw_media_kit, render_media_kit
from mediakit.paper import render_paper
from mediakit.pictures import page_pictures
from mediakit.report_parts import part_picture
from mediakit.revenue_report import render_revenue_report
from mediakit.theme import LookError, check, contrast, faults

__all__ = [
    "DrawnKit",
    "LookError",
    "check",
    "contrast",
    "draw_media_kit",
    "faults",
    "page_pictures",
    "part_picture",
    "render_booking_summary",
    "render_flatplan",
    "render_media_kit",
    "render_paper",
    "render_revenue_report",
]
