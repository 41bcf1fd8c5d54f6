"""sums by title, support and sector; advertisers by booking, and what they are to a year"""

from alembic import op
import sqlalchemy as sa

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'revenue_grain',
        sa.Column('sector_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('month', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('company_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('posted_on', sa.Date(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('title_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('support_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('issue_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('rep_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('by_agency', sa.Boolean(), nullable=False),
        sa.Column('cause', sa.String(length=40), nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('is_barter', sa.Boolean(), nullable=False),
        sa.Column('card_cents', sa.BigInteger(), nullable=False),
        sa.Column('gross_cents', sa.BigInteger(), nullable=False),
        sa.Column('net_cents', sa.BigInteger(), nullable=False),
        sa.Column('net_net_cents', sa.BigInteger(), nullable=False),
        sa.Column('many', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            'sector_id', 'month', 'company_id', 'posted_on', 'day', 'title_id', 'support_id', 'issue_id', 'rep_id',
            'by_agency', 'cause', 'currency', 'is_barter',
            name=op.f('pk_revenue_grain'),
        ),
        sqlite_with_rowid=False,
    )
    op.drop_index('ix_ledger_entry_issue_id', 'ledger_entry')
    op.create_index(
        'ix_ledger_entry_issue_id_posted_on',
        'ledger_entry',
        ['issue_id', 'posted_on', 'user_id', 'company_id', 'is_barter', 'currency', 'net_net_cents'],
    )
    op.drop_index('ix_booking_confirmed_on', 'booking')
    op.create_index('ix_booking_confirmed_on_owner_id', 'booking', ['confirmed_on', 'owner_id'])
    op.drop_table('revenue_advertiser')
    op.create_table(
        'revenue_advertiser',
        sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('by_posting', sa.Boolean(), nullable=False),
        sa.Column('rep_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('month', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('company_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('is_barter', sa.Boolean(), nullable=False),
        sa.Column('net_net_cents', sa.BigInteger(), nullable=False),
        sa.Column('many', sa.Integer(), nullable=False),
        sa.Column('segment', sa.Integer(), nullable=False),
        sa.Column('stays', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            'year', 'by_posting', 'rep_id', 'month', 'company_id', 'currency', 'is_barter',
            name=op.f('pk_revenue_advertiser'),
        ),
        sqlite_with_rowid=False,
    )

    def part(of: str, day: str) -> str:
        if op.get_bind().dialect.name == 'sqlite':
            return f"CAST(strftime('{'%Y' if of == 'year' else '%m'}', {day}) AS INTEGER)"
        return f'CAST(EXTRACT({of} FROM {day}) AS INTEGER)'

    def month(day: str) -> str:
        return f"({part('year', day)} * 100 + {part('month', day)})"

    published = 'coalesce(i.published_on, l.posted_on)'
    ledger = 'ledger_entry l LEFT JOIN issue i ON i.id = l.issue_id'
    sums = 'sum(l.net_net_cents), count(*)'
    keys = (
        f'coalesce(c.sector_id, 0), {month(published)}, l.company_id, l.posted_on, {published}, l.title_id,'
        ' coalesce(l.support_id, 0), coalesce(l.issue_id, 0), l.user_id, l.agency_id IS NOT NULL, l.cause,'
        ' l.currency, l.is_barter'
    )
    op.execute(
        f'INSERT INTO revenue_grain SELECT {keys}, sum(l.card_cents), sum(l.gross_cents), sum(l.net_cents), {sums}'
        f' FROM {ledger} JOIN company c ON c.id = l.company_id GROUP BY {keys}'
    )
    for by_posting, day in (('false', published), ('true', 'l.posted_on')):
        for rep in ('l.user_id', '0'):
            for counted in (month(day), '0'):
                own = ''.join(f'{one}, ' for one in (rep, counted) if one != '0')
                op.execute(
                    f"INSERT INTO revenue_advertiser SELECT {part('year', day)}, {by_posting}, {rep}, {counted},"
                    f" l.company_id, l.currency, l.is_barter, {sums}, 0, 0 FROM {ledger}"
                    f" GROUP BY {part('year', day)}, {own}l.company_id, l.currency, l.is_barter"
                )
    op.create_index('ix_revenue_grain_title_id', 'revenue_grain', ['title_id', 'month', 'net_net_cents', 'many'])
    op.create_index('ix_revenue_grain_support_id', 'revenue_grain', ['support_id', 'month', 'net_net_cents', 'many'])
    op.create_index(op.f('ix_revenue_advertiser_company_id_year'), 'revenue_advertiser', ['company_id', 'year'])

    def ran(when: str) -> str:
        return (
            'EXISTS (SELECT 1 FROM revenue_advertiser o WHERE o.company_id = revenue_advertiser.company_id'
            f' AND {when} AND o.by_posting = false AND o.rep_id = 0 AND o.month = 0 AND o.is_barter = false'
            ' AND o.net_net_cents > 0)'
        )

    op.execute(
        f"UPDATE revenue_advertiser SET segment = CASE WHEN {ran('o.year = revenue_advertiser.year - 1')} THEN 0"
        f" WHEN {ran('o.year < revenue_advertiser.year - 1')} THEN 2 ELSE 1 END,"
        f" stays = CASE WHEN {ran('o.year = revenue_advertiser.year + 1')} THEN 1 ELSE 0 END WHERE month = 0"
    )
