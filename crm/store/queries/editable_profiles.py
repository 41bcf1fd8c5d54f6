"""A title and the rows of its profile, as forms open them."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from crm.language import current_language
from crm.store.models import AudienceClaim, EditorialColumn, Testimonial, Title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

R = TypeVar("R", AudienceClaim, EditorialColumn, Testimonial)


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A row of a profile as a list names it: what it is, and a note beside it."""

    id: int
    name: str
    note: str


def title_row(session: Session, _asker: Actor, title_id: int) -> Title | None:
    """Return a title as a form opens it, None where there is none."""
    return session.get(Title, title_id)


def profile_row(
    session: Session, _asker: Actor, kind: str, row_id: int
) -> AudienceClaim | EditorialColumn | Testimonial | None:
    """Return a figure, a column or a testimonial as a form opens it."""
    found: AudienceClaim | EditorialColumn | Testimonial | None
    match kind:
        case "audience_claim":
            found = session.get(AudienceClaim, row_id)
        case "editorial_column":
            found = session.get(EditorialColumn, row_id)
        case _:
            found = session.get(Testimonial, row_id)
    return found


def profile_rows(
    session: Session, _asker: Actor, kind: str, title_id: int
) -> list[ProfileRow]:
    """List a title's rows of a kind in their order, in the reader's language."""
    french = current_language() == "fr"
    rows: list[ProfileRow] = []
    match kind:
        case "audience_claim":
            claims = session.scalars(
                select(AudienceClaim)
                .filter_by(title_id=title_id)
                .order_by(AudienceClaim.cluster, AudienceClaim.rank, AudienceClaim.id)
            )
            for one in claims:
                label = one.label_fr if french else one.label_en
                rows.append(ProfileRow(one.id, label, one.source_fr))
        case "editorial_column":
            columns = session.scalars(
                select(EditorialColumn)
                .filter_by(title_id=title_id)
                .order_by(EditorialColumn.rank, EditorialColumn.id)
            )
            for column in columns:
                name, text = (
                    (column.name_fr, column.text_fr)
                    if french
                    else (column.name_en, column.text_en)
                )
                rows.append(ProfileRow(column.id, name, text))
        case _:
            voices = session.scalars(
                select(Testimonial)
                .filter_by(title_id=title_id)
                .order_by(Testimonial.rank, Testimonial.id)
            )
            for voice in voices:
                quote = voice.quote_fr if french else voice.quote_en
                rows.append(ProfileRow(voice.id, voice.person, quote))
    return rows


def as_typed(rows: Iterable[R], typed: R | None) -> list[R]:
    """Put a row as its form stands in its place among those that are kept.

    One without a number is new, and stands after those of its rank.
    """
    if typed is None:
        return list(rows)

    def place(row: R) -> tuple[str, int, float]:
        return (getattr(row, "cluster", ""), row.rank, row.id or inf)

    found = [row for row in rows if row.id != typed.id]
    found.append(typed)
    return sorted(found, key=place)
