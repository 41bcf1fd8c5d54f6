"""How the pieces of a typed line are told, and why some were not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.activities import ActivityKind
from crm.domain.clock import paris_instant
from crm.domain.errors import words
from crm.domain.quick_log_sketch import Doubt, Field, Step
from crm.language import _
from crm.language.formats import clock_time, day, fact, number

if TYPE_CHECKING:
    from crm.domain.activities import Direction, Outcome
    from crm.domain.quick_log_sketch import Value

DOUBTS = {
    Doubt.SEVERAL: words("several are said"),
    Doubt.EITHER: words("this reads in two ways"),
    Doubt.IMPOSSIBLE: words("the calendar, the clock or the desk has none such"),
    Doubt.PAST: words("that moment has passed"),
    Doubt.VAGUE: words("a period, not a day"),
    Doubt.NO_DAY: words("no day is said"),
    Doubt.NEGATIVE: words("an amount below nothing"),
    Doubt.WITH_TAX: words("tax included; the desk counts without"),
    Doubt.CONDITION: words("an opposition with a condition"),
    Doubt.NO_REASON: words("say why it was lost"),
}
FIELDS = {
    Field.KIND: words("Activity"),
    Field.DIRECTION: words("Who began"),
    Field.OUTCOME: words("Outcome"),
    Field.MINUTES: words("Minutes"),
    Field.AMOUNT: words("Amount"),
    Field.ISSUE: words("Issue"),
    Field.PLACE: words("Format or position"),
    Field.FOLLOW_UP: words("Follow-up"),
    Field.OPPOSITION: words("Opposition"),
    Field.STAGE: words("Stage"),
}
GRAMMAR = (
    (words("First"), words("call, meeting, mail, visit, note; appel, rdv, visite…")),
    (words("With whom"), words("a company, a contact, or the contact alone")),
    (words("Outcome"), words("no answer, left a message; pas de réponse, répondeur…")),
    (words("Minutes"), words("12 min")),
    (
        words("Follow-up"),
        words("call back Thursday 2pm, rappeler jeudi 14h, relancer dans 3 semaines…"),
    ),
    (words("Opportunity"), words("€4,500, 4,5 k€; no. 62, n°62; C4, half page…")),
    (words("Stage"), words("quote sent, won, lost: budget; devis envoyé, gagnée…")),
    (words("Opposition"), words("do not call again, no more emails; ne plus appeler…")),
)


def activity(kind: ActivityKind, direction: Direction, outcome: Outcome | None) -> str:
    """Tell what happened: “Call, outbound, reached”."""
    two_way = kind in {ActivityKind.CALL, ActivityKind.EMAIL}
    said = [kind, direction if two_way else None, outcome]
    text = ", ".join(fact(one) for one in said if one is not None)
    return text[:1].upper() + text[1:]


def step(value: Step) -> str:
    """Tell a follow-up: its day, its hour, what for."""
    when = day(value.due_on)
    if value.due_time is not None:
        at = paris_instant(value.due_on, value.due_time.hour, value.due_time.minute)
        when = f"{when}, {clock_time(at)}"
    return when[:1].upper() + when[1:]


def opposition(to: str) -> str:
    """Tell what a contact opposed."""
    return _("No mailing any more") if to == "mailing" else _("No prospecting any more")


def told(field: Field, value: Value) -> str:
    """Tell one of the values a question may mean."""
    if isinstance(value, Step):
        return step(value)
    if field is Field.OPPOSITION:
        return opposition(str(value))
    if field is Field.MINUTES and isinstance(value, int):
        return _("{number} min").format(number=number(value))
    if field is Field.ISSUE:
        return _("no. {code}").format(code=value)
    text = fact(value)
    return text[:1].upper() + text[1:]
