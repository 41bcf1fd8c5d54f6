"""Whom and what a typed line names, among what its reader sees.

Nothing is guessed: one certain match is taken, several come back to be chosen from,
and what is not found stays in the note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, or_, select

from crm.domain.magazine import IssueStatus
from crm.domain.money import Money
from crm.domain.names import company_key, fold
from crm.domain.opportunities import Stage
from crm.domain.search import Findable
from crm.language import current_language
from crm.store.models import Contact, Issue, Opportunity, Support
from crm.store.queries.companies import company_card, list_companies
from crm.store.queries.search import search

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from crm.domain.quick_log_sketch import Sketch, Span
    from crm.domain.roles import Actor

MOST = 6
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class CompanyFound:
    """A company a piece may name."""

    id: int
    name: str
    town: str = ""

    @property
    def shown(self) -> str:
        """The company and where it is."""
        return f"{self.name}, {self.town}" if self.town else self.name


@dataclass(frozen=True, slots=True)
class ContactFound:
    """A contact a piece may name, with their company."""

    id: int
    name: str
    job: str
    company_id: int
    company: str

    @property
    def shown(self) -> str:
        """The contact and their company."""
        return f"{self.name}, {self.company}"


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a line is about: one company and one contact, or who it may be.

    The spans are the pieces they were found by; the choices are asked about. A
    contact of another company than the one that was named is a choice.
    """

    company: CompanyFound | None = None
    company_span: Span | None = None
    companies: tuple[CompanyFound, ...] = ()
    contact: ContactFound | None = None
    contact_span: Span | None = None
    contacts: tuple[ContactFound, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueFound:
    """An issue a code may name."""

    id: int
    name: str
    support: str

    @property
    def shown(self) -> str:
        """The issue and its support."""
        return f"{self.name}, {self.support}"


@dataclass(frozen=True, slots=True)
class OpportunityFound:
    """An open opportunity of the company."""

    id: int
    name: str
    stage: Stage
    amount: Money
    issue_id: int | None


def whom(
    session: Session, asker: Actor, sketch: Sketch, *, company_id: int | None = None
) -> Whom:
    """Find whom a line names, an exact name first; the company may be known before."""
    pieces = [(span, sketch.words(span)) for span in sketch.names]
    known = _known(session, asker, company_id) if company_id is not None else None
    if known is not None:
        return _at(session, asker, known, pieces)
    likely: Whom | None = None
    for certain in (True, False):
        for place, (span, typed) in enumerate(pieces):
            sure, choices = _companies(session, asker, typed)
            if certain and sure:
                found = Whom(sure, span)
                return _with_contact(session, asker, found, _but(pieces, span))
            named = place == 0 or typed[:1].isupper()
            if not certain and choices and named and likely is None:
                likely = Whom(None, span, choices)
    by_contact = _by_contact(session, asker, pieces)
    return by_contact or likely or Whom()


def _at(
    session: Session,
    asker: Actor,
    known: CompanyFound,
    pieces: Sequence[tuple[Span, str]],
) -> Whom:
    """Stay with a company known before; where a piece names another, ask."""
    for span, typed in pieces:
        if company_key(typed) == company_key(known.name):
            return _with_contact(session, asker, Whom(known, span), _but(pieces, span))
    found = _with_contact(session, asker, Whom(known), pieces)
    for span, typed in pieces:
        other, _choices = _companies(session, asker, typed)
        exact = other and company_key(other.name) == company_key(typed)
        if other and exact and other.id != known.id and span != found.contact_span:
            return Whom(None, span, (known, other))
    return found


def issues_named(session: Session, asker: Actor, code: str) -> tuple[IssueFound, ...]:
    """Find the issues to come that carry a code, as “62”."""
    name = Issue.name_fr if current_language() == "fr" else Issue.name_en
    support = Support.name_fr if current_language() == "fr" else Support.name_en
    rows = session.execute(
        select(Issue.id, name, support)
        .join(Issue.support)
        .where(
            Issue.code == code,
            Issue.archived_at.is_(None),
            Issue.status != IssueStatus.CANCELLED,
            Issue.published_on >= asker.today,
        )
        .order_by(Issue.published_on, Issue.id)
        .limit(MOST)
    )
    return tuple(IssueFound(*row) for row in rows)


def open_opportunities(
    session: Session, _asker: Actor, company_id: int, *, also: int | None = None
) -> tuple[OpportunityFound, ...]:
    """List a company's opportunities neither won nor lost, the latest first.

    `also` comes before them, open or not.
    """
    rows = session.scalars(
        select(Opportunity)
        .where(
            Opportunity.company_id == company_id,
            or_(
                Opportunity.stage.not_in([Stage.WON, Stage.LOST]),
                Opportunity.id == also,
            ),
            Opportunity.archived_at.is_(None),
        )
        .order_by(case((Opportunity.id == also, 0), else_=1))
        .order_by(Opportunity.changed_at.desc(), Opportunity.id.desc())
        .limit(MOST)
    )
    return tuple(
        OpportunityFound(
            row.id,
            row.name,
            row.stage,
            Money(row.amount_cents, row.currency),
            row.issue_id,
        )
        for row in rows
    )


def _but(pieces: Iterable[tuple[Span, str]], used: Span) -> list[tuple[Span, str]]:
    return [piece for piece in pieces if piece[0] != used]


def _known(session: Session, asker: Actor, company_id: int) -> CompanyFound | None:
    card = company_card(session, asker, company_id)
    return CompanyFound(card.id, card.shown, card.town) if card else None


def _companies(
    session: Session, asker: Actor, typed: str
) -> tuple[CompanyFound | None, tuple[CompanyFound, ...]]:
    """Return the certain match of a piece, and those it may be."""
    if len(fold(typed)) < SHORTEST:
        return None, ()
    rows = list_companies(session, asker, search=typed, size=MOST)
    found = [CompanyFound(row.id, row.name, row.town) for row in rows]
    key, words = company_key(typed), set(fold(typed).split())
    exact = [one for one in found if company_key(one.name) == key]
    whole = [one for one in found if words <= set(fold(one.name).split())]
    for likely in (exact, whole):
        if len(likely) == 1:
            return likely[0], ()
        if likely:
            return None, tuple(likely)
    return None, tuple(found)


def _with_contact(
    session: Session, asker: Actor, whom: Whom, pieces: Sequence[tuple[Span, str]]
) -> Whom:
    """Add the contact that one of the other pieces names."""
    company = whom.company
    card = company_card(session, asker, company.id) if company else None
    if company is None or card is None:
        return whom
    people = [
        ContactFound(one.id, one.name, one.job, company.id, company.name)
        for one in card.contacts
    ]
    for span, typed in pieces:
        words = set(fold(typed).split())
        named = [
            one for one in people if words and words <= set(fold(one.name).split())
        ]
        if len(named) == 1:
            return Whom(company, whom.company_span, (), named[0], span)
        if named:
            return Whom(company, whom.company_span, (), None, span, tuple(named))
    for span, typed in pieces:
        elsewhere = _people(session, asker, typed, exact=True)
        if elsewhere:
            return Whom(company, whom.company_span, (), None, span, elsewhere)
    return whom


def _by_contact(
    session: Session, asker: Actor, pieces: Sequence[tuple[Span, str]]
) -> Whom | None:
    """Find the company by the contact alone."""
    for exact in (True, False):
        for place, (span, typed) in enumerate(pieces):
            named = place == 0 or typed[:1].isupper()
            if not exact and not named:
                continue
            people = _people(session, asker, typed, exact=exact)
            if exact and len(people) == 1:
                one = people[0]
                company = _known(session, asker, one.company_id)
                return Whom(company, None, (), one, span)
            if people:
                return Whom(None, None, (), None, span, people)
    return None


def _people(
    session: Session, asker: Actor, typed: str, *, exact: bool
) -> tuple[ContactFound, ...]:
    """Find people by a piece: by first and last name, or by the start of either."""
    words = fold(typed).split()
    if len(fold(typed)) < SHORTEST or (exact and len(words) < 2):
        return ()
    hits = search(
        session, asker, typed, most=MOST, kinds=(Findable.CONTACT,), forgiving=False
    )
    jobs = {
        row.id: row.job
        for row in session.execute(
            select(Contact.id, Contact.job).where(Contact.id.in_([h.id for h in hits]))
        )
    }
    found = [
        ContactFound(hit.id, hit.name, jobs.get(hit.id, ""), hit.company_id, hit.at)
        for hit in hits
    ]
    same = sorted(words)
    if exact:
        return tuple(one for one in found if sorted(fold(one.name).split()) == same)
    return tuple(found)
