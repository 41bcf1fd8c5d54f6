"""who is next in line, and until when a place is kept for them"""

from alembic import op
import sqlalchemy as sa

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('option_queue', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kept_until', sa.Date(), nullable=True))
