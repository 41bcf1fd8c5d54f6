"""The pages of an issue in the calendar's grid, and the way to its flatplan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.language import _
from crm.ui.escape import html
from crm.ui.space_words import amount_of

if TYPE_CHECKING:
    from crm.store.queries.magazine import IssueRow, SpaceRow

PLAN = "plan"


def pages_cell(pool: SpaceRow | None, issue: IssueRow, *, past: bool) -> str:
    """Draw what is left of an issue's pages: a click opens its flatplan."""
    if pool is None:
        return '<td class="pg"></td>'
    space = pool.space
    taken = space.capacity - space.left - space.optioned
    left = amount_of(pool, 0 if past else space.left)
    rest = "closed" if past else "free"
    bar = "".join(
        f'<i class="{tone}" style="flex:{units}"></i>'
        for tone, units in (
            ("sold", taken),
            ("optioned", space.optioned),
            (rest, space.left),
        )
        if units
    )
    free = html(_("pages free"))
    told = html(_("Flatplan, {issue}").format(issue=issue.name))
    return (
        f'<td class="pg" data-l="{free}"><button data-id="{PLAN}-{issue.id}" '
        f'title="{told}"><b>{html(left)}</b> / '
        f'{html(amount_of(pool, space.capacity))}<div class="mini">{bar}</div>'
        "</button></td>"
    )


def plan_asked(picked: str | None) -> int | None:
    """Return the issue whose flatplan a click asks for, None where it asks for none."""
    kind, _dash, number_ = (picked or "").partition("-")
    return int(number_) if kind == PLAN and number_.isdecimal() else None
