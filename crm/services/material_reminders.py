"""Reminding an advertiser of the files it owes: the mail, and that it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.domain.errors import UnknownError
from crm.domain.magazine import FormatKind
from crm.domain.material_errors import NobodyToRemindError
from crm.domain.preflight import kinds_taken
from crm.language import _, ngettext, use_language
from crm.language.formats import day, millimetres, number, weight
from crm.services.activities import ActivityWish, log_activity
from crm.services.audit import record
from crm.services.preflight import NAMES
from crm.store.models import Booking, MaterialReminder
from crm.store.queries.materials import owed_by_booking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.preflight import Place
    from crm.domain.roles import Actor
    from crm.store.queries.materials import MaterialRow


@dataclass(frozen=True, slots=True)
class Mail:
    """A text to be sent by whoever writes it."""

    subject: str
    body: str


def write_mail(rows: Sequence[MaterialRow], name: str, rep: str, today: date) -> Mail:
    """Write the reminder of a booking's awaited files, in the booking's language.

    `name` is whom it greets, with their courtesy, nobody where it is empty.
    """
    with use_language(rows[0].language):
        first = rows[0]
        late = sum(row.due_on < today for row in rows)
        subject = _("{issue}: your files for {number}").format(
            issue=first.issue, number=first.number
        )
        greeting = _("Hello {name},").format(name=name) if name else _("Hello,")
        if 0 < late < len(rows):
            opening = _(
                "These files have not reached us yet, and the day some were due has "
                "passed:"
            )
        elif late:
            opening = ngettext(
                "The day your file was due has passed, and it has not reached us:",
                "The day your files were due has passed, and they have not reached us:",
                len(rows),
            )
        else:
            opening = ngettext(
                "Your file is due soon, and has not reached us yet:",
                "Your files are due soon, and have not reached us yet:",
                len(rows),
            )
        lines = [_line(row, today) for row in rows]
        closing = _(
            "If something keeps you from sending them, a word is enough: we look for a "
            "way together."
        )
        thanks = _("Thank you, and kind regards,")
        body = "\n".join(
            [greeting, "", opening, "", *lines, "", closing, "", thanks, rep]
        )
    return Mail(subject, body)


def remind(
    session: Session,
    actor: Actor,
    booking_id: int,
    mail: Mail,
    contact_id: int | None = None,
) -> int:
    """Record that a booking's advertiser was reminded of its awaited files, by mail.

    Returns the activity's id. Raises UnknownError, NobodyToRemindError.
    """
    booking = session.get(Booking, booking_id)
    if booking is None:
        raise UnknownError
    rows = owed_by_booking(session, actor, booking_id)
    if not rows:
        raise NobodyToRemindError
    activity_id = log_activity(
        session,
        actor,
        ActivityWish(
            booking.advertiser_id,
            ActivityKind.EMAIL,
            Direction.OUTBOUND,
            Outcome.REACHED,
            contact_id=contact_id,
            booking_id=booking_id,
            note=f"{mail.subject}\n\n{mail.body}",
            closes_follow_ups=False,
        ),
    )
    for row in rows:
        session.add(
            MaterialReminder(
                line_id=row.line_id, activity_id=activity_id, sent_at=actor.at
            )
        )
    record(session, actor, "remind", "booking", booking_id, lines=len(rows))
    return activity_id


def asked_words(place: Place) -> str:
    """Say what a format asks of a file, in the current language."""
    kinds = ", ".join(NAMES[kind] for kind in kinds_taken(place))
    told = [kinds]
    if place.is_measured and place.kind is FormatKind.DIGITAL:
        told.append(f"{number(place.width)} × {number(place.height)}\u00a0px")
    elif place.is_measured and place.bleed:
        said = _("{size} and {bleed} mm of bleed")
        told.append(said.format(size=_mm(place), bleed=millimetres(place.bleed)))
    elif place.is_measured:
        told.append(_mm(place))
    if place.longest_kilobytes:
        most = weight(place.longest_kilobytes * 1_000)
        told.append(_("{weight} at most").format(weight=most))
    return ", ".join(told)


def _mm(place: Place) -> str:
    return f"{millimetres(place.width)} × {millimetres(place.height)}\u00a0mm"


def _line(row: MaterialRow, today: date) -> str:
    when = _("was due on {day}") if row.due_on < today else _("due on {day}")
    return _("– {what}, {issue}: {when} ({asked})").format(
        what=row.what,
        issue=row.issue,
        when=when.format(day=day(row.due_on)),
        asked=asked_words(row.place),
    )
