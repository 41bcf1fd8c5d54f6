"""Log a call: from the frame of every page, or from a row that knows whom."""

from __future__ import annotations


def open_log_call(company_id: int | None = None, contact_id: int | None = None) -> None:
    """Open the drawer; from a row, the company and contact are known."""
