"""Column types and pieces that every table shares."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class Instant(TypeDecorator[datetime]):
    """An aware instant, UTC in the database and out of it; a naive one is refused.

    SQLite would otherwise keep the wall time and drop the zone, so that 02:30 in
    summer time and 02:30 in winter time became the same.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Turn an aware instant into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  the signature is SQLAlchemy's
    ) -> datetime | None:
        """Give the instant back aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value


Code = Annotated[str, mapped_column(String(40))]
Name = Annotated[str, mapped_column(String(200))]
Line = Annotated[str, mapped_column(String(400), default="")]
Note = Annotated[str, mapped_column(Text, default="")]
Cents = Annotated[int, mapped_column(BigInteger)]
BasisPoints = Annotated[int, mapped_column(Integer)]
Currency = Annotated[str, mapped_column(String(3), default="EUR")]
Facts = Annotated[dict[str, Any], mapped_column(JSON, default=dict)]
Bytes = Annotated[bytes, mapped_column(LargeBinary)]


def refers(
    target: str,
    *,
    index: bool = True,
    goes_with_it: bool = False,
    remembers: bool = False,
) -> Any:  # noqa: ANN401  a column
    """Return an indexed foreign key to a table's id, whose row may go with it.

    `remembers`: a flush always knows from what it has been changed.
    """
    ondelete = "CASCADE" if goes_with_it else None
    key = ForeignKey(f"{target}.id", ondelete=ondelete)
    return mapped_column(key, index=index, active_history=remembers)


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can find it again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        StrEnum: EnumColumn(
            Enum,
            native_enum=False,
            length=24,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


class Keyed:
    """A row with a number of its own."""

    id: Mapped[int] = mapped_column(primary_key=True)


class Kept(Keyed):
    """A record people edit: archived instead of deleted, versioned against races."""

    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    archived_at: Mapped[datetime | None]
