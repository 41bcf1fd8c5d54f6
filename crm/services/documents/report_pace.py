"""How an issue fills up before it closes, put into places and heights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.money import divide
from crm.domain.pacing import FARTHEST
from crm.language import _
from crm.language.formats import money, number, thousands
from crm.services.documents.report_charts import HEADROOM, WHOLE, amounts_axis
from mediakit.model.report import Curve, CurveChart

if TYPE_CHECKING:
    from crm.domain.pacing import Pace, Pacing

LEAST = 1_000_00
"""The lowest top of an axis, in cents."""
NAMED_DAYS = (60, 30)


def pace_chart(pace: Pacing) -> CurveChart:
    """Draw the issues before thin, their mean dotted, this one thick."""
    highest = max([*(one.whole for one in (pace.issue, *pace.before)), LEAST])
    highest = divide(max(highest, pace.booked.cents) * HEADROOM, 10)
    here = max(0, min(pace.distance, FARTHEST))

    def at(distance: int, cents: int) -> tuple[int, int]:
        place = divide((FARTHEST - distance) * WHOLE, FARTHEST)
        return place, divide(max(0, cents) * WHOLE, highest)

    def steps(one: Pace, last: int) -> tuple[tuple[int, int], ...]:
        told = [step for step in one.steps if step[0] > last]
        return tuple(at(*step) for step in (*told, (last, one.at(last))))

    drawn = [Curve("before", one.name, steps(one, 0)) for one in pace.before]
    if len(pace.before) > 1:
        means = {day: pace.mean_at(day) for day in range(FARTHEST, -1, -1)}
        points = tuple(
            at(day, one.cents) for day, one in means.items() if one is not None
        )
        drawn.append(Curve("mean", _("average"), points))
    drawn.append(Curve("now", "", steps(pace.issue, here)))
    days = tuple(
        (at(day, 0)[0], _("D−{days}").format(days=number(day))) for day in NAMED_DAYS
    )
    return CurveChart(
        tuple(drawn),
        ((0, _("D−{days}").format(days=FARTHEST)), *days, (WHOLE, _("closing"))),
        amounts_axis(highest, pace.booked.currency),
        f"{pace.issue.name} · {thousands(pace.booked)}",
        _("Booked net by days before closing: {issue} holds {booked}").format(
            issue=pace.issue.name, booked=money(pace.booked)
        ),
    )
