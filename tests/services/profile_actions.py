"""Calls of the actions on a title's profile, for the audit's test."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from crm.domain.editing import Edit
from crm.services.profile_edits import change_title
from crm.services.profile_row_values import row_values
from crm.services.profile_rows import add_row, change_row, remove_row
from crm.services.profile_values import title_values
from crm.store.models import EditorialColumn, Title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Value

KIND = "editorial_column"
COLUMN: dict[str, Value] = {"name_fr": "Coupe", "text_fr": "De part en part."}


def _edit(session: Session, title_id: int, values: Mapping[str, Value]) -> Edit:
    version = session.get_one(Title, title_id).version
    return Edit(version, values, {**values, "name_fr": "Autre", "name": "Autre"})


def _title(session: Session, ids: Any) -> None:
    title_id = ids.desk.title_id
    values = title_values(session.get_one(Title, title_id))
    change_title(session, ids.desk.manager, title_id, _edit(session, title_id, values))


def _column(session: Session, ids: Any) -> int:
    return add_row(session, ids.desk.manager, ids.desk.title_id, KIND, COLUMN)


def _change(session: Session, ids: Any) -> Callable[[], None]:
    row_id = _column(session, ids)
    values = row_values(KIND, session.get_one(EditorialColumn, row_id))
    edit = _edit(session, ids.desk.title_id, values)
    return lambda: change_row(session, ids.desk.manager, KIND, row_id, edit)


def _remove(session: Session, ids: Any) -> Callable[[], None]:
    row_id = _column(session, ids)
    return lambda: remove_row(session, ids.desk.manager, KIND, row_id)


ACTIONS: dict[str, Callable[[Session, Any], object]] = {
    "profile_edits.change_title": _title,
    "profile_rows.add_row": lambda s, x: add_row(
        s,
        x.desk.manager,
        x.desk.title_id,
        "testimonial",
        {"quote_fr": "Bien.", "person": "Ada", "permitted_on": date(2027, 1, 4)},
    ),
    "profile_rows.change_row": _change,
    "profile_rows.remove_row": _remove,
}
PIECES = {"profile_edits.open_title": "reads"}
