"""What each person sees of each table, as conditions.

The rule of an *own* reach (a *team* reach reads "one of the team" for "the person"):

* a company: the person owns it, or nobody does, or it stands in a booking they see,
  or has a mandate of an advertiser of theirs, or they have something to do for it;
* a booking: the person owns it, is credited for it, or owns its advertiser;
* a contact, an activity, a mandate…: of a company they see; a call they logged;
* an opportunity, a follow-up: theirs, or about a company they own;
* a document: of a booking or company they see, or made for nobody in particular,
  but for those that name everybody's advertisers;
  an advertiser's file also where a line they see uses it again;
* the ledger: what they are credited for, and what bookings they see have posted;
* issues, formats, space, rate cards, colleagues' names: everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, bindparam, false, or_, select, text

from crm.domain.magazine import DocumentKind
from crm.domain.roles import Reach
from crm.store import models as m

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = Callable[[Any, "Eyes"], ColumnElement[bool]]

PERSON, TEAM = "scope_person", "scope_team"


class Eyes:
    """The conditions of one person.

    They are built over tables, never over entities: those would be narrowed in their
    turn, without end.
    """

    def __init__(self, user_id: int, team_id: int | None, reach: Reach) -> None:
        self.user_id, self.team_id, self.reach = user_id, team_id, reach

    def theirs(self, column: Any) -> ColumnElement[bool]:  # noqa: ANN401  any column
        """Say that a column names the person, or one of their team."""
        if self.reach is Reach.TEAM and self.team_id is not None:
            user = m.User.__table__.alias()
            of_team = user.c.team_id == bindparam(TEAM, self.team_id)
            return self.among(column, select(user.c.id).where(of_team))
        return self.is_self(column)

    def is_self(self, column: Any) -> ColumnElement[bool]:  # noqa: ANN401  any column
        """Say that a column names the person, whatever their reach."""
        same: ColumnElement[bool] = column == bindparam(PERSON, self.user_id)
        return same

    def among(self, column: Any, ids: Select[int]) -> ColumnElement[bool]:  # noqa: ANN401  any column
        """Say that a column is one of the ids a query returns.

        The query goes in as text: SQLAlchemy would otherwise walk through it anew
        for every statement, which costs more than the statement.
        """
        written = str(ids)
        given = {PERSON: self.user_id, TEAM: self.team_id}
        clause = text(written).bindparams(
            **{name: value for name, value in given.items() if f":{name}" in written}
        )
        found: ColumnElement[bool] = column.in_(clause)
        return found

    def owned(self) -> Select[int]:
        """Return the ids of the companies the person owns."""
        company = m.Company.__table__.alias()
        return select(company.c.id).where(self.theirs(company.c.owner_id))

    def bookings(self) -> Select[int]:
        """Return the ids of the bookings the person sees."""
        booking = m.Booking.__table__.alias()
        return select(booking.c.id).where(self.sees_booking(booking.c))

    def sees_booking(self, booking: Any) -> ColumnElement[bool]:  # noqa: ANN401  columns
        """Return the condition on a booking's columns."""
        credit = m.BookingCredit.__table__.alias()
        credited = select(credit.c.booking_id).where(self.theirs(credit.c.user_id))
        return or_(
            self.theirs(booking.owner_id),
            self.among(booking.id, credited),
            self.among(booking.advertiser_id, self.owned()),
        )

    def companies(self) -> Select[int]:
        """Return the ids of the companies the person sees."""
        company = m.Company.__table__.alias()
        return select(company.c.id).where(self.sees_company(company.c))

    def sees_company(self, company: Any) -> ColumnElement[bool]:  # noqa: ANN401  columns
        """Return the condition on a company's columns."""
        conditions = [self.theirs(company.owner_id), company.owner_id.is_(None)]
        for name in ("advertiser_id", "agency_id", "payer_id"):
            booking = m.Booking.__table__.alias()
            named = select(booking.c[name]).where(
                booking.c[name].is_not(None), self.sees_booking(booking.c)
            )
            conditions.append(self.among(company.id, named))
        mandate = m.Mandate.__table__.alias()
        acting_for = select(mandate.c.agency_id).where(
            self.among(mandate.c.advertiser_id, self.owned())
        )
        conditions.append(self.among(company.id, acting_for))
        follow_up = m.FollowUp.__table__.alias()
        asked_of = select(follow_up.c.company_id).where(
            self.theirs(follow_up.c.owner_id), follow_up.c.done_at.is_(None)
        )
        conditions.append(self.among(company.id, asked_of))
        return or_(*conditions)

    def contacts(self) -> Select[int]:
        """Return the ids of the contacts the person sees."""
        contact = m.Contact.__table__.alias()
        return select(contact.c.id).where(
            self.among(contact.c.company_id, self.companies())
        )

    def lines(self) -> Select[int]:
        """Return the ids of the lines the person sees."""
        line = m.Line.__table__.alias()
        return select(line.c.id).where(self.among(line.c.booking_id, self.bookings()))

    def opportunities(self) -> Select[int]:
        """Return the ids of the opportunities the person sees."""
        one = m.Opportunity.__table__.alias()
        return select(one.c.id).where(self.sees_opportunity(one.c))

    def sees_opportunity(self, one: Any) -> ColumnElement[bool]:  # noqa: ANN401  columns
        """Return the condition on an opportunity's columns."""
        return or_(self.theirs(one.owner_id), self.among(one.company_id, self.owned()))


