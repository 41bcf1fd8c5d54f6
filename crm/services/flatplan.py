"""The flatplan: putting ads on pages, and saying what the pages are.

Whoever writes puts on the plan what they see the booking of; the pages themselves
are for who manages titles. The issue's row is locked first: of two who want one
place, the second is told who stands there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain import flatplan as plan
from crm.domain import flatplan_errors as refused
from crm.domain.errors import ChangedError, UnchangedError, UnknownError
from crm.domain.flatplan import PageKind, check_page_count, covers
from crm.domain.flatplan_layout import put_on
from crm.domain.magazine import IssueStatus
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.language import current_language
from crm.language.formats import millimetres
from crm.services.audit import record
from crm.store.models import FlatplanPage, Issue, Line, Placement, Position
from crm.store.queries.flatplan import flatplan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.flatplan import Spot
    from crm.domain.roles import Actor
    from crm.store.queries.flatplan import Flatplan, PlanAd, PlanPage


@dataclass(frozen=True, slots=True)
class PageWish:
    """What is said of a page: the section it opens, what it is kept for, sold as."""

    section: str = ""
    kind: PageKind = PageKind.OPEN
    position_id: int | None = None
    note: str = ""


def place(
    session: Session,
    actor: Actor,
    issue_id: int,
    line_id: int,
    folio: int,
    *,
    spot: Spot | None = None,
    version: int = 0,
) -> None:
    """Put an ad on a page, or move it there: at a corner, else where it first fits.

    `version` is that of the place it was seen at, 0 for none. Raises NotYoursError,
    UnknownError, PrintedError, NotOnPlanError, ChangedError where somebody else has
    placed it since, TooLargeError, and what `put_on` refuses.
    """
    actor.require(Right.WRITE)
    found, ad = _opened(session, actor, issue_id, line_id)
    if plan.too_large(ad.ad, found.paper):
        raise refused.TooLargeError(
            format=ad.format,
            size=_size(ad.ad.width, ad.ad.height),
            page=_size(found.paper.width, found.paper.height),
        )
    kept = _placement(session, line_id, found, version)
    box = put_on(ad.ad, ad.format, folio, spot, found.ground())
    before = ad.box.folio if ad.box else None
    if kept is None:
        kept = Placement(line_id=line_id, version=0)
        session.add(kept)
    kept.issue_id = issue_id
    kept.folio, kept.x, kept.y = box.folio, box.x, box.y
    kept.width, kept.height = box.width, box.height
    kept.version += 1
    if before is None:
        record(session, actor, "place", "line", line_id, folio=box.folio)
    else:
        record(session, actor, "replace", "line", line_id, folio=(before, box.folio))
    session.flush()


def take_off(
    session: Session, actor: Actor, issue_id: int, line_id: int, *, version: int = 0
) -> None:
    """Take an ad off its page; it is to be placed again.

    Raises NotYoursError, UnknownError, PrintedError, NotOnPlanError, ChangedError,
    OwnPageError for one that stands where it is booked.
    """
    actor.require(Right.WRITE)
    found, ad = _opened(session, actor, issue_id, line_id)
    if ad.is_home and ad.box:
        raise refused.OwnPageError(position=ad.position, folio=ad.box.folio)
    kept = _placement(session, line_id, found, version)
    if kept is None or ad.box is None:
        raise refused.NotOnPlanError(issue=found.name)
    session.delete(kept)
    record(session, actor, "take_off", "line", line_id, folio=ad.box.folio)
    session.flush()


def set_page_count(
    session: Session, actor: Actor, issue_id: int, pages: int, *, version: int
) -> None:
    """Say how many pages an issue has, its cover included: a multiple of four.

    `version` is the issue's as it was seen. What stood on a page that is no more is
    to be placed again. Raises NotYoursError, UnknownError, PrintedError,
    ChangedError, RangeError, PageCountError.
    """
    actor.require(Right.MANAGE_TITLES)
    issue = _locked(session, issue_id)
    check_page_count(pages)
    if issue.version != version:
        raise ChangedError
    before, issue.pages = issue.pages, pages
    issue.version += 1
    issue.changed_at = actor.at
    record(session, actor, "count_pages", "issue", issue_id, pages=(before, pages))
    session.flush()


def describe_page(
    session: Session,
    actor: Actor,
    issue_id: int,
    folio: int,
    wish: PageWish,
    seen: PageWish,
) -> None:
    """Say what a page is; `seen` is what was said of it when the form was opened.

    Raises NotYoursError, UnknownError, PrintedError, NoPageError, ChangedError,
    PositionPagedError, UnchangedError.
    """
    actor.require(Right.MANAGE_TITLES)
    issue = _locked(session, issue_id)
    if not 1 <= folio <= (issue.pages or 0):
        raise refused.NoPageError(
            folio=folio, issue=issue.code, pages=issue.pages or 0, field="folio"
        )
    section = clean_line(wish.section, longest=120)
    note = clean_line(wish.note, longest=400)
    row = session.scalars(
        select(FlatplanPage).filter_by(issue_id=issue_id, folio=folio)
    ).one_or_none()
    stands = _said(row)
    if stands != seen:
        raise ChangedError
    wanted = PageWish(section, wish.kind, wish.position_id, note)
    if wanted == stands:
        raise UnchangedError
    if wanted.position_id is not None:
        _check_position(session, issue, folio, wanted.position_id)
    if wanted == PageWish():
        session.delete(row)
    else:
        if row is None:
            row = FlatplanPage(issue_id=issue_id, folio=folio)
            session.add(row)
        row.section, row.kind, row.note = section, wish.kind, note
        row.position_id = wish.position_id
    record(
        session,
        actor,
        "describe",
        "issue",
        issue_id,
        folio=folio,
        section=section,
        page_kind=wish.kind,
    )
    session.flush()


def copy_plan(session: Session, actor: Actor, issue_id: int) -> int:
    """Take over the pages of the issue before, without its ads; return its id.

    The number of pages, sections, what pages are kept for and sold as. Raises
    NotYoursError, UnknownError, PrintedError, PlanBegunError, NothingToCopyError.
    """
    actor.require(Right.MANAGE_TITLES)
    issue = _locked(session, issue_id)
    rows = select(FlatplanPage).where(FlatplanPage.issue_id == issue_id)
    if session.scalars(rows.limit(1)).first():
        raise refused.PlanBegunError(issue=issue.code)
    before = session.scalars(
        select(Issue)
        .join(FlatplanPage, FlatplanPage.issue_id == Issue.id)
        .where(
            Issue.support_id == issue.support_id,
            Issue.published_on < issue.published_on,
            Issue.status != IssueStatus.CANCELLED,
        )
        .order_by(Issue.published_on.desc(), Issue.id.desc())
        .limit(1)
    ).first()
    if before is None:
        raise refused.NothingToCopyError(issue=issue.code)
    issue.pages = before.pages
    issue.version += 1
    issue.changed_at = actor.at
    for row in session.scalars(
        select(FlatplanPage).where(FlatplanPage.issue_id == before.id)
    ):
        session.add(
            FlatplanPage(
                issue_id=issue_id,
                folio=row.folio,
                kind=row.kind,
                section=row.section,
                note=row.note,
                position_id=row.position_id,
            )
        )
    record(session, actor, "copy_plan", "issue", issue_id, source=before.code)
    session.flush()
    return before.id


def said_of(page: PlanPage) -> PageWish:
    """Return what is said of a page, for the form that changes it."""
    return PageWish(page.section, page.kind, page.said_position_id, page.note)


def _opened(
    session: Session, actor: Actor, issue_id: int, line_id: int
) -> tuple[Flatplan, PlanAd]:
    issue = _locked(session, issue_id)
    if session.get(Line, line_id) is None:
        raise UnknownError
    found = flatplan(session, actor, issue_id)
    ad = found.ad(line_id) if found else None
    if found is None or ad is None:
        raise refused.NotOnPlanError(issue=issue.code)
    return found, ad


def _locked(session: Session, issue_id: int) -> Issue:
    issue = session.get(Issue, issue_id, with_for_update=True, populate_existing=True)
    if issue is None:
        raise UnknownError
    if issue.status is not IssueStatus.PLANNED:
        raise refused.PrintedError(issue=issue.code)
    return issue


def _placement(
    session: Session, line_id: int, found: Flatplan, version: int
) -> Placement | None:
    """Return the place a line was given, in this issue or in one it has left."""
    kept = session.scalars(
        select(Placement)
        .filter_by(line_id=line_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    here = kept.version if kept and kept.issue_id == found.issue_id else 0
    if here != version:
        raise ChangedError
    return kept


def _said(row: FlatplanPage | None) -> PageWish:
    if row is None:
        return PageWish()
    return PageWish(row.section, row.kind, row.position_id, row.note)


def _check_position(
    session: Session, issue: Issue, folio: int, position_id: int
) -> None:
    position = session.get(Position, position_id)
    if position is None or position.support_id != issue.support_id:
        raise UnknownError(field="position")
    other = session.scalars(
        select(FlatplanPage.folio).where(
            FlatplanPage.issue_id == issue.id,
            FlatplanPage.position_id == position_id,
            FlatplanPage.folio != folio,
        )
    ).first()
    taken = covers(issue.pages or 0).get(position.code.upper()) or other
    if taken:
        french = current_language() == "fr"
        raise refused.PositionPagedError(
            field="position",
            position=position.name_fr if french else position.name_en,
            folio=taken,
        )


def _size(width: int, height: int) -> str:
    return f"{millimetres(width)} × {millimetres(height)}\u00a0mm"
