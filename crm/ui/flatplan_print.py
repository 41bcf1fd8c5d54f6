"""The flatplan's way to paper: drawn when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.language import _
from crm.services.documents import draw_flatplan
from crm.ui import asking, lists

if TYPE_CHECKING:
    from crm.store.queries.flatplan_rows import Flatplan


def print_button(plan: Flatplan) -> None:
    """Draw the button that prints the plan as it stands."""
    lists.export_button(
        "flatplan_print",
        lambda: _drawn(plan.issue_id),
        _("flatplan-{issue}.pdf").format(issue=plan.code),
        label=_("Print"),
    )


def _drawn(issue_id: int) -> bytes:
    with asking.reading() as session:
        return draw_flatplan(session, asking.me(), issue_id)
