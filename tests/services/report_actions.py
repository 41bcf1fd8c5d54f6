"""Calls of the actions that issue reports, for the audit's test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.domain.revenue import year
from crm.services import documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

REPORTS: dict[str, Callable[[Session, Any], object]] = {
    "documents.revenue_report.issue_revenue_report": lambda s, x: (
        documents.issue_revenue_report(s, x.desk.manager, year(2027))
    ),
}
