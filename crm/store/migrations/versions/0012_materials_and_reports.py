"""advertisers' files, reminders, what an insertion report says"""

from alembic import op
import sqlalchemy as sa

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'material',
        sa.Column('line_id', sa.Integer(), nullable=False),
        sa.Column('document_id', sa.Integer(), nullable=True),
        sa.Column('same_as_id', sa.Integer(), nullable=True),
        sa.Column('received_on', sa.Date(), nullable=False),
        sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('received_by_id', sa.Integer(), nullable=True),
        sa.Column('read', sa.JSON(), nullable=False),
        sa.Column('findings', sa.JSON(), nullable=False),
        sa.Column('checked_on', sa.Date(), nullable=True),
        sa.Column('proof_sent_on', sa.Date(), nullable=True),
        sa.Column('proof_sent_to', sa.String(length=400), nullable=False),
        sa.Column('agreed_on', sa.Date(), nullable=True),
        sa.Column('agreed_by', sa.String(length=400), nullable=False),
        sa.Column('is_labelled', sa.Boolean(), nullable=False),
        sa.Column('refused_on', sa.Date(), nullable=True),
        sa.Column('refused_because', sa.String(length=400), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_material_document_id')),
        sa.ForeignKeyConstraint(['line_id'], ['line.id'], name=op.f('fk_material_line_id')),
        sa.ForeignKeyConstraint(['received_by_id'], ['user.id'], name=op.f('fk_material_received_by_id')),
        sa.ForeignKeyConstraint(['same_as_id'], ['material.id'], name=op.f('fk_material_same_as_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_material')),
    )
    with op.batch_alter_table('material', schema=None) as batch_op:
        kept = sa.text('document_id IS NOT NULL')
        batch_op.create_index('ix_material_document_id', ['document_id'], unique=False, sqlite_where=kept, postgresql_where=kept)
        batch_op.create_index(batch_op.f('ix_material_line_id'), ['line_id'], unique=False)

    op.create_table(
        'material_reminder',
        sa.Column('line_id', sa.Integer(), nullable=False),
        sa.Column('activity_id', sa.Integer(), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_material_reminder_activity_id')),
        sa.ForeignKeyConstraint(['line_id'], ['line.id'], name=op.f('fk_material_reminder_line_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_material_reminder')),
    )
    with op.batch_alter_table('material_reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_material_reminder_activity_id'), ['activity_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_material_reminder_line_id'), ['line_id'], unique=False)

    with op.batch_alter_table('insertion_report', schema=None) as batch_op:
        batch_op.add_column(sa.Column('appeared_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('appeared_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('note', sa.String(length=400), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('tear_sheet_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_insertion_report_tear_sheet_id'), ['tear_sheet_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_insertion_report_tear_sheet_id'), 'document', ['tear_sheet_id'], ['id'])
    with op.batch_alter_table('insertion_report', schema=None) as batch_op:
        batch_op.alter_column('note', server_default=None)
