"""The flatplan's way to paper: drawn when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.roles import Reach
from crm.language import _
from crm.services.documents import draw_flatplan, issue_flatplan
from crm.ui import asking, lists
from crm.ui.issuing import paper_button

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


def keep_button(plan: Flatplan) -> None:
    """Draw the button that keeps the plan as it stands; it names every advertiser."""
    if asking.me().reach is not Reach.ALL:
        return
    paper_button(
        f"flatplan_{plan.issue_id}",
        _("Keep as it stands"),
        lambda session, language: issue_flatplan(
            session, asking.me(), plan.issue_id, language=language
        ),
        icon="inventory_2",
    )


def _drawn(issue_id: int) -> bytes:
    with asking.reading() as session:
        return draw_flatplan(session, asking.me(), issue_id)
