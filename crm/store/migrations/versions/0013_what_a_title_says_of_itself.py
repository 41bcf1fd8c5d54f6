"""what a title says of itself: pictures, voices, themes, what is not included"""

from alembic import op
import sqlalchemy as sa

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

LINES = {
    'event': ('text_fr', 'text_en', 'attendance_source_fr', 'attendance_source_en'),
    'format': ('includes_fr', 'includes_en'),
    'package': ('text_fr', 'text_en'),
    'support': ('rhythm_fr', 'rhythm_en'),
    'user': ('job_en',),
}
NOTES = {
    'editorial_column': ('themes_fr', 'themes_en'),
    'package': ('not_included_fr', 'not_included_en'),
}


def upgrade() -> None:
    op.create_table(
        'picture',
        sa.Column('media_type', sa.String(length=40), nullable=False),
        sa.Column('width', sa.Integer(), nullable=False),
        sa.Column('height', sa.Integer(), nullable=False),
        sa.Column('sha256', sa.String(length=200), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.Column('alt_fr', sa.String(length=400), nullable=False),
        sa.Column('alt_en', sa.String(length=400), nullable=False),
        sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.CheckConstraint('width > 0 and height > 0', name=op.f('ck_picture_has_a_size')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_picture')),
    )
    op.create_table(
        'testimonial',
        sa.Column('title_id', sa.Integer(), nullable=False),
        sa.Column('rank', sa.Integer(), nullable=False),
        sa.Column('quote_fr', sa.Text(), nullable=False),
        sa.Column('quote_en', sa.Text(), nullable=False),
        sa.Column('person', sa.String(length=200), nullable=False),
        sa.Column('role_fr', sa.String(length=400), nullable=False),
        sa.Column('role_en', sa.String(length=400), nullable=False),
        sa.Column('organisation', sa.String(length=400), nullable=False),
        sa.Column('permitted_on', sa.Date(), nullable=True),
        sa.Column('expires_on', sa.Date(), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['title_id'], ['title.id'], name=op.f('fk_testimonial_title_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_testimonial')),
    )
    with op.batch_alter_table('testimonial', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_testimonial_title_id'), ['title_id'], unique=False)

    for table in sorted({*LINES, *NOTES}):
        names = [(name, sa.String(length=400)) for name in LINES.get(table, ())]
        names += [(name, sa.Text()) for name in NOTES.get(table, ())]
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, kind in names:
                batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=''))
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, kind in names:
                batch_op.alter_column(name, existing_type=kind, server_default=None)

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('attendance', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('attendance_expires_on', sa.Date(), nullable=True))

    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.add_column(sa.Column('event_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_issue_event_id'), ['event_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_issue_event_id'), 'event', ['event_id'], ['id'])

    with op.batch_alter_table('title', schema=None) as batch_op:
        batch_op.add_column(sa.Column('branded_content', sa.JSON(), nullable=False, server_default='{}'))
        for name in ('logo_id', 'cover_id'):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch_op.create_index(batch_op.f(f'ix_title_{name}'), [name], unique=False)
            batch_op.create_foreign_key(batch_op.f(f'fk_title_{name}'), 'picture', [name], ['id'])
    with op.batch_alter_table('title', schema=None) as batch_op:
        batch_op.alter_column('branded_content', existing_type=sa.JSON(), server_default=None)

    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.add_column(sa.Column('photo_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_user_photo_id'), ['photo_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_user_photo_id'), 'picture', ['photo_id'], ['id'])
