"""Calls of the actions about targets, for the audit's test."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from crm.domain.editing import Edit
from crm.domain.money import Money
from crm.domain.targets import About, target_field
from crm.services import target_copies, target_imports, targets

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session


def copies(session: Session, x: Any) -> Callable[[], object]:
    targets.set_target(
        session,
        x.desk.manager,
        date(2026, 3, 1),
        Money(1_000_00),
        user_id=x.desk.rep.user_id,
    )
    return lambda: target_copies.copy_targets(
        session, x.desk.manager, 2027, About(), 500
    )


TARGETS: dict[str, Callable[[Session, Any], object]] = {
    "targets.change_targets": lambda s, x: targets.change_targets(
        s,
        x.desk.manager,
        2027,
        About(x.desk.title_id, x.desk.print_id),
        Edit(0, {}, {target_field(x.desk.rep.user_id, 3): 5_000_00}),
    ),
    "target_imports.import_targets": lambda s, x: target_imports.import_targets(
        s, x.desk.manager, 2027, About(), b"Rep;Mars\nCamille Roussel;5000\n"
    ),
    "target_copies.copy_targets": copies,
}
