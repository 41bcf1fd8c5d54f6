"""What each person may change: the one place where it is said, for every table.

Before a session sends what was changed, every changed row is held against the rights
of whoever the session was opened for, so that no service can forget to ask. Services
still ask where the refusal deserves an earlier or a better sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

from crm.domain.errors import NotYoursError, UnknownError
from crm.domain.roles import Reach, Right
from crm.store import models as m
from crm.store.append_only import APPEND_ONLY, AppendOnlyError
from crm.store.scope import asker_of
from crm.store.scope_rules import SCOPED

if TYPE_CHECKING:
    from sqlalchemy.orm import ORMExecuteState, Session

    from crm.domain.roles import Actor

RIGHTS: dict[type[m.Base], Right] = {
    **dict.fromkeys(
        (
            *(m.Publisher, m.VatRule, m.TermsOfSale, m.Title, m.AudienceClaim),
            *(m.EditorialColumn, m.Support, m.Issue, m.Event, m.IssueBonus),
            m.Testimonial,
            *(m.Format, m.Position, m.Sector, m.CustomField, m.FlatplanPage),
        ),
        Right.MANAGE_TITLES,
    ),
    **dict.fromkeys(
        (
            *(m.RateCard, m.Rate, m.CardPremium, m.CardTier, m.CardFee),
            *(m.Package, m.PackageItem),
        ),
        Right.CHANGE_RATE_CARDS,
    ),
    m.Target: Right.SEE_TARGETS,
    **dict.fromkeys(
        (
            *(m.Role, m.Team, m.User, m.Setting, m.ExternalIdentity),
            *(m.OneTimeLink, m.SealCertificate),
        ),
        Right.ADMINISTER,
    ),
}
"""Tables whose change asks for more than the right to write."""

FREE: frozenset[type[m.Base]] = frozenset(
    {m.AuditEntry, m.AuditSeal, m.FormReceipt, m.Draft}
)
"""What is written on the way of an action, or for its writer alone."""

OWN: dict[type[m.Base], str] = {
    m.User: "id",
    m.Credential: "user_id",
    m.RecoveryCode: "user_id",
    m.SignIn: "user_id",
    m.SavedView: "user_id",
    m.CallRun: "user_id",
    m.CalendarFeed: "user_id",
}
"""What a person may change of themselves, whatever their role: the column that says
it is theirs. Of their own row in `user` not what decides their rights."""

PARENTS: dict[str, type[m.Base]] = {
    "company_id": m.Company,
    "advertiser_id": m.Company,
    "agency_id": m.Company,
    "payer_id": m.Company,
    "contact_id": m.Contact,
    "booking_id": m.Booking,
    "opportunity_id": m.Opportunity,
}
"""What a new row may be about, by column: only what its writer sees."""

DECIDING = ("role_id", "team_id", "email", "ended_on", "archived_at")


def check_flush(session: Session, _context: object, _instances: object) -> None:
    """Refuse a flush that holds a change its session's asker may not make.

    Raises NotYoursError, UnknownError.
    """
    asker = asker_of(session)
    if asker.user_id is None:
        return
    changed = (row for row in session.dirty if session.is_modified(row))
    for row in (*session.new, *changed, *session.deleted):
        if not _may_change(asker, row):
            raise NotYoursError
    if asker.reach is not Reach.ALL and not session.info.get("beyond"):
        for row in session.new:
            _check_parents(session, row)


def _check_parents(session: Session, row: Any) -> None:  # noqa: ANN401  any mapped row
    """Refuse a new row about a record that its writer does not see."""
    if type(row) not in SCOPED:
        return
    for name, parent in PARENTS.items():
        number = getattr(row, name, None)
        if number is not None and session.get(parent, number) is None:
            raise UnknownError(field=name)


def check_statement(state: ORMExecuteState) -> None:
    """Refuse a bulk change its session's asker may not make.

    Raises NotYoursError; AppendOnlyError for the tables that only grow.
    """
    if not (state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    table = state.bind_mapper.class_
    if table in APPEND_ONLY:
        raise AppendOnlyError(f"{table.__name__} rows are never changed or removed")
    asker = asker_of(state.session)
    needed = None if table in FREE else RIGHTS.get(table, Right.WRITE)
    if table in OWN:
        needed = Right.ADMINISTER
    if asker.user_id is not None and needed is not None and not asker.may(needed):
        raise NotYoursError


def _may_change(asker: Actor, row: Any) -> bool:  # noqa: ANN401  any mapped row
    table = type(row)
    if table in FREE:
        return True
    own = OWN.get(table)
    if own is not None and getattr(row, own) == asker.user_id:
        if table is not m.User:
            return True
        state = inspect(row)
        return not any(state.attrs[name].history.has_changes() for name in DECIDING)
    if own is not None:
        return asker.may(Right.ADMINISTER)
    return asker.may(RIGHTS.get(table, Right.WRITE))
