"""the publisher's certificate, and a document's hash before its seal"""

from alembic import op
import sqlalchemy as sa

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'seal_certificate',
        sa.Column('publisher_id', sa.Integer(), nullable=False),
        sa.Column('subject', sa.String(length=400), nullable=False),
        sa.Column('issuer', sa.String(length=400), nullable=False),
        sa.Column('fingerprint', sa.String(length=200), nullable=False),
        sa.Column('key_kind', sa.String(length=40), nullable=False),
        sa.Column('valid_from', sa.DateTime(timezone=True), nullable=False),
        sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
        sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('imported_by_id', sa.Integer(), nullable=True),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('secret', sa.Text(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['imported_by_id'], ['user.id'], name=op.f('fk_seal_certificate_imported_by_id')),
        sa.ForeignKeyConstraint(['publisher_id'], ['publisher.id'], name=op.f('fk_seal_certificate_publisher_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_seal_certificate')),
    )
    with op.batch_alter_table('seal_certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seal_certificate_imported_by_id'), ['imported_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seal_certificate_publisher_id'), ['publisher_id'], unique=False)

    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.add_column(sa.Column('drawn_sha256', sa.String(length=200), nullable=True))
        batch_op.create_index(batch_op.f('ix_document_sha256'), ['sha256'], unique=False)
