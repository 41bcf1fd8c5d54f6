"""the flatplan: pages of an issue, and where its ads stand"""

from alembic import op
import sqlalchemy as sa

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flatplan_page",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("folio", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("section", sa.String(length=400), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "folio >= 1", name=op.f("ck_flatplan_page_folio_is_positive")
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_flatplan_page_issue_id")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_flatplan_page_position_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flatplan_page")),
        sa.UniqueConstraint(
            "issue_id", "folio", name=op.f("uq_flatplan_page_issue_id_folio")
        ),
        sa.UniqueConstraint(
            "issue_id",
            "position_id",
            name=op.f("uq_flatplan_page_issue_id_position_id"),
        ),
    )
    op.create_index(
        op.f("ix_flatplan_page_position_id"), "flatplan_page", ["position_id"]
    )
    op.create_table(
        "placement",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("folio", "x", "y", "width", "height", "version")
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("folio >= 1", name=op.f("ck_placement_folio_is_positive")),
        sa.CheckConstraint(
            "x >= 0 and y >= 0", name=op.f("ck_placement_corner_is_on_the_page")
        ),
        sa.CheckConstraint(
            "width > 0 and height > 0", name=op.f("ck_placement_size_is_positive")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["line.id"], name=op.f("fk_placement_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_placement_issue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("line_id", name=op.f("uq_placement_line_id")),
    )
    op.create_index(op.f("ix_placement_issue_id"), "placement", ["issue_id"])
