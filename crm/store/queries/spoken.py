"""How issues and formats are told by queries: their names, what they ask of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.domain.magazine import FormatKind
from crm.domain.preflight import Place
from crm.language import current_language

if TYPE_CHECKING:
    from crm.store.models import Format


def place_of(format_: Format | None) -> Place:
    """Return what a format asks of a file; a line without one takes anything."""
    if format_ is None:
        return Place(FormatKind.PACKAGE)
    return Place(
        format_.kind,
        format_.width,
        format_.height,
        format_.bleed,
        format_.units,
        format_.longest_kilobytes,
        format_.is_advertorial,
    )


def spoken(row: object) -> str:
    """Return the name of an issue, a format or a position in the current language."""
    return str(getattr(row, f"name_{current_language()}")) if row else ""


def named(table: Any) -> Any:  # noqa: ANN401  a mapped class's column
    """Return the column of a table's name in the current language."""
    return getattr(table, f"name_{current_language()}")
