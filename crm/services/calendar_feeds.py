"""Calendars of deadlines: a secret address for each person, a file for everybody."""

from __future__ import annotations

from datetime import date
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.clock import in_days
from crm.domain.icalendar import Deadline, calendar_text
from crm.domain.magazine import SupportKind
from crm.language import _, ngettext
from crm.language.formats import number
from crm.services.audit import record
from crm.store.models import CalendarFeed
from crm.store.queries.calendar_days import (
    desk_seed,
    issue_days,
    own_options,
    own_reports,
)
from crm.store.queries.sign_ins import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.calendar_days import IssueDays

BEHIND, AHEAD = 60, 400
"""How many days back and ahead a subscribed calendar tells."""
EVERY_DATE = frozenset(
    {SupportKind.PRINT, SupportKind.EVENT, SupportKind.BRANDED_CONTENT}
)
"""Supports whose three dates are told; of a weekly one, the closing alone is."""


def make_feed(session: Session, actor: Actor) -> str:
    """Give the actor a calendar address; return its token, told this once.

    One they had before opens nothing any more.
    """
    token = token_urlsafe(32)
    feed = session.scalars(
        select(CalendarFeed).filter_by(user_id=actor.user_id).with_for_update()
    ).first()
    if feed is None:
        feed = CalendarFeed(user_id=actor.user_id, token_digest="", made_at=actor.at)
        session.add(feed)
    feed.token_digest = digest_of(token)
    feed.made_at = actor.at
    record(session, actor, "make_feed", "user", actor.user_id)
    session.flush()
    return token


def end_feed(session: Session, actor: Actor) -> bool:
    """End the actor's calendar address; return whether they had one."""
    feed = session.scalars(
        select(CalendarFeed).filter_by(user_id=actor.user_id).with_for_update()
    ).first()
    if feed is None:
        return False
    session.delete(feed)
    record(session, actor, "end_feed", "user", actor.user_id)
    session.flush()
    return True


def own_calendar(session: Session, actor: Actor) -> str:
    """Write a person's deadlines: every issue's, their options, their reports."""
    since, until = in_days(actor.today, -BEHIND), in_days(actor.today, AHEAD)
    issues = issue_days(session, actor, since, until)
    deadlines = [
        *(told for issue in issues for told in _of_issue(issue)),
        *_own(session, actor),
    ]
    name = _("Régie: deadlines of {name}").format(name=actor.name)
    seed = desk_seed(session, actor)
    return calendar_text(name, deadlines, desk=seed, told_at=actor.at)


def year_calendar(
    session: Session, actor: Actor, title_id: int, title: str, year: int
) -> str:
    """Write the dates of a title's year, as anybody may have them: no advertiser."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    issues = issue_days(session, actor, first, last, title_id)
    deadlines = [told for issue in issues for told in _of_issue(issue)]
    name = _("{title}: deadlines {year}").format(title=title, year=year)
    seed = desk_seed(session, actor)
    return calendar_text(name, deadlines, desk=seed, told_at=actor.at)


def _of_issue(issue: IssueDays) -> Iterator[Deadline]:
    told = [("closing", _("Closing: {issue}"), issue.closes_on)]
    if issue.kind in EVERY_DATE:
        told += [
            ("materials", _("Materials due: {issue}"), issue.materials_due_on),
            ("publication", _("Publication: {issue}"), issue.published_on),
        ]
    named = f"{issue.support}, {issue.name}"
    for kind, sentence, day in told:
        yield Deadline(
            f"{kind}-{issue.id}",
            day,
            sentence.format(issue=named),
            issue.theme,
            issue.support,
            issue.changed_at,
            issue.version,
            issue.is_cancelled,
        )


def _own(session: Session, actor: Actor) -> Iterator[Deadline]:
    for option in own_options(session, actor):
        said = _("Option ends: {advertiser}, {issue}")
        place = ", ".join(part for part in (option.place, option.number) if part)
        yield Deadline(
            f"option-{option.id}",
            option.day,
            said.format(advertiser=option.advertiser, issue=option.issue),
            place,
            _("Options"),
        )
    for report in own_reports(session, actor):
        said = ngettext(
            "Insertion report due: {issue}, {number} line",
            "Insertion reports due: {issue}, {number} lines",
            report.lines,
        )
        yield Deadline(
            f"report-{report.id}-{actor.user_id}",
            report.day,
            said.format(issue=report.issue, number=number(report.lines)),
            category=_("Insertion reports"),
        )
