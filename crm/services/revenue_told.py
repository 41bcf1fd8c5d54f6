"""What a page of revenue shows, in sentences: the same on screen and on paper.

Each is computed from the rows beside it and never invented. Bold marks stand in the
sentence, the facts beside it: the screen escapes what people typed, paper has no marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm.domain.activity_figures import whole as all_done
from crm.domain.money import Money, total
from crm.domain.pacing import LAST_STRETCH
from crm.language import _, ngettext
from crm.language.formats import money, number, percent, thousands
from crm.language.revenue_words import month_word, mover_word, pages_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from crm.domain.forecast import Mover
    from crm.domain.pacing import Pacing
    from crm.domain.revenue_amounts import Amounts
    from crm.store.queries.pipeline import PipelineSum
    from crm.store.queries.revenue_advertisers import AdvertiserSum, Retention
    from crm.store.queries.team_activity import RepWeek
    from crm.store.queries.unsold import Fill, PremiumPlace

NAMED = 3
"""As many advertisers who have not come back are named."""


class Told(NamedTuple):
    """A sentence with its facts in braces."""

    sentence: str
    facts: dict[str, str]

    @property
    def plain(self) -> str:
        """The sentence as it is printed."""
        return self.sentence.replace("**", "").format(**self.facts)


def told(sentence: str, **facts: str) -> Told:
    """Return a sentence and what fills it."""
    return Told(sentence, facts)


def moved_told(moved: Mapping[Mover, Money]) -> Told:
    """Say what the forecast has gained or lost, and what weighed most."""
    if not moved:
        return told(_("Nothing has moved the forecast in the last seven days."))
    whole = total(moved.values())
    up = max(moved, key=lambda one: moved[one].cents)
    down = min(moved, key=lambda one: moved[one].cents)
    if whole.cents >= 0:
        both = _("The forecast gains **{amount}**: {up} outweigh {down}.")
        alone = _("The forecast gains **{amount}**, most of it from {up}.")
        first = up
    else:
        both = _("The forecast loses **{amount}**: {down} outweigh {up}.")
        alone = _("The forecast loses **{amount}**, most of it from {up}.")
        first = down
    amount = thousands(whole if whole.cents >= 0 else -whole)
    if moved[up].cents > 0 > moved[down].cents:
        return told(both, amount=amount, up=_low(up), down=_low(down))
    return told(alone, amount=amount, up=_low(first))


def _low(mover: Mover) -> str:
    name = mover_word(mover)
    return name[:1].lower() + name[1:]


def pacing_told(pace: Pacing) -> Told:
    """Say where an issue stands, and what the last days usually bring."""
    where = _("At D−{days} from closing").format(days=number(pace.distance))
    if pace.distance == 0:
        where = _("On the day it closes")
    if pace.lead is None:
        return told(
            _("{where}, {issue} holds **{booked}**; no issue before it to compare."),
            where=where,
            issue=pace.issue.name,
            booked=thousands(pace.booked),
        )
    many = len(pace.before)
    those = ngettext(
        "the issue before it", "the average of the {number} issues before it", many
    ).format(number=number(many))
    if pace.lead.cents < 0:
        said = _("{where}, {issue} holds **{booked}**: {gap} less than {those} had.")
    elif pace.lead.cents > 0:
        said = _("{where}, {issue} holds **{booked}**: {gap} more than {those} had.")
    else:
        said = _("{where}, {issue} holds **{booked}**, as {those} had.")
    if pace.still_to_come:
        said = f"{said} " + _("From here to closing they booked **{rest}** more.")
    return told(
        said,
        where=where,
        issue=pace.issue.name,
        booked=thousands(pace.booked),
        gap=thousands(pace.lead if pace.lead.cents >= 0 else -pace.lead),
        those=those,
        rest=thousands(pace.still_to_come or pace.booked - pace.booked),
        days=number(min(pace.distance, LAST_STRETCH)),
    )


def free_places(pace: Pacing, premium: Sequence[PremiumPlace]) -> list[PremiumPlace]:
    """List the premium places of an issue that nobody holds."""
    mine = (place for place in premium if place.issue_id == pace.issue.issue_id)
    return [place for place in mine if place.until is None]


def free_told(pace: Pacing, premium: Sequence[PremiumPlace]) -> Told | None:
    """Say which premium places of an issue are free; None where none is."""
    free = free_places(pace, premium)
    if not free:
        return None
    said = ngettext("{places} is free.", "{places} are free.", len(free))
    return told(said, places=", ".join(place.name for place in free[:4]))


def missing_told(missing: Sequence[AdvertiserSum]) -> Told | None:
    """Say who has not come back to an issue; None where everybody has."""
    if not missing:
        return None
    many = ngettext(
        "{number} advertiser of last year’s same issue has not come back: {names}.",
        "{number} advertisers of last year’s same issue have not come back: {names}.",
        len(missing),
    )
    if len(missing) > NAMED:
        many = _(
            "{number} advertisers of last year’s same issue have not come back, "
            "{names} among them."
        )
    names = ", ".join(row.name for row in missing[:NAMED])
    return told(many, number=number(len(missing)), names=names)


def premium_told(places: Sequence[PremiumPlace], today: date) -> Told:
    """Say what the places left are worth, and what presses."""
    if not places:
        return told(_("Every premium place of the next issues is sold."))
    first = places[0]
    days = (first.closes_on - today).days
    free = [p for p in places if p.issue_id == first.issue_id and p.until is None]
    many = ngettext(
        "{number} of its places is free", "{number} of its places are free", len(free)
    ).format(number=number(len(free)))
    if not free:
        many = _("all its places left are under option")
    said = ngettext(
        "**{worth}** at the card rate; {issue} closes in **{days} day**: {free}.",
        "**{worth}** at the card rate; {issue} closes in **{days} days**: {free}.",
        days,
    )
    worth = money(total(place.price for place in places), cents=False)
    return told(said, worth=worth, issue=first.issue, days=number(days), free=many)


def fill_told(fills: Sequence[Fill], today: date) -> Told:
    """Say what the last issue closed with, and what the next has left."""
    gone = [one for one in fills if one.is_closed]
    coming = [one for one in fills if not one.is_closed]
    said: list[str] = []
    facts: dict[str, str] = {}
    if gone:
        lost = gone[-1].left + gone[-1].optioned
        facts |= {"last": gone[-1].name, "pages": pages_word(lost)}
        unsold = _("The last issue, {last}, closed with **{pages}** unsold.")
        full = _("The last issue, {last}, closed **full**.")
        said.append(unsold if lost > 0 else full)
    if coming:
        first = coming[0]
        days = (first.closes_on - today).days
        facts |= {
            "issue": first.name,
            "left": pages_word(first.left),
            "optioned": pages_word(first.optioned),
            "days": number(days),
        }
        said.append(
            ngettext(
                "The next, {issue}, has **{left}** free and {optioned} under "
                "option, {days} day before it closes.",
                "The next, {issue}, has **{left}** free and {optioned} under "
                "option, {days} days before it closes.",
                days,
            )
        )
    return Told(" ".join(said), facts)


def retention_told(kept: Retention, new: int, year: int) -> Told:
    """Say how many came back, how many are new, what the missing weighed."""
    if not kept.full_base:
        said = _("No advertiser ran in {last}: nobody to come back yet.")
        return told(said, last=str(year - 1))
    return told(
        _(
            "**{kept}** of the {base} advertisers of {last} are back, **{new}** are "
            "new. The missing weighed **{lost}**."
        ),
        kept=number(kept.full_kept),
        base=number(kept.full_base),
        last=str(year - 1),
        new=number(new),
        lost=thousands(kept.lost),
    )


def pipeline_told(rows: Sequence[PipelineSum]) -> Told:
    """Say what may still come, and in which month most of it is expected."""
    if not rows:
        return told(_("No option and no open opportunity falls in this period."))
    sums = {
        key: total(row.weighted for row in rows if row.month == key)
        for key in {row.month for row in rows}
    }
    best = max(sorted(sums), key=lambda key: sums[key].cents)
    return told(
        _("**{whole}** by its chances, of which {amount} expected in {month}."),
        whole=thousands(total(sums.values())),
        amount=thousands(sums[best]),
        month=month_word(best) if best else "–",
    )


def leaks_told(sums: Amounts, cancelled: Amounts) -> Told:
    """Say what of the card rate is booked, and what discounts and cancellations took.

    Of each euro: of each unit of the currency, where that is another.
    """
    if not sums.many:
        return told(_("Nothing is booked here: nothing can leak."))
    yield_ = "–" if sums.yield_ is None else percent(sums.yield_ // 10 * 10)
    return told(
        _(
            "Of the card rate **{yield_}** is booked; discounts took **{given}**, "
            "cancellations **{cancelled}**."
        ),
        yield_=yield_,
        given=thousands(sums.given),
        cancelled=thousands(-cancelled.net_net),
    )


def activity_told(rows: Sequence[RepWeek]) -> Told:
    """Say how many calls, conversations and meetings there were."""
    done = all_done(row.done for row in rows)
    calls = ngettext("**{calls} call**", "**{calls} calls**", done.calls)
    reached = ngettext("{reached} reached", "{reached} reached", done.reached)
    meetings = ngettext("{meetings} meeting", "{meetings} meetings", done.meetings)
    return told(
        f"{calls}, {reached}, {meetings}.",
        calls=number(done.calls),
        reached=number(done.reached),
        meetings=number(done.meetings),
    )
