"""the morning is fast"""

from alembic import op
import sqlalchemy as sa

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

UNDONE = sa.text('done_at IS NULL AND archived_at IS NULL')
OPPOSED = sa.text('opposed_on IS NOT NULL')


def upgrade() -> None:
    op.create_index('ix_activity_happened_at_company_id', 'activity', ['happened_at', 'company_id', 'kind', 'archived_at'])
    op.drop_index('ix_activity_happened_at', table_name='activity')
    op.create_index('ix_follow_up_undone', 'follow_up', ['company_id', 'due_on'], sqlite_where=UNDONE, postgresql_where=UNDONE)
    op.create_index('ix_contact_opposed', 'contact', ['company_id'], sqlite_where=OPPOSED, postgresql_where=OPPOSED)
    op.create_index('ix_ledger_entry_company_id_issue_id', 'ledger_entry', ['company_id', 'issue_id', 'is_barter', 'net_net_cents'])
    op.drop_index('ix_ledger_entry_company_id', table_name='ledger_entry')
    op.create_index('ix_line_status_material_status', 'line', ['status', 'material_status', 'issue_id'])
    op.drop_index('ix_line_status', table_name='line')


def downgrade() -> None:
    op.create_index('ix_line_status', 'line', ['status'])
    op.drop_index('ix_line_status_material_status', table_name='line')
    op.create_index('ix_ledger_entry_company_id', 'ledger_entry', ['company_id'])
    op.drop_index('ix_ledger_entry_company_id_issue_id', table_name='ledger_entry')
    op.drop_index('ix_contact_opposed', table_name='contact')
    op.drop_index('ix_follow_up_undone', table_name='follow_up')
    op.create_index('ix_activity_happened_at', 'activity', ['happened_at'])
    op.drop_index('ix_activity_happened_at_company_id', table_name='activity')