class NearEyes(Eyes):
    """The same conditions, looked up row by row.

    For statements that read a few rows by an index and stop: the lists of ids of
    `Eyes` are read whole first, which costs more than all the rest there.
    """

    def among(self, column: Any, ids: Select[int]) -> ColumnElement[bool]:  # noqa: ANN401  any column
        """Say that a column is one of the ids a query returns, asked by that id."""
        (only,) = ids.selected_columns
        own = ids.get_final_froms()
        found: ColumnElement[bool] = (
            ids.where(only == column).correlate_except(*own).exists()
        )
        return found


def _of_company(name: str) -> Rule:
    return lambda table, eyes: eyes.among(getattr(table, name), eyes.companies())


def _of_contact(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    found: ColumnElement[bool] = eyes.among(table.contact_id, eyes.contacts())
    return found


def _of_booking(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    found: ColumnElement[bool] = eyes.among(table.booking_id, eyes.bookings())
    return found


def _of_line(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    found: ColumnElement[bool] = eyes.among(table.line_id, eyes.lines())
    return found


def _either_party(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    return or_(
        eyes.among(table.company_id, eyes.companies()),
        eyes.among(table.contact_id, eyes.contacts()),
    )


def _activity(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    return or_(
        eyes.theirs(table.user_id), eyes.among(table.company_id, eyes.companies())
    )


def _follow_up(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    return or_(eyes.theirs(table.owner_id), eyes.among(table.company_id, eyes.owned()))


def _follow_up_move(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    one = m.FollowUp.__table__.alias()
    seen = select(one.c.id).where(_follow_up(one.c, eyes))
    found: ColumnElement[bool] = eyes.among(table.follow_up_id, seen)
    return found


def _amendment_change(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    one = m.Amendment.__table__.alias()
    seen = select(one.c.id).where(eyes.among(one.c.booking_id, eyes.bookings()))
    found: ColumnElement[bool] = eyes.among(table.amendment_id, seen)
    return found


def _mandate(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    return or_(
        eyes.among(table.advertiser_id, eyes.companies()),
        eyes.among(table.agency_id, eyes.owned()),
    )


OF_THE_WHOLE_DESK = (DocumentKind.FLATPLAN, DocumentKind.REVENUE_REPORT)
"""Papers that name everybody's advertisers: for who sees the whole desk."""


def _document(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    is_report = table.kind == DocumentKind.REVENUE_REPORT
    of_nobody = (
        table.booking_id.is_(None)
        & table.company_id.is_(None)
        & table.kind.not_in(OF_THE_WHOLE_DESK)
    )
    of_company = table.booking_id.is_(None) & eyes.among(
        table.company_id, eyes.companies()
    )
    material = m.Material.__table__.alias()
    of_line = select(material.c.document_id).where(
        material.c.document_id.is_not(None),
        eyes.among(material.c.line_id, eyes.lines()),
    )
    return or_(
        of_nobody,
        is_report & eyes.is_self(table.issued_by_id),
        of_company,
        eyes.among(table.booking_id, eyes.bookings()),
        (table.kind == DocumentKind.MATERIAL) & eyes.among(table.id, of_line),
    )


def _ledger(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    return or_(
        eyes.theirs(table.user_id), eyes.among(table.booking_id, eyes.bookings())
    )


def _credited(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    return eyes.theirs(table.rep_id)


def _pipeline(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    return or_(
        eyes.theirs(table.user_id),
        eyes.among(table.line_id, eyes.lines()),
        eyes.among(table.opportunity_id, eyes.opportunities()),
    )


def _target(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    return or_(table.user_id.is_(None), eyes.theirs(table.user_id))


def _theirs(name: str) -> Rule:
    """Return the rule of what belongs to one person, whatever their reach."""
    return lambda table, eyes: eyes.is_self(getattr(table, name))


def _search_entry(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    of_company = table.booking_id.is_(None) & eyes.among(
        table.company_id, eyes.companies()
    )
    return or_(of_company, eyes.among(table.booking_id, eyes.bookings()))


def _saved_view(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    return or_(eyes.is_self(table.user_id), table.is_shared)


def _call_stop(table: Any, eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    run = m.CallRun.__table__.alias()
    theirs = select(run.c.id).where(eyes.is_self(run.c.user_id))
    found: ColumnElement[bool] = eyes.among(table.run_id, theirs)
    return found


def _nobodys(_table: Any, _eyes: Eyes) -> ColumnElement[bool]:  # noqa: ANN401  entity
    return false()


SCOPED: dict[type[m.Base], Rule] = {
    m.Company: lambda table, eyes: eyes.sees_company(table),
    m.Address: _of_company("company_id"),
    m.CompanyIdentifier: _of_company("company_id"),
    m.CompanyOwner: _of_company("company_id"),
    m.Contact: _of_company("company_id"),
    m.ContactPosition: _of_contact,
    m.ContactPhone: _of_contact,
    m.ContactEmail: _of_contact,
    m.Mandate: _mandate,
    m.Tagging: _either_party,
    m.CustomValue: _either_party,
    m.Activity: _activity,
    m.FollowUp: _follow_up,
    m.FollowUpMove: _follow_up_move,
    m.Opportunity: lambda table, eyes: eyes.sees_opportunity(table),
    m.Booking: lambda table, eyes: eyes.sees_booking(table),
    m.BookingCredit: _of_booking,
    m.Line: _of_booking,
    m.Agreement: _of_booking,
    m.Amendment: _of_booking,
    m.AmendmentChange: _amendment_change,
    m.InsertionReport: _of_booking,
    m.Material: _of_line,
    m.MaterialReminder: _of_line,
    m.PriceStep: _of_line,
    m.LineSpace: _of_line,
    m.Placement: _of_line,
    m.OptionQueue: _of_line,
    m.Document: _document,
    m.LedgerEntry: _ledger,
    m.PipelineMove: _pipeline,
    m.RevenueDay: _credited,
    m.RevenueCell: _credited,
    m.RevenueAdvertiser: _credited,
    m.RevenueRep: _credited,
    m.RevenueGrain: _credited,
    m.SearchEntry: _search_entry,
    m.SearchWord: _nobodys,
}
"""Tables of which a person sees a part, unless their role reaches the whole desk."""

TARGETS: dict[type[m.Base], Rule] = {m.Target: _target}
"""Targets, of which others' are seen by a right of its own."""

PERSONAL: dict[type[m.Base], Rule] = {
    m.AuditEntry: _theirs("user_id"),
    m.AuditSeal: _nobodys,
    m.SignIn: _theirs("user_id"),
    m.Credential: _theirs("user_id"),
    m.RecoveryCode: _theirs("user_id"),
    m.ExternalIdentity: _theirs("user_id"),
    m.OneTimeLink: _theirs("user_id"),
    m.PendingSignIn: _nobodys,
    m.Throttle: _nobodys,
}
"""Tables of which only an administrator sees more than what is their own."""

PRIVATE: dict[type[m.Base], Rule] = {
    m.CalendarFeed: _theirs("user_id"),
    m.Draft: _theirs("user_id"),
    m.SavedView: _saved_view,
    m.CallRun: _theirs("user_id"),
    m.CallStop: _call_stop,
}
"""Tables of which nobody sees more than what is their own, or what its owner shares
with the desk; but the desk itself."""

SHARED: frozenset[type[m.Base]] = frozenset(
    {
        *(m.Publisher, m.VatRule, m.TermsOfSale, m.NumberSequence, m.Title),
        *(m.AudienceClaim, m.EditorialColumn, m.Support, m.Issue, m.Event),
        *(m.IssueBonus, m.Format, m.Position, m.Pool, m.FlatplanPage),
        *(m.RateCard, m.Rate, m.CardPremium, m.CardTier, m.CardFee),
        *(m.Package, m.PackageItem, m.Picture, m.Testimonial),
        *(m.Sector, m.Tag, m.CustomField),
        *(m.Role, m.Team, m.User, m.FormReceipt, m.Setting),
        m.SealCertificate,
    }
)
"""Tables everybody sees whole."""
