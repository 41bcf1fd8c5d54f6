"""finding as one types"""

from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

WORDS = {
    'sqlite': (
        "CREATE VIRTUAL TABLE search_words USING fts5(words, content='search_entry',"
        " content_rowid='id', tokenize=\"ascii tokenchars '_'\", prefix='2 3',"
        " detail=none, columnsize=0)",
        "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
        " INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
        "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN"
        " INSERT INTO search_words(search_words, rowid, words)"
        " VALUES ('delete', old.id, old.words); END",
        "CREATE TRIGGER search_entry_changed AFTER UPDATE OF words ON search_entry"
        " BEGIN INSERT INTO search_words(search_words, rowid, words)"
        " VALUES ('delete', old.id, old.words);"
        " INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
    ),
    'postgresql': (
        "CREATE INDEX ix_search_entry_words ON search_entry USING gin"
        " (array_to_tsvector(string_to_array(words, ' ')))",
    ),
}


def upgrade() -> None:
    # What is found is written once the tables are there: crm.store.migrations.upgrade.
    folded = sa.String(length=400).with_variant(sa.String(length=400, collation='C'), 'postgresql')
    short = sa.String(length=40).with_variant(sa.String(length=40, collation='C'), 'postgresql')
    op.create_table('search_word',
    sa.Column('word', short, nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_word')),
    sa.UniqueConstraint('word', name=op.f('uq_search_word_word')),
    sqlite_autoincrement=True
    )
    op.create_table('search_entry',
    sa.Column('kind', sa.Enum('company', 'contact', 'booking', name='findable', native_enum=False, length=24), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('booking_id', sa.Integer(), nullable=True),
    sa.Column('name', folded, nullable=False),
    sa.Column('other_name', folded, nullable=False),
    sa.Column('words', sa.String(length=4000), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_search_entry_booking_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_search_entry_company_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_search_entry_contact_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entry'))
    )
    with op.batch_alter_table('search_entry', schema=None) as batch_op:
        batch_op.create_index('ix_search_entry_kind_name', ['kind', 'name', 'id'], unique=False)
        batch_op.create_index('ix_search_entry_kind_other_name', ['kind', 'other_name', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_search_entry_booking_id'), ['booking_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_search_entry_company_id'), ['company_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_search_entry_contact_id'), ['contact_id'], unique=False)
    for name in ('agency_id', 'payer_id'):
        there = sa.text(f'{name} IS NOT NULL')
        op.drop_index(f'ix_booking_{name}', 'booking')
        op.create_index(f'ix_booking_{name}', 'booking', [name], sqlite_where=there, postgresql_where=there)
    for statement in WORDS[op.get_bind().dialect.name]:
        op.execute(statement)
