"""The pages of issues: covers, sections, what each is kept for or sold as."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.bookings import HOLDS_SPACE
from crm.domain.flatplan import Ad, Box, PageKind, Paper, covers, folios
from crm.domain.flatplan_layout import lay_out
from crm.language import current_language
from crm.store.models import (
    FlatplanPage,
    Format,
    Issue,
    Line,
    Placement,
    Position,
    Support,
)
from crm.store.queries.flatplan_rows import PlanPage, homes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def paper_of(issue: Issue, support: Support) -> Paper:
    """Return what an issue is printed on."""
    return Paper(support.page_width, support.page_height, issue.pages or 0)


def pages_of(
    session: Session, issues: Mapping[Issue, Paper]
) -> dict[int, tuple[PlanPage, ...]]:
    """Return every page of issues, by the issue's id; the covers as their positions.

    A position that only takes double pages has two.
    """
    ids = [issue.id for issue in issues]
    supports = {issue.support_id for issue in issues}
    said: defaultdict[int, dict[int, FlatplanPage]] = defaultdict(dict)
    for row in session.scalars(
        select(FlatplanPage).where(FlatplanPage.issue_id.in_(ids))
    ):
        said[row.issue_id][row.folio] = row
    positions = session.scalars(
        select(Position).where(Position.support_id.in_(supports))
    ).all()
    widths = {
        (row.support_id, row.code): row.width
        for row in session.execute(
            select(Format.support_id, Format.code, Format.width).where(
                Format.support_id.in_(supports)
            )
        )
    }
    found = {}
    for issue, paper in issues.items():
        own = [row for row in positions if row.support_id == issue.support_id]
        double = {
            row.id
            for row in own
            if (codes := row.fits.get("formats"))
            and all(widths.get((row.support_id, c), 0) > paper.width for c in codes)
        }
        found[issue.id] = tuple(_pages(paper, said[issue.id], own, double))
    return found


def _pages(
    paper: Paper,
    said: Mapping[int, FlatplanPage],
    positions: Iterable[Position],
    double: set[int],
) -> Iterable[PlanPage]:
    french = current_language() == "fr"
    named = {folio: code for code, folio in covers(paper.pages).items()}
    by_code = {row.code.upper(): row for row in positions}
    by_id = {row.id: row for row in positions}
    for folio in range(1, paper.pages + 1):
        row, cover = said.get(folio), named.get(folio, "")
        before = said.get(folio - 1) if folio % 2 else None
        id_ = row.position_id if row else None
        if id_ is None and before and before.position_id in double:
            id_ = before.position_id
        sold = by_code.get(cover) or by_id.get(id_ or 0)
        yield PlanPage(
            folio,
            cover,
            row.section if row else "",
            row.kind if row else PageKind.OPEN,
            row.note if row else "",
            sold.id if sold else None,
            (sold.name_fr if french else sold.name_en) if sold else "",
            row.position_id if row else None,
        )


def line_pages(
    session: Session, _asker: Actor, line_ids: Iterable[int]
) -> dict[int, tuple[int, ...]]:
    """Return the pages on which lines' ads stand; a line without a place is not in it.

    As the flatplan of each issue has it, among the lines that are asked for.
    """
    rows = session.execute(
        select(Line, Format, Issue, Support, Placement)
        .join(Format, Format.id == Line.format_id)
        .join(Issue, Issue.id == Line.issue_id)
        .join(Support, Support.id == Issue.support_id)
        .outerjoin(
            Placement,
            (Placement.line_id == Line.id) & (Placement.issue_id == Line.issue_id),
        )
        .where(
            Line.id.in_(line_ids),
            Line.status.in_(HOLDS_SPACE),
            Format.width > 0,
            Format.height > 0,
            Issue.pages > 0,
        )
    ).all()
    issues = {row.Issue: paper_of(row.Issue, row.Support) for row in rows}
    if not issues:
        return {}
    pages = pages_of(session, issues)
    found: dict[int, tuple[int, ...]] = {}
    for issue, paper in issues.items():
        here = [row for row in rows if row.Issue is issue]
        ads = [ad_of(row.Line, row.Format) for row in here]
        given = {row.Line.id: box_of(row.Placement) for row in here if row.Placement}
        placed = lay_out(ads, paper, homes_of(pages[issue.id]), given)
        found |= {line_id: folios(box, paper) for line_id, box in placed.items()}
    return found


def ad_of(line: Line, format_: Format) -> Ad:
    """Return a line as what is to stand on a page."""
    return Ad(
        line.id,
        format_.width,
        format_.height,
        format_.bleed,
        format_.units,
        line.position_id,
    )


def box_of(there: Placement) -> Box:
    """Return the place a line was given."""
    return Box(there.folio, there.x, there.y, there.width, there.height)
