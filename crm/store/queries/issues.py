"""What planning issues asks: the supports they belong to, the years they fill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.magazine import SupportKind
from crm.language import current_language
from crm.store.models import Issue, Support, Title

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class SupportRow:
    """What carries the advertising of a title."""

    id: int
    name: str
    kind: SupportKind


def list_supports(session: Session, _asker: Actor, title_id: int) -> list[SupportRow]:
    """List a title's supports in their order."""
    french = current_language() == "fr"
    query = (
        select(Support).filter_by(title_id=title_id).order_by(Support.rank, Support.id)
    )
    return [
        SupportRow(row.id, row.name_fr if french else row.name_en, row.kind)
        for row in session.scalars(query)
    ]


def list_every_support(session: Session, _asker: Actor) -> list[tuple[int, str]]:
    """List the supports of every title in their order: ids and names."""
    name = Support.name_fr if current_language() == "fr" else Support.name_en
    query = (
        select(Support.id, name)
        .join(Title, Title.id == Support.title_id)
        .order_by(Title.rank, Title.id, Support.rank, Support.id)
    )
    return [(row[0], str(row[1])) for row in session.execute(query)]


def find_issue(session: Session, _asker: Actor, typed: str) -> int | None:
    """Find a printed issue by its code, its name or its number (“62”, “n° 62”)."""
    plain = typed.casefold().replace("\u00a0", " ").strip()
    rows = session.execute(
        select(Issue.id, Issue.code, Issue.name_fr, Issue.name_en)
        .join(Issue.support)
        .where(Support.kind == SupportKind.PRINT)
        .order_by(Issue.published_on.desc(), Issue.id)
    )
    for issue_id, code, *names in rows:
        said = [name.casefold().replace("\u00a0", " ") for name in names]
        bare = [name.removeprefix("n° ").removeprefix("no. ") for name in said]
        if plain in {code.casefold(), *said, *bare}:
            return int(issue_id)
    return None


def issue_years(session: Session, asker: Actor, title_id: int) -> list[int]:
    """List the years a title has issues in, and this one, the latest first."""
    first, last = session.execute(
        select(func.min(Issue.published_on), func.max(Issue.published_on))
        .join(Issue.support)
        .where(Support.title_id == title_id)
    ).one()
    this = asker.today.year
    earliest = min(first.year, this) if first else this
    latest = max(last.year, this) if last else this
    return list(range(latest, earliest - 1, -1))
