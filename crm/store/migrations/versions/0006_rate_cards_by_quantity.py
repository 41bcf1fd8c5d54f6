"""rate cards by quantity, rules of cumulation, the size of a page"""

from alembic import op
import sqlalchemy as sa

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

A4 = (2_100, 2_970)


def upgrade() -> None:
    with op.batch_alter_table("rate", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("from_quantity", sa.Integer(), nullable=False, server_default="1")
        )
        batch_op.drop_constraint(
            op.f("uq_rate_rate_card_id_format_id_unit"), type_="unique"
        )
        batch_op.create_unique_constraint(
            op.f("uq_rate_rate_card_id_format_id_unit_from_quantity"),
            ["rate_card_id", "format_id", "unit", "from_quantity"],
        )
        batch_op.create_check_constraint(
            op.f("ck_rate_quantity_is_positive"), "from_quantity >= 1"
        )
    with op.batch_alter_table("rate", schema=None) as batch_op:
        batch_op.alter_column("from_quantity", server_default=None)

    with op.batch_alter_table("rate_card", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "cumulation",
                sa.String(length=24),
                nullable=False,
                server_default="better",
            )
        )
    op.execute("update rate_card set cumulation = 'both' where volume_and_frequency")
    with op.batch_alter_table("rate_card", schema=None) as batch_op:
        batch_op.drop_column("volume_and_frequency")
        batch_op.alter_column("cumulation", server_default=None)

    with op.batch_alter_table("support", schema=None) as batch_op:
        for name in ("page_width", "page_height"):
            batch_op.add_column(
                sa.Column(name, sa.Integer(), nullable=False, server_default="0")
            )
    _size_pages()
    with op.batch_alter_table("support", schema=None) as batch_op:
        for name in ("page_width", "page_height"):
            batch_op.alter_column(name, server_default=None)


def _size_pages() -> None:
    """A page is A4, or as large as the largest format that is already sold on one."""
    bind = op.get_bind()
    support = sa.table(
        "support",
        *(sa.column(n) for n in ("id", "kind", "page_width", "page_height")),
    )
    sold = sa.table(
        "format",
        *(sa.column(n) for n in ("support_id", "width", "height", "units")),
    )
    for support_id in bind.execute(
        sa.select(support.c.id).where(support.c.kind == "print")
    ).scalars().all():
        width, height = A4
        for row in bind.execute(sa.select(sold).where(sold.c.support_id == support_id)):
            pages = max(1, -(-row.units // 12))
            width = max(width, -(-row.width // pages))
            height = max(height, row.height)
        bind.execute(
            sa.update(support)
            .where(support.c.id == support_id)
            .values(page_width=width, page_height=height)
        )
