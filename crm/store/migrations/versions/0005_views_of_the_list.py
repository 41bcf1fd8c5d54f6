"""views of the list"""

from alembic import op
import sqlalchemy as sa

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('saved_view',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('page', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('is_shared', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_saved_view_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view'))
    )
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_view_user_id'), ['user_id'], unique=False)

    op.create_table('call_run',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('view_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_call_run_user_id')),
    sa.ForeignKeyConstraint(['view_id'], ['saved_view.id'], name=op.f('fk_call_run_view_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_run'))
    )
    with op.batch_alter_table('call_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_run_user_id'), ['user_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_run_view_id'), ['view_id'], unique=False)

    op.create_table('call_stop',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'skipped', 'put_off', name='stopstate', native_enum=False, length=24), nullable=False),
    sa.Column('follow_up_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_call_stop_company_id')),
    sa.ForeignKeyConstraint(['follow_up_id'], ['follow_up.id'], name=op.f('fk_call_stop_follow_up_id')),
    sa.ForeignKeyConstraint(['run_id'], ['call_run.id'], name=op.f('fk_call_stop_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_stop')),
    sa.UniqueConstraint('run_id', 'company_id', name=op.f('uq_call_stop_run_id_company_id'))
    )
    with op.batch_alter_table('call_stop', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_stop_company_id'), ['company_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_stop_follow_up_id'), ['follow_up_id'], unique=False)

    # What a view of advertisers asks: who ran, who was ever called.
    with op.batch_alter_table('line', schema=None) as batch_op:
        batch_op.create_index('ix_line_status_issue_id_booking_id', ['status', 'issue_id', 'booking_id'], unique=False)
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.create_index('ix_activity_company_id_kind_archived_at', ['company_id', 'kind', 'archived_at'], unique=False)
