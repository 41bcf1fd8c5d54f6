"""The grid of targets as it is edited on screen: a row a rep, a column a month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.money import Money, total
from crm.domain.targets import MONTHS, target_field
from crm.services.target_cells import read_row
from crm.services.targets import change_targets
from crm.store.queries.editable import Opened
from crm.store.queries.target_grid import TargetGrid, target_grid
from crm.ui.grid_form import GridForm, Row, Typed
from crm.ui.target_words import plain_euros

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.errors import DeskError
    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class TargetForm(GridForm):
    """The form of a year's targets about one thing."""

    grid: TargetGrid | None = None

    def look(self, session: Session, asker: Actor) -> Opened | None:
        """Return the targets as they stand."""
        there = self.there()
        grid = target_grid(session, asker, there.year, there.about)
        values: dict[str, Value] = {
            field: amount.cents for field, amount in grid.amounts.items()
        }
        return Opened(0, grid.version, str(grid.year), values)

    def shown_rows(self, values: Mapping[str, Value]) -> list[Row]:
        """Return a row for each rep: the name, the months as texts."""
        return [
            {"rep": rep.name}
            | {
                str(month): plain_euros(values.get(target_field(rep.id, month)))
                for month in MONTHS
            }
            for rep in self.there().reps
        ]

    def typed(self) -> Typed:
        """Read the rows: each cell its target, a blank one none."""
        values: dict[str, Value] = {}
        refused: list[DeskError] = []
        grid = self.there()
        for rep, row in zip(grid.reps, self.rows(), strict=False):
            cells = {month: row.get(str(month)) for month in MONTHS}
            refused += read_row(grid, rep, cells, values).values()
        gone: dict[str, Value] = dict.fromkeys(self.base())
        return Typed({**gone, **values}, refused)

    def change(self, session: Session, actor: Actor, edit: Edit) -> None:
        """Save the targets."""
        there = self.there()
        change_targets(session, actor, there.year, there.about, edit)

    def sums(self, typed: Typed) -> tuple[list[Money], list[Money]]:
        """Return what is on screen summed by rep and by month, refused cells out."""
        reps = self.there().reps

        def cell(rep_id: int, month: int) -> Money:
            value = typed.values.get(target_field(rep_id, month))
            return Money(value) if isinstance(value, int) else Money(0)

        by_rep = [total(cell(rep.id, month) for month in MONTHS) for rep in reps]
        by_month = [total(cell(rep.id, month) for rep in reps) for month in MONTHS]
        return by_rep, by_month

    def there(self) -> TargetGrid:
        """Return the grid the form is about."""
        if self.grid is None:
            raise RuntimeError("a target form is made with its grid")
        return self.grid
