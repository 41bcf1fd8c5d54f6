"""The sentences about issues: their rhythm, how dates are kept, what stands in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.issue_pattern import Rhythm
from crm.language import _, ngettext
from crm.language.formats import money, number
from crm.ui.escape import join

if TYPE_CHECKING:
    from crm.domain.issue_pattern import Habit
    from crm.store.queries.issue_standing import Standing
    from crm.ui.escape import Marked


def rhythm_word(rhythm: Rhythm) -> str:
    """Return the word for a rhythm."""
    return {
        Rhythm.WEEKLY: _("Weekly"),
        Rhythm.MONTHLY: _("Monthly"),
        Rhythm.BIMONTHLY: _("Every two months"),
        Rhythm.QUARTERLY: _("Quarterly"),
        Rhythm.CHOSEN: _("Chosen months"),
    }[rhythm]


def habit_sentence(habit: Habit) -> str:
    """Say where a pattern's distances come from, and that days are worked ones."""
    days = _(
        "Closing {closes} days before publication, materials {materials} days before; "
        "week-ends and public holidays are avoided."
    ).format(closes=number(habit.closes), materials=number(habit.materials))
    if not habit.learnt_from:
        return days
    learnt = ngettext(
        "As in the last year ({number} issue):",
        "As in the last year ({number} issues):",
        habit.learnt_from,
    ).format(number=number(habit.learnt_from))
    return f"{learnt} {days[0].lower()}{days[1:]}"


def standing_sentence(standing: Standing) -> Marked:
    """Say what stands in an issue, by status; that nothing does."""
    told = []
    if standing.confirmed:
        many = ngettext(
            "{number} confirmed line", "{number} confirmed lines", standing.confirmed
        )
        told.append(many.format(number=number(standing.confirmed)))
        told.append(money(standing.net_net, cents=False))
    if standing.optioned:
        many = ngettext("{number} option", "{number} options", standing.optioned)
        told.append(many.format(number=number(standing.optioned)))
    if standing.quoted:
        many = ngettext("{number} quote", "{number} quotes", standing.quoted)
        told.append(many.format(number=number(standing.quoted)))
    return join(told or [_("nothing is booked in it")])
