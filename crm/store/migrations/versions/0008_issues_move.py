"""issues move, calendars subscribe"""

from alembic import op
import sqlalchemy as sa

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_feed',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('token_digest', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_calendar_feed_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_calendar_feed_token_digest')),
    sa.UniqueConstraint('user_id', name=op.f('uq_calendar_feed_user_id'))
    )

    # The subjects beside the theme.
    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.add_column(sa.Column('dossiers_fr', sa.String(length=400), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('dossiers_en', sa.String(length=400), nullable=False, server_default=''))

    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.alter_column('dossiers_fr', existing_type=sa.String(length=400), server_default=None)
        batch_op.alter_column('dossiers_en', existing_type=sa.String(length=400), server_default=None)

    # What asks for an agreement, and what became of it.
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('issue_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('follow_up_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('refused_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_amendment_issue_id'), ['issue_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_amendment_issue_id'), 'issue', ['issue_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_amendment_follow_up_id'), 'follow_up', ['follow_up_id'], ['id'])
