"""Turning what the desk knows into documents, and keeping them as issued.

Everything a document says is put into words here, in its own language; the renderer
(`mediakit`) only lays words out, and so cannot get a total wrong.
"""

from crm.services.documents.amendment import issue_amendment
from crm.services.documents.booking_summary import issue_booking_summary
from crm.services.documents.calendar import issue_calendar
from crm.services.documents.flatplan import draw_flatplan, issue_flatplan
from crm.services.documents.insertion_report import (
    issue_insertion_report,
    issue_reports_of,
)
from crm.services.documents.keeping import Issued, check_kept
from crm.services.documents.media_kit import (
    draw_media_kit,
    issue_media_kit,
)
from crm.services.documents.proposal import ProposalWish, issue_proposal
from crm.services.documents.revenue_report import (
    chart_picture,
    draw_revenue_report,
    issue_revenue_report,
)
from crm.services.documents.statement import issue_statement
from crm.services.documents.technical_sheet import issue_technical_sheet

__all__ = [
    "Issued",
    "ProposalWish",
    "chart_picture",
    "check_kept",
    "draw_flatplan",
    "draw_media_kit",
    "draw_revenue_report",
    "issue_amendment",
    "issue_booking_summary",
    "issue_calendar",
    "issue_flatplan",
    "issue_insertion_report",
    "issue_media_kit",
    "issue_proposal",
    "issue_reports_of",
    "issue_revenue_report",
    "issue_statement",
    "issue_technical_sheet",
]
