"""Turning what the desk knows into documents, and keeping them as issued.

Everything a document says is put into words here, in its own language; the renderer
(`mediakit`) only lays words out, and so cannot get a total wrong.
"""

from crm.services.documents.booking_summary import issue_booking_summary
from crm.services.documents.flatplan import draw_flatplan
from crm.services.documents.keeping import Issued, check_kept
from crm.services.documents.media_kit import (
    draw_media_kit,
    issue_media_kit,
    preview_media_kit,
)
from crm.services.documents.revenue_report import (
    chart_picture,
    draw_revenue_report,
    issue_revenue_report,
)

__all__ = [
    "Issued",
    "chart_picture",
    "check_kept",
    "draw_flatplan",
    "draw_media_kit",
    "draw_revenue_report",
    "issue_booking_summary",
    "issue_media_kit",
    "issue_revenue_report",
    "preview_media_kit",
]
