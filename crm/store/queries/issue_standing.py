"""What stands in an issue, and what its advertisers were asked and answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import LineStatus
from crm.domain.magazine import IssueStatus
from crm.domain.money import Money
from crm.domain.names import fold
from crm.language import current_language
from crm.store.models import (
    Amendment,
    AmendmentChange,
    Booking,
    Company,
    Issue,
    Line,
    User,
)
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Standing:
    """Lines of an issue by where they stand, and the net net that is confirmed."""

    confirmed: int
    optioned: int
    quoted: int
    ran: int
    advertisers: int
    net_net: Money


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """What an advertiser is asked about an issue; answered where it has a day."""

    id: int
    booking_id: int
    number: str
    advertiser_id: int
    advertiser: str
    rep: str
    reason: str
    lines: int
    net_net: Money
    was_on: date | None
    agreed_on: date | None
    refused_on: date | None

    @property
    def waits(self) -> bool:
        """Whether no answer is recorded yet."""
        return not (self.agreed_on or self.refused_on)


def issue_standing(session: Session, _asker: Actor, issue_id: int) -> Standing:
    """Count what the asker sees in an issue, by status."""
    query = (
        select(Line.status, func.count(Line.id), func.sum(Line.net_net_cents))
        .where(Line.issue_id == issue_id)
        .group_by(Line.status)
    )
    found = {status: (many, cents) for status, many, cents in session.execute(query)}
    named = select(func.count(Booking.advertiser_id.distinct())).select_from(Line)
    advertisers = session.scalar(
        named.join(Line.booking).where(
            Line.issue_id == issue_id, Line.status == LineStatus.CONFIRMED
        )
    )
    confirmed, cents = found.get(LineStatus.CONFIRMED, (0, 0))
    return Standing(
        confirmed,
        found.get(LineStatus.OPTIONED, (0, 0))[0],
        found.get(LineStatus.QUOTED, (0, 0))[0],
        found.get(LineStatus.RAN, (0, 0))[0],
        advertisers or 0,
        Money(int(cents or 0)),
    )


def list_agreements(
    session: Session, _asker: Actor, issue_id: int
) -> list[AgreementRow]:
    """List what was asked about an issue: those that wait first, by advertiser."""
    query = (
        select(
            Amendment,
            func.coalesce(Booking.number, Booking.quote_number),
            Booking.advertiser_id,
            shown_name(),
            User.name,
            func.count(Line.id),
            func.sum(Line.net_net_cents),
            func.max(Line.currency),
            func.min(AmendmentChange.before),
        )
        .join(Booking, Booking.id == Amendment.booking_id)
        .join(Company, Company.id == Booking.advertiser_id)
        .join(User, User.id == Booking.owner_id)
        .join(AmendmentChange, AmendmentChange.amendment_id == Amendment.id)
        .join(Line, Line.id == AmendmentChange.line_id)
        .where(Amendment.issue_id == issue_id)
        .group_by(
            Amendment.id,
            Booking.id,
            Company.id,
            User.id,
        )
    )
    rows = [
        AgreementRow(
            asked.id,
            asked.booking_id,
            number,
            advertiser_id,
            name,
            rep,
            asked.reason,
            lines,
            Money(int(cents), currency),
            _day(before),
            asked.agreed_on,
            asked.refused_on,
        )
        for (
            asked,
            number,
            advertiser_id,
            name,
            rep,
            lines,
            cents,
            currency,
            before,
        ) in session.execute(query)
    ]
    return sorted(rows, key=lambda row: (not row.waits, fold(row.advertiser), row.id))


def count_asked(
    session: Session, _asker: Actor, issue_ids: Collection[int]
) -> dict[int, tuple[int, int]]:
    """Count, by issue, the questions to advertisers: those that wait, and all."""
    answered = func.count(Amendment.agreed_on) + func.count(Amendment.refused_on)
    every = func.count(Amendment.id)
    query = (
        select(Amendment.issue_id, every - answered, every)
        .where(Amendment.issue_id.in_(issue_ids))
        .group_by(Amendment.issue_id)
    )
    found = session.execute(query)
    return {id_: (waits, asked) for id_, waits, asked in found if id_ is not None}


def open_after(session: Session, asker: Actor, issue_id: int) -> dict[int, str]:
    """Name the open issues of the same support that a line could be moved to."""
    support = select(Issue.support_id).where(Issue.id == issue_id).scalar_subquery()
    query = (
        select(Issue.id, Issue.name_fr if current_language() == "fr" else Issue.name_en)
        .where(
            Issue.support_id == support,
            Issue.id != issue_id,
            Issue.status == IssueStatus.PLANNED,
            Issue.closes_on >= asker.today,
            Issue.archived_at.is_(None),
        )
        .order_by(Issue.published_on, Issue.id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _day(text: str) -> date | None:
    """Read the day an amendment changes from; None where it changes something else."""
    return date.fromisoformat(text) if text[:1].isdecimal() else None
