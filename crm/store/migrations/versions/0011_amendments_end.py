"""amendments end: refused with a reason, or taken back; discounts wait"""

from alembic import op
import sqlalchemy as sa

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('dropped_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('refusal', sa.String(), nullable=True))

    with op.batch_alter_table('line', schema=None) as batch_op:
        batch_op.add_column(sa.Column('approval', sa.Enum('waiting', 'granted', 'refused', name='approval', native_enum=False, length=24), nullable=True))
        batch_op.add_column(sa.Column('approval_note', sa.String(), nullable=True))
        batch_op.create_index(batch_op.f('ix_line_approval'), ['approval'], unique=False)
