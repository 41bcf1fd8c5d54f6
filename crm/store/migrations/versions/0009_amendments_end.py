"""amendments end: refused or taken back, and on which day"""

from alembic import op
import sqlalchemy as sa

revision = '0009'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('dropped_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('refusal', sa.String(), nullable=True))
