"""sums of the ledger, kept with it; the ledger says which agency has bought"""

from alembic import op
import sqlalchemy as sa

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('agency_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_ledger_entry_agency_id'), 'company', ['agency_id'], ['id'])
        batch_op.create_index('ix_ledger_entry_cause_issue_id', ['cause', 'issue_id'])
    op.create_index('ix_activity_happened_at_user_id', 'activity', ['happened_at', 'user_id', 'kind', 'outcome', 'archived_at'])
    op.create_index('ix_price_step_kind_line_id', 'price_step', ['kind', 'line_id'])
    op.execute(
        'UPDATE ledger_entry SET agency_id ='
        ' (SELECT booking.agency_id FROM booking WHERE booking.id = ledger_entry.booking_id)'
    )
    op.create_table(
        'revenue_day',
        sa.Column('rep_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('month', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('posted_on', sa.Date(), nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('is_barter', sa.Boolean(), nullable=False),
        sa.Column('net_net_cents', sa.BigInteger(), nullable=False),
        sa.Column('many', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('rep_id', 'month', 'posted_on', 'currency', 'is_barter', name=op.f('pk_revenue_day')),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f('ix_revenue_day_rep_id_posted_on'), 'revenue_day', ['rep_id', 'posted_on'])
    op.create_table(
        'revenue_cell',
        sa.Column('issue_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('rep_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('by_agency', sa.Boolean(), nullable=False),
        sa.Column('month', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('title_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('support_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('is_barter', sa.Boolean(), nullable=False),
        sa.Column('card_cents', sa.BigInteger(), nullable=False),
        sa.Column('gross_cents', sa.BigInteger(), nullable=False),
        sa.Column('net_cents', sa.BigInteger(), nullable=False),
        sa.Column('net_net_cents', sa.BigInteger(), nullable=False),
        sa.Column('many', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            'issue_id', 'rep_id', 'by_agency', 'month', 'title_id', 'support_id', 'currency', 'is_barter',
            name=op.f('pk_revenue_cell'),
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f('ix_revenue_cell_rep_id_month'), 'revenue_cell', ['rep_id', 'month'])
    op.create_table(
        'revenue_rep',
        sa.Column('month', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('posted_month', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('rep_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('by_agency', sa.Boolean(), nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('is_barter', sa.Boolean(), nullable=False),
        sa.Column('card_cents', sa.BigInteger(), nullable=False),
        sa.Column('gross_cents', sa.BigInteger(), nullable=False),
        sa.Column('net_cents', sa.BigInteger(), nullable=False),
        sa.Column('net_net_cents', sa.BigInteger(), nullable=False),
        sa.Column('many', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('month', 'posted_month', 'rep_id', 'by_agency', 'currency', 'is_barter', name=op.f('pk_revenue_rep')),
        sqlite_with_rowid=False,
    )
    op.create_table(
        'revenue_advertiser',
        sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('rep_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('month', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('company_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('is_barter', sa.Boolean(), nullable=False),
        sa.Column('net_net_cents', sa.BigInteger(), nullable=False),
        sa.Column('many', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('year', 'rep_id', 'month', 'company_id', 'currency', 'is_barter', name=op.f('pk_revenue_advertiser')),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f('ix_revenue_advertiser_company_id_year'), 'revenue_advertiser', ['company_id', 'year'])

    def part(of: str, day: str) -> str:
        if op.get_bind().dialect.name == 'sqlite':
            return f"CAST(strftime('{'%Y' if of == 'year' else '%m'}', {day}) AS INTEGER)"
        return f'CAST(EXTRACT({of} FROM {day}) AS INTEGER)'

    def month(day: str) -> str:
        return f"({part('year', day)} * 100 + {part('month', day)})"

    day = 'coalesce(i.published_on, l.posted_on)'
    ledger = 'ledger_entry l LEFT JOIN issue i ON i.id = l.issue_id'
    sums = 'sum(l.net_net_cents), count(*)'
    for rep in ('l.user_id', '0'):
        own = f'{rep}, ' if rep != '0' else ''
        op.execute(
            f"INSERT INTO revenue_day SELECT {rep}, {month(day)}, l.posted_on, l.currency, l.is_barter, {sums}"
            f" FROM {ledger} GROUP BY {own}{month(day)}, l.posted_on, l.currency, l.is_barter"
        )
    for rep in ('l.user_id', '0'):
        own = f'{rep}, ' if rep != '0' else ''
        op.execute(
            f"INSERT INTO revenue_cell SELECT coalesce(l.issue_id, 0), {rep}, l.agency_id IS NOT NULL,"
            f" {month('l.posted_on')}, l.title_id, coalesce(l.support_id, 0), l.currency, l.is_barter,"
            f" sum(l.card_cents), sum(l.gross_cents), sum(l.net_cents), {sums} FROM {ledger}"
            f" GROUP BY coalesce(l.issue_id, 0), {own}l.agency_id IS NOT NULL,"
            f" {month('l.posted_on')}, l.title_id, coalesce(l.support_id, 0), l.currency, l.is_barter"
        )
    op.execute(
        f"INSERT INTO revenue_rep SELECT {month(day)}, {month('l.posted_on')}, l.user_id, l.agency_id IS NOT NULL,"
        " l.currency, l.is_barter, sum(l.card_cents), sum(l.gross_cents), sum(l.net_cents),"
        f" {sums} FROM {ledger}"
        f" GROUP BY {month(day)}, {month('l.posted_on')}, l.user_id, l.agency_id IS NOT NULL, l.currency, l.is_barter"
    )
    for rep in ('l.user_id', '0'):
        for counted in (month(day), '0'):
            own = ''.join(f'{one}, ' for one in (rep, counted) if one != '0')
            op.execute(
                f"INSERT INTO revenue_advertiser SELECT {part('year', day)}, {rep}, {counted}, l.company_id,"
                f" l.currency, l.is_barter, {sums} FROM {ledger}"
                f" GROUP BY {part('year', day)}, {own}l.company_id, l.currency, l.is_barter"
            )
